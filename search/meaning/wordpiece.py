"""Cuts text into the pieces that the model knows, as its own tokenizer does: a character, a word, or parts of a word."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

UNKNOWN, BEGIN, END = 100, 101, 102
LONGEST_WORD = 100
# BERT's ranges of characters that are each a word.
_HAN = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


@lru_cache(maxsize=40_000)
def _kind(character: str) -> str:
    """`gone`, `space`, `alone` for what is a word by itself, or `part` of a longer one."""
    code = ord(character)
    category = unicodedata.category(character)
    if character in "\t\n\r" or category == "Zs":
        return "space"
    if category in ("Cc", "Cf", "Cs") or code == 0xFFFD:
        return "gone"
    if category.startswith("P") or (code < 128 and not character.isalnum()):
        return "alone"
    if character in "\u2028\u2029":
        return "space"
    return "alone" if any(first <= code <= last for first, last in _HAN) else "part"


def words(text: str) -> Iterator[str]:
    """What stands between spaces; every Han character and every sign by itself."""
    gathered: list[str] = []
    for character in text:
        kind = _kind(character)
        if kind == "part":
            gathered.append(character)
        elif kind != "gone":
            if gathered:
                yield "".join(gathered)
                gathered.clear()
            if kind == "alone":
                yield character
    if gathered:
        yield "".join(gathered)


def pieces(text: str, vocabulary: Mapping[str, int], most: int) -> list[int]:
    """The numbers of the first `most` pieces."""
    found: list[int] = []
    for word in words(text):
        number = vocabulary.get(word)
        found += [number] if number is not None else _parts(word, vocabulary)
        if len(found) >= most:
            break
    return found[:most]


def _parts(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """The longest known piece from the left, again and again; a word that does not come out even is unknown as a whole."""
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    found: list[int] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            number = vocabulary.get(word[start:end] if start == 0 else f"##{word[start:end]}")
            if number is not None:
                found.append(number)
                start = end
                break
        else:
            return [UNKNOWN]
    return found
