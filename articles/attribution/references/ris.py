"""Reads and writes RIS, with rispy."""

import re
from collections.abc import Mapping
from typing import Any

import rispy
from django.utils.translation import gettext as _

from . import names
from .reference import Reference
from .unread import CannotRead
from .vocabulary import Kind

_KINDS = {
    "JOUR": Kind.ARTICLE, "MGZN": Kind.ARTICLE, "EJOUR": Kind.ARTICLE, "INPR": Kind.ARTICLE, "BOOK": Kind.BOOK,
    "EBOOK": Kind.BOOK, "CHAP": Kind.BOOK, "ECHAP": Kind.BOOK, "EDBOOK": Kind.BOOK, "CONF": Kind.PROCEEDINGS,
    "CPAPER": Kind.PROCEEDINGS, "THES": Kind.THESIS, "RPRT": Kind.REPORT, "GOVDOC": Kind.REPORT, "STAND": Kind.STANDARD,
    "PAT": Kind.PATENT, "NEWS": Kind.NEWS, "ELEC": Kind.WEBSITE, "BLOG": Kind.WEBSITE, "WEB": Kind.WEBSITE, "DATA": Kind.DATASET,
    "UNPB": Kind.PREPRINT,
}  # fmt: skip
_TYPES = {
    Kind.TEXTBOOK: "BOOK", Kind.BOOK: "BOOK", Kind.COLLECTION: "BOOK", Kind.PROCEEDINGS: "CONF", Kind.THESIS: "THES",
    Kind.REPORT: "RPRT", Kind.STANDARD: "STAND", Kind.PATENT: "PAT", Kind.NEWS: "NEWS", Kind.WEBSITE: "ELEC",
    Kind.DATASET: "DATA", Kind.PREPRINT: "UNPB",
}  # fmt: skip
_RECORD = re.compile(r"^TY\s{1,2}-.*?(?=^TY\s{1,2}-|\Z)", re.MULTILINE | re.DOTALL)


def looks_like(text: str) -> bool:
    return re.search(r"^TY\s{1,2}- ?\w", text, re.MULTILINE) is not None


def read(text: str) -> list[tuple[str, Reference | CannotRead]]:
    """(source, record or why it cannot be read); each by itself, so that a broken one stops no other."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("﻿")
    return [(found.group(), _one(found.group())) for found in _RECORD.finditer(plain)]


def _one(record: str) -> Reference | CannotRead:
    if not re.search(r"^ER\s{1,2}-", record, re.MULTILINE):
        return CannotRead(record, _("这一条 RIS 没有结尾行“ER  -”，可能没有复制完整"))
    normal = re.sub(r"^([A-Z][A-Z0-9])\s{1,2}-\s?", r"\1  - ", record, flags=re.MULTILINE)
    try:
        (entry,) = rispy.loads(normal)
    except (OSError, ValueError, KeyError, IndexError):  # rispy raises OSError for a line that it does not expect
        return CannotRead(record, _("这一条 RIS 读不出来：每一行应是两个字符的标签、两个空格、短横和内容"))
    title = _text(entry, "title", "primary_title", "short_title")
    if not title:
        return CannotRead(record, _("这一条 RIS 没有题名（TI）"))
    pages = "-".join(part for part in (_text(entry, "start_page"), _text(entry, "end_page")) if part)
    numbers = _text(entry, "issn")
    kind = _KINDS.get(str(entry.get("type_of_reference")), Kind.REPORT)
    return Reference(
        kind=kind,
        authors=tuple(
            "et al." if names.is_et_al(name) else name
            for name in (entry.get("authors") or entry.get("first_authors") or [])
            if name
        ),
        title=title,
        container=_text(entry, "journal_name", "secondary_title", "alternate_title3", "alternate_title1", "alternate_title2"),
        year=_date(_text(entry, "year", "publication_year", "date")),
        volume=_text(entry, "volume"),
        issue=_text(entry, "number") if kind not in (Kind.STANDARD, Kind.PATENT) else "",
        registry=_text(entry, "number") if kind in (Kind.STANDARD, Kind.PATENT) else "",
        pages=pages,
        edition=_text(entry, "edition"),
        place=_text(entry, "place_published"),
        publisher=_text(entry, "publisher"),
        doi=_text(entry, "doi"),
        isbn=numbers if kind in (Kind.BOOK, Kind.TEXTBOOK) else "",
        url=_text(entry, "urls"),
        accessed=_date(_text(entry, "access_date")),
    )


def _text(entry: Mapping[str, Any], *keys: str) -> str:
    """The first that is there; of a list its first."""
    for key in keys:
        value = entry.get(key)
        if isinstance(value, list):
            value = value[0] if value else ""
        if value:
            return str(value).strip()
    return ""


def _date(text: str) -> str:
    """`2023/05/01/` to `2023-05-01`."""
    return "-".join(part for part in re.split(r"[/\-]", text)[:3] if part.isdecimal())


def written(reference: Reference) -> str:
    """One record. A line break inside a value would begin another tag, so there is none."""
    first, _dash, last = reference.pages.partition("-")
    lines = [("TY", _TYPES[Kind(reference.kind)] if reference.kind in _TYPES else "JOUR" if reference.container else "GEN")]
    lines += [("AU", _author(name)) for name in reference.authors if not names.is_et_al(name)]
    lines += [
        ("TI", reference.title), ("T2", reference.container), ("PY", reference.year[:4]), ("DA", reference.year.replace("-", "/")),
        ("VL", reference.volume), ("IS", reference.issue or reference.registry), ("SP", first), ("EP", last),
        ("ET", reference.edition), ("CY", reference.place), ("PB", reference.publisher), ("DO", reference.doi),
        ("SN", reference.isbn), ("AN", reference.pmid), ("UR", reference.url), ("Y2", reference.accessed.replace("-", "/")),
    ]  # fmt: skip
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _author(name: str) -> str:
    family, given = names.parts(name)
    return f"{family}, {given}" if given else family
