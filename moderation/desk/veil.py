"""Keeps what identifies a person covered on the desk until whoever works on the case asks to see it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from .. import ledger
from ..cases import DecisionRefused
from ..engine import IDENTIFIERS, Passage
from ..models import Case, Finding, Scan
from . import leases, offices

# What says by itself who somebody is, or how to reach them; the other privacy findings can only be judged by reading them.
COVERED = frozenset({*IDENTIFIERS, "PRIV.NAME", "PRIV.ADDRESS"})


@dataclass(frozen=True)
class Veil:
    """`masks` gives for each covered finding, by its number, the words that stand in its place; `words` are what it covers."""

    masks: Mapping[int, str]
    words: Mapping[int, str]
    revealed: frozenset[int] = frozenset()

    @classmethod
    def over(cls, scan: Scan | None, passages: Iterable[Passage], revealed: Collection[int] = ()) -> "Veil":
        """Over the covered findings of a scan; `revealed` are numbers that were asked for."""
        if scan is None:
            return cls({}, {})
        texts = {passage.path: passage.text for passage in passages}
        masks, words = {}, {}
        for finding in scan.findings.filter(code__in=COVERED):
            found = texts.get(finding.path, "")[finding.start : finding.end]
            # Words that are not the ones that were found say nothing about what stands there.
            if found and ledger.commitment(found, finding.code) == finding.keyed_hash:
                masks[finding.number] = finding.masked if finding.masked != found else "*" * len(found)
                words[finding.number] = found
        return cls(masks, words, frozenset(revealed) & frozenset(words))

    def mask_of(self, number: int) -> str | None:
        """What stands at this finding's place; None where its own words do."""
        return None if number in self.revealed else self.masks.get(number)

    def cover(self, text: str) -> str:
        """The same text with everything covered masked, wherever it came from."""
        hidden = {words: self.masks[number] for number, words in self.words.items() if number not in self.revealed}
        for words in sorted(hidden, key=len, reverse=True):
            text = text.replace(words, hidden[words])
        return text


def reveal(case: Case, by: Any, numbers: Collection[int]) -> None:
    """Note in the ledger that this person asks to see these findings of the case. Raises DecisionRefused where they may not."""
    standing = leases.standing(Case.objects.select_related("assignee").get(pk=case.pk), by, leases.clock())
    if not (standing.own and standing.running) or offices.objections(by, case.content(), None, case):
        raise DecisionRefused(_("只有正在办理这个案件的人可以显示被遮住的内容，请先认领"))
    asked = Finding.objects.filter(scan=case.scan, number__in=numbers, code__in=COVERED)
    with transaction.atomic():
        for finding in asked:
            data = {"case": case.pk, "finding": finding.pk, "code": finding.code, "by": by.pk}
            ledger.append_about("identifier revealed", case.content_type_id, case.object_id, "", data)
