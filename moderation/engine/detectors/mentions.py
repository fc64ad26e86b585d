"""Where products are named in a text: brands of the lexicon, their other spellings, and words that only look like a brand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ..compiled import SOME_BRAND, Brand, Rule
from ..evidence import CANDIDATES, Evidence, TooManyCandidates, places
from ..reading import Reading
from ..spellings import Spelling
from .brand_shape import shaped_like_a_brand

MADE_A_NAME = ("medicine_words", "eaten", "taken", "dosage_form")  # contexts in which an ordinary word is the name of a product
MADE_A_PRODUCT = ("taken", "eaten", "dosage_form")  # contexts in which letters or unlikely characters can only be a product
_MARKED = re.compile("([\u3400-\u9fffa-z][\u3400-\u9fffa-z0-9]{1,7})[®™]")
WEAK = frozenset({"everyday", "inside"})  # brands whose characters alone say little
LOOSE = frozenset({"sound", "fillers", "initials"})  # spellings that ordinary text can hold by chance


@dataclass(frozen=True)
class Mention:
    """A product in the text; `spelling` says how it is written when that is not its name."""

    brand: Brand
    start: int
    end: int
    spelling: str = ""
    doubt: int = 0

    @property
    def certain(self) -> bool:
        """Whether the place is this brand beyond doubt."""
        return self.spelling not in LOOSE


_SPELLED: "WeakKeyDictionary[Evidence, list[tuple[Brand, Spelling]]]" = WeakKeyDictionary()


def spelled_otherwise(evidence: Evidence) -> list[tuple[Brand, Spelling]]:
    """The other spellings in a text, found once for all rules."""
    if evidence not in _SPELLED:
        _SPELLED[evidence] = list(evidence.compiled.spellings_in(evidence.reading))
    return _SPELLED[evidence]


def mentions(rule: Rule, evidence: Evidence, *, unknown: bool) -> list[Mention]:
    """The best mention at each place, in order; `unknown` asks for what only looks like a brand as well."""
    reading = evidence.reading
    found = [Mention(brand, start, end) for brand, start, end in evidence.brands]
    found += [Mention(brand, it.start, it.end, it.kind, it.doubt) for brand, it in spelled_otherwise(evidence)]
    if unknown:
        found += _unknown(rule, evidence)
    if len(found) > CANDIDATES:
        raise TooManyCandidates(f"{rule.code}: more than {CANDIDATES} candidates")
    return sorted(_marked(rule, reading, _best(found, reading.text)), key=lambda mention: mention.start)


def _unknown(rule: Rule, evidence: Evidence) -> Iterable[Mention]:
    """Words before a trade mark sign, and words in the places where only a brand is named."""
    reading = evidence.reading
    for start, end, named in [*_trade_marks(reading.text), *_slots(rule, evidence)]:
        span = (start, end) if named else shaped_like_a_brand(reading.text, start, end)
        if span is not None and not evidence.compiled.knows(reading.text[span[0] : span[1]]):
            yield Mention(SOME_BRAND, *span)


def _trade_marks(text: str) -> Iterable[tuple[int, int, bool]]:
    return [(*match.span(1), False) for match in _MARKED.finditer(text)] if "®" in text or "™" in text else []


def _slots(rule: Rule, evidence: Evidence) -> Iterable[tuple[int, int, bool]]:
    for found in evidence.patterns.get(rule.code, ()):
        for start, end in places(found, evidence.reading):
            yield start, end, found.check == "named"


def _best(found: list[Mention], text: str) -> list[Mention]:
    """Of mentions that overlap: a written name before another spelling, that before an unknown word; then the longest.

    A name in disguise comes before a shorter one that only stands inside it (泰诺 in 泰诺lin).
    """
    written = [mention for mention in found if not mention.spelling]
    wide = {mention for mention in found if mention.spelling and _is_wide(mention, written, text)}
    found.sort(
        key=lambda m: (m not in wide, not m.certain, bool(m.spelling), not m.brand.name, m.start - m.end, m.doubt, m.start)
    )
    kept: list[Mention] = []
    for mention in found:
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return kept


def _is_wide(mention: Mention, written: list[Mention], text: str) -> bool:
    """Each written name that it touches is a part of its own name, or shorter than what it shares with its own name."""
    touched = [other for other in written if other.start < mention.end and mention.start < other.end]
    if not touched or mention.spelling == "initials" or mention.doubt > (mention.spelling == "fillers"):
        return False
    name = mention.brand.name
    shared = (mention.spelling == "parts") + sum(
        one == other for one, other in zip(text[mention.start : mention.end], name, strict=False)
    )
    return all(
        (mention.spelling != "fillers" and not other.brand.flags.isdisjoint(WEAK))
        or (name != other.brand.name and (other.brand.name in name or len(other.brand.name) < shared))
        for other in touched
    )


def _marked(rule: Rule, reading: Reading, kept: list[Mention]) -> Iterable[Mention]:
    """Without words that are none here; the trade mark sign belongs to the name before it."""
    for mention in kept:
        start, end = mention.start, mention.end
        marked = reading.text[end : end + 1] in ("®", "™")
        if marked:
            mention = Mention(mention.brand, start, end + 1, mention.spelling, mention.doubt)
        if marked or _is_named(rule, reading, mention):
            yield mention


def _is_named(rule: Rule, reading: Reading, mention: Mention) -> bool:
    """Ordinary words count beside a medicine's words only; pairs that meet inside other words where treatment is spoken of."""
    start, end, flags = mention.start, mention.end, mention.brand.flags
    if "everyday" in flags:
        return any(rule.contexts[name](reading, start, end) for name in MADE_A_NAME)
    if "inside" in flags and not _set_off(reading.text, start, end):
        return rule.contexts["short_brand"](reading, start, end)
    return True


def is_product(rule: Rule, reading: Reading, mention: Mention) -> bool:
    """What stands there is taken, bought or recommended, or has a dosage form or a dose."""
    return any(rule.contexts[name](reading, mention.start, mention.end) for name in MADE_A_PRODUCT)


def _set_off(text: str, start: int, end: int) -> bool:
    """No character of a word touches the mention: it is a list item, a heading or quoted."""
    return not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha()
