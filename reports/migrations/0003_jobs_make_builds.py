"""A report's build is made by a background job. Builds that wait, or were being made, get one; others need none."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def give_jobs(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever held a build is gone: the product was stopped for the upgrade. So its job is one whose worker is lost."""
    if schema_editor.connection.vendor == "postgresql":  # else the columns could not go within this transaction
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    alias, now = schema_editor.connection.alias, timezone.now()
    builds, jobs = apps.get_model("reports", "ReportBuild").objects.using(alias), apps.get_model("tasks", "Job")
    build: Any  # as it was
    for build in builds.filter(state__in=["queued", "running"]).select_related("report__jurisdiction"):
        place, year = build.report.jurisdiction, build.report.year
        held = {"state": "running", "lease_owner": "before", "lease_until": now, "started_at": now}
        job = jobs.objects.using(alias).create(
            kind="build_report",
            queue="building",
            subject_id=build.pk,
            title=f"{place.name}{year}年法治政府建设年度报告",
            place_id=place.pk,
            person_id=build.requested_by_id,
            percent=build.percent,
            stage=build.stage,
            attempts=build.attempts,
            queued_at=build.requested_at,
            **(held if build.state == "running" else {}),
        )
        builds.filter(pk=build.pk).update(job=job)


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0002_initial"),
        ("tasks", "0014_jobs"),
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
