"""A plan under review is typed, and what was acknowledged in it is called so; the columns stay as they are."""

from django.db import migrations

import tracker.intake.fields


class Migration(migrations.Migration):
    dependencies = [("tracker", "0003_jobs_read_drafts")]

    operations = [
        migrations.RenameField("plandraft", "settled", "acknowledged"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "plandraft",
                    "parsed",
                    tracker.intake.fields.PlanField(blank=True, null=True, verbose_name="解析结果"),
                ),
                migrations.AlterField(
                    "plandraft",
                    "content",
                    tracker.intake.fields.PlanField(blank=True, null=True, verbose_name="核对结果"),
                ),
                migrations.AlterField(
                    "plandraft",
                    "decisions",
                    tracker.intake.fields.DecisionsField(blank=True, default=dict, verbose_name="名称对应"),
                ),
            ]
        ),
    ]
