"""Proposed, approved by somebody else or declined, retired: each step is one conditional update with its entry in the ledger.

What is approved acts on the next question, in every process and on every engine.
"""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import ledger

from ..models.synonym import LONGEST_NOTE, Relation, Source, State, Synonym, SynonymEdition
from ..text import clean
from . import keys, soundness

BATCH = 500


class SynonymRefused(Exception):
    """Nothing was changed. `reasons` are sentences for the person who tried."""

    def __init__(self, *reasons: str) -> None:
        self.reasons: Sequence[str] = reasons
        super().__init__("；".join(reasons))


def propose(
    by: Any, name: str, target: str, relation: str = Relation.SAME, note: str = "", source: str = Source.STAFF
) -> Synonym:
    """Put a pair up for somebody else to approve. Raises SynonymRefused with everything that is wrong with it."""
    asked, note = soundness.pair(name, target, relation), clean(note)
    reasons = soundness.faults(asked, note, soundness.open_pairs(asked))
    if reasons:
        raise SynonymRefused(*reasons)
    try:
        with transaction.atomic():
            made = Synonym.objects.create(**_values(asked), note=note, source=source, proposed_by=by)
            ledger.append("synonym proposed", made, digest([asked]), {"by": by.pk if by else None, "source": source})
    except IntegrityError as error:
        raise SynonymRefused(_("这一对名称刚刚被别人登记了")) from error
    return made


def propose_many(by: Any, asked: Sequence[tuple[soundness.Pair, str]]) -> str:
    """Put the pairs of one file up together; each must be sound and none may be open. Answers the batch's name."""
    batch = secrets.token_hex(6)
    rows = [Synonym(**_values(pair), note=note, source=Source.FILE, proposed_by=by, batch=batch) for pair, note in asked]
    try:
        with transaction.atomic():
            made = Synonym.objects.bulk_create(rows, batch_size=BATCH)
            data = {"by": by.pk, "source": Source.FILE, "count": len(made)}
            ledger.append("synonym proposed", made[0], digest([pair for pair, _note in asked]), data)
    except IntegrityError as error:
        raise SynonymRefused(_("文件里有名称刚刚被别人登记了，请再上传一次")) from error
    return batch


def approve(row: Synonym, by: Any) -> None:
    """Let it be in force; by somebody else than who proposed it."""
    with transaction.atomic():
        number = _next_edition()
        reasons = _objections(row, by, soundness.open_pairs(soundness.of_row(row)))
        if reasons:
            raise SynonymRefused(*reasons)
        _move(row, State.PROPOSED, state=State.LIVE, decided_by=by, decided_at=timezone.now(), edition=number)
        ledger.append("synonym approved", row, digest([soundness.of_row(row)]), {"by": by.pk})
        _in_force(number, [row])


def decline(row: Synonym, by: Any, reason: str) -> None:
    """Whoever proposed it may take it back this way."""
    reason = _reason(reason)
    with transaction.atomic():
        other = by.pk != row.proposed_by_id
        _move(
            row, State.PROPOSED, state=State.DECLINED, decided_by=by if other else None, decided_at=timezone.now(), reason=reason
        )
        ledger.append("synonym declined", row, digest([soundness.of_row(row)]), {"by": by.pk})


def retire(row: Synonym, by: Any, reason: str) -> None:
    """One person may: the shipped names and what else two had approved stay."""
    reason = _reason(reason)
    with transaction.atomic():
        number = _next_edition()
        changes = {"state": State.RETIRED, "retired_by": by, "retired_at": timezone.now(), "reason": reason}
        _move(row, State.LIVE, **changes, edition=number)
        ledger.append("synonym retired", row, digest([soundness.of_row(row)]), {"by": by.pk})
        _in_force(number, [row])


