"""Characters that are mistaken for each other because they look alike."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def resemble(one: str, other: str) -> bool:
    return other in _groups().get(one, "")


@cache
def _groups() -> Mapping[str, str]:
    found: dict[str, str] = defaultdict(str)
    for line in (files(__package__) / "lexicon" / "shapes.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for character in line:
                found[character] += line.replace(character, "")
    return found
