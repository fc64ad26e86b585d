"""Finds a work in the shared library, or enters it: by DOI, PMID, ISBN and edition, registry number, else title, year and author."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from doctors import roles

from ...models.library import LibraryEntry, ReferenceUse, Retraction
from . import identifiers, names, plain_lines
from .reference import Reference
from .render import rendered
from .soundness import faults, sound
from .unread import CannotRead
from .vocabulary import Kind, Standing

if TYPE_CHECKING:
    from ...models import ArticlePage

# The gravest first: a work of which several things were told stands as the gravest says.
GRAVITY = (Standing.RETRACTED, Standing.CONCERN, Standing.CORRECTED)


def of_value(value: Mapping[str, Any]) -> Reference:
    """The data of a stored block. A line of text alone is read as data where nothing that readers see would differ."""
    reference = Reference.of_value(value)
    if reference.is_data:
        return reference
    text, url = str(value.get("text") or ""), str(value.get("url") or "")
    read = _of_line(text)
    if read is None:
        return Reference(
            doi=identifiers.found_doi(f"{text} {url}"),
            pmid=identifiers.found_pmid(text),
            registry=identifiers.found_registry(text),
            url=url,
        )
    return read if read.url or not url else read.but(url=url)


@lru_cache(maxsize=4096)
def _of_line(text: str) -> Reference | None:
    try:
        read = plain_lines.read(text)
    except CannotRead:
        return None
    return sound(read) if not faults(read) and bare(rendered(read)) == bare(text) else None


def bare(text: str) -> str:
    """Letters and digits only, as two titles are compared."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in normal if character.isalnum())


def fingerprint(reference: Reference) -> str:
    """Of title, year and first author, whatever their spacing and punctuation."""
    family, given = names.parts(reference.authors[0]) if reference.authors else ("", "")
    author = bare(family + given[:1]) if not names.HAN.search(family) else bare(family)
    known = f"{bare(reference.title)}|{reference.year[:4]}|{author}"
    return hashlib.sha256(known.encode()).hexdigest()


def book_of(reference: Reference) -> str:
    return f"{reference.isbn}/{reference.edition[:40]}" if reference.isbn else ""


def keys(reference: Reference) -> list[tuple[str, str]]:
    """(column, value) by which this work may be found, the surest first. A trial's number is shared by all papers on it."""
    found = [("doi", reference.doi), ("pmid", reference.pmid), ("book", book_of(reference))]
    if reference.kind in (Kind.STANDARD, Kind.PATENT, Kind.LABEL):
        found.append(("registry", reference.registry))
    if reference.title:
        found.append(("fingerprint", fingerprint(reference)))
    return [(column, value) for column, value in found if value]


def find_all(references: Sequence[Reference], numbers: Sequence[str] = ()) -> list[LibraryEntry | None]:
    """The entry of each reference, in one query. `numbers` are entries' own, as the blocks name them."""
    wanted: dict[str, set[str]] = {}
    for reference in references:
        for column, value in keys(reference):
            wanted.setdefault(column, set()).add(value)
    asked = Q(number__in=[number for number in numbers if number])
    for column, values in wanted.items():
        asked |= Q(**{f"{column}__in": values})
    rows = list(LibraryEntry.objects.filter(asked).select_related("superseded_by").order_by("-pk")) if references else []
    by_key = {(column, getattr(row, column)): row for row in rows for column in (*wanted, "number") if getattr(row, column)}
    padded = [*numbers, *[""] * (len(references) - len(numbers))]
    return [_match(reference, number, by_key) for reference, number in zip(references, padded, strict=True)]


def _match(reference: Reference, number: str, by_key: Mapping[tuple[str, str], LibraryEntry]) -> LibraryEntry | None:
    for key in [*keys(reference), ("number", number)]:
        entry = by_key.get(key)
        if entry is not None and not _contradicts(entry, reference):
            return entry
    return None


