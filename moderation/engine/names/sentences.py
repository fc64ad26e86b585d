"""The pieces of a text that the tagger reads, also as they read without single signs between two characters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .tagger import INSTITUTION_GOES_ON, PERSON, PERSON_GOES_ON, PLACE, Tagger

LONGEST = 160  # characters; the time of a piece grows with its length, its answer hardly
_PIECE = re.compile(f"[^。!?;…\\n]{{1,{LONGEST}}}(?:[。!?;…]+[”’」』》)\"']*)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_APART = re.compile(r"(?<=[\u3400-\u9fff])[ ·.\-_*~|/]{1,2}(?=[\u3400-\u9fff])")

# 张 伟 强, 张 伟强: characters apart, or the surname apart from the given name.
_SPACED = re.compile(
    r"[\u3400-\u9fff](?:[ ·.\-_*~|/]{1,2}[\u3400-\u9fff]){1,3}|[\u3400-\u9fff]{1,2}[ ·.\-_*~|/]{1,2}[\u3400-\u9fff]{2}"
)


@dataclass(frozen=True)
class Tags:
    """Of a whole text: the persons that the tagger sees, and for each character how likely it is part of a name."""

    persons: tuple[tuple[int, int], ...]
    likely: bytes
    words: bytes

    def sure(self, start: int, end: int) -> float:
        """The least likely character of a span, from 0 to 1."""
        return min(self.likely[start:end], default=0) / 255

    def is_word(self, start: int, end: int) -> bool:
        """Whether the tagger reads exactly these characters as one word."""
        begins = [place for place in range(start, min(end + 1, len(self.words))) if self.words[place] % 2 == 0]
        return begins in ([start], [start, end])

    def is_place(self, start: int) -> bool:
        """Whether the tagger reads a place or an institution there."""
        return PLACE <= self.words[start] <= INSTITUTION_GOES_ON


def tags_of(text: str, tagger: Tagger) -> Tags:
    """Tag every piece that holds a Han character."""
    likely, words = bytearray(len(text)), bytearray(len(text))
    persons: set[tuple[int, int]] = set()
    for start, piece in pieces(text):
        tagged = tagger.tag(piece)
        end = start + len(piece)
        likely[start:end], words[start:end] = tagged.likely, tagged.tags
        whole = [(start + first, start + last) for first, last in _persons(piece, tagged.tags)]
        if _APART.search(piece):
            places = _places(piece)
            close = tagger.tag("".join(piece[place] for place in places))
            for first, last in _persons("", close.tags):
                begin, stop = start + places[first], start + places[last - 1] + 1
                rivals = [span for span in whole if span[0] < stop and begin < span[1]]
                if _SPACED.fullmatch(text, begin, stop) and all(begin <= low and high <= stop for low, high in rivals):
                    whole = [span for span in whole if span not in rivals] + [(begin, stop)]
                    likely[begin:stop] = bytes([min(close.likely[first:last])]) * (stop - begin)
        persons.update(whole)
    return Tags(tuple(sorted(persons)), bytes(likely), bytes(words))


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their places, long ones cut."""
    for match in _PIECE.finditer(text):
        if _HAN.search(match.group()):
            yield match.start(), match.group()


def _persons(piece: str, tags: bytes) -> list[tuple[int, int]]:
    """Persons as tagged; parts with a dot between them are one, and so are a surname alone and what follows it."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(tags):
        end = start + 1
        if tags[start] == PERSON:
            while end < len(tags) and tags[end] == PERSON_GOES_ON:
                end += 1
            first, last = found[-1] if found else (0, 0)
            dotted = piece[last - 1 : last] == "·" or piece[last:start] == "·"
            if found and start - last <= dotted and (dotted or (last - first == 1 and end - start <= 2)):
                found[-1] = (first, end)
            else:
                found.append((start, end))
        start = end
    return found


def _places(piece: str) -> list[int]:
    """The characters that stay when the signs between two Han characters go."""
    gone = {index for match in _APART.finditer(piece) for index in range(*match.span())}
    return [index for index in range(len(piece)) if index not in gone]
