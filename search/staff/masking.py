"""Takes out of a question what can lead to a person, before anything of it is kept.

Two steps, both fail closed. `without_identifiers` is for every question: the engine's rules for numbers and addresses of people,
and any longer run of digits. `without_names` is for the few whose words are about to be kept: the name tagger as well.
"""

import re

from doctors.models import DoctorProfile
from moderation.engine import IDENTIFIERS, Document, Passage, Report, Scanner
from moderation.engine.scanner import FAILED
from moderation.scanning import scanner
from moderation.shown import shown

from .. import text

NUMBER, NAME, PLACE = "〔号码〕", "〔人名〕", "〔住址等〕"
# Findings by which a person could be recognised, and what stands in their place; how ill somebody is says nothing alone.
MASKS = dict.fromkeys((*IDENTIFIERS, "PRIV.DATE_EXACT"), NUMBER)
MASKS |= {"PRIV.NAME": NAME, "PRIV.MINOR": NAME, "PRIV.ADDRESS": PLACE, "PRIV.QUASI_COMBO": PLACE}
# No answer needs a longer number: a dose, a year or a telephone number of emergency is shorter. Nor a name of an account: what
# follows the name of a service, holds an @ or a _, or is long and mixes letters with three digits or more.
LONG_NUMBER = re.compile(r"[0-9](?:[\s\-]?[0-9]){5,}")
HANDLE = re.compile(
    r"(?<=微信)[号是:\s]*[a-z0-9_\-]{4,}|\b(?:wechat|wx|vx|qq)[号是:\s]*[a-z0-9_\-]{4,}"
    r"|[a-z0-9.\-]*[_@][a-z0-9_@.\-]*|(?=[a-z]*(?:[0-9][a-z]*){3,})[a-z0-9]{7,}",
    re.ASCII,
)
# What is left when the masks are taken away must be at least this many letters.
TELLING = 2


def without_identifiers(question: str) -> str:
    """The folded question with numbers and addresses of people masked; nothing when a rule failed."""
    plain = text.folded(text.clean(question)[: text.QUERY_LIMIT]).text
    report = Scanner(scanner().ruleset, names=False).scan(Document((Passage("text", plain),)))
    return HANDLE.sub(NUMBER, LONG_NUMBER.sub(NUMBER, _masked(plain, report)))[: text.QUERY_LIMIT]


def without_names(question: str) -> str:
    """The same without people's names, those of this site's doctors excepted; nothing when it could not be read for names, or
    when nothing else was asked."""
    doctors = tuple(shown(DoctorProfile.objects.all()).values_list("name", flat=True))
    report = Scanner(scanner().ruleset, names=True).scan(Document((Passage("text", question),), {"doctors": doctors}))
    if report.unchecked:
        return ""
    masked = _masked(question, report)
    left = masked
    for mask in (NUMBER, NAME, PLACE):
        left = left.replace(mask, "")
    return masked[: text.QUERY_LIMIT] if len("".join(run.group() for run in text.runs(left))) >= TELLING else ""


def _masked(plain: str, report: Report) -> str:
    if any(finding.code == FAILED for finding in report.findings):
        return ""
    masked, end = "", 0
    for finding in sorted(report.findings, key=lambda one: (one.start, -one.end)):
        if finding.code in MASKS and finding.end > end:
            if finding.start >= end:
                masked += plain[end : finding.start] + MASKS[finding.code]
            end = finding.end
    return masked + plain[end:]
