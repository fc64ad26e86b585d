"""Reads and writes BibTeX; reading is bibtexparser's work, which keeps what is broken instead of failing."""

import logging
import re
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from bibtexparser.model import DuplicateBlockKeyBlock
from django.utils.translation import gettext as _

from . import names
from .reference import Reference
from .unread import CannotRead
from .vocabulary import Kind

# What it logs is what doctors typed; they are told, and the log need not know.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_KINDS = {
    "article": Kind.ARTICLE,
    "book": Kind.BOOK,
    "inbook": Kind.BOOK,
    "incollection": Kind.BOOK,
    "collection": Kind.COLLECTION,
    "booklet": Kind.BOOK,
    "manual": Kind.REPORT,
    "inproceedings": Kind.PROCEEDINGS,
    "conference": Kind.PROCEEDINGS,
    "proceedings": Kind.PROCEEDINGS,
    "phdthesis": Kind.THESIS,
    "mastersthesis": Kind.THESIS,
    "thesis": Kind.THESIS,
    "techreport": Kind.REPORT,
    "report": Kind.REPORT,
    "standard": Kind.STANDARD,
    "patent": Kind.PATENT,
    "online": Kind.WEBSITE,
    "webpage": Kind.WEBSITE,
    "electronic": Kind.WEBSITE,
    "www": Kind.WEBSITE,
    "dataset": Kind.DATASET,
    "unpublished": Kind.PREPRINT,
}
_TYPES = {
    Kind.TEXTBOOK: "book",
    Kind.BOOK: "book",
    Kind.COLLECTION: "book",
    Kind.PROCEEDINGS: "inproceedings",
    Kind.THESIS: "phdthesis",
    Kind.REPORT: "techreport",
}
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}


def looks_like(text: str) -> bool:
    return re.match(r"\s*(?:%[^\n]*\n\s*)*@\s*[A-Za-z]+\s*[{(]", text) is not None


def read(text: str) -> list[tuple[str, Reference | CannotRead]]:
    """(source, entry or why it cannot be read), in order."""
    library = parse_string(text, append_middleware=[_BracedNames(), LatexDecodingMiddleware()])
    found = [(entry.start_line or 0, str(entry.raw or ""), _reference(entry)) for entry in library.entries]
    for block in library.failed_blocks:
        line, source = block.start_line or 0, str(block.raw or "")
        if isinstance(block, DuplicateBlockKeyBlock):
            found.append((line, source, _reference(block.ignore_error_block)))
            continue
        reason = _("这一条 BibTeX 读不出来：大括号或引号没有配对，或缺少逗号")
        found.append((line, source, CannotRead(source, reason)))
    if not found:
        found.append((0, text, CannotRead(text, _("没有找到完整的 BibTeX 条目：请检查大括号是否配对"))))
    return [(source, entry) for _line, source, entry in sorted(found, key=lambda row: row[0])]


class _BracedNames(SeparateCoAuthors):
    """Marks `{World Health Organization}` before braces are decoded away: a name in braces is an institution."""

    def transform_entry(self, entry: Any, library: Any) -> Any:
        entry = super().transform_entry(entry, library)
        for field in entry.fields:
            if field.key.lower() in ("author", "editor") and isinstance(field.value, list):
                field.value = [_whole_name(name) for name in field.value]
        return entry


def _whole_name(name: str) -> str:
    """`John A. Smith` turns to `Smith, John A.`; braces, Chinese names and commas say how it is meant."""
    name = " ".join(name.split())
    if name.startswith("{") and name.endswith("}"):
        return name
    if "," in name or names.HAN.search(name) or " " not in name or names.is_et_al(name):
        return name
    words = name.split()
    cut = next((place for place, word in enumerate(words) if place and word[0].islower()), len(words) - 1)
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}"


