"""What outlives the row it tells of, or has no history of its own, stands in the log that the administration shows."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from tasks.people.models import User

MAX_NAME, MAX_WORDS = 200, 500


def log(*, user: User, row: Model, flag: int, words: str) -> None:
    """Say who did what (ADDITION, DELETION) to which row. Belongs in the caller's transaction."""
    LogEntry.objects.create(
        user_id=user.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:MAX_NAME],
        action_flag=flag,
        change_message=words[:MAX_WORDS],
    )
