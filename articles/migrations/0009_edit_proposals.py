"""Edits that editors propose and authors answer."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_similarity'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EditProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255)),
                ('path', models.CharField(max_length=160)),
                ('passage', models.TextField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('before', models.TextField(verbose_name='原文')),
                ('after', models.TextField(blank=True, verbose_name='建议')),
                ('moved_passage', models.TextField(blank=True)),
                ('moved_start', models.PositiveIntegerField(default=0)),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('kind', models.CharField(choices=[('misprint', '错字'), ('substantive', '实质修改')], max_length=12, verbose_name='类别')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='提出时间')),
                ('state', models.CharField(choices=[('open', '等待作者答复'), ('accepted', '作者已采纳'), ('refused', '作者未采纳'), ('stale', '原文已改，未采纳')], default='open', max_length=10, verbose_name='状态')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edit_proposals', to='articles.articlepage')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': '修改建议',
                'verbose_name_plural': '修改建议',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['article', 'state'], name='edits_by_article')],
            },
        ),
    ]
