"""Ids of indicators: each row keeps its own through every version of the plan. Rows that were here get one by their number."""

from functools import partial

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from tasks.planparser import new_id


def give_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """t-12 for the task of row 12: unique, and of the same letters as those that the parser gives."""
    for model, letter in (("Indicator", "i"),):
        rows = apps.get_model("indicators", model).objects.using(schema_editor.connection.alias)
        rows.update(key=Concat(Value(f"{letter}-"), Cast(F("pk"), CharField())))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_initial")]

    operations = [
        migrations.AddField('indicator', 'key', models.CharField(default='', editable=False, max_length=40, verbose_name='标识')),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField('indicator', 'key', models.CharField(default=partial(new_id, 'indicator'), editable=False, max_length=40, verbose_name='标识')),
        migrations.AddConstraint('indicator', models.UniqueConstraint(models.F('plan'), models.F('key'), name='indicator_key_unique_in_plan')),
    ]