def _reference(entry: Any) -> Reference | CannotRead:
    fields = {field.key.lower(): field.value for field in entry.fields}
    plain = {key: _plain(value) for key, value in fields.items() if isinstance(value, str)}
    authors = fields.get("author") or fields.get("editor") or plain.get("institution") or []
    listed = [authors] if isinstance(authors, str) else authors
    if not plain.get("title"):
        return CannotRead(str(entry.raw or ""), _("这一条 BibTeX 没有题名（title）"))
    kind = _KINDS.get(entry.entry_type.lower(), Kind.WEBSITE if plain.get("url") else Kind.REPORT)
    archive = plain.get("archiveprefix") or plain.get("eprinttype")
    return Reference(
        kind=Kind.PREPRINT if archive and kind is not Kind.ARTICLE else kind,
        authors=tuple("et al." if names.is_et_al(_plain(name)) else _plain(name) for name in listed if _plain(name)),
        title=plain["title"],
        container=plain.get("journal") or plain.get("journaltitle") or plain.get("booktitle") or "",
        year=_year(plain),
        volume=plain.get("volume", ""),
        issue=plain.get("number") or plain.get("issue") or "",
        pages=re.sub(r"\s*[-–—]+\s*", "-", plain.get("pages", "")),
        edition=_edition(plain.get("edition", "")),
        place=plain.get("address") or plain.get("location") or "",
        publisher=plain.get("publisher") or plain.get("school") or plain.get("institution") or plain.get("organization") or "",
        doi=plain.get("doi", ""),
        pmid=plain.get("pmid", ""),
        isbn=plain.get("isbn", "").split(",")[0],
        url=plain.get("url") or _address(plain.get("howpublished", "")),
        accessed=plain.get("urldate", ""),
    )


def _plain(value: str) -> str:
    return " ".join(re.sub(r"[{}]", "", value).split())


def _year(plain: dict[str, str]) -> str:
    if plain.get("date"):
        return plain["date"].split("/")[0]
    year = plain.get("year", "")
    return year if re.fullmatch(r"\d{4}.*", year) else (re.search(r"\d{4}", year) or [""])[0]


def _edition(text: str) -> str:
    words = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8"}
    digits = re.match(r"第?(\d+)", text)
    return words.get(text.lower(), digits[1] if digits else text)


def _address(text: str) -> str:
    return (re.search(r"https?://\S+", text) or [""])[0]


def written(reference: Reference, key: str) -> str:
    """One entry; what BibTeX holds for its own is escaped, institutions keep their braces."""
    fields = {
        "author": " and ".join(_author(name) for name in reference.authors),
        "title": "{" + _escaped(reference.title) + "}",
        _container(reference): _escaped(reference.container),
        "year": reference.year[:4],
        "month": next((name for name, number in _MONTHS.items() if reference.year[5:7] == f"{number:02}"), ""),
        "volume": _escaped(reference.volume),
        "number": _escaped(reference.issue or reference.registry),
        "pages": _escaped(reference.pages).replace("-", "--"),
        "edition": _escaped(reference.edition),
        "address": _escaped(reference.place),
        _house(reference): _escaped(reference.publisher),
        "doi": reference.doi,
        "isbn": reference.isbn,
        "url": reference.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": reference.accessed,
        "note": f"PMID: {reference.pmid}" if reference.pmid else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value and value != "{}"]
    kind = _TYPES.get(Kind(reference.kind)) if reference.kind in _TYPES else ("article" if reference.container else "misc")
    return "\n".join([f"@{kind}{{{key},", *lines, "}"]) + "\n"


def _author(name: str) -> str:
    if names.is_et_al(name):
        return "others"
    family, given = names.parts(name)
    return f"{_escaped(family)}, {_escaped(given)}" if given else "{" + _escaped(family) + "}"


def _container(reference: Reference) -> str:
    return "booktitle" if reference.kind in _TYPES else "journal"


def _house(reference: Reference) -> str:
    return {Kind.THESIS: "school", Kind.REPORT: "institution"}.get(reference.kind, "publisher")  # type: ignore[call-overload]


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in text)
