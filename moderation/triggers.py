"""The database's own lock on live words: it refuses what goes around Python.

SQLite drops a table's triggers silently when a migration remakes the table, and cannot remake a table that a trigger reads.
So all of them are dropped before migrations and made again after, with content-type ids and columns taken afresh. Each name
ends in a hash of its definition: a stale trigger counts as a missing one.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from .appending import AppendOnly
from .freezing import Freezable
from .gate import PAGE_COLUMNS
from .overruling import NEVER

PREFIX = "xinglin_"
APPEND_ONLY = (
    *("ledgerentry", "decision", "scan", "finding", "findingreview", "casesource"),
    *("shippedrules", "shadowscan", "allowance"),
)
REFUSAL = "xinglin: this change needs a permit of the publishing gate"


@dataclass(frozen=True)
class Trigger:
    """Refuse `event` (INSERT, UPDATE, DELETE or TRUNCATE) on `table` when `condition` holds for a row."""

    table: str
    event: str
    condition: str

    @cached_property
    def name(self) -> str:
        signature = hashlib.sha256(f"{self.table} {self.event} {self.condition}".encode()).hexdigest()[:10]
        return f"{PREFIX}{self.table}_{self.event.lower()}_{signature}"[-63:]


def moderated_models() -> list[type[models.Model]]:
    from .moderated import Moderated

    return sorted((model for model in apps.get_models() if issubclass(model, Moderated)), key=lambda model: model._meta.label)


@cache
def expected() -> tuple[Trigger, ...]:
    """Every trigger that must stand, for the database in use."""
    return (
        tuple(_gate_triggers())
        + tuple(_freezing_triggers())
        + tuple(_append_only_triggers())
        + tuple(_ruleset_triggers())
        + tuple(_decision_triggers())
    )


def _gate_triggers() -> Iterator[Trigger]:
    from wagtail.models import Page

    pages = [model for model in moderated_models() if issubclass(model, Page)]
    if pages:
        ids = ", ".join(str(ContentType.objects.get_for_model(model).pk) for model in pages)
        yield from _row_triggers("wagtailcore_page", PAGE_COLUMNS, f"content_type_id IN ({ids})", "{row}.content_type_id")
        # Either way: a page made live as another type could otherwise come back as a moderated one.
        gated = f"(OLD.content_type_id IN ({ids}) OR NEW.content_type_id IN ({ids}))"
        yield Trigger("wagtailcore_page", "UPDATE", f"NEW.content_type_id <> OLD.content_type_id AND {gated}")
    for model in moderated_models():
        kind = str(ContentType.objects.get_for_model(model).pk)
        columns = _columns(model)
        if issubclass(model, Page):
            yield from _child_triggers(model._meta.db_table, columns, kind)
        else:
            yield from _row_triggers(model._meta.db_table, columns, "", kind)


def _columns(model: type[models.Model]) -> frozenset[str]:
    wanted = {"live_digest", *model.surface_columns}  # type: ignore[attr-defined]
    return frozenset(str(field.column) for field in model._meta.local_concrete_fields if field.name in wanted)


def _row_triggers(table: str, columns: Iterable[str], scope: str, kind: str) -> Iterator[Trigger]:
    """For a table that has its own `live`: no row is born live, none becomes live or changes live words without a permit."""
    scoped = {row: f" AND {row}.{scope}" if scope else "" for row in ("NEW", "OLD")}
    changed = _changed(columns)
    permitted = _permit(kind.format(row="NEW"), "NEW.id")
    yield Trigger(table, "INSERT", f"NEW.live{scoped['NEW']}")
    yield Trigger(table, "UPDATE", f"NEW.live{scoped['NEW']} AND (NOT OLD.live OR {changed}) AND NOT {permitted}")
    yield Trigger(table, "UPDATE", f"(OLD.live OR NEW.live){scoped['NEW']} AND NEW.id <> OLD.id")
    yield Trigger(table, "DELETE", f"OLD.live{scoped['OLD']}")
    yield from _truncation(table)


def _child_triggers(table: str, columns: Iterable[str], kind: str) -> Iterator[Trigger]:
    """For a table whose `live` is in the page row: its columns stand still while that row is live."""
    for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        changed = f"({_changed(columns)}) AND " if event == "UPDATE" else ""
        yield Trigger(table, event, f"{changed}{_live_page(row)} AND NOT {_permit(kind, f'{row}.page_ptr_id')}")
    # No row of words changes hands with the row of a live page.
    yield Trigger(table, "UPDATE", f"NEW.page_ptr_id <> OLD.page_ptr_id AND ({_live_page('OLD')} OR {_live_page('NEW')})")
    yield from _truncation(table)


def _live_page(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM wagtailcore_page WHERE wagtailcore_page.id = {row}.page_ptr_id AND wagtailcore_page.live)"  # noqa: S608


def _truncation(table: str) -> Iterator[Trigger]:
    """TRUNCATE fires no trigger of rows; SQLite has no such statement."""
    if connection.vendor == "postgresql":
        yield Trigger(table, "TRUNCATE", "TRUE")


def _freezing_triggers() -> Iterator[Trigger]:
    for model in apps.get_models():
        if issubclass(model, Freezable):
            columns = [str(field.column) for field in model._meta.local_concrete_fields if field.name in model.frozen_columns]
            yield Trigger(model._meta.db_table, "UPDATE", f"OLD.frozen AND (NOT NEW.frozen OR {_changed(columns)})")
            yield Trigger(model._meta.db_table, "DELETE", "OLD.frozen")
            if model.fingerprint:
                file, sha256 = model.fingerprint
                kept = f"OLD.\"{sha256}\" <> '' AND NOT ({_changed([sha256])})"
                yield Trigger(model._meta.db_table, "UPDATE", f"({_changed([file])}) AND {kept}")


def _append_only_triggers() -> Iterator[Trigger]:
    for name in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            yield Trigger(f"moderation_{name}", event, "TRUE")
        yield from _truncation(f"moderation_{name}")
    for model in apps.get_models():
        if issubclass(model, AppendOnly):
            table, erasable = model._meta.db_table, model.erasable_columns
            kept = [str(field.column) for field in model._meta.local_concrete_fields if field.name not in erasable]
            emptied = "".join(f" OR (({_changed([column])}) AND NEW.\"{column}\" <> '')" for column in sorted(erasable))
            yield Trigger(table, "UPDATE", f"({_changed(kept)}){emptied}")
            yield Trigger(table, "DELETE", "TRUE")
            yield from _truncation(table)


def _ruleset_triggers() -> Iterator[Trigger]:
    """A ruleset is edited as a draft only, and never deleted."""
    table = "moderation_ruleset"
    changed = _changed(["layer", "sha256", "version", "shipped_id", "origin", "made_by_id", "submitted_by_id"])
    yield Trigger(table, "UPDATE", f"OLD.state <> 'draft' AND ({changed})")
    yield Trigger(table, "UPDATE", "OLD.state <> 'draft' AND NEW.state = 'draft'")
    yield Trigger(table, "DELETE", "TRUE")
    yield from _truncation(table)


def _decision_triggers() -> Iterator[Trigger]:
    """No decision clears a block that two people did not set aside, nor an identifier, nor what two people should have read."""
    table = "moderation_decision"
    never = ", ".join(f"'{code}'" for code in sorted(NEVER))
    same = " AND ".join(f'g."{column}" = f."{column}"' for column in ("code", "path", "start", "end"))
    people = (
        "SELECT COUNT(DISTINCT r.by_id) FROM moderation_findingreview r JOIN moderation_finding g ON g.id = r.finding_id "  # noqa: S608
        "JOIN moderation_scan s ON s.id = g.scan_id WHERE r.verdict = 'false_alarm' AND s.digest = NEW.digest "
        f"AND s.content_type_id = NEW.content_type_id AND s.object_id = NEW.object_id AND {same}"
    )
    block = "SELECT 1 FROM moderation_finding f WHERE f.scan_id = NEW.scan_id AND f.severity = 'block'"
    yield Trigger(table, "INSERT", f"NEW.verb = 'approve' AND EXISTS ({block} AND (f.code IN ({never}) OR ({people}) < 2))")
    yield Trigger(table, "INSERT", f"NEW.verb = 'import' AND EXISTS ({block})")
    readers = "SELECT COUNT(DISTINCT o.by_id) FROM moderation_opinion o WHERE o.case_id = c.id AND o.verb = 'approve'"
    case = f"SELECT 1 FROM moderation_case c WHERE c.id = NEW.case_id AND c.needs > 1 AND ({readers}) < 2"  # noqa: S608
    yield Trigger(table, "INSERT", f"NEW.verb = 'approve' AND EXISTS ({case})")


def _changed(columns: Iterable[str]) -> str:
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in sorted(columns))


def _permit(kind: str, identity: str) -> str:
    return f"EXISTS (SELECT 1 FROM moderation_permit p WHERE p.content_type_id = {kind} AND p.object_id = {identity})"  # noqa: S608


def standing() -> set[str]:
    """Names of the triggers that the database has now."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'xinglin\\_%%' ESCAPE '\\'", [])
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgname LIKE 'xinglin\\_%%'",
                [],
            )
        return {name for (name,) in cursor.fetchall()}


