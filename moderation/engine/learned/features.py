"""What the learned reading looks at: runs of one to three characters in a sentence or a few neighbouring ones."""

import re
from collections.abc import Iterator

# Codes whose wording can be learned; identifiers, names and facts of the flow are judged by rules alone.
FAMILIES = ("CLAIM", "BRAND", "PROMO", "MED", "SRC", "ECO", "AI", "COI")
LONGEST_GRAM = 3
LONGEST_UNIT = 120  # characters of several sentences read as one
MOST_SENTENCES = 3
SHORTEST_UNIT = 4
BEGIN, END = "^", "$"
Span = tuple[int, int]
_SENTENCE = re.compile(r"[^。!?;…\n]{1,400}[。!?;…]*[\"”’」』)]*")
_DIGITS = re.compile(r"[0-9]+")
_SPACE = re.compile(r"\s+")


def normal_form(text: str) -> str:
    """Folded text with every number as one 0 and no spaces: figures and layout teach nothing."""
    return _SPACE.sub("", _DIGITS.sub("0", text))


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of folded text."""
    return [match.span() for match in _SENTENCE.finditer(text) if not match.group().isspace()]


def units(text: str, alone: list[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """What is judged: each sentence, and two or three neighbours of one line that are short together, with its sentences."""
    for number, (start, end) in enumerate(alone):
        if end - start >= SHORTEST_UNIT:
            yield (start, end), [(start, end)]
        for count in range(number + 2, min(number + MOST_SENTENCES, len(alone)) + 1):
            later = alone[count - 1][1]
            if later - start > LONGEST_UNIT or "\n" in text[start:later]:
                break
            yield (start, later), alone[number:count]


def grams(text: str) -> list[str]:
    """All runs of one to three characters of a normal form, its ends marked."""
    marked = f"{BEGIN}{text}{END}"
    return [marked[i : i + n] for n in range(1, LONGEST_GRAM + 1) for i in range(len(marked) - n + 1)]
