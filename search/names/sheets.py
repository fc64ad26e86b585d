"""Reads a list of names as staff paste or upload it: `说法,另一个名称[,关系[,说明]]`, one pair a line."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..models.synonym import Relation
from ..text import clean
from . import soundness
from .soundness import Pair

MOST_LINES, MOST_CHARACTERS = 50_000, 4_000_000
HEADINGS = frozenset({"说法", "名称", "俗称", "别名", "name"})
RELATIONS = {
    "": Relation.SAME,
    "相同": Relation.SAME,
    "意思相同": Relation.SAME,
    "same": Relation.SAME,
    "只从左查到右": Relation.MEANS,
    "单向": Relation.MEANS,
    "means": Relation.MEANS,
    "不当作同义词": Relation.APART,
    "apart": Relation.APART,
}


@dataclass
class Sheet:
    """The sound pairs with their notes, and the other lines with their numbers, words and everything against them."""

    pairs: list[tuple[Pair, str]] = field(default_factory=list)
    refused: list[tuple[int, str, list[str]]] = field(default_factory=list)


def read(words: str) -> Sheet:
    """Every line is either taken or refused with its reasons; two lines that say the same are one too many."""
    sheet = Sheet()
    known = soundness.open_pairs()
    seen: dict[tuple[str, str], int] = {}
    roads: dict[str, set[str]] = defaultdict(set)
    for number, cells in _lines(words):
        line = ",".join(cells)
        if number > MOST_LINES:
            sheet.refused.append((number, "", [_("一次最多 %(most)d 行，从这一行起没有读") % {"most": MOST_LINES}]))
            break
        if len(cells) < 2 or clean(cells[2] if len(cells) > 2 else "").lower() not in RELATIONS:
            sheet.refused.append((number, line, [_shape(cells)]))
            continue
        relation = RELATIONS[clean(cells[2] if len(cells) > 2 else "").lower()]
        asked, note = soundness.pair(cells[0], cells[1], relation), clean(cells[3] if len(cells) > 3 else "")
        earlier = seen.get(asked.both) or seen.get((asked.folded_target, asked.folded_name))
        against = [_("和第 %(line)d 行重复") % {"line": earlier}] if earlier else []
        against = against or soundness.faults(asked, note, known, beside=roads)
        if against:
            sheet.refused.append((number, line, against))
            continue
        seen[asked.both] = number
        if relation == Relation.MEANS:
            roads[asked.folded_name].add(asked.folded_target)
        sheet.pairs.append((asked, note))
    return sheet


def _shape(cells: list[str]) -> str:
    if len(cells) < 2:
        return _("要用逗号或制表符分成至少两列：说法、另一个名称")
    return _("第三列“%(relation)s”不认识，请写“意思相同”“只从左查到右”或“不当作同义词”") % {"relation": clean(cells[2])[:20]}


def _lines(words: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with their numbers, without the heading."""
    plain = words[:MOST_CHARACTERS].replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(plain.split("\n"), 1):
        try:
            cells = next(csv.reader(io.StringIO(line), delimiter="\t" if "\t" in line else ","), [])
        except csv.Error:
            cells = [line]
        if len(cells) == 1 and "，" in line:
            cells = line.split("，")
        if any(cell.strip() for cell in cells) and not (number == 1 and clean(cells[0]).lower() in HEADINGS):
            yield number, cells
