"""What happened to progress reports: who handed in what and how it differs from before, who decided what and why."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from tasks.events.acts import EventAct
from tasks.events.selectors import history_of
from tasks.plans.difference.word_diff import Segment
from tasks.work.models import EvidenceLink, ProgressReport, ProgressReportQuerySet, ProgressVersion
from tasks.work.services.progress import figure_records

Status = ProgressReport.Status
_SENTENCE = re.compile(r"[^。；！？;!?\n]*[。；！？;!?\n]+|[^。；！？;!?\n]+")
DECISIONS = {EventAct.PROGRESS_ACCEPT.value: "审核通过", EventAct.PROGRESS_RETURN.value: "退回"}


@dataclass(frozen=True)
class Content:
    """What a report says, now or in one version. Figures are {label, value, unit, previous_value}, numbers as text.

    `pieces` are the sentences of the narrative against those of the last version.
    """

    pieces: Sequence[Segment]
    completion: int
    figures: Sequence[Mapping[str, str | None]]
    evidence: Sequence[EvidenceLink]


@dataclass(frozen=True)
class Step:
    """One line of the timeline. `kind` is the status that the report came to; `content` stands on submissions only."""

    kind: str
    what: str
    who: str
    at: dt.datetime
    report: ProgressReport
    reason: str = ""
    content: Content | None = None


def difference(old: str | None, new: str) -> list[Segment]:
    """The new text sentence by sentence, with what went and what came; all of it kept where there was no old one."""
    if old is None:
        return [Segment("", new)]
    before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    pieces: list[Segment] = []
    for op, i, j, m, n in SequenceMatcher(None, before, after).get_opcodes():
        if op == "equal":
            pieces.append(Segment("", "".join(after[m:n])))
            continue
        gone, come = "".join(before[i:j]), "".join(after[m:n])
        pieces += [Segment(change, text) for change, text in (("del", gone), ("ins", come)) if text]
    return pieces


def timeline(reports: ProgressReportQuerySet) -> list[Step]:
    """Submissions and decisions of these reports, newest first. Four queries, however many there are."""
    by_id = {row.pk: row for row in reports.select_related("assignment__unit", "period")}
    steps = [*_decisions(by_id), *_submissions(by_id)]  # of two at one moment the decision is the later
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _submissions(reports: Mapping[int, ProgressReport]) -> Iterable[Step]:
    links = _links(reports)
    before: dict[int, str] = {}
    rows = ProgressVersion.objects.filter(report__in=reports).select_related("submitted_by").order_by("number")
    for row in rows:
        content = _version_content(row, links, before.get(row.report_id))
        before[row.report_id] = row.narrative
        what = "提交" if row.number == 1 else f"再次提交（第{row.number}稿）"
        yield Step(
            Status.SUBMITTED, what, str(row.submitted_by), row.submitted_at, reports[row.report_id], content=content
        )


def _decisions(reports: Mapping[int, ProgressReport]) -> Iterable[Step]:
    for pk, events in history_of("tasks.progressreport", reports, acts=list(DECISIONS)).items():
        for event in events:
            yield Step(
                event.to_state, DECISIONS[event.act], event.actor_name, event.at, reports[pk], reason=event.reason
            )


Links = Mapping[tuple[int, str], EvidenceLink]


def _links(reports: Iterable[int]) -> Links:
    """(report, SHA-256) to what is attached, files taken off later included: a version keeps what it came with."""
    rows = EvidenceLink.objects.filter(report__in=list(reports)).select_related("evidence")
    return {(row.report_id, row.evidence.sha256): row for row in rows}


def _version_content(row: ProgressVersion, links: Links, old: str | None) -> Content:
    found: list[dict[str, Any]] = row.evidence
    attached = ((links.get((row.report_id, item["sha256"])), item["name"]) for item in found)
    evidence = [_called(link, name) for link, name in attached if link]
    return Content(difference(old, row.narrative), row.completion, row.figures, evidence)


def _called(link: EvidenceLink, name: str) -> EvidenceLink:
    """The file under the name that it had then."""
    then = copy(link)
    then.name = name
    return then


def handed_in(report: ProgressReport) -> Content:
    """What was last handed in; before the first time, the draft as it stands.

    A returned report that its liaison is still working on shows the version that was judged.
    """
    version = report.versions.order_by("-number").first()
    return _version_content(version, _links([report.pk]), None) if version else as_stored(report)


def as_stored(report: ProgressReport) -> Content:
    """What the report says at this moment."""
    links = report.evidence_links.filter(removed=False).select_related("evidence")
    return Content([Segment("", report.narrative)], report.completion, figure_records(report), list(links))
