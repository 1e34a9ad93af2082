"""A draft's reading is a background job of its own. Drafts that wait, or were being read, get one; others need none."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


def give_jobs(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever held a draft is gone: the product was stopped for the upgrade. So its job is one whose worker is lost."""
    if schema_editor.connection.vendor == "postgresql":  # else the columns could not go within this transaction
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    alias, now = schema_editor.connection.alias, timezone.now()
    drafts, jobs = apps.get_model("tracker", "PlanDraft").objects.using(alias), apps.get_model("tasks", "Job")
    draft: Any  # as it was
    for draft in drafts.filter(state__in=["queued", "parsing"]).defer("text", "parsed", "content"):
        held = {"state": "running", "lease_owner": "before", "lease_until": now, "started_at": now}
        job = jobs.objects.using(alias).create(
            kind="read_draft",
            queue="documents",
            subject_id=draft.pk,
            title=draft.name,
            place_id=draft.jurisdiction_id,
            person_id=draft.owner_id,
            percent=draft.percent,
            stage=draft.message[:100],
            attempts=draft.attempts,
            queued_at=draft.created_at,
            **(held if draft.state == "parsing" else {}),
        )
        drafts.filter(pk=draft.pk).update(job=job)


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0014_jobs"),
        ("tracker", "0002_drafts_are_begun_for_a_place"),
    ]

    operations = [
        migrations.AddField(
            model_name='plandraft',
            name='job',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tasks.job', verbose_name='后台任务'),
        ),
        migrations.RunPython(give_jobs, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name='plandraft', name='draft_percent_sane'),
        migrations.RemoveIndex(model_name='plandraft', name='draft_lease'),
        migrations.RemoveField(model_name='plandraft', name='attempts'),
        migrations.RemoveField(model_name='plandraft', name='lease_until'),
        migrations.RemoveField(model_name='plandraft', name='percent'),
    ]
