"""Names of other shapes: parts with a dot between them, and names in Latin letters."""

import re
from functools import cache

from ..folding import data_lines
from .borders import after
from .lexicon import Lexicon

DOTS = "•・‧∙⋅"  # what people set between the parts of a name in place of ·
_DOTTED = re.compile(r"[\u3400-\u9fff]{1,6}(?:·[\u3400-\u9fff]{1,7}){1,3}")


_BEFORE_IT = re.compile(
    r".*(?:患者|病人|患儿|病友|产妇|孕妇|伤者|死者|家属|村民|牧民|居民|老人|大爷|大妈|先生|女士|教授|博士|医生|学家|叫|[的是位名个我对和与给为说])"
)


def one_dot(text: str) -> str:
    """The same text with one kind of dot between the parts of names."""
    for dot in DOTS:
        text = text.replace(dot, "·")
    return text


def dotted_at(text: str, start: int) -> int:
    """The end of a name with dots that begins at `start`; `start` itself when there is none."""
    match = _DOTTED.match(text, start)
    if match is None or max(map(len, match.group().split("·"))) == 1:
        return start  # 张·伟·民 is no foreign name
    last = match.group().rindex("·") + start + 1
    for end in range(min(last + 2, match.end()), match.end()):
        if after(text, end):
            return end
    return match.end()


def dotted_before(text: str, end: int) -> int:
    """Where a name with dots begins that ends at `end`; `end` itself when there is none."""
    begin = max(0, end - 24)
    for match in _DOTTED.finditer(text, begin, end):
        if match.end() == end:
            first = match.group().partition("·")[0]
            lead = _BEFORE_IT.match(first)
            return match.start() + (lead.end() if lead and lead.end() < len(first) else 0)
    return end


def is_pinyin(name: str, lexicon: Lexicon) -> bool:
    """Whether Latin words read as a Chinese name: a surname and one or two syllables, in either order."""
    words = re.findall(r"[a-z]+", name)
    if len(words) == 3:
        words = [words[0], words[1] + words[2]]
    if len(words) != 2:
        return False
    surnames = _spellings(lexicon)
    return any(
        surname in surnames and len(given) > 1 and _syllables_of(given) in (1, 2) for surname, given in (words, reversed(words))
    )


@cache
def _readings() -> dict[str, str]:
    return {line.split(" ")[0]: line.split(" ")[1] for line in data_lines("syllables.txt")}


@cache
def _spellings(lexicon: Lexicon) -> frozenset[str]:
    """The syllables of all surnames of one character that are common as such."""
    single = {surname for surname, how in lexicon.surnames.items() if len(surname) == 1 and how != "word"}
    return frozenset(syllable for syllable, characters in _readings().items() if single & set(characters))


def _syllables_of(word: str) -> int:
    """How many syllables a spelling has, at least; 0 when it is no pinyin."""
    if word in _readings():
        return 1
    known = _readings()
    return 2 if any(word[:cut] in known and word[cut:] in known for cut in range(1, len(word))) else 0
