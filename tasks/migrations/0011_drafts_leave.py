"""Plan drafts belong to the site's intake from here on. Their table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0010_a_step_that_can_be_undone")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="PlanDraft")]),
    ]
