"""The indexes of 0007 go: a list that asks for rows in force has its order from the unique places of those."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tasks", "0008_one_draft_of_a_file_in_a_place")]

    operations = [
        migrations.RemoveIndex(model_name="action", name="action_in_order"),
        migrations.RemoveIndex(model_name="task", name="task_in_order"),
    ]
