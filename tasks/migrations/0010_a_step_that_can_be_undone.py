"""What the last change of a draft's structure replaced is kept, so that it can be undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_places_give_the_order")]

    operations = [
        migrations.AddField(
            model_name="plandraft",
            name="before",
            field=models.JSONField(blank=True, null=True, verbose_name="可撤销的一步"),
        ),
    ]
