"""How Chinese text becomes something a full-text index can find, and how a reader's words become a safe query.

Every run of Han characters is indexed as overlapping pairs, closed by its last character alone: 糖尿病 → 糖尿 尿病 病. A phrase of
pairs then finds any word of two characters or more, wherever the segmenter would have cut, and the beginning of a pair finds
any single character. Tokens hold letters and digits only, so no text of a reader ever reaches the engine's query language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import rjieba

from moderation.engine.folding import Folded, fold

# Raise when the tokens of a stored text change: entries of an older recipe count as stale.
RECIPE = 2
QUERY_LIMIT = 80
# Characters of a body that are indexed; a tsvector holds one megabyte.
INDEXED_LIMIT = 40_000
TOKEN_LIMIT = 64
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_HAN_RUN = re.compile(f"[{HAN}]")
_HAN_WORD = re.compile(f"[{HAN}]+")


@dataclass(frozen=True)
class Clause:
    """Tokens that stand side by side; with `prefix` the last one may go on. `words` says which of the two indexes is meant.

    `title` has the tokens to look for in titles where they are others: a title is indexed by every two characters, whatever they
    are, so that its every piece is found, PV疫 of HPV疫苗 too.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    words: bool = False
    title: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parsed:
    """What a reader asked for: `pieces` are the folded words as written, the rest are ways of looking for them."""

    folded: str
    pieces: tuple[str, ...]
    phrases: tuple[Clause, ...]
    words: tuple[str, ...]
    pairs: tuple[str, ...]

    @property
    def short(self) -> bool:
        """At most five characters: looked up as they stand."""
        return sum(len(piece) for piece in self.pieces) <= 5


@cache
def _segmenter() -> Any:
    return rjieba.Jieba()


def clean(text: str) -> str:
    """Without characters that no database or response can carry; white space in one form."""
    return " ".join(text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").split())


def storable(text: str) -> str:
    """Exactly these words, without what no database can hold."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", "")


def folded(text: str) -> Folded:
    """Width, case, traditional characters and invisible characters folded away, with the way back to the original."""
    return fold(text)


def is_han(run: str) -> bool:
    return bool(_HAN_RUN.match(run))


def is_han_only(token: str) -> bool:
    return bool(_HAN_WORD.fullmatch(token))


def runs(text: str) -> Iterator[re.Match[str]]:
    """The unbroken stretches of Han characters, or of other letters and digits, of a folded text."""
    return _RUN.finditer(text)


def pairs(text: str) -> Iterator[str]:
    """The tokens of a folded text in order: pairs of Han characters with the last one alone, other words whole."""
    for match in runs(text):
        yield from _tokens(match.group())


def _tokens(run: str) -> Iterator[str]:
    if not is_han(run):
        yield run[:TOKEN_LIMIT]
        return
    for index in range(len(run) - 1):
        yield run[index : index + 2]
    yield run[-1]


def title_pairs(text: str) -> Iterator[str]:
    """The tokens of a folded title: every two letters or digits that follow each other, and the last one alone."""
    whole = squeezed(text)
    for place in range(len(whole) - 1):
        yield whole[place : place + 2]
    if whole:
        yield whole[-1]


def squeezed(text: str) -> str:
    """Letters and digits alone, folded."""
    return "".join(match.group() for match in runs(folded(text).text))


def words(text: str) -> Iterator[str]:
    """The words of a folded text, long ones with the shorter ones inside them; single Han characters are left out."""
    for word in _segmenter().cut_for_search(text):
        if _HAN_WORD.fullmatch(word):  # nearly all of them, at half the cost
            if len(word) > 1:
                yield word[:TOKEN_LIMIT]
            continue
        for match in runs(word):
            found = match.group()
            if len(found) > 1 or not is_han(found):
                yield found[:TOKEN_LIMIT]


def cut(text: str) -> list[str]:
    """The words of a folded text, one after the other; joined they are the text again."""
    return list(_segmenter().cut(text))


def cut_strictly(text: str) -> list[str]:
    """As `cut`, with the dictionary's words alone: what it does not know falls into single characters."""
    return list(_segmenter().cut(text, hmm=False))


def parse(text: str) -> Parsed:
    """Read a query of at most `QUERY_LIMIT` characters; anything at all may be in it."""
    plain = folded(clean(text)[:QUERY_LIMIT]).text
    pieces = list(_pieces(plain))
    found_pairs = [token for token in pairs(plain) if len(token) > 1 or not is_han(token)]
    return Parsed(
        folded=plain,
        pieces=tuple("".join(piece) for piece in pieces),
        phrases=tuple(_phrase(piece) for piece in pieces),
        words=tuple(dict.fromkeys(words(plain))),
        pairs=tuple(dict.fromkeys(found_pairs)),
    )


def _pieces(plain: str) -> Iterator[list[str]]:
    """Runs that touch belong together: B超, 维生素D缺乏."""
    piece: list[str] = []
    end = -1
    for match in runs(plain):
        if piece and match.start() != end:
            yield piece
            piece = []
        piece.append(match.group())
        end = match.end()
    if piece:
        yield piece


def _phrase(piece: list[str]) -> Clause:
    """The text may go on after the last character asked for, so the closing single character is not demanded."""
    tokens = tuple(token for run in piece for token in _tokens(run))
    last = piece[-1]
    if len(piece) == 1 and is_han(last):
        return Clause(tokens[:-1] if len(last) > 1 else tokens, prefix=len(last) == 1)
    title = tuple(title_pairs("".join(piece)))
    title = title[:-1] if len(title) > 1 else title
    if is_han(last) and len(last) > 1:
        return Clause(tokens[:-1], title=title)
    return Clause(tokens, prefix=is_han(last) or (len(last) > 2 and not last.isdigit()), title=title)


def adjacent(pieces: tuple[str, ...]) -> Clause:
    """The pieces of a question, as they would follow each other in a title."""
    title = tuple(title_pairs("".join(pieces)))[:-1]
    return Clause(title, title=title)
