"""Plans imported before versions were kept: what they say is their first."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def give_each_plan_its_first_version(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Plan, PlanVersion = apps.get_model("tasks", "Plan"), apps.get_model("tasks", "PlanVersion")
    PlanVersion.objects.bulk_create(
        PlanVersion(
            plan=plan,
            number=1,
            source_id=plan.source_id,
            title=plan.title,
            document_number=plan.document_number,
            issued_on=plan.issued_on,
            at=plan.created_at,
        )
        for plan in Plan.objects.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_revisions_and_coverage")]

    operations = [migrations.RunPython(give_each_plan_its_first_version, migrations.RunPython.noop)]