def missing() -> list[str]:
    """Names of triggers that should stand and do not."""
    return sorted({trigger.name for trigger in expected()} - standing())


def signature() -> str:
    """One hash of all definitions, for naming a database snapshot."""
    return hashlib.sha256("\n".join(trigger.name for trigger in expected()).encode()).hexdigest()[:12]


def drop() -> None:
    """Take every trigger away, which SQLite needs before it can remake a table that one of them reads."""
    with connection.cursor() as cursor:
        for name in standing():
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            else:
                cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [name])
                for (table,) in cursor.fetchall():
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON {table}')


def install() -> None:
    """Make every expected trigger, unless a table that they guard or read does not exist yet."""
    tables = set(connection.introspection.table_names())
    needed = {model._meta.db_table for model in moderated_models()} | {
        "wagtailcore_page",
        "moderation_permit",
        "django_content_type",
    }
    if not needed <= tables:
        return
    expected.cache_clear()
    if not {trigger.table for trigger in expected()} <= tables:
        return
    names = standing()
    if {trigger.name for trigger in expected()} == names:
        return
    drop()
    with connection.cursor() as cursor:
        for trigger in expected():
            for statement in _statements(trigger):
                cursor.execute(statement)


def _statements(trigger: Trigger) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield (
            f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event} ON "{trigger.table}" WHEN {trigger.condition} '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    level = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    yield f"""
        CREATE OR REPLACE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF {trigger.condition} THEN
                RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN {"OLD" if trigger.event == "DELETE" else "NEW"};
        END $body$"""
    # One that was disabled counts as missing and is still in the way.
    yield f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"'
    yield (
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event} ON "{trigger.table}" '
        f'FOR EACH {level} EXECUTE FUNCTION "{trigger.name}"()'
    )
