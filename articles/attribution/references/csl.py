"""Reads and writes CSL-JSON, the form in which reference managers and registries exchange records."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from moderation import asked

from . import names
from .reference import Reference
from .unread import CannotRead
from .vocabulary import Kind

_KINDS = {
    "article-journal": Kind.ARTICLE, "article-magazine": Kind.ARTICLE, "article-newspaper": Kind.NEWS, "article": Kind.PREPRINT,
    "posted-content": Kind.PREPRINT, "book": Kind.BOOK, "chapter": Kind.BOOK, "paper-conference": Kind.PROCEEDINGS,
    "thesis": Kind.THESIS, "report": Kind.REPORT, "standard": Kind.STANDARD, "patent": Kind.PATENT, "webpage": Kind.WEBSITE,
    "post-weblog": Kind.WEBSITE, "dataset": Kind.DATASET, "journal-article": Kind.ARTICLE,
}  # fmt: skip
_TYPES = {
    Kind.TEXTBOOK: "book", Kind.BOOK: "book", Kind.COLLECTION: "book", Kind.PROCEEDINGS: "paper-conference", Kind.THESIS: "thesis",
    Kind.REPORT: "report", Kind.STANDARD: "standard", Kind.PATENT: "patent", Kind.NEWS: "article-newspaper",
    Kind.WEBSITE: "webpage", Kind.DATASET: "dataset", Kind.PREPRINT: "article", Kind.NOTICE: "webpage", Kind.LABEL: "document",
}  # fmt: skip

# Halves of characters and NUL: JSON can write them, no database keeps them.
_NO_CHARACTER = re.compile(r"\\u0000|[\ud800-\udfff]")


def looks_like(text: str) -> bool:
    return re.match(r'\s*(?:\[\s*(?:\{|\])|\{\s*["}])', text) is not None


def read(text: str) -> list[tuple[str, Reference | CannotRead]]:
    """(source, item or why it cannot be read), in order."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as broken:
        place = getattr(broken, "lineno", 1)
        return [(text, CannotRead(text, _("CSL-JSON 读不出来：第 %(line)s 行附近括号、引号或逗号不对") % {"line": place}))]
    rows = loaded if isinstance(loaded, list) else [loaded]
    return [(json.dumps(row, ensure_ascii=False), _one(row)) for row in rows]


def _one(row: Any) -> Reference | CannotRead:
    source = json.dumps(row, ensure_ascii=False)
    if _NO_CHARACTER.search(source):
        return CannotRead(source, _("这一条里有残缺的字符，请从原处重新复制"))
    if not isinstance(row, dict):
        return CannotRead(source, _("CSL-JSON 的每一条应是一个对象"))
    title = _text(row.get("title"))
    if not title:
        return CannotRead(source, _("这一条 CSL-JSON 没有题名（title）"))
    kind = _KINDS.get(str(row.get("type")), Kind.WEBSITE if row.get("URL") else Kind.REPORT)
    people = row.get("author") or row.get("editor") or []
    return Reference(
        kind=kind,
        authors=tuple(filter(None, (_person(one) for one in people))) if isinstance(people, list) else (),
        title=title,
        container=_text(row.get("container-title")),
        year=_date(row.get("issued")),
        volume=_text(row.get("volume")),
        issue=_text(row.get("issue")),
        pages=_text(row.get("page")).replace("–", "-"),
        edition=_text(row.get("edition")),
        place=_text(row.get("publisher-place")),
        publisher=_text(row.get("publisher")),
        doi=_text(row.get("DOI")),
        pmid=_text(row.get("PMID")),
        isbn=_text(row.get("ISBN")),
        registry=_text(row.get("number")) if kind in (Kind.STANDARD, Kind.PATENT) else "",
        url=_text(row.get("URL")),
        accessed=_date(row.get("accessed")),
    )


def _text(value: Any) -> str:
    """Registries give titles and numbers as lists of one."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(re.sub(r"</?(?:i|b|sup|sub|em|strong)>", "", str(value)).split()) if isinstance(value, str | int) else ""


def _person(one: Any) -> str:
    if not isinstance(one, dict):
        return ""
    if whole := _text(one.get("literal")) or _text(one.get("name")):
        return "et al." if names.is_et_al(whole) else whole
    family, given = _text(one.get("family")), _text(one.get("given"))
    if names.HAN.search(family):
        return family + given
    particle = _text(one.get("non-dropping-particle"))
    family = f"{particle} {family}".strip()
    return f"{family}, {given}" if given else family


def _date(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    if isinstance(value.get("raw"), str):
        return value["raw"][:10]
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [number for part in first if (number := asked.whole(str(part)))]
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:3])]) if numbers else ""


def written(reference: Reference, identity: str) -> dict[str, Any]:
    """One item, without what is empty."""
    kind = _TYPES[Kind(reference.kind)] if reference.kind in _TYPES else "article-journal" if reference.container else "document"
    item = {
        "id": identity,
        "type": kind,
        "title": reference.title,
        "author": [_written_person(name) for name in reference.authors],
        "container-title": reference.container,
        "issued": _written_date(reference.year),
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "edition": reference.edition,
        "publisher": reference.publisher,
        "publisher-place": reference.place,
        "number": reference.registry,
        "DOI": reference.doi,
        "PMID": reference.pmid,
        "ISBN": reference.isbn,
        "URL": reference.url,
        "accessed": _written_date(reference.accessed),
    }
    return {name: value for name, value in item.items() if value}


def _written_person(name: str) -> dict[str, str]:
    family, given = names.parts(name)
    return {"family": family, "given": given} if given else {"literal": family}


def _written_date(text: str) -> dict[str, Any]:
    numbers = [number for part in text.split("-") if (number := asked.whole(part))]
    return {"date-parts": [numbers]} if numbers else {}
