"""For which place a draft was begun."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

IN_HAND = ["queued", "parsing", "ready"]


def say_for_whom_drafts_were_begun(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For the place that the owner serves as staff, the longest served of several; for none where it was the admin."""
    Membership, PlanDraft = apps.get_model("tasks", "Membership"), apps.get_model("tracker", "PlanDraft")
    served: dict[int, int] = {}
    staff = Membership.objects.filter(role="staff").order_by("pk")
    for person, place in staff.values_list("user", "unit__jurisdiction"):
        served.setdefault(person, place)
    for person, place in served.items():
        PlanDraft.objects.filter(owner=person).update(begun_for=place)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0001_drafts_arrive")]

    operations = [
        migrations.AddField(
            model_name="plandraft",
            name="begun_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tasks.jurisdiction",
                verbose_name="导入人所在地区",
            ),
        ),
        migrations.RemoveConstraint(model_name="plandraft", name="draft_of_a_file_once_in_hand"),
        migrations.AddConstraint(
            model_name="plandraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(state__in=IN_HAND, jurisdiction=None) & ~models.Q(sha256=""),
                fields=("sha256", "owner", "begun_for"),
                name="draft_of_a_file_once_in_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="plandraft",
            constraint=models.UniqueConstraint(
                condition=models.Q(state__in=IN_HAND, jurisdiction=None, begun_for=None) & ~models.Q(sha256=""),
                fields=("sha256", "owner"),
                name="draft_of_a_file_once_in_the_admin_s_hand",
            ),
        ),
        # Last: PostgreSQL alters no table whose rows were changed in the same transaction.
        migrations.RunPython(say_for_whom_drafts_were_begun, migrations.RunPython.noop),
    ]
