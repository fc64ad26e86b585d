"""Applies one ruleset to one document and reports every finding at once."""

import re
from collections.abc import Callable, Iterator, Mapping

from .compiled import Rule
from .detectors.combination import detect_combination
from .detectors.cues import detect
from .detectors.evasion import detect_evasion
from .detectors.people import detect_names
from .detectors.promotion import detect_mention, detect_promotion
from .document import RANK, Document, Finding, Passage, Report, Severity, verdict_of
from .evidence import Draft, Evidence
from .flows import FLOWS
from .flows.sources import consented
from .learned.second_reading import doubted, second_reading
from .masking import listed, mask_words, masked_list
from .names.people import People
from .reading import Reading
from .ruleset import Ruleset

DETECTORS: Mapping[str, Callable[[Rule, Evidence], Iterator[Draft]]] = {
    "cues": detect,
    "promotion": detect_promotion,
    "mention": detect_mention,
    "evasion": detect_evasion,
    "names": detect_names,
    "combination": detect_combination,
}
FAILED = "SYS.RULE_FAILED"
LONGEST_IN_MESSAGE = 40
# What a message quotes: the slice itself, or the clues that say something only together.
PLACES = re.compile(r"\{(span|clues)\}")


class Scanner:
    """One ruleset, ready to scan; `names` asks for the name tagger, whose absence every report states."""

    def __init__(self, ruleset: Ruleset, names: bool = True) -> None:
        self.ruleset = ruleset
        self.names = names
        self.compiled = ruleset.compiled
        self.version = ruleset.version

    def scan(self, document: Document) -> Report:
        """Every rule runs on every passage; a rule that fails becomes a blocking finding."""
        people = People(self.ruleset.people, document.facts, self.names)
        reading = Reading(Document(document.passages))
        found = self._yielded(list(self._texts(document.passages, reading, people)))
        found += second_reading(self.compiled, reading, found)
        found = self._unanswered(found, document)
        found.sort(key=lambda item: (item[0], item[1].start, item[1].end, item[1].code))
        findings = (*(finding for _, finding in found), *self._flows(document))
        unchecked = (*(("names",) if people.unread else ()), *(("pictures",) if document.facts.get("pictures") else ()))
        return Report(verdict_of(findings), findings, unchecked, self.version)

    def _texts(self, passages: tuple[Passage, ...], reading: Reading, people: People) -> Iterator[tuple[int, Finding]]:
        evidence = Evidence(self.compiled, reading, people)
        for rule in self.compiled.rules:
            try:
                found = _apply(rule, evidence)
            except Exception as error:  # fail closed: a broken rule blocks, it never passes
                found = self._each_alone(rule, passages, people, error)
            yield from found

    def _yielded(self, found: list[tuple[int, Finding]]) -> list[tuple[int, Finding]]:
        """Without the findings that say less about a place than another code's finding there does."""
        stronger = {rule.code: rule.settings["yields_to"] for rule in self.compiled.rules if "yields_to" in rule.settings}
        rivals = [(number, finding) for number, finding in found if finding.code in stronger.values()]
        return [
            (number, finding)
            for number, finding in found
            if finding.code not in stronger
            or not any(
                (other.code, passage) == (stronger[finding.code], number)
                and other.start < finding.end
                and finding.start < other.end
                for passage, other in rivals
            )
        ]

    def _unanswered(self, found: list[tuple[int, Finding]], document: Document) -> list[tuple[int, Finding]]:
        """Without the findings whose question a fact answers, as a patient's consent answers for a case that is told."""
        asked = {rule.code: rule.settings["answered_by"] for rule in self.compiled.rules if "answered_by" in rule.settings}
        answered = {code for code, name in asked.items() if document.facts.get(name) and _answers(document, name)}
        return [item for item in found if item[1].code not in answered] if answered else found

    def _each_alone(
        self, rule: Rule, passages: tuple[Passage, ...], people: People, cause: Exception
    ) -> list[tuple[int, Finding]]:
        """Run a failed rule passage by passage, so that the finding names the passage it failed on."""
        if len(passages) == 1:
            return [(0, _failure(rule.code, passages[0].path, cause))]
        results: list[tuple[int, Finding]] = []
        failed = False
        for number, passage in enumerate(passages):
            try:
                alone = _apply(rule, Evidence(self.compiled, Reading(Document((passage,))), people))
            except Exception as error:
                failed = True
                results.append((number, _failure(rule.code, passage.path, error)))
            else:
                results.extend((number, finding) for _, finding in alone)
        if not failed:
            results.append((0, _failure(rule.code, passages[0].path if passages else "", cause)))
        return results

    def _flows(self, document: Document) -> Iterator[Finding]:
        for rule in self.compiled.rules:
            if not rule.flow:
                continue
            try:
                drafts = list(FLOWS[rule.flow](document, rule.settings))
            except Exception as error:  # fail closed, as above
                yield _failure(rule.code, "attribution", error)
                continue
            for draft in drafts:
                message = rule.flow_message.format_map(draft.values)
                severity = draft.severity or rule.severity
                yield Finding(rule.code, severity, draft.path, 0, 0, "", draft.cue, rule.basis, message, rule.fix, None)


