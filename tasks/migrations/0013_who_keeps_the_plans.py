"""Two more roles, and which places keep their plans themselves."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def say_who_keeps_plans(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each place that has staff, active or not, or once had: somebody who was no admin decided on its progress."""
    Membership, Progress = (apps.get_model("tasks", name) for name in ("Membership", "ProgressTransition"))
    staffed = Membership.objects.filter(role="staff").values_list("unit__jurisdiction", flat=True)
    decided = Progress.objects.filter(to_state__in=["accepted", "returned"], actor__is_superuser=False)
    decided = decided.values_list("subject__assignment__task__action__plan__jurisdiction", flat=True)
    places = {*staffed.order_by(), *decided.order_by().distinct()}
    apps.get_model("tasks", "Jurisdiction").objects.filter(pk__in=places).update(keeps_own_plans=True)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0012_events")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("liaison", "联络员"),
                    ("staff", "司法局工作人员"),
                    ("leader", "领导"),
                    ("unit_head", "单位负责人"),
                ],
                max_length=10,
                verbose_name="角色",
            ),
        ),
        migrations.RemoveConstraint(model_name="membership", name="membership_role_known"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=["liaison", "staff", "leader", "unit_head"]), name="membership_role_known"
            ),
        ),
        migrations.AddField(
            model_name="jurisdiction",
            name="keeps_own_plans",
            field=models.BooleanField(
                default=False,
                help_text="登记本级司法局工作人员时自动勾选，停用或删除其账号后仍然保留；取消勾选的，由下级地区代录。",
                verbose_name="自行录入方案",
            ),
        ),
        # Last: PostgreSQL alters no table whose rows were changed in the same transaction.
        migrations.RunPython(say_who_keeps_plans, migrations.RunPython.noop),
    ]
