"""Reads a name off a place: where it begins or ends, and how much speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .borders import HAN, SIGNS, after, before
from .foreign import dotted_at, dotted_before, is_pinyin, one_dot
from .lexicon import ADDRESSES, LONGEST, Grade, Lexicon, bare, masked
from .sentences import Tags

BLOCK, REVIEW = 5, 3  # points for what a rule leads to
ENOUGH = 5  # points for what the tagger alone sees
POINTS: dict[Grade, int] = {"full": 2, "odd": 1, "thing": 3, "everyday": 1, "parts": 3, "foreign": 3, "latin": 3, "given": 0}
FIRM = frozenset({"foreign", "parts", "thing"})  # grades that need no tagger
AGREES, CONTRADICTS = 3, -2
ADVERBS = frozenset("才已快刚都就")
UNITS = frozenset("周万米元石时年项章")  # surnames that count something after a number
NUMERALS = frozenset("一二三四五六七八九十百千两")
COUNTS = NUMERALS | frozenset("每上下本几第数余多半")
WORDS_BEFORE = frozenset(
    {"为何", "如何", "任何", "缘何", "从何", "几何", "由于", "对于", "关于", "至于", "属于", "处于", "位于", "低于", "高于"}
)
NEIGHBOURS = 6  # of a name in a list that are looked at on each side
LISTING = frozenset("、")  # between names of one list
DENIED, AGREED, SURE, CERTAIN = 0.08, 0.4, 0.8, 0.95  # how likely the tagger holds every character to be part of a name
_ADDRESS = re.compile(f"(?:{'|'.join(sorted(ADDRESSES, key=len, reverse=True))})$")
_POSSIBLE = re.compile(rb"[\x08-\xff]{3,}")  # characters of which none is less than 3 % likely


@dataclass(frozen=True)
class Shape:
    """A name at a place and the points that its characters, its borders and the tagger give it."""

    start: int
    end: int
    name: str
    grade: Grade
    points: int
    agreed: bool


class Shapes:
    """Looks for names in one text."""

    def __init__(self, text: str, lexicon: Lexicon, tags: Tags | None) -> None:
        self.text = one_dot(text)
        self.lexicon = lexicon
        self.tags = tags
        self._dots = "·" in self.text
        self._persons = dict(self._stripped(start, end) for start, end in tags.persons) if tags else {}
        self._person_ends = {end: start for start, end in self._persons.items()}

    def beginning_at(self, start: int) -> Shape | None:
        """The likeliest name that begins at `start`."""
        if self._dots and (dotted := dotted_at(self.text, start)) - start > LONGEST - 1:
            return self._shape(start, dotted, after(self.text, dotted))
        if start >= len(self.text) or (self.text[start] not in self.lexicon.beginnings and start not in self._persons):
            return None
        ends = {*self._ends(start), *([self._persons[start]] if start in self._persons else [])}
        if match := self.lexicon.parts.match(self.text, start):
            ends.add(match.end())
        found = (self._shape(start, end, self._after(start, end)) for end in sorted(ends))
        return max(filter(None, found), key=lambda shape: (shape.points, shape.end), default=None)

    def ending_at(self, end: int) -> Shape | None:
        """The likeliest name that ends at `end`."""
        if self._dots and end - (dotted := dotted_before(self.text, end)) > LONGEST - 1:
            return self._shape(dotted, end, before(self.text, dotted))
        likely = (start for start in self._starts(end) if self.text[start] in self.lexicon.beginnings)
        starts = {*likely, *([self._person_ends[end]] if end in self._person_ends else [])}
        found = (self._shape(start, end, before(self.text, start)) for start in sorted(starts))
        return max(filter(None, found), key=lambda shape: (shape.points, -shape.start), default=None)

    def ending_before_an_adverb(self, end: int) -> Shape | None:
        """The likeliest name that ends at `end` or, where 才 or 已 stands before an age, one character earlier."""
        shapes = [self.ending_at(end), *([self.ending_at(end - 1)] if self.text[end - 1] in ADVERBS else [])]
        return max(filter(None, shapes), key=lambda shape: shape.points, default=None)

    def tagged(self) -> Iterator[Shape]:
        """The names that the tagger sees, with points for how sure it is."""
        for start, end in self._persons.items():
            if self._is_a_piece(start, end):
                continue
            sure = self.tags.sure(start, end) if self.tags else 0
            end = self._grown(start, end)
            name = bare(self.text[start:end])
            grade = self._grade(start, end, name)
            if grade in ("word", "none") or masked(name) or (sure < SURE and self.lexicon.begins_as_word(name)):
                continue
            points = self._worth(grade, name) + sum(sure >= level for level in (AGREED, SURE, CERTAIN))
            yield Shape(start, end, name, grade, points, True)

    def faint(self) -> Iterator[Shape]:
        """Full names of three characters that the tagger holds possible and did not choose, where a name may begin."""
        if self.tags is None:
            return
        for match in _POSSIBLE.finditer(self.tags.likely):
            for start in range(match.start(), match.end() - 2):
                name, border = self.text[start : start + 3], before(self.text, start)
                if border and not self._is_a_piece(start, start + 3) and self._may_be_one(start, start + 3, name, self.tags):
                    points = self._worth("full", name) + border + after(self.text, start + 3)
                    yield Shape(start, start + 3, name, "full", points, False)

    def _may_be_one(self, start: int, end: int, name: str, tags: Tags) -> bool:
        """No person for the tagger, no word that goes on, and either likely enough or a word of its own and no place."""
        if (
            self._persons.get(start, 0) > start + 1
            or self.lexicon.begins_as_word(name)
            or self._grade(start, end, name) != "full"
        ):
            return False
        word = self.lexicon.common(name) and tags.is_word(start, end) and not tags.is_place(start)
        return word or tags.sure(start, end) >= DENIED

    def beside(self, shape: Shape) -> Iterator[Shape]:
        """Full names in a list with `shape`, after it and before it."""
        here = shape
        for _ in range(NEIGHBOURS):
            found = self.beginning_at(here.end + 1) if self.text[here.end : here.end + 1] in LISTING else None
            if found is None or (found.grade != "full" and after(self.text, found.end) < 2):
                break
            here = found
            yield here
        here = shape
        for _ in range(NEIGHBOURS):
            found = self.ending_at(here.start - 1) if here.start and self.text[here.start - 1] in LISTING else None
            if found is None or found.grade != "full":
                break
            here = found
            yield here

    def latin(self, start: int, end: int, *, pinyin: bool) -> Shape | None:
        """A name in Latin letters; `pinyin` asks that it reads as a Chinese one."""
        name = self.text[start:end]
        if pinyin and not is_pinyin(name, self.lexicon):
            return None
        return Shape(start, end, name, "latin", POINTS["latin"], False)

    def _shape(self, start: int, end: int, border: int) -> Shape | None:
        name = bare(self.text[start:end])
        grade = self._grade(start, end, name)
        agreed = self._persons.get(start) == end
        sure = self.tags.sure(start, end) if self.tags else AGREED
        if (
            grade in ("word", "none")
            or masked(name)
            or (not agreed and (not border or grade == "given" or self.lexicon.begins_as_word(name)))
        ):
            return None
        points = self._worth(grade, name) + border
        if self.tags is not None and grade not in FIRM:
            agreed = agreed or sure >= AGREED
            points += AGREES if agreed else CONTRADICTS if sure < DENIED else -1 if grade == "odd" else 0
        return Shape(start, end, name, grade, points, agreed)

    def _worth(self, grade: Grade, name: str) -> int:
        """Points of the characters alone."""
        points = POINTS[grade] + self.lexicon.common(name)
        if grade == "odd":
            return points if self.lexicon.common(name) else 0
        return points + self.lexicon.telling(name) if grade == "full" else points

    def _grade(self, start: int, end: int, name: str) -> Grade:
        if self._dots and end - start > LONGEST - 1 and dotted_at(self.text, start) == end:
            return "foreign"
        return (
            self.lexicon.grade(name, self._persons.get(start) == end)
            if all(HAN.match(character) for character in name)
            else "none"
        )

    def _after(self, start: int, end: int) -> int:
        """The border at `end`; none when the characters stand apart and the next one does too."""
        apart = bool(set(self.text[start:end]) & set(SIGNS))
        following = self.text[end : end + 2]
        if (
            apart
            and len(following) == 2
            and following[0] in self.text[start:end]
            and HAN.match(following[1])
            and following[1] not in "男女"
        ):
            return 0
        return after(self.text, end)

    def _ends(self, start: int) -> Iterator[int]:
        """Ends of a name of two to four characters, signs between them left aside."""
        text, position, characters, apart = self.text, start, 0, 0
        while position < len(text) and characters < LONGEST:
            if HAN.match(text, position):
                characters += 1
                position += 1
                if characters >= 2:
                    yield position
            elif characters and apart < 3 and text[position] in SIGNS and HAN.match(text, position + 1):
                if characters >= 2 and not apart and text[start : start + 2] not in self.lexicon.compounds:
                    return  # 张伟 男: the name is whole before the gap
                apart += 1
                position += 1
            else:
                return

    def _starts(self, end: int) -> Iterator[int]:
        """Beginnings of a name of two to four characters, also one whose characters stand apart."""
        text, position, characters = self.text, end, 0
        while position and characters < LONGEST:
            if HAN.match(text, position - 1):
                characters += 1
                position -= 1
                if characters >= 2:
                    yield position
            elif characters and text[position - 1] in SIGNS and position > 1 and HAN.match(text, position - 2):
                position -= 1
            else:
                return

    def _is_a_piece(self, start: int, end: int) -> bool:
        """Whether the characters belong to what stands beside them: 6周在, 为何五十岁, 老赵人."""
        before_it, after_it = self.text[start - 1 : start], self.text[end : end + 1]
        if self.text[start] in UNITS and (before_it.isdigit() or before_it in COUNTS):
            return True
        if self.text[end - 1] in NUMERALS and (after_it in NUMERALS or after_it == "岁"):
            return True
        return before_it + self.text[start] in WORDS_BEFORE or (before_it == "老" and end - start == 2)

    def _grown(self, start: int, end: int) -> int:
        """The end of a person's name of which the tagger left out the last character."""
        if end - start != 2 or after(self.text, end) or not after(self.text, end + 1):
            return end
        return end + 1 if self._grade(start, end + 1, self.text[start : end + 1]) == "full" else end

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        """A person's span without the form of address that the tagger takes with it, and without 小 before a full name."""
        if end - start == LONGEST and self.text[start] == "小" and self.lexicon.surname_of(self.text[start + 1 : end]):
            start += 1
        match = _ADDRESS.search(self.text[start:end])
        return (start, start + match.start()) if match and match.start() > 1 else (start, end)
