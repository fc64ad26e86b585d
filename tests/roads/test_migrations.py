"""Triggers and migrations: dropped before, made again after, and nothing is published while one is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models
from django.db.migrations import AddField, AlterField, Migration, RemoveField
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from wagtail.models import Page

from articles.models import ArticlePage
from doctors.models import DoctorProfile
from moderation import decisions, triggers
from moderation.models import Notice
from tests import factories
from tests.roads import scene

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATIONS: dict[str, tuple[str, list[Operation]]] = {
    "a gated table": ("articles", [AlterField("articlepage", "interests", models.CharField(max_length=400))]),
    "a gated table with its own live": ("doctors", [AlterField("doctorprofile", "title", models.CharField(max_length=90))]),
    "the table that triggers read": ("wagtailcore", [AlterField("page", "title", models.CharField(max_length=300))]),
    "the table of permits": ("moderation", [AddField("permit", "why", models.CharField(max_length=9, default=""))]),
    "a frozen table": ("articles", [AlterField("articleimage", "sha256", models.CharField(max_length=90))]),
    "an append-only table": ("moderation", [AddField("decision", "why", models.CharField(max_length=9, default=""))]),
    "a column of the surface": (
        "articles",
        [
            RemoveField("articlepage", "audience_not"),
            AddField("articlepage", "audience_not", models.CharField(max_length=200, default="")),
        ],
    ),
}


class Interrupted(Exception):
    pass


def migrate(label: str, operations: list[Operation], interrupted: bool = False) -> None:
    """What `manage.py migrate` does with one migration, stopped half-way if asked to."""
    migration = Migration("0999_remake", label)
    migration.operations = operations  # type: ignore[misc]
    emit_pre_migrate_signal(0, False, "default", plan=[(migration, False)])
    with connection.schema_editor(atomic=True) as editor:
        migration.apply(ProjectState.from_apps(apps), editor)
        if interrupted:
            raise Interrupted
    emit_post_migrate_signal(0, False, "default")


def faults() -> list[str]:
    return [str(message.id) for message in checks.run_checks(databases=["default"]) if message.id == "moderation.E001"]


@contextmanager
def refusing(page: Any) -> Iterator[None]:
    """Within, the gate lets nothing through, and what was approved waits."""
    submission = factories.submit(page)
    with scene.standing_still(page):
        assert triggers.missing()
        assert faults() == ["moderation.E001"]
        assert not factories.approve(submission)
    assert "发布保护不完整" in str(Notice.objects.filter(recipient=page.owner).first().context)  # type: ignore[union-attr]
    yield
    assert triggers.missing() == []
    assert faults() == []
    submission.refresh_from_db()
    assert decisions.publish(submission)
    assert scene.is_public(page)


@pytest.mark.parametrize("what", MIGRATIONS)
def test_a_migration_leaves_every_trigger_standing(what: str) -> None:
    page = factories.publish(factories.make_article())
    migrate(*MIGRATIONS[what])
    assert triggers.missing() == []
    with scene.standing_still(page):
        assert scene.attempt(lambda: Page.objects.filter(pk=page.pk).update(title=scene.WORDS)) is not None
        assert scene.attempt(lambda: ArticlePage.objects.filter(pk=page.pk).update(summary=scene.WORDS)) is not None
    assert scene.attempt(lambda: DoctorProfile.objects.bulk_create([live_profile()])) is not None


def live_profile() -> DoctorProfile:
    return DoctorProfile(user=factories.make_doctor(), name="甲", title="乙", specialty="03.04", institution="丙", live=True)


def test_a_migration_that_fails_half_way_is_mended_by_the_next() -> None:
    page = factories.make_article()
    with pytest.raises(Interrupted):
        migrate(*MIGRATIONS["a gated table"], interrupted=True)
    if connection.vendor == "postgresql":
        assert triggers.missing() == []
        return
    with refusing(page):
        call_command("migrate", verbosity=0)


def test_a_remade_table_without_migrate_makes_the_gate_refuse() -> None:
    page = factories.make_article()
    triggers.drop()
    with connection.schema_editor() as editor:
        field = ArticlePage._meta.get_field("interests")
        longer = models.CharField(max_length=400)
        longer.set_attributes_from_name("interests")
        editor.alter_field(ArticlePage, field, longer)
    with refusing(page):
        triggers.install()


def test_one_missing_trigger_is_enough() -> None:
    page = factories.make_article()
    table = " ON articles_articlepage" if connection.vendor == "postgresql" else ""
    name = next(trigger.name for trigger in triggers.expected() if trigger.table == "articles_articlepage")
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{table}')
    with refusing(page):
        call_command("migrate", verbosity=0)


def test_a_disabled_trigger_counts_as_missing() -> None:
    page = factories.make_article()
    name = next(trigger.name for trigger in triggers.expected() if trigger.table == "wagtailcore_page")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE wagtailcore_page ENABLE REPLICA TRIGGER "{name}"')
        else:
            cursor.execute(f'DROP TRIGGER "{name}"')
    with refusing(page):
        triggers.install()


def test_faked_migrations_keep_the_triggers() -> None:
    call_command("migrate", "articles", "zero", fake=True, verbosity=0)
    assert triggers.missing() == []
    call_command("migrate", fake=True, verbosity=0)
    assert triggers.missing() == []
    assert faults() == []


def test_none_is_made_while_a_guarded_table_is_missing() -> None:
    triggers.drop()
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE moderation_permit RENAME TO moderation_permit_away")
    triggers.install()
    assert triggers.standing() == set()
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE moderation_permit_away RENAME TO moderation_permit")
    triggers.install()
    assert triggers.missing() == []
