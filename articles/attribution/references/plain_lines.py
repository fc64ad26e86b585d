"""Reads a line of GB/T 7714; nothing kept does, so this is our own reader."""

import re

from django.utils.translation import gettext as _

from . import identifiers, names
from .reference import Reference
from .render import mark_of
from .unread import CannotRead
from .vocabulary import KINDS_BY_MARK, Kind

LONGEST = 8_000
_MARK = re.compile(r"\s*\[(EB|DB|DS|CP|CM|PP|[MCNJDRSPGAZ])(?:\s*/\s*(?:OL|CD|MT|DK))?\]\s*", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:\[\d{1,3}\]|［\d{1,3}］|【\d{1,3}】|[(（]\d{1,3}[)）]|\d{1,3}\s*[.、．)]\s)\s*")
_URL = re.compile(r"https?://[^\s\[\]<>\"，。；（）]+", re.IGNORECASE)
_DATE = r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?"
_ACCESSED = re.compile(rf"\[({_DATE}(?:[/,][\d-]+)?)\]")
_DATED = re.compile(rf"\(({_DATE})\)")
_DOI_LEAD = re.compile(r"(?<![\w/])doi(?:\s*[:：]\s*(?:https?://(?:dx\.)?doi\.org/)?|\s+(?=10\.))(\S+)", re.IGNORECASE)
_PMID = re.compile(r"\bPMID\s*[:：]?\s*(\d+)\.?", re.IGNORECASE)
_SERIAL = re.compile(
    rf"^(?P<container>.+?)\s*,\s*(?P<year>{_DATE})(?:\s*,\s*(?P<volume>[A-Za-z]?\d[\w.\-/]*|[^\s,(:]+))?"
    r"\s*(?:\((?P<issue>[^()]{1,30})\))?\s*(?::\s*(?P<pages>[^\[\]:]+))?$"
)
_HOUSE = re.compile(
    rf"^(?:(?P<place>[^:,]+?)\s*:\s*)?(?P<publisher>[^:]+?)?(?:\s*,\s*|\s*(?=\())(?:\(?(?P<year>{_DATE})\)?)(?:\s*:\s*(?P<pages>[\w\-–,+ ]+))?$"
)
_EDITION = re.compile(
    r"^(?P<edition>第?\s*\d{1,2}\s*版|[^.,:]{0,6}版|\d{1,2}(?:st|nd|rd|th)\s+ed(?:ition)?|[Rr]ev(?:ised)?\s+ed)\.?\s*"
)
_WIDTH = str.maketrans(
    {"．": ".", "，": ",", "：": ":", "［": "[", "］": "]", "（": "(", "）": ")", "；": ";", "　": " ", "／": "/"}
)


def split(text: str) -> list[str]:
    """One reference each: numbered ones may run over several lines, others stand on a line of their own."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not any(_NUMBER.match(line) for line in lines):
        return lines
    found: list[str] = []
    for line in lines:
        if _NUMBER.match(line) or not found:
            found.append(line)
        else:
            found[-1] += " " + line
    return found


def read(line: str) -> Reference:
    """Raises CannotRead with a sentence that says what is missing."""
    raw = " ".join(line.split())
    if len(raw) > LONGEST:
        raise CannotRead(line, _("这一行超过 %(most)d 个字：请分成一行一条") % {"most": LONGEST})
    numbered = _NUMBER.match(raw.translate(_WIDTH))
    raw = raw[numbered.end() :] if numbered else raw
    plain = raw.translate(_WIDTH)
    # The last one: a title may hold `[M]` itself.
    mark = next(reversed(list(_MARK.finditer(plain))), None)
    if mark is None:
        raise CannotRead(line, _("找不到文献类型标识。请在题名后写上，例如期刊 [J]、图书 [M]、网页 [EB/OL]"))
    authors, title = _head(plain[: mark.start()])
    if not title:
        raise CannotRead(line, _("文献类型标识前面没有题名"))
    kind = KINDS_BY_MARK.get(mark[1].upper(), Kind.REPORT)
    rest, known = _taken(plain[mark.end() :])
    if kind in (Kind.STANDARD, Kind.PATENT):
        title, _colon, number = _numbered(title)
        known["registry"] = number
    known |= _source(kind, rest.strip(" ."))
    known |= {name: _as_typed(known[name], raw, plain) for name in ("container", "publisher") if known.get(name)}
    return of_its_design(Reference(kind=kind, authors=authors, title=_as_typed(title, raw, plain), **known))


def _as_typed(value: str, raw: str, plain: str) -> str:
    """With the marks as they were typed: `plain` is `raw` with marks of one width, character by character."""
    start = plain.find(value)
    return raw[start : start + len(value)] if start >= 0 else value


def _head(text: str) -> tuple[tuple[str, ...], str]:
    """Authors end at the first full stop that is none of an initial's."""
    found = re.match(r"^(.+?(?:et al)?)\.\s*(?![A-Z]\b\.?[\s,])(.+)$", text.strip(" ."))
    if found is None or len(found[1]) > 4000:
        return (), text.strip(" .")
    return names.split(found[1]), found[2].strip()


