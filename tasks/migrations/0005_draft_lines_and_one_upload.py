"""Lines given to another item; and of one person's drafts of one file, no more than one in hand."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

IN_HAND = ["queued", "parsing", "ready"]


def let_go_of_doubles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The last touched of several keeps the file's hash; the others can be reviewed, but no upload leads to them."""
    PlanDraft = apps.get_model("tasks", "PlanDraft")
    seen = set()
    for draft in PlanDraft.objects.filter(state__in=IN_HAND).exclude(sha256="").order_by("-updated_at", "-pk"):
        key = draft.sha256, draft.owner_id
        if key in seen:
            PlanDraft.objects.filter(pk=draft.pk).update(sha256="")
        seen.add(key)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_first_versions")]

    operations = [
        migrations.AddField(
            model_name="plandraft",
            name="given",
            field=models.JSONField(blank=True, default=dict, verbose_name="行的归属"),
        ),
        migrations.RunPython(let_go_of_doubles, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="plandraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", IN_HAND), models.Q(("sha256", ""), _negated=True)),
                fields=("sha256", "owner"),
                name="draft_of_a_file_once_in_hand",
            ),
        ),
    ]
