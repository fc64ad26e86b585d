"""The six ways to narrow a search: what an article has of each, how that is stored, counted and called."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.attribution.signatures.people import contributors_of
from articles.attribution.vocabulary import AUTHORS
from articles.models import ArticlePage
from doctors.specialties import Specialty

from . import rows, text
from .query import FACETS, VALUE_LIMIT

# So many values of one facet are offered; what is chosen is offered always.
OFFERED = 20


Values = Mapping[str, tuple[str, ...]]
Counts = Mapping[str, Sequence[tuple[str, int]]]


class Kind(models.TextChoices):
    """What an article holds; it may be several."""

    QUESTIONS = "questions", _("问答")
    PICTURES = "pictures", _("图文")
    CARE_CARD = "care-card", _("照护卡")
    TABLE = "table", _("表格")
    WORDS = "words", _("文字")


# Asked for by every answer: an enumeration would translate all of its labels each time.
SPECIALTIES: dict[str, Any] = {member.value: member._label_ for member in Specialty}
KINDS: dict[str, Any] = {member.value: member._label_ for member in Kind}
_HOLDS = {"questions": Kind.QUESTIONS, "picture": Kind.PICTURES, "care_card": Kind.CARE_CARD, "table": Kind.TABLE}


def values_of(page: ArticlePage) -> dict[str, tuple[str, ...]]:
    """What a live article can be found by; doctors and hospitals as their cleared profiles say now."""
    authors = [person for person in contributors_of(page) if person.role in AUTHORS]
    profiles = rows.profiles(person.account for person in authors)
    known = [(profiles.get(person.account or 0, {}), person) for person in authors]
    published = page.first_published_at
    found: dict[str, Iterable[str]] = {
        "specialty": [page.specialty],
        "disease": [page.topic.title] if page.topic else [],
        "author": [profile["public_id"] for profile, _person in known if profile],
        "hospital": [profile.get("institution") or person.institution for profile, person in known],
        "type": kinds_of(page),
        "year": [str(timezone.localtime(published).year)] if published else [],
    }
    return {name: tuple(dict.fromkeys(filter(None, map(_plain, found[name])))) for name in FACETS}


def kinds_of(page: ArticlePage) -> list[str]:
    blocks = {block["type"] for block in page.body.get_prep_value()}
    held = [str(kind) for block, kind in _HOLDS.items() if block in blocks]
    if page.cover and Kind.PICTURES not in held:
        held.append(str(Kind.PICTURES))
    return held or [str(Kind.WORDS)]


def _plain(value: str) -> str:
    return text.clean(value)[:VALUE_LIMIT].strip()


def pack(values: Values) -> str:
    """One line for each value: the facet, a tab, the value."""
    return "\n".join(f"{name}\t{value}" for name in FACETS for value in values.get(name, ()))


def unpack(packed: str) -> dict[str, list[str]]:
    """The values by facet again."""
    found: dict[str, list[str]] = {name: [] for name in FACETS}
    for line in packed.split("\n"):
        name, tab, value = line.partition("\t")
        if tab:
            found[name].append(value)
    return found


def lines(values: Values) -> Iterator[tuple[str, frozenset[str]]]:
    """Each facet that is filtered by, with the packed lines of which one has to be there."""
    for name, chosen in values.items():
        yield name, frozenset(f"{name}\t{value}" for value in chosen)


def narrowed(packed: Mapping[int, str], filters: Values) -> tuple[set[int], dict[str, list[tuple[str, int]]]]:
    """Of these articles the ones that pass every filter, and the counts, each facet's without its own filter."""
    asked = dict(lines(filters))
    if not asked:
        return set(packed), arranged(counted("\n".join(packed.values())), {})
    passing: list[int] = []
    kept: list[str] = []
    aside: dict[str, list[str]] = {name: [] for name in asked}
    for identity, row in packed.items():
        held = row.split("\n")
        failed = [name for name, wanted in asked.items() if wanted.isdisjoint(held)]
        if not failed:
            passing.append(identity)
            kept.append(row)
        for name in failed if len(failed) == 1 else [] if failed else asked:
            aside[name].append(row)
    return set(passing), arranged(counted("\n".join(kept)), {name: counted("\n".join(own)) for name, own in aside.items()})


def counted(packed: str) -> Counter[str]:
    """How often each packed line occurs."""
    return Counter(packed.split("\n"))


def arranged(counted: Mapping[str, int], aside: Mapping[str, Mapping[str, int]]) -> dict[str, list[tuple[str, int]]]:
    """Counts of packed lines by facet, most first; `aside` replaces those of the facets that are filtered by."""
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for line, number in counted.items():
        name, _tab, value = line.partition("\t")
        if name in found and name not in aside:
            found[name].append((value, number))
    for name, own in aside.items():
        found[name] = [(line.partition("\t")[2], number) for line, number in own.items() if line.startswith(f"{name}\t")]
    return {name: sorted(rows, key=lambda row: (-row[1], row[0])) for name, rows in found.items()}


def described(counts: Counts, filters: Values) -> dict[str, list[dict[str, Any]]]:
    """What the page and the interface show of each facet; what is chosen stays visible, with a count of none."""
    offered = {name: _offered(name, list(counts.get(name, ())), filters.get(name, ())) for name in FACETS}
    called = labels({name: [value for value, _number in rows] for name, rows in offered.items()})
    return {
        name: [
            {"value": value, "label": called[name][value], "count": number, "chosen": value in filters.get(name, ())}
            for value, number in rows
            if value in called[name]
        ]
        for name, rows in offered.items()
    }


def _offered(name: str, rows: list[tuple[str, int]], chosen: Sequence[str]) -> list[tuple[str, int]]:
    if name == "year":
        rows = sorted(rows, reverse=True)
    kept = [row for number, row in enumerate(rows) if number < OFFERED or row[0] in chosen]
    there = {value for value, _number in kept}
    return kept + [(value, 0) for value in chosen if value not in there]


def labels(values: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """What readers call each value now; a doctor whose profile nobody may see has no label."""
    return {
        "specialty": {value: str(SPECIALTIES[value]) for value in values.get("specialty", ()) if value in SPECIALTIES},
        "disease": {value: value for value in values.get("disease", ())},
        "author": rows.doctors(values.get("author", ())),
        "hospital": {value: value for value in values.get("hospital", ())},
        "type": {value: str(KINDS[value]) for value in values.get("type", ()) if value in KINDS},
        "year": {value: value for value in values.get("year", ())},
    }
