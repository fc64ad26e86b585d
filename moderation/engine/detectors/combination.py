"""Clues that point at a person only together: counted within one story, by rules that say which clues and how many.

A rule's settings name contexts: `narrow` (one of them at least must be there), `traits` (counted as well), `least` (the score
that both must reach: a narrow clue counts two, a trait one, or as `weights` say), `topics` (what the story must speak of, in words that are shown too), `about` (what must hold of it besides) and
`severities` (pairs: the first context that holds decides).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from weakref import WeakKeyDictionary

from ..compiled import Compiled, Cue, Rule
from ..conditions import Condition
from ..document import Severity
from ..evidence import CANDIDATES, Draft, Evidence, TooManyCandidates, places
from ..matching import Searcher
from ..patterns import Anywhere
from ..reading import Reading

LONGEST_LINE = 200  # characters: a line up to this length is one story, a longer one is several
LONGEST_CLUE = 24
MASKS = ("某", "×", "xx", "**", "化名", "几个", "农村", "各个")
PLURAL = "们"
OF_THEIR_OWN = ("trait_age", "trait_sex", "trait_place")  # counted inside other clues too
EDGES = ' ,.。:;!?、/()“”"的'


@dataclass(frozen=True, order=True)
class Clue:
    """One clue at its place in the folded text; `kind` is the name of its context."""

    start: int
    end: int
    kind: str


def detect_combination(rule: Rule, evidence: Evidence) -> Iterator[Draft]:
    """One draft for each story that holds enough clues, from the first of them to the last."""
    reading, settings = evidence.reading, rule.settings
    narrow = [clue for clue in _narrow_clues(evidence) if clue.kind in settings["narrow"]] + _own_clues(rule, evidence)
    if len(narrow) > CANDIDATES:
        raise TooManyCandidates(f"{rule.code}: more clues than a person writes")
    told = -1
    for clue in sorted(narrow):
        if clue.start < told:
            continue
        low, high = _story(reading, clue)
        if not all(rule.contexts[name](reading, clue.start, clue.end) for name in settings.get("about", ())):
            continue
        if any(test(reading, clue.start, clue.end) for test in rule.suppressors):
            continue
        traits = [_first(rule, name, reading, low, high) for name in settings["traits"]]
        near = [other for other in narrow if low <= other.start and other.end <= high]
        clues = _apart([clue, *near], [trait for trait in traits if trait is not None])
        topics = [_first(rule, name, reading, low, high) for name in settings.get("topics", ())]
        if _score(rule, clues) < settings["least"] or None in topics or reading.text[low:high] in rule.allow:
            continue
        told = high
        yield _draft(rule, reading, clue, sorted([*clues, *(topic for topic in topics if topic is not None)]))


def _score(rule: Rule, clues: list[Clue]) -> int:
    weights = rule.settings.get("weights", {})
    return sum(weights.get(clue.kind, 1 if clue.kind in rule.settings["traits"] else 2) for clue in clues)


def _draft(rule: Rule, reading: Reading, clue: Clue, clues: list[Clue]) -> Draft:
    """From the first clue to the last; the message lists them."""
    severity = rule.severity
    for name, other in rule.settings.get("severities", ()):
        if rule.contexts[name](reading, clue.start, clue.end):
            severity = cast(Severity, other)
            break
    start, end = min(found.start for found in clues), max(found.end for found in clues)
    while start + 1 < end and reading.text[start] in EDGES:
        start += 1
    while start + 1 < end and reading.text[end - 1] in EDGES:
        end -= 1
    kinds = "+".join(dict.fromkeys(found.kind.partition("_")[2] for found in clues))
    return Draft(start, end, kinds, severity, None, tuple(_trimmed(reading.text, found) for found in clues))


def _trimmed(text: str, clue: Clue) -> tuple[int, int]:
    """The clue without the marks and particles at its edges, and no longer than people read."""
    words = text[clue.start : clue.end]
    start = clue.start + len(words) - len(words.lstrip(EDGES))
    return start, min(clue.start + len(words.rstrip(EDGES)), start + LONGEST_CLUE)


def _story(reading: Reading, clue: Clue) -> tuple[int, int]:
    """A short line is one story; in a long one it is the sentence with its neighbours."""
    low, high = reading.window("line", clue.start, clue.end)
    return (low, high) if high - low <= LONGEST_LINE else reading.window("around", clue.start, clue.end)


def _first(rule: Rule, name: str, reading: Reading, low: int, high: int) -> Clue | None:
    found = cast(Anywhere, cast(Condition, rule.contexts[name]).cover).search(reading.text[low:high])
    return Clue(low + found.start(), low + found.end(), name) if found else None


def _apart(narrow: list[Clue], traits: list[Clue]) -> list[Clue]:
    """Clues of which no two are of one kind or say the same by the same words; the narrow ones come first."""
    kept: list[Clue] = []
    for clue in (*narrow, *traits):
        shares = clue.kind not in OF_THEIR_OWN and any(clue.start < other.end and other.start < clue.end for other in kept)
        if not shares and not any(clue.kind == other.kind for other in kept):
            kept.append(clue)
    return sorted(kept)


def _own_clues(rule: Rule, evidence: Evidence) -> list[Clue]:
    """What the rule itself or the staff's layer looks for besides the clues that all share."""
    reading = evidence.reading
    found = list(evidence.terms.get(rule.code, ()))
    for pattern in evidence.patterns.get(rule.code, ()):
        found += [(pattern.cue, start, end) for start, end in places(pattern, reading)]
    return [
        Clue(start, end, f"own_{cue.name}")
        for cue, start, end in found
        if all(test(reading, start, end) for test in cue.requires)
    ]


_searchers: WeakKeyDictionary[Compiled, Searcher] = WeakKeyDictionary()
_found: WeakKeyDictionary[Evidence, list[Clue]] = WeakKeyDictionary()


def _narrow_clues(evidence: Evidence) -> list[Clue]:
    """All narrow clues of a text, found once for all rules; masked and plural ones are none."""
    if evidence not in _found:
        text, clues = evidence.reading.text, []
        for pattern, pieces in clue_searcher(evidence.compiled).candidates(text):
            for low, high in pieces:
                for first, last in pattern.spans(text[low:high]):
                    start, end = low + first, low + last
                    masked = pattern.cue.name != "clue_figure" and any(mask in text[start:end] for mask in MASKS)
                    if text[end : end + 1] != PLURAL and not masked:
                        clues.append(Clue(start, end, pattern.cue.name))
        _found[evidence] = sorted(clues)
    return _found[evidence]


def clue_searcher(compiled: Compiled) -> Searcher:
    """What finds the narrow clues of a text."""
    if compiled not in _searchers:
        searcher = Searcher()
        for name, context in compiled.contexts.items():
            if name.startswith("clue_"):
                cue = Cue("", name, "review", "plain", "", (), (), None)
                for pattern in cast(Anywhere, cast(Condition, context).cover).patterns:
                    searcher.add(cue, pattern)
        searcher.ready()
        _searchers[compiled] = searcher
    return _searchers[compiled]
