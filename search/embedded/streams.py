"""The token streams of one article, which both databases store in their own way."""

import hashlib
from dataclasses import dataclass
from itertools import chain

from .. import text
from ..models import SearchEntry


@dataclass(frozen=True)
class Streams:
    """Tokens in order: pairs for phrases, words for weight, the names an article goes by, and a token for each facet's value."""

    title: list[str]
    title_words: list[str]
    body: list[str]
    body_words: list[str]
    names: list[str]
    marks: list[str]


def mark(line: str) -> str:
    """The token that stands for one value of one facet."""
    return f"facet{hashlib.blake2s(line.encode(), digest_size=8).hexdigest()}"


def streams_of(entry: SearchEntry, names: list[str], packed: str = "") -> Streams:
    """What is indexed of an entry; `names` are its topic, department, tags and authors, `packed` its facets."""
    title = text.folded(entry.title).text
    body = text.folded(f"{entry.summary}\n{entry.body}"[: text.INDEXED_LIMIT]).text
    return Streams(
        title=list(text.title_pairs(title)),
        title_words=list(text.words(title)),
        body=list(text.pairs(body)),
        body_words=list(text.words(body)),
        names=list(chain.from_iterable(text.pairs(text.folded(name).text) for name in names)),
        marks=[mark(line) for line in packed.split("\n") if line],
    )
