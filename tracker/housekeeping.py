"""Files that a kill left behind between writing the file and writing its row."""

import datetime as dt
import logging
from collections.abc import Iterator

from django.core.files.storage import Storage, default_storage

from tasks.plans.models import SourceDocument
from tasks.work.models import Evidence
from tracker.intake.models import PlanDraft

AGE = dt.timedelta(days=1)  # no transaction is open that long: a file of that age without a row never gets one
MODELS = (PlanDraft, SourceDocument, Evidence)

logger = logging.getLogger(__name__)


def delete_leftovers(now: dt.datetime) -> int:
    """Delete files of drafts, plans and evidence that are older than AGE and that no row names. How many they were."""
    gone = 0
    for model in MODELS:
        named = set(model._default_manager.exclude(file="").values_list("file", flat=True))
        for path in _files(default_storage, str(model.file.field.upload_to).rstrip("/")):
            if path not in named and default_storage.get_modified_time(path) < now - AGE:
                default_storage.delete(path)
                logger.info("deleted %s, which no row names", path)
                gone += 1
    return gone


def _files(storage: Storage, folder: str) -> Iterator[str]:
    """The paths of all files under a folder; none where it is not there yet."""
    if not storage.exists(folder):
        return
    folders, names = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")
