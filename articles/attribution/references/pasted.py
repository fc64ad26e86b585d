"""Reads whatever a doctor pastes: GB/T 7714 lines, BibTeX, RIS or CSL-JSON, one or many."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import bibtex, csl, plain_lines, ris
from .reference import Reference
from .render import rendered
from .soundness import faults, sound
from .unread import CannotRead

LONGEST, MOST = 200_000, 300


@dataclass(frozen=True)
class Pasted:
    """What was read, and what was not with its reason; together they are all that was pasted."""

    read: tuple[Reference, ...]
    unread: tuple[CannotRead, ...]


def read(text: str) -> Pasted:
    """Never raises: text that cannot be read comes back with a reason."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return Pasted((), ())
    if len(text) > LONGEST:
        return Pasted((), (CannotRead(text, _("一次最多读 %(most)d 个字符，请分几次粘贴") % {"most": LONGEST}),))
    found = [_checked(source, one) for source, one in _entries(text)]
    read = [one for one in found if isinstance(one, Reference)]
    unread = [one for one in found if isinstance(one, CannotRead)]
    if len(read) > MOST:
        return Pasted((), (CannotRead(text, _("一次最多加入 %(most)d 条，请分几次粘贴") % {"most": MOST}),))
    return Pasted(tuple(read), tuple(unread))


def _entries(text: str) -> Iterable[tuple[str, Reference | CannotRead]]:
    if csl.looks_like(text):
        return csl.read(text)
    if bibtex.looks_like(text):
        return bibtex.read(text)
    if ris.looks_like(text):
        return ris.read(text)
    return [(line, _line(line)) for line in plain_lines.split(text)]


def _line(line: str) -> Reference | CannotRead:
    try:
        return plain_lines.read(line)
    except CannotRead as unread:
        return unread


def _checked(source: str, one: Reference | CannotRead) -> Reference | CannotRead:
    """Identifiers in their one form; a reference with a fault is not taken over half."""
    if isinstance(one, CannotRead):
        return one
    one = plain_lines.of_its_design(one)
    wrong = faults(one)
    return CannotRead(source, "；".join(wrong.values())) if wrong else sound(one)


def in_formats(reference: Reference, key: str) -> list[tuple[str, str]]:
    """(name, text) in each format that can be read back."""
    item = json.dumps([csl.written(reference, key)], ensure_ascii=False, indent=2)
    lines = [("GB/T 7714", rendered(reference)), ("BibTeX", bibtex.written(reference, key)), ("RIS", ris.written(reference))]
    return [*lines, ("CSL-JSON", item)] if reference.is_data else []
