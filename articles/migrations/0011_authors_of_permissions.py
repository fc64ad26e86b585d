"""Write into each permission the author of the work it is for, as the articles name it that rest on it."""

from typing import Any

from django.db import migrations


def name_authors(apps: Any, schema_editor: Any) -> None:
    pages = apps.get_model("articles", "ArticlePage")._base_manager
    for permission in apps.get_model("articles", "Permission")._base_manager.filter(work_author=""):
        for page in pages.filter(pk__in=list(permission.uses.values_list("article_id", flat=True))):
            works = [block["value"] for block in page.source_works.raw_data]
            authors = [work.get("author") for work in works if work.get("title") == permission.work_title]
            if authors and authors[0]:
                permission.work_author = authors[0][:120]
                permission.save(update_fields=["work_author"])
                break


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_serving")]

    operations = [migrations.RunPython(name_authors, migrations.RunPython.noop)]
