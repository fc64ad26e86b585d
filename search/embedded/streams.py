"""The token streams of one article, which both databases store in their own way."""

from dataclasses import dataclass
from itertools import chain

from .. import text
from ..models import SearchEntry


@dataclass(frozen=True)
class Streams:
    """Tokens in order: pairs for phrases, words for weight, and the names an article goes by."""

    title: list[str]
    title_words: list[str]
    body: list[str]
    body_words: list[str]
    names: list[str]


def streams_of(entry: SearchEntry, names: list[str]) -> Streams:
    """What is indexed of an entry; `names` are its topic, department, tags and authors."""
    title = text.folded(entry.title).text
    body = text.folded(f"{entry.summary}\n{entry.body}"[: text.INDEXED_LIMIT]).text
    return Streams(
        title=list(text.pairs(title)),
        title_words=list(text.words(title)),
        body=list(text.pairs(body)),
        body_words=list(text.words(body)),
        names=list(chain.from_iterable(text.pairs(text.folded(name).text) for name in names)),
    )
