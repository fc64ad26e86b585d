"""Rulesets and their states, what runs over the archive, and what rules cost."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def make_pointer(apps, schema_editor):
    apps.get_model('moderation', 'RulesetPointer').objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('moderation', '0002_ledger_head'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RulesetPointer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default='', max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='ShippedRules',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('canonical', models.TextField()),
                ('seen_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=40)),
                ('severity', models.CharField(max_length=8)),
                ('path', models.CharField(max_length=160)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('masked', models.CharField(blank=True, max_length=400)),
                ('scan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allowances', to='moderation.scan')),
            ],
        ),
        migrations.CreateModel(
            name='LiveText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField(verbose_name='对象编号')),
                ('digest', models.CharField(max_length=64)),
                ('passages', models.JSONField(default=list)),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='类型')),
            ],
        ),
        migrations.CreateModel(
            name='LivePassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('folded', models.TextField()),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='moderation.livetext')),
            ],
        ),
        migrations.CreateModel(
            name='RuleCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('ruleset_sha256', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=40)),
                ('samples', models.PositiveIntegerField(default=0)),
                ('microseconds', models.FloatField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'ruleset_sha256', 'code'), name='one_cost_per_rule_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Ruleset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='名称')),
                ('origin', models.CharField(choices=[('founding', '建站'), ('shipped', '随版本发布'), ('staff', '工作人员'), ('brake', '紧急制动')], default='staff', max_length=8, verbose_name='来历')),
                ('layer', models.JSONField(default=dict, verbose_name='工作人员的改动')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='摘要')),
                ('version', models.CharField(max_length=40, verbose_name='版本')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('shadow', '影子运行'), ('live', '生效'), ('retired', '停用')], default='draft', max_length=8, verbose_name='状态')),
                ('share', models.PositiveSmallIntegerField(default=0, verbose_name='放量')),
                ('edition', models.PositiveIntegerField(default=1)),
                ('editors', models.JSONField(default=list)),
                ('trial', models.JSONField(default=dict)),
                ('brake', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='起草时间')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='影子运行开始')),
                ('activated_at', models.DateTimeField(null=True, verbose_name='生效时间')),
                ('retired_at', models.DateTimeField(null=True, verbose_name='停用时间')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('predecessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moderation.ruleset', verbose_name='上一个')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='送影子运行的人')),
                ('shipped', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulesets', to='moderation.shippedrules', verbose_name='随版本发布的规则')),
            ],
            options={
                'verbose_name': '规则集',
                'verbose_name_plural': '规则集',
                'ordering': ['-pk'],
                'permissions': [('edit_ruleset', '可以编辑规则集'), ('approve_ruleset', '可以批准规则集')],
            },
        ),
        migrations.CreateModel(
            name='ArchiveRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rescan', '复扫'), ('backtest', '回测')], max_length=8)),
                ('state', models.CharField(choices=[('queued', '等待'), ('running', '进行中'), ('done', '完成'), ('stopped', '已停止')], default='queued', max_length=8)),
                ('low', models.PositiveSmallIntegerField(default=0)),
                ('high', models.PositiveSmallIntegerField(default=100)),
                ('names', models.BooleanField(default=True)),
                ('stage', models.CharField(default='live', max_length=12)),
                ('cursor', models.BigIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('hits', models.PositiveIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('held_until', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ruleset', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='moderation.ruleset', verbose_name='规则集')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ShadowScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=8)),
                ('more', models.JSONField(default=list)),
                ('less', models.JSONField(default=list)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('ruleset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shadow_scans', to='moderation.ruleset')),
                ('scan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shadows', to='moderation.scan')),
            ],
        ),
        migrations.AddConstraint(
            model_name='livetext',
            constraint=models.UniqueConstraint(fields=('content_type', 'object_id'), name='one_live_text_per_object'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.UniqueConstraint(condition=models.Q(('share', 100), ('state', 'live')), fields=('state',), name='one_ruleset_live_for_all'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.UniqueConstraint(condition=models.Q(('share__lt', 100), ('state', 'live')), fields=('state',), name='one_ruleset_rising'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(('share__lte', 100)), name='share_of_a_hundred'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('made_by__isnull', True), models.Q(('approved_by', models.F('made_by')), _negated=True), _connector='OR'), models.Q(('submitted_by__isnull', True), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR')), _connector='OR'), name='ruleset_needs_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='ruleset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'live'), _negated=True), ('approved_by__isnull', False), ('origin__in', ['founding', 'brake']), _connector='OR'), name='live_ruleset_was_approved'),
        ),
        migrations.RunPython(make_pointer, migrations.RunPython.noop),
    ]
