"""Allow-lists with a scope: which findings an entry sets aside, for which field and author, until which day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .document import IDENTIFIERS, Finding, Report, verdict_of
from .folding import fold


@dataclass(frozen=True)
class Entry:
    """An exception to one rule. What is empty does not narrow it; `until` is the last day (ISO) on which it holds."""

    code: str
    text: str = ""
    field: str = ""
    author: int | None = None
    until: str = ""
    fingerprint: str = ""

    def holds(self, finding: Finding, today: str, authors: frozenset[int]) -> bool:
        """Whether it sets this finding aside. Identifiers are set aside by nobody."""
        if finding.code != self.code or finding.code in IDENTIFIERS:
            return False
        if self.until and today > self.until:
            return False
        if self.author is not None and self.author not in authors:
            return False
        if self.field and finding.path != self.field and not finding.path.startswith(f"{self.field}."):
            return False
        return not self.text or fold(finding.text).text == self.text


@dataclass(frozen=True)
class Allowed:
    """A finding that an entry set aside: the evidence that it was seen."""

    finding: Finding
    entry: Entry


def entries(rows: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """The entries of a layer, their texts folded as the engine reads."""
    return tuple(
        Entry(
            code=row["code"],
            text=fold(row.get("text", "")).text,
            field=row.get("field", ""),
            author=row.get("author"),
            until=row.get("until", ""),
            fingerprint=row.get("fingerprint", ""),
        )
        for row in rows
    )


def allow(
    report: Report, allowed: Sequence[Entry], today: str, authors: frozenset[int] = frozenset()
) -> tuple[Report, tuple[Allowed, ...]]:
    """The report without what an entry sets aside, and what that was."""
    by_code: dict[str, list[Entry]] = {}
    for entry in allowed:
        by_code.setdefault(entry.code, []).append(entry)
    kept: list[Finding] = []
    aside: list[Allowed] = []
    for finding in report.findings:
        holding = next((entry for entry in by_code.get(finding.code, ()) if entry.holds(finding, today, authors)), None)
        if holding is None:
            kept.append(finding)
        else:
            aside.append(Allowed(finding, holding))
    if not aside:
        return report, ()
    findings = tuple(kept)
    return replace(report, findings=findings, verdict=verdict_of(findings)), tuple(aside)
