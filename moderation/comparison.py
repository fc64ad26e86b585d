"""What changed between two versions, character by character."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .engine import Passage

# Comparing characters takes the square of the length: longer passages are compared sentence by sentence.
LONGEST = 3_000
# Passages whose path changed are looked for among this many, and count as the same when this much of them is.
CANDIDATES = 40
ALIKE = 0.5
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


@dataclass(frozen=True)
class Change:
    """One passage that differs; each piece is (`same`, `gone` or `new`, text)."""

    path: str
    kind: str
    pieces: Sequence[tuple[str, str]]


def changes(before: Iterable[Passage], after: Iterable[Passage]) -> list[Change]:
    """Every passage that is new, changed or gone, in the order of the newer version, what is gone at the end."""
    old = {passage.path: passage.text for passage in before}
    new = {passage.path: passage.text for passage in after}
    moved = _moved(old, new)
    found = []
    for path, text in new.items():
        earlier = old.get(moved.get(path, path))
        if earlier is None:
            found.append(Change(path, "new", [("new", text)]))
        elif earlier != text:
            found.append(Change(path, "changed", pieces(earlier, text)))
    matched = set(moved.values())
    found += [Change(path, "gone", [("gone", text)]) for path, text in old.items() if path not in new and path not in matched]
    return found


def _moved(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """New path to old path of passages that went on under another path: the likest one of the same field, half alike at least."""
    gone = [path for path in old if path not in new]
    moved: dict[str, str] = {}
    for path, text in new.items():
        if path in old:
            continue
        likest, score = "", ALIKE
        for candidate in gone[:CANDIDATES]:
            if candidate.partition(".")[0] != path.partition(".")[0]:
                continue
            likeness = _likeness(old[candidate], text)
            if likeness >= score:
                likest, score = candidate, likeness
        if likest:
            moved[path] = likest
            gone.remove(likest)
    return moved


def _likeness(before: str, after: str) -> float:
    """Share of characters in common and in order, from 0 to 1; long passages by their first part."""
    matcher = difflib.SequenceMatcher(None, before[:200], after[:200], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    """The newer text with what went and what came, in order."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    middle = _middle(list(old), list(new)) if len(old) + len(new) <= LONGEST else _middle(_sentences(old), _sentences(new))
    found = [("same", before[:head]), *middle, ("same", before[len(before) - tail :])]
    return [(kind, text) for kind, text in found if text]


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(text) if sentence]


def _middle(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for tag, old_start, old_end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(old[old_start:old_end])))
            continue
        found.append(("gone", "".join(old[old_start:old_end])))
        found.append(("new", "".join(new[new_start:new_end])))
    return found
