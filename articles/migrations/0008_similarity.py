"""The index of compared texts, and the reports that stand with submissions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_sponsor"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("moderation", "0010_interest_notice"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "已发布的文章"), (2, "法规、官方文件"), (3, "药品说明书")], default=1
                    ),
                ),
                ("article", models.BigIntegerField(null=True, unique=True)),
                ("owner", models.BigIntegerField(db_index=True, null=True)),
                ("title", models.CharField(max_length=255, verbose_name="标题")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("characters", models.PositiveIntegerField(default=0)),
                ("content", models.BinaryField(default=bytes)),
                ("signature", models.BinaryField(default=bytes)),
                ("found", models.JSONField(default=list)),
                ("published_at", models.DateTimeField(null=True)),
                ("ready", models.BooleanField(db_index=True, default=False)),
            ],
            options={
                "verbose_name": "参与比对的文字",
            },
        ),
        migrations.CreateModel(
            name="SimilarityIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.PositiveIntegerField(default=0)),
                ("generation", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="TextBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BigIntegerField()),
                ("kind", models.PositiveSmallIntegerField()),
                ("text", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["hash", "kind", "text"], name="texts_of_a_band")],
            },
        ),
        migrations.CreateModel(
            name="SimilarityReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("characters", models.PositiveIntegerField()),
                ("share", models.FloatField(help_text="与他人的文字相同的部分，0 到 1")),
                ("quoted", models.FloatField(help_text="引文占全文，0 到 1")),
                ("entries", models.JSONField(default=list)),
                ("index_size", models.PositiveIntegerField()),
                ("milliseconds", models.FloatField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="类型",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="similarity", to="moderation.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "相似比对",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["content_type", "object_id", "-id"], name="similarity_by_object")],
            },
        ),
    ]