def approve_batch(batch: str, by: Any) -> tuple[int, list[str]]:
    """All pairs of one file that are still sound; answers how many, and why the others wait. Raises SynonymRefused for none."""
    with transaction.atomic():
        number = _next_edition()
        rows = list(Synonym.objects.filter(batch=batch, state=State.PROPOSED).order_by("pk")) if batch else []
        if rows and by.pk == rows[0].proposed_by_id:
            raise SynonymRefused(_own())
        open_now = soundness.open_pairs()
        reasons: list[str] = []
        roads: dict[str, set[str]] = defaultdict(set)
        sound: list[Synonym] = []
        for row in rows:
            against = _objections(row, by, open_now, roads)
            reasons += [f"{row}：{one}" for one in against]
            if not against:
                sound.append(row)
                if row.relation == Relation.MEANS:
                    roads[row.folded_name].add(row.folded_target)
        if not sound:
            raise SynonymRefused(*(reasons[:BATCH] or [_("这一批里没有待审的名称了")]))
        moved = _move_many(sound, state=State.LIVE, decided_by=by, decided_at=timezone.now(), edition=number)
        pairs = [soundness.of_row(row) for row in sound]
        ledger.append("synonym approved", sound[0], digest(pairs), {"by": by.pk, "count": moved})
        _in_force(number, sound)
    return moved, reasons


def decline_batch(batch: str, by: Any, reason: str) -> int:
    """All pairs of one file that still wait."""
    reason = _reason(reason)
    with transaction.atomic():
        rows = list(Synonym.objects.filter(batch=batch, state=State.PROPOSED).order_by("pk")) if batch else []
        if not rows:
            raise SynonymRefused(_("这一批里没有待审的名称了"))
        other = by if by.pk != rows[0].proposed_by_id else None
        moved = _move_many(rows, state=State.DECLINED, decided_by=other, decided_at=timezone.now(), reason=reason)
        pairs = [soundness.of_row(row) for row in rows]
        ledger.append("synonym declined", rows[0], digest(pairs), {"by": by.pk, "count": moved})
    return moved


def digest(pairs: Iterable[soundness.Pair]) -> str:
    """What the ledger says of names, which are never in it themselves."""
    lines = "\n".join("\t".join((*pair.both, pair.relation)) for pair in pairs)
    return hashlib.sha256(lines.encode()).hexdigest()


def _values(asked: soundness.Pair) -> dict[str, str]:
    return {
        "name": asked.name,
        "target": asked.target,
        "relation": asked.relation,
        "folded_name": asked.folded_name,
        "folded_target": asked.folded_target,
    }


def _objections(row: Synonym, by: Any, open_now: soundness.Open, roads: soundness.Roads | None = None) -> list[str]:
    own = [_own()] if by.pk == row.proposed_by_id else []
    return own or soundness.faults(soundness.of_row(row), row.note, open_now, row.pk, roads)


def _own() -> str:
    return _("自己提出的名称要由另一位同事审定")


def _reason(typed: str) -> str:
    reason = clean(typed)
    if not reason:
        raise SynonymRefused(_("请写明理由，提出的人和以后的人都会看到"))
    if len(reason) > LONGEST_NOTE:
        raise SynonymRefused(_("理由最多 %(most)d 个字，现在是 %(number)d 个") % {"most": LONGEST_NOTE, "number": len(reason)})
    return reason


def _next_edition() -> int:
    """The number of the edition that this change makes; changes queue here."""
    edition = SynonymEdition.objects.select_for_update().filter(pk=1).first()
    if edition is None:
        SynonymEdition.objects.get_or_create(pk=1, defaults={"epoch": secrets.token_hex(8)})
        edition = SynonymEdition.objects.select_for_update().get(pk=1)
    return edition.number + 1


def _in_force(number: int, rows: Iterable[Synonym]) -> None:
    """Every process looks again from here on, this one too; so the rows are written before. Diseases are offered anew."""
    SynonymEdition.objects.filter(pk=1).update(number=number)
    keys.rewrite_called({name for row in rows for name in (row.folded_name, row.folded_target)})


def _move(row: Synonym, expected: str, **changes: Any) -> None:
    if not Synonym.objects.filter(pk=row.pk, state=expected).update(**changes):
        raise SynonymRefused(_("这一条刚刚被别人处理了，请刷新后再看"))


def _move_many(rows: Sequence[Synonym], **changes: Any) -> int:
    moved = 0
    for start in range(0, len(rows), BATCH):
        identities = [row.pk for row in rows[start : start + BATCH]]
        moved += Synonym.objects.filter(pk__in=identities, state=State.PROPOSED).update(**changes)
    if moved != len(rows):
        raise SynonymRefused(_("这一批里有的刚刚被别人处理了，请刷新后再看"))
    return moved
