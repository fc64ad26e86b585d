"""A ruleset made ready to run: term automata, what tells where a pattern can match, and each rule with its cues."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import daachorse

from .conditions import Test, build_conditions
from .document import Severity
from .folding import data_lines, fold
from .matching import Pattern, Searcher, Span
from .patterns import PatternError, compile_any, compile_pattern
from .reading import Reading
from .ruleset import Ruleset, RulesetError
from .spellings import Spelling, Spellings

LONGEST_TERM = 200
CONTEXT_PATTERNS = {"patterns", "unless", "inert", "negators", "far", "ends"}
VIEWS = ("plain", "tight", "digits")
NOT_HEARD = frozenset({"everyday", "written"})  # brands that ordinary words sound like


@dataclass(frozen=True)
class Brand:
    name: str
    generic: str
    flags: frozenset[str]


class Carrier:
    """Owns the ordinary words that hold a brand's characters."""


CARRIER = Carrier()


SOME_BRAND = Brand("", "", frozenset())  # which of several, the text does not say


@dataclass(frozen=True)
class Cue:
    """One way in which a rule shows: where to look, which check the candidate must pass, what suppresses it."""

    rule: str
    name: str
    severity: Severity
    view: str
    check: str
    requires: tuple[Test, ...]
    suppressors: tuple[Test, ...]
    replacement: str | None


@dataclass(frozen=True)
class Rule:
    code: str
    name: str
    severity: Severity
    detector: str
    flow: str
    flow_message: str
    basis: str
    message: str
    fix: str
    cues: tuple[Cue, ...]
    contexts: Mapping[str, Test]
    suppressors: tuple[Test, ...]
    settings: Mapping[str, Any]
    allow: frozenset[str]


