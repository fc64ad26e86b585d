"""The full-text index beside the entries: FTS5 on SQLite, a tsvector of our own words on PostgreSQL."""

from django.db import migrations

STATEMENTS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_text USING fts5(title, title_words, body, body_words, names, tokenize = 'unicode61 remove_diacritics 0')",
        "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab('search_text', 'row')",
    ],
    "postgresql": [
        "CREATE TABLE search_text (page_id bigint PRIMARY KEY, terms tsvector NOT NULL)",
        "CREATE INDEX search_text_terms ON search_text USING gin (terms)",
    ],
}
UNDONE = {
    "sqlite": ["DROP TABLE search_vocabulary", "DROP TABLE search_text"],
    "postgresql": ["DROP TABLE search_text"],
}


def make(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in UNDONE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
