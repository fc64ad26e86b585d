"""The shipped names: lay and medical, full and short, old and new; read once from the files beside this module."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .. import text

SEPARATOR = "、"
ELEMENTS = "elements.toml"


@dataclass(frozen=True)
class Group:
    """Names as they are written, the preferred one first. All mean the same, unless `means` says that the others only lead to
    the first: they are wider, or usually mean it."""

    names: tuple[str, ...]
    means: bool
    file: str

    @property
    def preferred(self) -> str:
        return self.names[0]


@cache
def groups() -> tuple[Group, ...]:
    return tuple(_groups())


def _groups() -> Iterator[Group]:
    for name, read in _files():
        if name != ELEMENTS:
            for table in ("same", "means"):
                for preferred, others in read.get(table, {}).items():
                    yield Group((preferred, *others.split(SEPARATOR)), table == "means", name)


@cache
def elements() -> Mapping[str, tuple[str, ...]]:
    """Parts of longer words, each with how else it is written there."""
    found: dict[str, tuple[str, ...]] = {}
    for name, read in _files():
        if name == ELEMENTS:
            for head, others in read["parts"].items():
                found |= {fold(other): (fold(head),) for other in others.split(SEPARATOR)}
            for head, others in read["spellings"].items():
                spellings = (fold(head), *map(fold, others.split(SEPARATOR)))
                found |= {one: tuple(two for two in spellings if two != one) for one in spellings}
    return found


@cache
def around() -> tuple[str, ...]:
    """What people write around the thing they ask about."""
    return tuple(
        word
        for name, read in _files()
        if name == ELEMENTS
        for words in read["around"].values()
        for word in words.split(SEPARATOR)
    )


@cache
def around_by_first() -> Mapping[str, tuple[str, ...]]:
    """The same by their first character, the longer ones first."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(around(), key=len, reverse=True):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


def _files() -> Iterator[tuple[str, Mapping[str, Mapping[str, str]]]]:
    for file in sorted((files(__package__) / "lexicon").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            yield file.name, tomllib.loads(file.read_text(encoding="utf-8"))


def fold(name: str) -> str:
    """A name as questions are read: width, case and script in one form, white space only within."""
    return " ".join(text.folded(text.clean(name)).text.split())