class Compiled:
    """Everything a scan needs of a ruleset, built once."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._terms: dict[str, list[Brand | Cue | Carrier]] = {}
        self.searchers = {view: Searcher() for view in VIEWS}
        try:
            self.contexts = build_conditions(ruleset.data["contexts"])
        except (PatternError, KeyError) as error:
            raise RulesetError(f"contexts: {error}") from None
        self.rules = [self._rule(ruleset, code) for code in ruleset.rules if ruleset.status(code) != "shadow"]
        self.by_code = {rule.code: rule for rule in self.rules}
        self.learned_threshold: float = ruleset.data["learned"]["threshold"]
        self._add_brands([*ruleset.data["brands"], *ruleset.layer.get("brands", [])])
        for searcher in self.searchers.values():
            searcher.ready()
        for word in carriers():
            self._terms.setdefault(word, []).append(CARRIER)
        self._owners = list(self._terms.values())
        self._lengths = [len(term) for term in self._terms]
        self._ascii = [not _is_han(term) for term in self._terms]
        self._automaton = _automaton(list(self._terms))
        self._written = [
            (term, owner)
            for term, owners in self._terms.items()
            for owner in owners
            if isinstance(owner, Brand)
            and all(_is_han(character) for character in term)
            and (len(term) > 2 or "everyday" not in owner.flags)
        ]
        generics = {brand.generic for _, brand in self._written}
        written = {term for term, brand in self._written if not brand.flags.isdisjoint(NOT_HEARD)}
        self._spellings = Spellings([term for term, _ in self._written], written, "\n".join((*self._terms, *generics)))

    def prove(self, contexts: Mapping[str, Mapping[str, Any]]) -> None:
        """Compile every pattern now; raises RulesetError for one that RE2 refuses."""
        for pattern in (pattern for searcher in self.searchers.values() for pattern in searcher.patterns):
            try:
                compile_pattern(pattern.source)
            except PatternError as error:
                raise RulesetError(f"{pattern.cue.rule}: {error}") from None
        for name, entry in contexts.items():
            for key in CONTEXT_PATTERNS & entry.keys():
                try:
                    compile_any(entry[key])
                except PatternError as error:
                    raise RulesetError(f"contexts: {name}: {error}") from None

    def terms_in(self, reading: Reading) -> Iterator[tuple[Brand | Cue, int, int]]:
        """Brands and cue terms, in the text as it stands and with symbols between the characters.

        A brand whose characters stand inside a longer ordinary word is none.
        """
        text = reading.text
        brands: list[tuple[Brand, int, int]] = []
        carried: list[tuple[int, int]] = []
        for start, end, number in self._automaton.find_overlapping(text):
            if not self._ascii[number] or _stands_alone(text, start, end):
                for owner in self._owners[number]:
                    if isinstance(owner, Brand):
                        brands.append((owner, start, end))
                    elif owner is CARRIER:
                        carried.append((start, end))
                    else:
                        yield owner, start, end
        for brand, start, end in brands:
            if not any(low <= start and end <= high and high - low > end - start for low, high in carried):
                yield brand, start, end
        tight = reading.tight
        if tight is None:
            return
        for start, end, number in self._automaton.find_overlapping(tight.text):
            first, last = tight.starts[start], tight.ends[end - 1]
            if last - first > self._lengths[number] and not self._ascii[number]:
                for owner in self._owners[number]:
                    if owner is not CARRIER:
                        yield owner, first, last

    def spellings_in(self, reading: Reading) -> Iterator[tuple[Brand, Spelling]]:
        """Places where a brand is written otherwise: by its sound, in pinyin, in parts, with characters put between."""
        for spelling in self._spellings.find(reading):
            yield self._written[spelling.number][1] if spelling.number >= 0 else SOME_BRAND, spelling

    def knows(self, word: str) -> bool:
        """Whether a word is a name or generic name of the lexicon, a part of one, or an ordinary word kept beside them."""
        return word in self._spellings.known

    def patterns_in(self, reading: Reading) -> Iterator[tuple[Pattern, str, list[Span]]]:
        """Patterns that match, in which view of the text, and in which pieces of that."""
        for view, searcher in self.searchers.items():
            text = reading.view(view)
            for pattern, pieces in searcher.candidates(text) if text else ():
                yield pattern, text, pieces

    def _rule(self, ruleset: Ruleset, code: str) -> Rule:
        entry, layer = ruleset.rules[code], ruleset.layer
        without = set(layer.get("without", {}).get(code, []))
        try:
            cues = tuple(
                self._cue(code, entry, cue, without) for cue in (*entry.get("cue", []), *_staff_cues(code, entry, layer))
            )
            return Rule(
                code=code,
                name=entry["name"]["zh"],
                severity=entry["severity"],
                detector=entry.get("detector", "cues"),
                flow=entry.get("flow", ""),
                flow_message=entry.get("flow_message", entry["message"])["zh"],
                basis=entry["basis"],
                message=entry["message"]["zh"],
                fix=entry["fix"]["zh"],
                cues=cues,
                contexts=self.contexts,
                suppressors=self._tests(entry.get("suppressors", []), without),
                settings={**entry.get("settings", {}), **layer.get("thresholds", {}).get(code, {})},
                allow=frozenset(fold(item["text"]).text for item in layer.get("allow", []) if item["code"] == code),
            )
        except PatternError as error:
            raise RulesetError(f"{code}: {error}") from None
        except (KeyError, TypeError, AttributeError) as error:
            raise RulesetError(f"{code}: {type(error).__name__} {error}") from None

    def _cue(self, code: str, rule: Mapping[str, Any], entry: Mapping[str, Any], without: set[str]) -> Cue:
        view = entry.get("view", "plain")
        if view not in VIEWS:
            raise PatternError(f"unknown view {view!r}")
        cue = Cue(
            rule=code,
            name=entry["name"],
            severity=entry.get("severity", rule["severity"]),
            view=view,
            check=entry.get("check", ""),
            requires=self._tests(entry.get("requires", []), set()),
            suppressors=self._tests(entry.get("suppressors", rule.get("suppressors", [])), without),
            replacement=entry.get("replacement", rule.get("replacement")),
        )
        for pattern in entry.get("patterns", []):
            self.searchers[view].add(cue, pattern)
            if view == "tight":
                self.searchers["plain"].add(cue, pattern)
        for term in entry.get("terms", []):
            self._term(term, cue)
        return cue

    def _tests(self, names: Iterable[str], without: set[str]) -> tuple[Test, ...]:
        for name in names:
            if name not in self.contexts:
                raise PatternError(f"unknown context {name!r}")
        return tuple(self.contexts[name] for name in names if name not in without)

    def _add_brands(self, rows: Iterable[list[str]]) -> None:
        for row in rows:
            try:
                name, generic, flags = row
                self._term(name, Brand(name, generic, frozenset(flags.split(",")) - {""}))
            except (PatternError, ValueError, AttributeError) as error:
                raise RulesetError(f"brands: {row!r}: {error}") from None

    def _term(self, term: str, owner: Brand | Cue) -> None:
        folded = fold(term).text.strip()
        if not folded or len(folded) > LONGEST_TERM or "\n" in folded:
            raise PatternError(f"term {term!r} is empty, too long or holds a line break")
        self._terms.setdefault(folded, []).append(owner)


def _staff_cues(code: str, entry: Mapping[str, Any], layer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The staff's own words for a rule, as one more cue of it."""
    terms, patterns = layer.get("terms", {}).get(code, []), layer.get("patterns", {}).get(code, [])
    return [{"name": "staff", "terms": terms, "patterns": patterns, "view": "plain"}] if terms or patterns else []


@cache
def carriers() -> tuple[str, ...]:
    """Ordinary words, names and generic names in which a brand's characters stand side by side."""
    return tuple(word for line in data_lines("carriers.txt") for word in line.split(" "))


def _automaton(terms: list[str]) -> Any:
    return daachorse.CharwiseDoubleArrayAhoCorasick(terms or ["\x00"])


def _is_han(text: str) -> bool:
    return any(character > "\u2e7f" for character in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """No letter or digit touches a Latin term (a word boundary does not work beside Han characters)."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
