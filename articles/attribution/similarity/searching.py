"""Compares one text with the index and with its author's other work, and says what is whose."""

import datetime
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings

from . import report
from .candidates import candidates
from .index import sha256_of, text_in
from .left_out import Text
from .matching import GRAM, Compared, Indexed, Mask, compare
from .report import Likeness, Match, Report, level_of
from .signatures import bands

if TYPE_CHECKING:
    from articles.models.similarity import ComparedText

SHOWN_WITHOUT_LONG_RUN = 12


@dataclass(frozen=True)
class OwnText:
    """Another text of the same author that readers do not see: a submission by its number."""

    number: int
    title: str
    digest: str
    text: Text


@dataclass(frozen=True)
class Subject:
    """What is compared: whose it is, and whether a permission or licence covers what it takes from others."""

    text: Text
    article: int | None = None
    owner: int | None = None
    permitted: bool = False
    own_texts: tuple[OwnText, ...] = ()
    instrument: str = ""
    published_at: datetime.datetime | None = None


@dataclass
class _Sums:
    """Characters of the subject that stand in texts of others, and titles of these."""

    covered: Mask
    titles: list[str] = field(default_factory=list)


def search(subject: Subject, index_size: int = 0) -> Report:
    """Never inside a write transaction: it reads some tens of texts."""
    started = time.perf_counter()
    text = subject.text
    words, mine = text.words, Indexed(text.words)
    found = candidates(bands(words)) if words.count >= GRAM else []
    ignored = _of_nobody(mine, found)
    total = max(words.count, 1)
    sums = _Sums(np.zeros(len(words.codes), bool))
    entries = list(_articles(subject, mine, found, ignored, total, sums))
    entries += _submissions(subject, mine, ignored, total)
    common = int(np.count_nonzero(sums.covered))
    share = common / total
    entries += _several(subject, entries, share, common, sums)
    entries.sort(key=lambda entry: (-report.LEVELS.index(entry.level), -entry.score, -entry.run))
    quoted = sum(text.quoted)
    return Report(
        sha256=sha256_of(text),
        characters=words.count,
        entries=tuple(entries),
        share=share,
        quoted=quoted / max(words.count + quoted, 1),
        longest_quote=max(text.quoted, default=0),
        instrument=subject.instrument,
        index_size=index_size,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        passages=text.passages,
    )


def against(subject: Subject, other: Text) -> Likeness | None:
    """What is common with one text that stands in no index; None when there is nothing worth showing."""
    mine, theirs = Indexed(subject.text.words), Indexed(other.words)
    nothing = np.zeros(len(mine.words.codes), bool)
    entry = _likeness(subject, mine, theirs, compare(mine, theirs), nothing, max(mine.words.count, 1), False)
    return Likeness("pasted", 0, "", "", False, *entry) if entry is not None else None


def _of_nobody(mine: Indexed, found: Iterable["ComparedText"]) -> Mask:
    """What stands in a law or a package insert as well."""
    from articles.models.similarity import TextKind

    ignored = np.zeros(len(mine.words.codes), bool)
    for row in found:
        if row.kind != TextKind.ARTICLE:
            ignored |= compare(mine, Indexed(text_in(row).words)).covered
    return ignored


def _articles(
    subject: Subject, mine: Indexed, found: list["ComparedText"], ignored: Mask, total: int, sums: _Sums
) -> Iterator[Likeness]:
    from articles.models.similarity import ComparedText, TextKind

    before = ComparedText.objects.filter(article=subject.article, ready=True).first() if subject.article else None
    live = compare(mine, Indexed(text_in(before).words)).covered if before else None
    for row in found:
        if row.kind != TextKind.ARTICLE or row.article == subject.article:
            continue
        own = row.owner is not None and row.owner == subject.owner
        other = Indexed(text_in(row).words)
        compared = compare(mine, other)
        free = ignored
        if live is not None and _is_later(row, subject):
            # Whoever published the same words after this article took them from it.
            free = ignored | live
        entry = _likeness(subject, mine, other, compared, free, total, own)
        if entry is None:
            continue
        if not own:
            sums.covered |= compared.covered & ~free
            sums.titles.append(row.title)
        yield Likeness("article", row.article or 0, row.title, row.digest, own, *entry)


def _is_later(row: "ComparedText", subject: Subject) -> bool:
    return bool(row.published_at and subject.published_at and row.published_at > subject.published_at)


def _submissions(subject: Subject, mine: Indexed, ignored: Mask, total: int) -> Iterator[Likeness]:
    for one in subject.own_texts:
        other = Indexed(one.text.words)
        entry = _likeness(subject, mine, other, compare(mine, other), ignored, total, True)
        if entry is not None:
            yield Likeness("submission", one.number, one.title, one.digest, True, *entry)


def _likeness(
    subject: Subject, mine: Indexed, other: Indexed, compared: Compared, free: Mask, total: int, own: bool
) -> tuple[float, int, str, tuple[Match, ...]] | None:
    """Score, longest run, level and matches; None when there is nothing worth showing."""
    words = mine.words
    runs = [run for run in compared.runs if not free[run.start : run.start + run.length].all()]
    matches = [
        Match(
            words.span(run.start, run.start + run.length),
            other.words.span(run.other, run.other + run.length),
            words.han(run.start, run.start + run.length),
        )
        for run in runs
    ]
    matches.sort(key=lambda match: -match.han)
    common = int(np.count_nonzero(compared.covered & ~free))
    score = common / total
    longest = matches[0].han if matches else 0
    level = level_of(score, longest, common, own, subject.permitted)
    if not level and longest < settings.SIMILARITY_RUN_SHOW:
        return None
    shown = [match for match in matches if match.han >= settings.SIMILARITY_RUN_SHOW][: report.MOST_SHOWN]
    return score, longest, level, tuple(shown or matches[:SHOWN_WITHOUT_LONG_RUN])


def _several(subject: Subject, entries: list[Likeness], share: float, common: int, sums: _Sums) -> Iterator[Likeness]:
    """A piece put together from several texts, of which none alone says so."""
    level = level_of(share, 0, common, False, subject.permitted)
    highest = max((report.LEVELS.index(entry.level) for entry in entries if not entry.own), default=0)
    if len(sums.titles) > 1 and report.LEVELS.index(level) > highest:
        yield Likeness("several", 0, "》《".join(sums.titles[:3]), "", False, share, 0, level)
