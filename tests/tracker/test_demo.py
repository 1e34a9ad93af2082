"""The demo is a true story: the report built from it carries every accepted figure."""

import pytest
from django.core.management import CommandError, call_command

from reports.compose import compose
from reports.gather import gather
from reports.models import AnnualReport
from reports.officialdoc import Paragraph
from tasks.models import Figure, ProgressReport, User
from tasks.services.progress import plain
from tracker import demo


@pytest.fixture
def seeded(db: None, monkeypatch: pytest.MonkeyPatch) -> demo.DemoSeed:
    return demo.seed(password="Demo-Password-2024")


def test_a_second_time_changes_nothing(seeded: demo.DemoSeed) -> None:
    before = (User.objects.count(), ProgressReport.objects.count())
    again = demo.seed(password=None)
    assert not again.created
    assert (User.objects.count(), ProgressReport.objects.count()) == before


def test_every_role_can_sign_in(seeded: demo.DemoSeed) -> None:
    for name in ("admin", "fazhike1", "zhengfuban"):
        assert User.objects.get(username=name).check_password("Demo-Password-2024")


def test_a_random_password_is_printed(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo")
    said = capsys.readouterr().out
    password = said.split("口令均为 ")[1].split("）")[0]
    assert len(password) >= 12
    assert User.objects.get(username="admin").check_password(password)


def test_production_has_no_demo(db: None, settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="正式环境"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_work_is_in_every_state(seeded: demo.DemoSeed) -> None:
    states = set(ProgressReport.objects.values_list("status", flat=True))
    assert states == {"draft", "submitted", "accepted", "returned"}


def test_the_report_carries_every_accepted_figure(seeded: demo.DemoSeed) -> None:
    report = AnnualReport.objects.get()
    document = compose(gather(report))
    text_of = {
        source: block.lead_in + block.text
        for block in document.blocks
        if isinstance(block, Paragraph)
        for source in block.sources
    }
    accepted = Figure.objects.filter(report__status="accepted")
    assert accepted.count() > 30
    for figure in accepted:
        assert f"{plain(figure.value)}{figure.unit}" in text_of[figure.report_id].replace(" ", ""), figure
