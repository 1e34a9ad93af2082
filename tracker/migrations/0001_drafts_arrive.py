"""Plan drafts, which were the tasks' until here. Their table stays as it is; what the admin's log says of them follows."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move_content_type(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The log of the administration names a model by its application."""
    types = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    types.filter(app_label="tracker", model="plandraft").delete()
    types.filter(app_label="tasks", model="plandraft").update(app_label="tracker")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("tasks", "0011_drafts_leave"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='PlanDraft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('origin', models.CharField(choices=[('document', '导入文件'), ('written', '本级拟制')], default='document', max_length=10, verbose_name='来源')),
                        ('name', models.CharField(max_length=255, verbose_name='文件名')),
                        ('sha256', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='SHA-256')),
                        ('file', models.FileField(blank=True, upload_to='imports/', verbose_name='文件')),
                        ('text', models.TextField(blank=True, help_text='阅读器读出的各行，第 n 行即来源行 n', verbose_name='文本')),
                        ('state', models.CharField(choices=[('queued', '排队中'), ('parsing', '解析中'), ('ready', '待核对'), ('failed', '未能解析'), ('confirmed', '已导入'), ('discarded', '已放弃')], default='queued', max_length=10, verbose_name='状态')),
                        ('percent', models.PositiveSmallIntegerField(default=0, verbose_name='进度')),
                        ('message', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                        ('lease_until', models.DateTimeField(blank=True, null=True)),
                        ('parsed', models.JSONField(blank=True, null=True, verbose_name='解析结果')),
                        ('content', models.JSONField(blank=True, null=True, verbose_name='核对结果')),
                        ('decisions', models.JSONField(blank=True, default=dict, verbose_name='名称对应')),
                        ('settled', models.JSONField(blank=True, default=list, verbose_name='已核对的提示')),
                        ('given', models.JSONField(blank=True, default=dict, verbose_name='行的归属')),
                        ('before', models.JSONField(blank=True, null=True, verbose_name='可撤销的一步')),
                        ('revision', models.PositiveIntegerField(default=0, verbose_name='修改次数')),
                        ('stands_alone', models.BooleanField(default=False, verbose_name='作为另一份方案')),
                        ('pairs', models.JSONField(blank=True, default=dict, verbose_name='任务对应')),
                        ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='上传时间')),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='修改时间')),
                        ('jurisdiction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_drafts', to='tasks.jurisdiction', verbose_name='地区')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
                        ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='drafts', to='tasks.plan', verbose_name='工作方案')),
                        ('revises', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='revisions', to='tasks.plan', verbose_name='修订的方案')),
                        ('upper_plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tasks.plan', verbose_name='上级方案')),
                    ],
                    options={
                        'verbose_name': '导入稿',
                        'verbose_name_plural': '导入稿',
                        'db_table': 'tasks_plandraft',
                        'ordering': ['-updated_at', '-id'],
                        'indexes': [models.Index(models.F('state'), models.F('lease_until'), name='draft_lease')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'parsing', 'ready', 'failed', 'confirmed', 'discarded'])), name='draft_state_known'), models.CheckConstraint(condition=models.Q(('origin__in', ['document', 'written'])), name='draft_origin_known'), models.CheckConstraint(condition=models.Q(('revises', None), ('stands_alone', False), _connector='OR'), name='draft_revises_or_stands_alone'), models.CheckConstraint(condition=models.Q(('percent__range', (0, 100))), name='draft_percent_sane'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ready', 'confirmed']), _negated=True), ('content__isnull', False), _connector='OR'), name='draft_has_content'), models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'parsing', 'ready']), models.Q(('sha256', ''), _negated=True)), fields=('sha256', 'owner'), name='draft_of_a_file_once_in_hand'), models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'parsing', 'ready']), models.Q(('sha256', ''), _negated=True)), fields=('sha256', 'jurisdiction'), name='draft_of_a_file_once_in_a_place')],
                    },
                ),
            ]
        ),
        migrations.RunPython(move_content_type, migrations.RunPython.noop),
    ]
