"""The record notices every change made behind its back, and the database refuses most of them."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from moderation import ledger, triggers
from moderation.models import Decision, Finding, LedgerEntry, LedgerHead, Scan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [LedgerEntry, Decision, Scan, Finding])
def test_append_only_rows_can_neither_be_changed_nor_deleted(model: type) -> None:
    factories.publish(factories.make_article(text="我们医院有最佳的治疗团队。"))
    assert model.objects.exists()  # type: ignore[attr-defined]
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[attr-defined]
    for statement in (f'UPDATE "{table}" SET "{key}" = "{key}"', f'DELETE FROM "{table}"'):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def tampered(statement: str) -> list[str]:
    """What the verifier says after somebody with the rights of the database's owner went to work."""
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    return list(ledger.faults())


@pytest.mark.parametrize(
    ("statement", "first_fault"),
    [
        ("UPDATE moderation_ledgerentry SET kind = 'returned' WHERE number = 3", "entry 3 was changed"),
        ("UPDATE moderation_ledgerentry SET object_id = 99 WHERE number = 2", "entry 2 was changed"),
        ("UPDATE moderation_ledgerentry SET data = '{}' WHERE number = 1", "entry 1 was changed"),
        ("DELETE FROM moderation_ledgerentry WHERE number = 2", "entry 2 is missing"),
        ("DELETE FROM moderation_ledgerentry WHERE number = 5", "the chain ends at entry 4, its head says 5"),
    ],
)
def test_tampering_is_found_and_its_place_named(statement: str, first_fault: str) -> None:
    factories.publish(factories.make_article())
    assert list(ledger.faults()) == []
    assert tampered(statement)[0] == first_fault


def test_the_ledger_holds_no_words_of_the_article() -> None:
    page = factories.publish(factories.make_article())
    text = "".join(str(vars(entry)) for entry in LedgerEntry.objects.all())
    assert page.title not in text
    assert page.owner.name not in text
    assert page.owner.email not in text


def test_the_commands_say_yes_and_no_by_their_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    factories.publish(factories.make_article())
    call_command("verify_ledger")
    call_command("verify_published")
    assert "5 entries" in capsys.readouterr().out
    LedgerHead.objects.update(number=2)
    with pytest.raises(SystemExit):
        call_command("verify_ledger")
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_articlepage SET summary = 'changed'")
    with pytest.raises(SystemExit):
        call_command("verify_published")
    assert "differs from what was cleared" in capsys.readouterr().err
