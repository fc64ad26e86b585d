"""Where products are named in a text: brands of the lexicon, their other spellings, and words that only look like a brand."""

from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ..compiled import SOME_BRAND, Brand, Rule
from ..evidence import CANDIDATES, Evidence, TooManyCandidates, places
from ..reading import Reading
from ..spellings import Spelling
from .brand_shape import shaped_like_a_brand

LOOSE = frozenset({"sound", "fillers", "initials"})  # spellings that ordinary text can hold by chance


@dataclass(frozen=True)
class Mention:
    """A product in the text; `spelling` says how it is written when that is not its name."""

    brand: Brand
    start: int
    end: int
    spelling: str = ""
    sure: bool = True

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
    found += [Mention(brand, it.start, it.end, it.kind, it.sure) for brand, it in spelled_otherwise(evidence)]
    if unknown:
        found += _unknown(rule, evidence)
    if len(found) > CANDIDATES:
        raise TooManyCandidates(f"{rule.code}: more than {CANDIDATES} candidates")
    return sorted(_marked(rule, reading, _best(found)), key=lambda mention: mention.start)


def _unknown(rule: Rule, evidence: Evidence) -> Iterable[Mention]:
    for cue in evidence.patterns.get(rule.code, ()):
        for start, end in places(cue, evidence.reading):
            span = (start, end) if cue.check == "named" else shaped_like_a_brand(evidence.reading.text, start, end)
            if span is not None:
                yield Mention(SOME_BRAND, *span)


def _best(found: list[Mention]) -> list[Mention]:
    """Of mentions that overlap: a written name before another spelling, that before an unknown word; then the longest."""
    found.sort(key=lambda m: (not m.certain, not m.sure, bool(m.spelling), not m.brand.name, m.start - m.end, m.start))
    kept: list[Mention] = []
    for mention in found:
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return kept


def _marked(rule: Rule, reading: Reading, kept: list[Mention]) -> Iterable[Mention]:
    """Without words that are none here; the trade mark sign belongs to the name before it."""
    for mention in kept:
        start, end = mention.start, mention.end
        marked = reading.text[end : end + 1] in ("®", "™")
        if marked:
            mention = Mention(mention.brand, start, end + 1, mention.spelling, mention.sure)
        if marked or _is_named(rule, reading, mention):
            yield mention


def _is_named(rule: Rule, reading: Reading, mention: Mention) -> bool:
    """Ordinary words count beside a medicine's words only; pairs that meet inside other words where treatment is spoken of."""
    start, end, flags = mention.start, mention.end, mention.brand.flags
    if "everyday" in flags:
        return rule.contexts["medicine_words"](reading, start, end)
    if "inside" in flags and not _set_off(reading.text, start, end):
        return rule.contexts["short_brand"](reading, start, end)
    return True


def is_product(rule: Rule, reading: Reading, mention: Mention) -> bool:
    """What stands there is taken, bought or recommended, or has a dosage form."""
    return any(rule.contexts[name](reading, mention.start, mention.end) for name in ("taken", "dosage_form"))


def _set_off(text: str, start: int, end: int) -> bool:
    """No character of a word touches the mention: it is a list item, a heading or quoted."""
    return not text[start - 1 : start].isalpha() and not text[end : end + 1].isalpha()
