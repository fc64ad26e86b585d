"""A finding as a screen shows it, whether it comes from a draft or from a stored scan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import ledger, overruling, reasons
from .engine import Passage, Report
from .engine.masking import listed, masked_list
from .models import Finding, Scan

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEVERITY_WORDS: Mapping[str, "StrOrPromise"] = {
    "block": gettext_lazy("拦截"),
    "review": gettext_lazy("复核"),
    "advise": gettext_lazy("建议"),
}
UNCHECKED_WORDS: Mapping[str, "StrOrPromise"] = {
    "pictures": gettext_lazy("图片中的文字和人脸"),
    "names": gettext_lazy("人名"),
}


@dataclass(frozen=True)
class Card:
    """Number, place and words of one finding. `key` is the keyed hash of the slice, so that the words stay out of forms."""

    number: int
    code: str
    severity: str
    path: str
    start: int
    end: int
    words: str
    basis: str
    message: str
    fix: str
    replacement: str | None
    field: str
    in_text: bool
    key: str = ""
    identity: int = 0
    # A block that two people called a false alarm: it keeps the words from nobody any more.
    settled: bool = False

    @property
    def name(self) -> str:
        return reasons.name_of(self.code)

    @property
    def severity_word(self) -> str:
        return _("拦截已撤销") if self.settled else str(SEVERITY_WORDS.get(self.severity, self.severity))

    @property
    def anchor(self) -> str:
        """Where the editor has this place: a block of the body, or a field."""
        first, _dot, rest = self.path.partition(".")
        return f"block-{rest.partition('.')[0]}-section" if rest else f"id_{first}"


def of_draft(report: Report, draft: Any, passages: Iterable[Passage]) -> list[Card]:
    """The findings of a scan that left no row, in its own order."""
    places = {passage.path for passage in passages}
    return [
        Card(
            number=number,
            code=found.code,
            severity=found.severity,
            path=found.path,
            start=found.start,
            end=found.end,
            words=found.text,
            basis=found.basis,
            message=found.message,
            fix=found.fix,
            replacement=found.replacement,
            field=field_label(draft, found.path),
            in_text=found.path in places and found.end > found.start,
            key=ledger.commitment(found.text, found.code) if found.text else "",
        )
        for number, found in enumerate(report.findings, start=1)
    ]


def of_scan(scan: Scan | None, instance: Any, passages: Iterable[Passage]) -> list[Card]:
    """The stored findings of a scan; their words are masked, and the clues of a message stand in it again where the text is."""
    if scan is None:
        return []
    texts = {passage.path: passage.text for passage in passages}
    findings = list(scan.findings.all())
    blocked = any(finding.severity == "block" for finding in findings)
    standing = {block.pk for block in overruling.standing_blocks(scan)} if blocked else set()
    return [_stored(finding, instance, texts.get(finding.path), finding.pk not in standing) for finding in findings]


def _told(finding: Finding, text: str | None) -> str:
    """The message for those who have the text before them anyway."""
    clues = [text[start:end] for start, end in finding.parts] if text is not None else []
    return finding.message.replace(masked_list(clues), listed(clues)) if clues else finding.message


def _stored(finding: Finding, instance: Any, text: str | None, fallen: bool) -> Card:
    return Card(
        number=finding.number,
        code=finding.code,
        severity=finding.severity,
        path=finding.path,
        start=finding.start,
        end=finding.end,
        words=finding.masked,
        basis=finding.basis,
        message=_told(finding, text),
        fix=finding.fix,
        replacement=finding.replacement,
        field=field_label(instance, finding.path),
        in_text=text is not None and finding.end > finding.start,
        key=finding.keyed_hash,
        identity=finding.pk,
        settled=finding.severity == "block" and fallen,
    )


def field_label(instance: Any, path: str) -> str:
    """The name that the editor gives to the field in which a path begins."""
    name = path.partition(".")[0]
    try:
        return str(instance._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return _("这篇内容的资料")


def counts(cards: Iterable[Card]) -> dict[str, int]:
    """How many findings of each severity still ask for something."""
    found = dict.fromkeys(SEVERITY_WORDS, 0)
    for card in cards:
        found[card.severity] += not card.settled
    return found


def unchecked_words(unchecked: Iterable[str]) -> list[str]:
    """What no machine looked at, in words."""
    return [str(UNCHECKED_WORDS.get(name, name)) for name in unchecked]
