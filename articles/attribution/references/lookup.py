"""Asks the registries of the net about a DOI or an address. Off unless the setting says otherwise."""

import difflib
import json
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from django.conf import settings
from django.utils.module_loading import import_string

from . import csl
from .library import bare
from .reaching import NotAllowed, NotReached, Reach
from .reference import Reference

RECORD = "application/vnd.citationstyles.csl+json"
# Titles of one work differ by a subtitle or by transcription, not by half.
ALIKE = 0.6


@dataclass(frozen=True)
class Seen:
    """`state` as the engine has it: ok, unreachable, mismatch; `temporary` when only the network or the day was bad."""

    state: str
    temporary: bool = False


class Lookup(Protocol):
    """What an adapter answers; it never raises for what the net does."""

    is_on: bool

    def by_doi(self, doi: str) -> Reference | None:
        """The registry's record, or None."""

    def look(self, reference: Reference) -> Seen | None:
        """Whether address or DOI leads to this work; None when there is nothing to look at."""


class Off:
    """Asks nobody."""

    is_on = False

    def by_doi(self, doi: str) -> Reference | None:
        return None

    def look(self, reference: Reference) -> Seen | None:
        return None


class Net:
    """Asks doi.org for records, which leads to the registry of each DOI, and looks at addresses themselves."""

    is_on = True

    def __init__(self, reach: Reach | None = None, resolver: str = "https://doi.org/") -> None:
        self.reach = reach or Reach()
        self.resolver = resolver

    def by_doi(self, doi: str) -> Reference | None:
        found = self._record(doi)
        return found if isinstance(found, Reference) else None

    def look(self, reference: Reference) -> Seen | None:
        if reference.doi:
            found = self._record(reference.doi)
            if isinstance(found, Seen):
                return found
            return Seen("ok" if _alike(found.title, reference.title) else "mismatch")
        return self._address(reference.url) if reference.url.startswith("https://") else None

    def _record(self, doi: str) -> "Reference | Seen":
        try:
            answer = self.reach.get(self.resolver + quote(doi, safe="/;()"), RECORD)
        except (NotAllowed, NotReached):
            return Seen("unreachable", temporary=True)
        if answer.status in (404, 410):
            return Seen("unreachable")
        try:
            ((_source, found),) = csl.read(json.dumps(json.loads(answer.body))) if answer.status == 200 else [("", None)]
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, Reference):
            return Seen("unreachable", temporary=True)
        return found.but(doi=doi, url="", accessed="")

    def _address(self, url: str) -> Seen:
        try:
            status = self.reach.get(url).status
        except NotAllowed:
            return Seen("unreachable")
        except NotReached:
            return Seen("unreachable", temporary=True)
        if status in (404, 410):
            return Seen("unreachable")
        # Pages that ask for a login or refuse machines are there all the same.
        return Seen("unreachable", temporary=True) if status >= 500 else Seen("ok")


def _alike(one: str, other: str) -> bool:
    first, second = bare(one), bare(other)
    if not first or not second or first in second or second in first:
        return True
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def current() -> Lookup:
    """`off`, `on`, or the dotted name of a class of one's own."""
    chosen = settings.REFERENCE_LOOKUP
    if chosen in ("", "off"):
        return Off()
    adapter: Lookup = Net() if chosen == "on" else import_string(chosen)()
    return adapter
