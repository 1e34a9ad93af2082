"""Files that a kill left without a row are deleted after a day; no other file is."""

import datetime as dt

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.tasks.work.reports import attach
from tests.tracker.intake.imports import ready_draft
from tests.world import World
from tracker.housekeeping import delete_leftovers
from tracker.intake.models import PlanDraft


def test_only_old_files_without_a_row_are_deleted(world: World) -> None:
    draft = ready_draft(world)
    attach(world.submitted, world.liaison)
    evidence = world.submitted.evidence_links.get().evidence
    lost = [default_storage.save(path, ContentFile(b"x")) for path in ("imports/a", "evidence/aa/b", "plans/c")]
    other = default_storage.save("annual-reports/d", ContentFile(b"x"))
    now = timezone.now()
    assert delete_leftovers(now + dt.timedelta(hours=23)) == 0
    assert delete_leftovers(now + dt.timedelta(hours=25)) == 3
    assert not any(map(default_storage.exists, lost))
    assert all(map(default_storage.exists, (draft.file.name, evidence.file.name, other)))


def test_a_house_without_files_has_nothing_to_delete(world: World) -> None:
    assert not PlanDraft.objects.exists()
    assert delete_leftovers(timezone.now()) == 0
