"""Of the drafts of one file in one place, no more than one in hand, whoever brought it."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

IN_HAND = ["queued", "parsing", "ready"]


def let_go_of_doubles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The last touched of several keeps the file's hash; the others can be reviewed, but no upload leads to them."""
    PlanDraft = apps.get_model("tasks", "PlanDraft")
    seen = set()
    placed = PlanDraft.objects.filter(state__in=IN_HAND, jurisdiction__isnull=False).exclude(sha256="")
    for draft in placed.order_by("-updated_at", "-pk").only("sha256", "jurisdiction"):
        key = draft.sha256, draft.jurisdiction_id
        if key in seen:
            PlanDraft.objects.filter(pk=draft.pk).update(sha256="")
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0007_lists_in_order")]

    operations = [
        migrations.RunPython(let_go_of_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="plandraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", IN_HAND), models.Q(("sha256", ""), _negated=True)),
                fields=("sha256", "jurisdiction"),
                name="draft_of_a_file_once_in_a_place",
            ),
        ),
    ]
