"""A document as the detectors read it: one folded text, its other views, and the windows around a place."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from .document import Document
from .folding import fold
from .views import Tight, digits_view, is_spaced_out, tight_sentences

CLAUSE_ENDS = ",。!?;:…\n"
SENTENCE_ENDS = "。!?;…\n"
LINE_ENDS = "\n"
_CLASSES = {ends: re.compile(f"[{ends}]") for ends in (CLAUSE_ENDS, SENTENCE_ENDS, LINE_ENDS)}
# A window never grows past these many characters to one side, so that a page without punctuation stays linear.
REACH = {"clause": 60, "sentence": 160, "around": 320, "line": 600}
LONG_LINE = 1_000  # characters: more than anybody writes without a break
# A heading stands a few lines above at most, is short, and does not end as a sentence does.
HEADING_LINES = 4
LONGEST_HEADING = 36
NO_HEADING = frozenset("。;,…")
# Parts of a block in which something is told for the first time.
TELLING = frozenset({"row", "text", "caption"})
CLOSERS = "”’」』》)\"'】"


class Reading:
    """Folded text of all passages, one line break between two of them; places are indices of `text`."""

    def __init__(self, document: Document) -> None:
        self.passages = document.passages
        self._folded = [fold(passage.text) for passage in self.passages]
        self.text = "\n".join(folded.text for folded in self._folded)
        self._offsets = [0, *accumulate(len(folded.text) + 1 for folded in self._folded)][:-1]
        self.brand_places: list[tuple[int, int]] = []
        self.known: dict[object, bool] = {}  # answers that hold for the whole text
        self._ends: dict[str, list[int]] = {}

    @cached_property
    def tight(self) -> Tight | None:
        return tight_sentences(self.text)

    @cached_property
    def spaced_out(self) -> bool:
        return is_spaced_out(self.text)

    @cached_property
    def digits(self) -> str:
        return digits_view(self.text)

    def view(self, name: str) -> str:
        """The text in which patterns of a view are looked for; the tight reading is looked at beside the text, where there is one."""
        if name == "digits":
            return self.digits
        if name == "tight":
            return self.tight.text if self.tight else ""
        return self.text

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(place + 1 for place in self._places(LINE_ENDS))]

    def lines_between(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """The lines that touch a stretch of the text, each with its place; of a long line the part within the stretch alone."""
        for number in range(self._line_at(max(0, start)), self._line_at(end) + 1):
            low = self._line_starts[number]
            high = self._ahead(low, LINE_ENDS, len(self.text))
            if high - low > LONG_LINE:
                low, high = max(low, start), min(high, end)
            yield low, self.text[low:high]

    def _line_at(self, position: int) -> int:
        return bisect_right(self._line_starts, position) - 1

    def path_at(self, start: int) -> str:
        """The path of the passage in which a place stands."""
        return self.passages[self.origin(start, start + 1)[0]].path

    def block_at(self, start: int) -> str:
        """`body.<block id>` of a paragraph, a table's row, an answer or a note; nothing for what sums up or stands for the whole.

        Key points, lists of advice and headings repeat what the text has shown, so the whole text speaks for them.
        """
        field, *rest = self.path_at(start).split(".")
        if len(rest) < 2 or not (rest[1].isdecimal() or rest[1] in TELLING or "answer" in rest[2:]):
            return ""
        return f"{field}.{rest[0]}"

    def block(self, name: str) -> str:
        """The text of all passages of one block."""
        return "\n".join(
            folded.text
            for passage, folded in zip(self.passages, self._folded, strict=True)
            if passage.path.startswith(f"{name}.")
        )

    def origin(self, start: int, end: int) -> tuple[int, int, int]:
        """Number of the passage and the span in its original text."""
        number = bisect_right(self._offsets, start) - 1
        offset, folded = self._offsets[number], self._folded[number]
        first, last = folded.origin(start - offset, min(end - offset, len(folded.text)))
        return number, first, last

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
        starts = self._line_starts
        number = self._line_at(start)
        for above in range(number - 1, max(-1, number - 1 - HEADING_LINES), -1):
            low, high = starts[above], starts[above + 1] - 1
            if 2 <= high - low <= LONGEST_HEADING and self.text[high - 1] not in NO_HEADING:
                return low, high
        return start, start

    def next_line(self, end: int) -> tuple[int, int]:
        """The line after the one in which `end` stands, empty when there is none."""
        number = self._line_at(end) + 1
        if number >= len(self._line_starts):
            return end, end
        low = self._line_starts[number]
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
