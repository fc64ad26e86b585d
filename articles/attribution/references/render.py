"""Writes a reference as a numbered bibliography of GB/T 7714 has it.

An own renderer, since the CSL processor for Python knows one language a run and so writes 等 or et al. for all works alike.
"""

from moderation import asked

from .names import HAN, is_et_al, written
from .reference import Reference
from .vocabulary import MARKS, Kind

SHOWN_AUTHORS = 3
_ENDINGS = (".", "。", "？", "！", "?", "!")


def rendered(reference: Reference) -> str:
    """One line; pieces that are not known are left out."""
    mark = mark_of(reference)
    head = _joined(authors(reference), f"{_title(reference, mark)}[{mark}{carrier(reference, mark)}]")
    if reference.container and mark in ("M", "C", "G"):
        head += f"//{reference.container}"
    line = _joined(head, _edition(reference), _whence(reference, mark) + _accessed(reference))
    if reference.url:
        line = _joined(line, reference.url)
    elif reference.access_path:
        line = _joined(line, reference.access_path)
    if reference.doi and reference.doi not in reference.url.lower():
        line = _joined(line, f"DOI: {reference.doi}")
    elif reference.pmid and not reference.doi and not reference.url:
        line = _joined(line, f"PMID: {reference.pmid}")
    return line if line.endswith(".") else f"{line}."


def authors(reference: Reference) -> str:
    """The first three and 等 or et al. (8.1.2), by the language of the work."""
    named = [written(name) for name in reference.authors if not is_et_al(name)]
    more = len(named) > SHOWN_AUTHORS or len(named) < len(reference.authors)
    shown = named[:SHOWN_AUTHORS]
    if shown and more:
        shown.append("等" if is_chinese(reference) else "et al.")
    return ", ".join(shown)


def is_chinese(reference: Reference) -> bool:
    """By the title, which is in the language of the work; a work without one goes by its authors."""
    return bool(HAN.search(reference.title or " ".join(reference.authors)))


def mark_of(reference: Reference) -> str:
    """The document type (annex B)."""
    if reference.kind in MARKS:
        return MARKS[Kind(reference.kind)]
    if reference.container:
        return "J"
    if reference.kind in (Kind.LABEL, Kind.NOTICE) or (reference.url and not reference.publisher):
        return "EB" if reference.url else "Z"
    return "J" if reference.kind == Kind.ARTICLE else "R"


def carrier(reference: Reference, mark: str) -> str:
    """`/OL` for what is read on the net (annex B.2)."""
    return "/OL" if reference.url or mark == "EB" else ""


def _title(reference: Reference, mark: str) -> str:
    """Standards and patents carry their number with the title (4.5, 8.2)."""
    number = reference.registry if mark in ("S", "P") else ""
    return f"{reference.title}: {number}" if number else reference.title


def _edition(reference: Reference) -> str:
    """The first edition is not named (8.3)."""
    edition = reference.edition
    number = asked.whole(edition)
    if not number:
        return edition
    if number == 1:
        return ""
    if is_chinese(reference):
        return f"{number}版"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed"


def _whence(reference: Reference, mark: str) -> str:
    """Where and when it appeared."""
    if mark in ("J", "N") and reference.container:
        return _of_serial(reference, mark)
    if mark == "P":
        return reference.year
    house = ": ".join(part for part in (reference.place, reference.publisher) if part)
    dated = len(reference.year) > 4 and mark in ("EB", "R", "Z", "DS")
    said = ", ".join(part for part in (house, reference.year[:4] if house or not dated else "") if part)
    if dated:
        said += f"({reference.year})"
    if reference.pages:
        said = f"{said}: {reference.pages}" if said else reference.pages
    return said


def _of_serial(reference: Reference, mark: str) -> str:
    parts = [reference.container, reference.year if mark == "N" else reference.year[:4]]
    if mark == "N":
        return ", ".join(part for part in parts if part) + (f"({reference.pages})" if reference.pages else "")
    number = reference.volume + (f"({reference.issue})" if reference.issue else "")
    said = ", ".join(part for part in (*parts, number if reference.volume else "") if part)
    if reference.issue and not reference.volume:
        said += f"({reference.issue})"
    return f"{said}: {reference.pages}" if reference.pages else said


def _accessed(reference: Reference) -> str:
    return f"[{reference.accessed}]" if reference.accessed else ""


def _joined(*pieces: str) -> str:
    """Areas are parted by a full stop and a space (7.3); a piece that brings its own stop gets none."""
    line = ""
    for piece in pieces:
        if not piece:
            continue
        line += (" " if line.endswith(_ENDINGS) else ". ") if line else ""
        line += piece
    return line
