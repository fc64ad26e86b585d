"""The identifiers of cues, clues, conditions and thresholds in words: Chinese from a table, English by themselves."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from django.utils.translation import get_language


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, str]]:
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return tables


def said(table: str, name: str) -> str:
    """One identifier in the reader's language; one that has no words yet stays as it is."""
    if (get_language() or "").startswith("en"):
        return name.replace("_", " ")
    return _tables()[table].get(name, name)


def cue(name: str) -> str:
    """What a finding came from: one cue, several joined, clues of a combination, or the second reading's reasons."""
    if name.startswith("learned: "):
        return f"{said('cues', 'learned')}：{name.removeprefix('learned: ')}"
    if name in _tables()["cues"]:
        return said("cues", name)
    if name.endswith(", again"):
        return f"{cue(name.removesuffix(', again'))}（{said('cues', 'again')}）"
    return " + ".join(_part(part) for part in name.split("+"))


def _part(name: str) -> str:
    """Joined are the clues of a combination, or the reasons of promotion."""
    return said("clues" if name in _tables()["clues"] else "cues", name)
