"""A document as the detectors read it: one folded text, its other views, and the windows around a place."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property

from .document import Document
from .folding import fold
from .matching import Lines
from .views import Tight, digits_view, is_spaced_out, sound_view, tight_lines

CLAUSE_ENDS = ",。!?;:…\n"
SENTENCE_ENDS = "。!?;…\n"
LINE_ENDS = "\n"
_CLASSES = {ends: re.compile(f"[{ends}]") for ends in (CLAUSE_ENDS, SENTENCE_ENDS, LINE_ENDS)}
# A window never grows past these many characters to one side, so that a page without punctuation stays linear.
REACH = {"clause": 60, "sentence": 160, "around": 320, "line": 600}
# A heading stands a few lines above at most, is short, and does not end as a sentence does.
HEADING_LINES = 4
LONGEST_HEADING = 36
NO_HEADING = frozenset("。;,…")
CLOSERS = "”’」』》)\"'】"


class Reading:
    """Folded text of all passages, one line break between two of them; places are indices of `text`."""

    def __init__(self, document: Document) -> None:
        self.passages = document.passages
        self._offsets: list[int] = []
        offset = 0
        for passage in self.passages:
            self._offsets.append(offset)
            offset += len(passage.text) + 1
        self._folded = fold("\n".join(passage.text for passage in self.passages))
        self.text = self._folded.text
        self.brand_places: list[tuple[int, int]] = []
        self.known: dict[object, bool] = {}  # answers that hold for the whole text
        self._ends: dict[str, list[int]] = {}

    @cached_property
    def tight(self) -> Tight | None:
        return tight_lines(self.text)

    @cached_property
    def spaced_out(self) -> bool:
        return is_spaced_out(self.text)

    @cached_property
    def digits(self) -> str:
        return digits_view(self.text)

    @cached_property
    def sound(self) -> str:
        return sound_view(self.text)

    def lines_of(self, view: str) -> list[Lines]:
        """The text in which patterns of a view are looked for, or none; the tight reading is looked at beside the text."""
        if view == "digits":
            return [self._digit_lines]
        if view == "tight":
            return [self._tight_lines] if self.tight else []
        return [self._lines]

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def _digit_lines(self) -> Lines:
        return Lines(self.digits)

    @cached_property
    def _tight_lines(self) -> Lines:
        return Lines(self.tight.text if self.tight else self.text)

    def path_at(self, start: int) -> str:
        """The path of the passage in which a place stands."""
        return self.passages[self.origin(start, start + 1)[0]].path

    def origin(self, start: int, end: int) -> tuple[int, int, int]:
        """Number of the passage and the span in its original text."""
        first, last = self._folded.origin(start, end)
        number = bisect_right(self._offsets, first) - 1
        offset = self._offsets[number]
        return number, first - offset, min(last - offset, len(self.passages[number].text))

    def window(self, kind: str, start: int, end: int) -> tuple[int, int]:
        """The clause, sentence, sentence with its neighbours ("around") or line in which `[start, end)` stands."""
        reach = REACH[kind]
        if kind == "around":
            return self._around(start, end, reach)
        ends = CLAUSE_ENDS if kind == "clause" else SENTENCE_ENDS if kind == "sentence" else LINE_ENDS
        return self._back(start, ends, reach), self._ahead(end, ends, reach)

    def next_sentence(self, end: int) -> tuple[int, int]:
        """The sentence after the one in which `end` stands, empty when the line ends before it."""
        close = self._ahead(end, SENTENCE_ENDS, REACH["sentence"])
        begin = self._past_end(close)
        return begin, self._ahead(begin, SENTENCE_ENDS, REACH["sentence"])

    def heading(self, start: int) -> tuple[int, int]:
        """The heading under which a place stands: the nearest of the few lines above it that is short and no sentence."""
        lines = self._lines
        number = lines.number_at(start)
        for above in range(number - 1, max(-1, number - 1 - HEADING_LINES), -1):
            low, high = lines.starts[above], lines.starts[above + 1] - 1
            if 2 <= high - low <= LONGEST_HEADING and self.text[high - 1] not in NO_HEADING:
                return low, high
        return start, start

    def next_line(self, end: int) -> tuple[int, int]:
        """The line after the one in which `end` stands, empty when there is none."""
        lines = self._lines
        number = lines.number_at(end) + 1
        if number >= len(lines):
            return end, end
        low = lines.starts[number]
        return low, self._ahead(low, LINE_ENDS, REACH["line"])

    def _around(self, start: int, end: int, reach: int) -> tuple[int, int]:
        low = self._back(start, SENTENCE_ENDS, reach)
        before = low - 1
        while before > 0 and self.text[before] in SENTENCE_ENDS and self.text[before] != "\n":
            before -= 1
        if before > 0 and self.text[before] != "\n":
            low = self._back(before, SENTENCE_ENDS, reach)
        _, high = self.next_sentence(end)
        return low, high

    def _past_end(self, position: int) -> int:
        text = self.text
        while position < len(text) and text[position] != "\n" and (text[position] in SENTENCE_ENDS or text[position] in CLOSERS):
            position += 1
        return position

    def _back(self, position: int, ends: str, reach: int) -> int:
        places = self._places(ends)
        number = bisect_left(places, position)
        return max(places[number - 1] + 1 if number else 0, position - reach, 0)

    def _ahead(self, position: int, ends: str, reach: int) -> int:
        places = self._places(ends)
        number = bisect_left(places, position)
        return min(places[number] if number < len(places) else len(self.text), position + reach)

    def _places(self, ends: str) -> list[int]:
        """Where any of some characters stands, in order."""
        if ends not in self._ends:
            self._ends[ends] = [match.start() for match in _CLASSES[ends].finditer(self.text)]
        return self._ends[ends]
