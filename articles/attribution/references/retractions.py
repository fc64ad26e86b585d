"""Takes over a list of retractions: marks the works in the library, opens a case for each live article that cites one."""

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from moderation import cases, ledger, notices
from moderation.models import Kind
from moderation.models.notice import NoticeKind

from ...models import ArticlePage, LibraryEntry, ReferenceUse, Retraction
from . import identifiers, library
from .facts import standings
from .vocabulary import Standing

# As Retraction Watch, Crossref and PubMed name them, and as one would write them here.
KINDS = {
    "retraction": Standing.RETRACTED,
    "retracted": Standing.RETRACTED,
    "withdrawal": Standing.RETRACTED,
    "removal": Standing.RETRACTED,
    "撤稿": Standing.RETRACTED,
    "concern": Standing.CONCERN,
    "expression of concern": Standing.CONCERN,
    "expression_of_concern": Standing.CONCERN,
    "关注": Standing.CONCERN,
    "correction": Standing.CORRECTED,
    "corrected": Standing.CORRECTED,
    "erratum": Standing.CORRECTED,
    "更正": Standing.CORRECTED,
}
SERIOUS = (Standing.RETRACTED, Standing.CONCERN)
BATCH = 500


class LineRefused(ValueError):
    """This line says of no work what became of it; the sentence says why."""


@dataclass(frozen=True)
class Line:
    """What one line tells of one work; `names` are its identifiers as the library writes them."""

    names: tuple[str, ...]
    kind: Standing
    noticed_on: datetime.date | None
    reason: str


@dataclass
class Tally:
    """What a load did; a second load of the same file does nothing."""

    lines: int = 0
    new: int = 0
    marked: int = 0
    cases: int = 0
    notices: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def rows(content: bytes) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """(line number, fields) of CSV with a header, or of JSON Lines; None where a line of JSON is none."""
    text = content.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield number, _object(line)
        return
    reader = csv.DictReader(io.StringIO(text))
    for row in reader:
        yield reader.line_num, row


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        loaded = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return loaded if isinstance(loaded, dict) else None


def line_of(row: Mapping[str, Any] | None) -> Line:
    """Raises LineRefused."""
    if row is None:
        raise LineRefused(_("不是有效的 JSON 对象"))
    named = {str(name).strip().lower().replace(" ", ""): str(value or "").strip() for name, value in row.items() if name}
    try:
        # Retraction Watch writes what it does not have as `unavailable` or 0.
        doi = identifiers.doi(_first(named, "doi", "originalpaperdoi"))
        pmid = identifiers.pmid(_first(named, "pmid", "originalpaperpubmedid"))
    except identifiers.NotAnIdentifier as wrong:
        raise LineRefused(str(wrong)) from wrong
    names = tuple(name for name in (f"doi:{doi}" if doi else "", f"pmid:{pmid}" if pmid else "") if name)
    if not names:
        raise LineRefused(_("没有 DOI，也没有 PMID"))
    said = _first(named, "kind", "retractionnature", "type").lower() or "retraction"
    if said not in KINDS:
        raise LineRefused(_("不认识的类别“%(kind)s”：应是 retraction、concern 或 correction") % {"kind": said[:40]})
    return Line(names, KINDS[said], _day(_first(named, "date", "retractiondate")), _first(named, "reason")[:300])


def _first(named: Mapping[str, str], *keys: str) -> str:
    value = next((named[key] for key in keys if named.get(key)), "")
    return "" if value.lower() in ("unavailable", "0", "n/a") else value


def _day(text: str) -> datetime.date | None:
    """ISO, or month first as Retraction Watch has it. Raises LineRefused."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y %H:%M", "%m/%d/%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise LineRefused(_("“%(text)s”不是日期：请写 2024-05-01") % {"text": text[:40]})


def load(content: bytes) -> Tally:
    """Idempotent; a bad line stops no other. Everything of one batch is one transaction."""
    tally = Tally()
    batch: list[Line] = []
    for number, row in rows(content):
        tally.lines += 1
        try:
            batch.append(line_of(row))
        except LineRefused as refused:
            tally.refused.append((number, str(refused)))
        if len(batch) == BATCH:
            _take(batch, tally)
            batch = []
    _take(batch, tally)
    return tally


def _take(batch: Iterable[Line], tally: Tally) -> None:
    lines = {(name, line.kind): line for line in batch for name in line.names}
    if not lines:
        return
    with transaction.atomic():
        wanted = {name for name, _kind in lines}
        known = set(Retraction.objects.filter(identifier__in=wanted).values_list("identifier", "kind"))
        fresh = [
            Retraction(identifier=name, kind=kind, noticed_on=line.noticed_on, reason=line.reason)
            for (name, kind), line in lines.items()
            if (name, kind) not in known
        ]
        tally.new += len(Retraction.objects.bulk_create(fresh))
        dois = [name[4:] for name in wanted if name.startswith("doi:")]
        pmids = [name[5:] for name in wanted if name.startswith("pmid:")]
        entries = list(LibraryEntry.objects.filter(Q(doi__in=dois) | Q(pmid__in=pmids)))
        told = library.told_of(entries)
        for entry in entries:
            if library.apply_retractions(entry, told):
                entry.save(update_fields=["standing", "standing_on", "standing_reason"])
                tally.marked += 1
                tell(entry, tally)


def tell(entry: LibraryEntry, tally: Tally, by: int | None = None) -> None:
    """What a list or somebody of the staff said of a work. Each live article is judged apart, and none is taken down by this."""
    ledger.append("source standing", entry, "", {"entry": entry.pk, "standing": str(entry.standing), "by": by})
    uses = ReferenceUse.objects.filter(entry=entry, live=True, page__live=True).order_by("page_id", "place")
    places: dict[int, list[int]] = {}
    for use in uses:
        places.setdefault(use.page_id, []).append(use.place)
    for page in ArticlePage.objects.filter(pk__in=places).select_related("owner"):
        ArticlePage.objects.filter(pk=page.pk).update(source_standing=standings(page))
        if entry.standing not in SERIOUS:
            continue
        what = _("所引第 %(places)s 条文献%(standing)s：%(reason)s") % {
            "places": "、".join(map(str, places[page.pk])),
            "standing": entry.get_standing_display(),
            "reason": entry.standing_reason or entry.title[:80],
        }
        cases.open_case(Kind.RESCAN, page, what)
        tally.cases += 1
        words = {"title": page.title, "work": entry.title[:120], "standing": str(entry.get_standing_display())}
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if page.owner_id and notices.tell(
            page.owner, NoticeKind.SOURCE, words, url, once=f"source:{entry.pk}:{entry.standing}:{page.pk}", about=page
        ):
            tally.notices += 1
