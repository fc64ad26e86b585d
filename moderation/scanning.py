"""Brings a moderated object to the engine, and keeps what the engine found."""

from functools import cache

from django.conf import settings

from . import ledger
from .engine import Document, Report, Ruleset, Scanner, mask
from .engine import Finding as EngineFinding
from .models import Finding, Scan, Submission
from .models.reference import key
from .moderated import Moderated
from .surface import Surface


@cache
def scanner() -> Scanner:
    """The live ruleset, compiled once per process: the shipped rules, and the site's own address for complaints allowed."""
    own_address = {"code": "PROMO.CONTACT", "text": settings.COMPLAINTS_MAIL}
    return Scanner(Ruleset.shipped().with_layer({"allow": [own_address]}))


def examine(instance: Moderated, surface: Surface) -> Report:
    """Apply the live ruleset to what readers would see of this object. Never called inside a write transaction."""
    return scanner().scan(Document(surface.passages, instance.facts()))


def record(instance: Moderated, digest: str, report: Report, purpose: str, submission: Submission | None = None) -> Scan:
    """Keep a report as rows: the words of a privacy finding masked, the raw slice as a keyed hash only."""
    scan = Scan.objects.create(
        **key(instance),
        submission=submission,
        digest=digest,
        purpose=purpose,
        ruleset=report.ruleset,
        ruleset_sha256=scanner().ruleset.sha256,
        verdict=report.verdict,
        unchecked=list(report.unchecked),
    )
    Finding.objects.bulk_create(
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
        )
        for number, found in enumerate(report.findings, start=1)
    )
    return scan


def masked_message(found: EngineFinding) -> str:
    """The message with the words it quotes masked, for rows, logs and terminals."""
    return found.message.replace(found.text, mask(found)) if found.text else found.message
