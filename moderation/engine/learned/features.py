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
_SENTENCE = re.compile(r"[^。!?;…\n]+[。!?;…]*[\"”’」』)]*")
_DIGITS = re.compile(r"[0-9]+")
_SPACE = re.compile(r"\s+")


def normal_form(text: str) -> str:
    """Folded text with every number as one 0 and no spaces: figures and layout teach nothing."""
    return _SPACE.sub("", _DIGITS.sub("0", text))


def units(text: str) -> Iterator[tuple[int, int]]:
    """Spans of folded text to judge: each sentence, and two or three neighbours of one line that are short together."""
    sentences = [match.span() for match in _SENTENCE.finditer(text) if not match.group().isspace()]
    for number, (start, end) in enumerate(sentences):
        if end - start >= SHORTEST_UNIT:
            yield start, end
        for _, later in sentences[number + 1 : number + MOST_SENTENCES]:
            if later - start > LONGEST_UNIT or "\n" in text[start:later]:
                break
            yield start, later


def grams(text: str) -> list[str]:
    """All runs of one to three characters of a normal form, its ends marked."""
    marked = f"{BEGIN}{text}{END}"
    return [marked[i : i + n] for n in range(1, LONGEST_GRAM + 1) for i in range(len(marked) - n + 1)]
