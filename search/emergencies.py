"""Questions that should not wait for an article: the number to call, and what to do until help is there.

The words and the lines stand in `emergencies.toml`. Showing the card too often is better than missing once, so only names of
illnesses beside a calm word (预防中风) are left alone; what somebody suffers at this moment never is.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language

from . import text

# What … stands for in a list of words.
GAP = ".{0,6}?"
_SAME = str.maketrans({"疼": "痛", "’": "", "'": "", "‘": ""})


@dataclass(frozen=True)
class Card:
    """What is said; `clear` when the question says that it is happening, so that it may be said while somebody still types."""

    kind: str
    number: str
    also: str
    language: str
    title: str
    line: str
    do: Sequence[str]
    dont: Sequence[str]
    clear: bool

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        return {name: told[name] for name in ("kind", "number", "also", "language", "title", "line", "do", "dont")}


@dataclass(frozen=True)
class _Kind:
    told: dict[str, Any]
    acute: re.Pattern[str] | None
    named: re.Pattern[str] | None
    calm: re.Pattern[str] | None
    english: re.Pattern[str] | None
    english_named: re.Pattern[str] | None
    whole: frozenset[str]


@dataclass(frozen=True)
class _Words:
    kinds: Sequence[_Kind]
    left_out: re.Pattern[str] | None
    calm: re.Pattern[str] | None
    urgent: re.Pattern[str] | None
    english_left_out: re.Pattern[str] | None
    english_calm: re.Pattern[str] | None


def card(question: str) -> Card | None:
    """The card for a question that sounds like an emergency. Never raises, whatever was typed."""
    written = text.folded(text.clean(question)[: text.QUERY_LIMIT]).text.translate(_SAME)
    if not written:
        return None
    known = _known()
    plain = "".join(written.split())
    if known.left_out:
        plain = known.left_out.sub("。", plain)
    urgent = _holds(known.urgent, plain)
    calm = _holds(known.calm, plain) and not urgent
    letters = _letters(written)
    for kind in known.kinds:
        if _holds(kind.acute, plain) or letters in kind.whole or plain in kind.whole:
            return _card(kind, clear=True)
        if not calm and _holds(kind.named, plain) and (urgent or not _holds(kind.calm, plain)):
            return _card(kind, clear=False)
    return _in_english(written, known)


def _in_english(written: str, known: _Words) -> Card | None:
    plain = known.english_left_out.sub(".", written) if known.english_left_out else written
    calm = _holds(known.english_calm, plain)
    for kind in known.kinds:
        # What is left out elsewhere may be the name of this one: heat stroke.
        if _holds(kind.english, written):
            return _card(kind, clear=True, language="en")
        if not calm and _holds(kind.english_named, plain):
            return _card(kind, clear=False, language="en")
    return None


def _card(kind: _Kind, clear: bool, language: str = "") -> Card:
    spoken = language or ("en" if (get_language() or "").startswith("en") else "zh")
    said = kind.told[spoken]
    return Card(
        kind=kind.told["code"],
        number=kind.told["number"],
        also=kind.told.get("also", ""),
        language="en" if spoken == "en" else "zh-Hans",
        title=said["title"],
        line=said["line"],
        do=said["do"],
        dont=said["dont"],
        clear=clear,
    )


def _letters(written: str) -> str:
    """What was typed in Latin letters alone, without tones, spaces and marks; empty when there is anything else."""
    bare = "".join(c for c in unicodedata.normalize("NFD", written) if unicodedata.category(c) not in ("Mn", "Zs", "Po", "Pd"))
    return bare if bare.isascii() and bare.isalpha() else ""


def _holds(pattern: re.Pattern[str] | None, words: str) -> bool:
    return bool(pattern and pattern.search(words))


def _pattern(words: Sequence[str], together: Sequence[Sequence[Sequence[str]]] = ()) -> re.Pattern[str] | None:
    """Any of these words, or one of every group of a set."""
    parts = [_any(words)] if words else []
    parts += ["^" + "".join(f"(?=.*(?:{_any(group)}))" for group in groups) for groups in together]
    return re.compile("|".join(parts)) if parts else None


def _any(words: Sequence[str]) -> str:
    return "|".join(GAP.join(re.escape(part) for part in word.translate(_SAME).split("…")) for word in words)


def _whole_words(words: Sequence[str]) -> re.Pattern[str] | None:
    parts = [re.escape(word.translate(_SAME)) for word in words]
    return re.compile(rf"(?<![a-z])(?:{'|'.join(parts)})(?![a-z])") if parts else None


@cache
def _known() -> _Words:
    read = tomllib.loads((files(__package__) / "emergencies.toml").read_text(encoding="utf-8"))
    kinds = [
        _Kind(
            told=row,
            acute=_pattern(row.get("acute", []), row.get("together", [])),
            named=_pattern(row.get("named", [])),
            calm=_pattern(row.get("calm", [])),
            english=_whole_words(row.get("english", [])),
            english_named=_whole_words(row.get("english_named", [])),
            whole=frozenset(
                [
                    *row.get("exact", []),
                    *row["letters"],
                    *(f"{sound}{asked}" for sound in row["letters"] for asked in read["asking"]),
                ]
            ),
        )
        for row in read["kinds"]
    ]
    return _Words(
        kinds=kinds,
        left_out=_pattern(read["not"]),
        calm=_pattern(read["calm"]),
        urgent=_pattern(read["urgent"]),
        english_left_out=_whole_words(read["english_not"]),
        english_calm=_whole_words(read["english_calm"]),
    )
