"""What to offer while a reader types: diseases, departments, doctors and articles, by Han, by sound or by initials."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from articles.attribution.proof.notes import noted
from articles.models import ArticlePage, DepartmentPage, TopicPage
from doctors.models import DoctorProfile

from .. import doors, text
from ..models.name_key import Form, Kind
from ..query import Query, Suggestion
from . import keys, sound

LIMIT = 8
# At most so many of each kind; what is left goes to the articles.
PLACES = {Kind.DISEASE: 3, Kind.DEPARTMENT: 2, Kind.DOCTOR: 2, Kind.ARTICLE: LIMIT}
# Keys looked at of each kind, in the order of the index.
POOL = 120
LAST = "\U0010ffff"
_EACH = (
    "SELECT * FROM (SELECT kind, form, target, label, key FROM search_namekey "
    "WHERE kind = %s AND key {} %s AND key {} %s ORDER BY key {} LIMIT {}) AS k"
)
_READ: Mapping[Kind, tuple[Any, str, str, str, str]] = {
    Kind.DISEASE: (TopicPage, "disease", "topics", "title", "slug"),
    Kind.DEPARTMENT: (DepartmentPage, "department", "departments", "title", "slug"),
    Kind.DOCTOR: (DoctorProfile, "doctor", "doctors", "name", "public_id"),
    Kind.ARTICLE: (ArticlePage, "article", "articles", "title", "slug"),
}
_HAN = re.compile(f"[{text.HAN}]")


@dataclass(frozen=True)
class Candidate:
    """One thing by the best of the keys that begin as typed."""

    kind: Kind
    target: int
    label: str
    order: tuple[int, int, str]


def suggest(typed: str) -> list[Suggestion]:
    """At most eight, places and people before articles, names that begin with what was typed first; nothing that is not shown."""
    begun = keys.plain(Query(typed).text)[: keys.LONGEST]
    if not begun:
        return []
    found = _beginning(begun)
    if not found and _HAN.search(begun):
        found = _sounding(begun)
    by_kind: dict[Kind, list[Candidate]] = defaultdict(list)
    for candidate in sorted(found, key=lambda one: one.order):
        by_kind[candidate.kind].append(candidate)
    offered: list[Suggestion] = []
    for kind, most in PLACES.items():
        left = min(most, LIMIT - len(offered))
        # A few more than there is room for: some may not be shown any more.
        offered += _shown(kind, by_kind[kind][: left + 4])[:left]
    return offered


def _beginning(begun: str) -> list[Candidate]:
    """Each thing once that has a key beginning so."""
    best: dict[tuple[int, int], Candidate] = {}
    for kind, form, target, label, key in _rows(begun):
        order = (0 if key == begun and form != Form.WITHIN else 1 + form, len(label), label)
        known = best.get((kind, target))
        if known is None or order < known.order:
            best[(kind, target)] = Candidate(Kind(kind), target, label, order)
    return list(best.values())


def _sounding(begun: str) -> list[Candidate]:
    """Han and letters in one word, or one character taken for another of the same sound; what is right has to stand there."""
    letters = "".join(sound.syllables(begun))
    written = set(_HAN.findall(begun))
    mixed = len(letters) > 0 and not all(map(text.is_han, begun))
    found = _beginning(letters) if len(letters) > 1 else []
    return [one for one in found if (written <= set(one.label) if mixed else written & set(one.label))]


def _rows(begun: str) -> Sequence[tuple[int, int, int, str, str]]:
    """The keys that begin so, a bounded number of each kind."""
    each = _EACH.format(*(("~>=~", "~<~", "USING ~<~") if connection.vendor == "postgresql" else (">=", "<", "")), POOL)
    values = [value for kind in Kind for value in (kind.value, begun, begun + LAST)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"{each}{kind.value}" for kind in Kind), values)
        rows: Sequence[tuple[int, int, int, str, str]] = cursor.fetchall()
    return rows


def _shown(kind: Kind, candidates: Sequence[Candidate]) -> list[Suggestion]:
    """Those that anybody may see at this moment, in their order."""
    if not candidates:
        return []
    wanted = [one.target for one in candidates]
    model, word, shelf, *fields = _READ[kind]
    rows = {pk: (label, address) for pk, label, address in doors.seen(model, wanted, *fields)}
    said = noted(rows) if rows and kind == Kind.ARTICLE else {}
    return [Suggestion(rows[pk][0], word, f"/{shelf}/{rows[pk][1]}/", said.get(pk)) for pk in wanted if pk in rows]