def _answers(document: Document, name: str) -> bool:
    """Fail closed: a fact of the wrong shape answers nothing."""
    try:
        return consented(document, name)
    except (TypeError, AttributeError):
        return False


def _apply(rule: Rule, evidence: Evidence) -> list[tuple[int, Finding]]:
    reading = evidence.reading
    results = []
    for draft in _merged(list(DETECTORS[rule.detector](rule, evidence))):
        number, start, end = reading.origin(draft.start, draft.end)
        passage = reading.passages[number]
        parts = [reading.origin(low, high) for low, high in draft.parts if low < high]
        finding = _finding(rule, draft, passage, start, end, tuple(place[1:] for place in parts if place[0] == number))
        results.append((number, doubted(reading, finding, draft.start, draft.end)))
    return results


def _merged(drafts: list[Draft]) -> list[Draft]:
    """Of drafts that overlap the best stays: the most severe, then the longest, then the first."""
    drafts.sort(key=lambda draft: (-RANK[draft.severity], draft.start - draft.end, draft.start))
    taken: list[Draft] = []
    spans: list[tuple[int, int]] = []
    for draft in drafts:
        if not any(draft.start < end and start < draft.end for start, end in spans):
            taken.append(draft)
            spans.append((draft.start, draft.end))
    return taken


def _finding(
    rule: Rule, draft: Draft, passage: Passage, start: int, end: int, parts: tuple[tuple[int, int], ...] = ()
) -> Finding:
    text = passage.text[start:end]
    shown = text if len(text) <= LONGEST_IN_MESSAGE else text[:LONGEST_IN_MESSAGE] + "…"
    clues = [passage.text[low:high] for low, high in parts] or [shown]
    private = rule.code.startswith("PRIV.")
    return Finding(
        code=rule.code,
        severity=draft.severity,
        path=passage.path,
        start=start,
        end=end,
        text=text,
        cue=draft.cue,
        basis=rule.basis,
        message=_worded(rule.message, shown, listed(clues)),
        fix=rule.fix.replace("{replacement}", draft.replacement or ""),
        replacement=draft.replacement,
        parts=parts,
        kept=_worded(rule.message, mask_words(rule.code, text)[:LONGEST_IN_MESSAGE], masked_list(clues)) if private else "",
    )


def _worded(message: str, shown: str, clues: str) -> str:
    """The message with its places filled; what a text holds in braces fills none."""
    values = {"span": shown, "clues": clues}
    return PLACES.sub(lambda place: values[place[1]], message)


def _failure(code: str, path: str, error: Exception) -> Finding:
    severity: Severity = "block"
    return Finding(
        code=FAILED,
        severity=severity,
        path=path,
        start=0,
        end=0,
        text="",
        cue=f"{code}: {type(error).__name__}",
        basis="",
        message=f"规则 {code} 在检查这段文字时出错，没有检查完。本平台不放行没有检查完的内容。",
        fix="请联系平台工作人员；修好规则后再提交。",
        replacement=None,
    )