def _contradicts(entry: LibraryEntry, reference: Reference) -> bool:
    """Two works of one title and year may be two works: what both have of identifiers must agree."""
    return any(
        getattr(reference, name) and getattr(entry, name) and getattr(reference, name) != getattr(entry, name)
        for name in ("doi", "pmid")
    )


def remember(reference: Reference, text: str, user: Any = None) -> LibraryEntry | None:
    """The entry of this work, made if there is none; nothing for a line that says neither title nor identifier."""
    (entry,) = find_all([reference])
    if entry is not None:
        return entry
    if not keys(reference):
        return None
    line = text or rendered(reference)
    entry = LibraryEntry(
        fingerprint=fingerprint(reference) if reference.title else "",
        kind=reference.kind,
        title=(reference.title or line)[:500],
        text=line[:1500],
        data={**reference.but(quote="").as_value()},
        doi=reference.doi,
        pmid=reference.pmid,
        book=book_of(reference),
        registry=reference.registry[:120],
        added_by=user,
    )
    apply_retractions(entry, told_of([entry]))
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:  # another doctor entered the same work a moment ago
        return find_all([reference])[0]
    return entry


def identifiers_of(entry: LibraryEntry) -> list[str]:
    return [f"{name}:{value}" for name, value in (("doi", entry.doi), ("pmid", entry.pmid)) if value]


def told_of(entries: Iterable[LibraryEntry]) -> dict[str, list[Retraction]]:
    """Lines of the retraction lists by identifier."""
    wanted = {identifier for entry in entries for identifier in identifiers_of(entry)}
    found: dict[str, list[Retraction]] = {}
    for line in Retraction.objects.filter(identifier__in=wanted) if wanted else ():
        found.setdefault(line.identifier, []).append(line)
    return found


def apply_retractions(entry: LibraryEntry, told: Mapping[str, list[Retraction]]) -> bool:
    """Give the entry the gravest standing that was told; true when it changed. Does not save."""
    lines = [line for identifier in identifiers_of(entry) for line in told.get(identifier, ())]
    gravest = min(lines, key=lambda line: GRAVITY.index(Standing(line.kind)), default=None)
    if gravest is None or entry.standing == gravest.kind:
        return False
    entry.standing, entry.standing_on, entry.standing_reason = gravest.kind, gravest.noticed_on, gravest.reason
    return True


def visible_to(user: Any) -> QuerySet[LibraryEntry]:
    """What live articles cite, and what one entered oneself; staff see all. An unpublished list is its author's affair."""
    if user.is_superuser or roles.is_operator(user) or roles.is_moderator(user):
        return LibraryEntry.objects.all()
    cited = ReferenceUse.objects.filter(live=True, page__live=True).values("entry_id")
    return LibraryEntry.objects.filter(Q(pk__in=cited) | Q(added_by_id=user.pk))


def search(entries: QuerySet[LibraryEntry], words: str) -> QuerySet[LibraryEntry]:
    """Every word somewhere in the line, or an identifier."""
    for word in words.split()[:8]:
        entries = entries.filter(
            Q(text__icontains=word) | Q(doi__icontains=word.lower()) | Q(pmid=word) | Q(number=word) | Q(book__startswith=word)
        )
    return entries


def citing(entry: LibraryEntry, user: Any) -> list[tuple["ArticlePage", list[int]]]:
    """(article, places in its list) of live articles that cite it, and of one's own drafts."""
    mine = Q(live=True, page__live=True)
    if user.is_superuser:
        mine |= Q(live=False)
    else:
        mine |= Q(live=False, page__owner_id=user.pk)
    found: dict[int, tuple[ArticlePage, list[int]]] = {}
    for use in ReferenceUse.objects.filter(mine, entry=entry).select_related("page").order_by("page_id", "-live", "place"):
        places = found.setdefault(use.page_id, (use.page, []))[1]
        if use.place not in places:
            places.append(use.place)
    return list(found.values())
