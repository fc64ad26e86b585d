"""Brings a moderated object to the engine, and keeps what the engine found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from . import ledger
from .engine import Document, Passage, Report, Scanner, mask
from .engine import Finding as EngineFinding
from .engine.allowing import Allowed
from .models import Allowance, Finding, Scan, ShadowScan, Submission
from .models.reference import key
from .moderated import Moderated
from .rules import standing
from .surface import Surface


@dataclass(frozen=True)
class Shadowed:
    """What a ruleset in shadow says beyond the live one, and what it does not say."""

    ruleset: int
    verdict: str
    more: tuple[EngineFinding, ...]
    less: tuple[EngineFinding, ...]


@dataclass(frozen=True)
class Examination(Report):
    """A report with the ruleset that this object sees, what the allow-list set aside, and what shadows would say."""

    sha256: str = ""
    allowed: tuple[Allowed, ...] = ()
    shadows: tuple[Shadowed, ...] = ()


def scanner() -> Scanner:
    """The engine under the ruleset that is live for all."""
    return standing.current().base.scanner


def examine(instance: Moderated, surface: Surface) -> Examination:
    """Apply the ruleset that this object sees to what readers would see of it. Never called inside a write transaction."""
    return examine_under(standing.current(), instance, surface.passages)


def examine_under(standing_now: standing.Standing, instance: Moderated, passages: tuple[Passage, ...]) -> Examination:
    """The same, for those who examine many and have their passages at hand."""
    ready = standing_now.pick(instance)
    document = Document(passages, instance.facts())
    asks_authors = any(entry.author is not None for one in standing_now.holding() for entry in one.allowed)
    authors = frozenset(instance.author_accounts()) if asks_authors else frozenset[int]()
    report, allowed = ready.scan(document, authors)
    shadows = []
    if ready.hidden is not None and ready.pk is not None:
        hidden = ready.hidden.scan(document)
        shadows.append(Shadowed(ready.pk, hidden.verdict, hidden.findings, ()))
    for shadow in standing_now.shadows:
        told, _aside = shadow.scan(document, authors)
        more, less = difference(report.findings, told.findings)
        shadows.append(Shadowed(shadow.pk or 0, told.verdict, more, less))
    plain = {field.name: getattr(report, field.name) for field in fields(Report)} | {"ruleset": ready.version}
    return Examination(**plain, sha256=ready.sha256, allowed=allowed, shadows=tuple(shadows))


def difference(
    before: Iterable[EngineFinding], after: Iterable[EngineFinding]
) -> tuple[tuple[EngineFinding, ...], tuple[EngineFinding, ...]]:
    """Findings that only the second has, and that only the first has; the same is the same code at the same place."""
    had = {place(finding): finding for finding in before}
    has = {place(finding): finding for finding in after}
    return (
        tuple(finding for spot, finding in has.items() if spot not in had),
        tuple(finding for spot, finding in had.items() if spot not in has),
    )


def place(finding: Any) -> tuple[str, str, int, int]:
    return finding.code, finding.path[:160], finding.start, finding.end


def record(instance: Moderated, digest: str, report: Report, purpose: str, submission: Submission | None = None) -> Scan:
    """Keep a report as rows: the words of a privacy finding masked, the raw slice as a keyed hash only."""
    sha256 = report.sha256 if isinstance(report, Examination) else standing.current().base.sha256
    scan = Scan.objects.create(
        **key(instance),
        submission=submission,
        digest=digest,
        purpose=purpose,
        ruleset=report.ruleset,
        ruleset_sha256=sha256,
        verdict=report.verdict,
        unchecked=list(report.unchecked),
    )
    Finding.objects.bulk_create(finding_rows(scan, report))
    if isinstance(report, Examination):
        Allowance.objects.bulk_create(allowance_rows(scan, report))
        ShadowScan.objects.bulk_create(shadow_rows(scan, report))
    return scan


def finding_rows(scan: Scan, report: Report) -> list[Finding]:
    return [
        Finding(
            scan=scan,
            number=number,
            code=found.code,
            severity=found.severity,
            path=found.path[:160],
            start=found.start,
            end=found.end,
            masked=mask(found)[:400],
            keyed_hash=ledger.commitment(found.text, found.code) if found.text else "",
            basis=found.basis,
            message=masked_message(found),
            fix=found.fix,
            replacement=found.replacement[:400] if found.replacement is not None else None,
            parts=[list(place) for place in found.parts],
        )
        for number, found in enumerate(report.findings, start=1)
    ]


def allowance_rows(scan: Scan, report: Examination) -> list[Allowance]:
    return [Allowance(scan=scan, entry=one.entry.fingerprint, **masked(one.finding)) for one in report.allowed]


def shadow_rows(scan: Scan, report: Examination) -> list[ShadowScan]:
    return [
        ShadowScan(
            scan=scan,
            ruleset_id=shadow.ruleset,
            verdict=shadow.verdict,
            more=[masked(finding) for finding in shadow.more],
            less=[masked(finding) for finding in shadow.less],
        )
        for shadow in report.shadows
    ]


def masked(found: EngineFinding) -> Mapping[str, Any]:
    """A finding as it is kept beside the rows of findings: place and masked words."""
    return {
        "code": found.code,
        "severity": found.severity,
        "path": found.path[:160],
        "start": found.start,
        "end": found.end,
        "masked": mask(found)[:400],
    }


def masked_message(found: EngineFinding) -> str:
    """The message with the words it quotes masked, for rows, logs and terminals."""
    return found.kept or found.message
