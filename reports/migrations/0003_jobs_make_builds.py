"""A report's build is made by a background job. Builds that wait, or were being made, get one; others need none."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_jobs(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever held a build is gone: the product was stopped for the upgrade. The first look of the schedule queues it."""
    if schema_editor.connection.vendor == "postgresql":  # else the columns could not go within this transaction
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    alias = schema_editor.connection.alias
    builds, jobs = apps.get_model("reports", "ReportBuild").objects.using(alias), apps.get_model("tasks", "Job")
    for build in builds.filter(state__in=["queued", "running"]).select_related("report__jurisdiction"):
        place, year = build.report.jurisdiction, build.report.year
        job = jobs.objects.using(alias).create(
            kind="build_report",
            queue="building",
            subject_id=build.pk,
            title=f"{place.name}{year}年法治政府建设年度报告",
            place_id=place.pk,
            person_id=build.requested_by_id,
            stage="重新排队",
            queued_at=build.requested_at,
        )
        builds.filter(pk=build.pk).update(state="queued", job=job)


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0002_initial"),
        ("tasks", "0013_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name='reportbuild',
            name='job',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tasks.job', verbose_name='后台任务'),
        ),
        migrations.RunPython(give_jobs, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name='reportbuild', name='build_percent_sane'),
        migrations.RemoveIndex(model_name='reportbuild', name='build_lease'),
        migrations.RemoveField(model_name='reportbuild', name='attempts'),
        migrations.RemoveField(model_name='reportbuild', name='lease_owner'),
        migrations.RemoveField(model_name='reportbuild', name='lease_until'),
        migrations.RemoveField(model_name='reportbuild', name='percent'),
        migrations.RemoveField(model_name='reportbuild', name='stage'),
    ]
