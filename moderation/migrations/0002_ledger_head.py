"""The one row that every writer of the ledger locks."""

from django.db import migrations


def make_head(apps, schema_editor):
    apps.get_model("moderation", "LedgerHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [migrations.RunPython(make_head, migrations.RunPython.noop)]