def _numbered(title: str) -> tuple[str, str, str]:
    """`题名: GB/T 7714-2015`: the number of a standard or patent behind the last colon, or before the title as some write."""
    head, colon, number = title.rpartition(":")
    if colon and re.search(r"\d", number):
        return head.strip(), colon, number.strip()
    return title, "", ""


def _taken(rest: str) -> tuple[str, dict[str, str]]:
    """What can stand anywhere is taken out first: identifiers, address, day of access."""
    known: dict[str, str] = {}
    if doi := _DOI_LEAD.search(rest):
        known["doi"] = identifiers.found_doi(doi[1]) or doi[1].rstrip(".")
        rest = rest[: doi.start()].rstrip(" .;") + rest[doi.end() :]
    if pmid := _PMID.search(rest):
        known["pmid"] = pmid[1]
        rest = rest[: pmid.start()].rstrip(" .;") + rest[pmid.end() :]
    if url := _URL.search(rest):
        known["url"] = url.group().rstrip(".,;")
        rest = rest[: url.start()] + rest[url.end() :]
    if accessed := _ACCESSED.search(rest):
        known["accessed"] = accessed[1]
        rest = rest[: accessed.start()] + rest[accessed.end() :]
    if "doi" not in known and (doi_in_address := identifiers.found_doi(known.get("url", ""))) and "doi.org/" in known["url"]:
        known["doi"] = doi_in_address
    return rest.strip(" ."), known


def _source(kind: Kind, rest: str) -> dict[str, str]:
    if not rest:
        return {}
    if rest.startswith("//"):
        return _within(kind, rest[2:].strip())
    if kind is Kind.ARTICLE or kind is Kind.NEWS:
        found = _SERIAL.match(rest)
        if found:
            return _values(found) | ({"pages": found["issue"] or found["pages"] or "", "issue": ""} if kind is Kind.NEWS else {})
        return {"container": rest}
    if kind is Kind.PATENT:
        return {"year": date[0]} if (date := re.search(_DATE, rest)) else {}
    return _house(rest)


def _within(kind: Kind, rest: str) -> dict[str, str]:
    """A chapter: `//editor. Book. Place: house, year: pages`."""
    pieces = [piece.strip() for piece in re.split(r"\.\s+|(?<=[㐀-鿿])\.", rest) if piece.strip()]
    if len(pieces) == 1:
        return {"container": pieces[0]}
    tail = _house(pieces[-1])
    titles = pieces[:-1]
    edition = titles.pop() if len(titles) > 1 and _EDITION.match(titles[-1] + ".") else ""
    return {"container": titles[-1], "edition": edition, **tail}


def _house(rest: str) -> dict[str, str]:
    values: dict[str, str] = {}
    if edition := _EDITION.match(rest):
        number = re.search(r"\d+", edition["edition"])
        values["edition"] = number[0] if number else edition["edition"].strip()
        rest = rest[edition.end() :].strip()
    # `2021(2021-08-25)`: the year of publication and the day of the version, which says the year as well.
    rest = re.sub(r",?\s*(\d{4})(?=\(\1)", "", rest)
    if found := _HOUSE.match(rest):
        return values | _values(found)
    if dated := _DATED.search(rest):
        values["year"] = dated[1]
        rest = _DATED.sub("", rest).strip(" .,")
    elif year := re.fullmatch(_DATE, rest):
        return values | {"year": year[0]}
    return values | ({"publisher": rest} if rest else {})


def _values(found: re.Match[str]) -> dict[str, str]:
    return {name: value.strip(" .") for name, value in found.groupdict().items() if value}


def of_its_design(reference: Reference) -> Reference:
    """With the kind that the title says of itself, where its mark stays the same; the doctor may say otherwise."""
    if reference.kind not in (Kind.ARTICLE, Kind.REPORT, Kind.WEBSITE):
        return reference
    named = reference.but(kind=design(reference.title) or reference.kind)
    return named if mark_of(named) == mark_of(reference) else reference


def design(title: str) -> str:
    """Kinds that a title names."""
    low = title.lower()
    for kind, words in _DESIGNS:
        if any(word in low for word in words):
            return kind
    return ""


_DESIGNS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.CONSENSUS, ("专家共识", "共识", "consensus statement", "consensus")),
    (Kind.GUIDELINE, ("指南", "guideline")),
    (Kind.REVIEW, ("系统评价", "系统综述", "meta分析", "meta 分析", "荟萃分析", "systematic review", "meta-analysis")),
    (Kind.TRIAL, ("随机对照", "randomized", "randomised")),
    (Kind.COHORT, ("队列研究", "cohort")),
    (Kind.CASE, ("病例报告", "例报告", "case report")),
    (Kind.LABEL, ("说明书",)),
)
