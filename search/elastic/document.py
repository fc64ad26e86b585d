"""The document of one article in the cluster.

Its texts are streams of tokens that our own folding and segmenter wrote, so the cluster's part is a white-space tokenizer: any
Elasticsearch has one, no plugin is needed, and both engines know exactly the same words. What readers see comes from the database
and is marked there, for both engines alike; so the cluster keeps no text to show and its highlighter has nothing to do.
"""

import copy
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.conf import settings
from elasticsearch.dsl import (
    Completion,
    Date,
    DenseVector,
    Document,
    Index,
    Integer,
    Keyword,
    Long,
    MetaField,
    Text,
    analyzer,
    tokenizer,
)

from .. import entries, text
from ..embedded.streams import streams_of
from ..meaning.model import WIDTH
from ..meaning.vectors import lengthened, unpack
from ..models import SearchEntry
from ..models.name_key import Kind
from ..names import keys
from ..query import LISTED, PAGE_LIMIT, SIZE_LIMIT
from . import analyzers
from .client import FORMAT

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch


tokens = analyzer("tokens", tokenizer=tokenizer("whitespace"))
# For people at the cluster's own console, who type words and not our tokens.
chinese = analyzer("chinese", tokenizer="standard", filter=["cjk_width", "lowercase", "cjk_bigram"])
whole = analyzer("whole", tokenizer="keyword", filter=["lowercase"])


class ArticleDocument(Document):
    """`_id` is the page's number; the version of a write is its place in the outbox."""

    page = Long()
    public_id = Keyword()
    title = Text(analyzer=chinese)
    # Pairs for phrases, words for weight, single characters for what is shorter than a pair, and the names it goes by.
    title_pairs = Text(analyzer=tokens)
    title_words = Text(analyzer=tokens)
    title_singles = Text(analyzer=tokens)
    body_pairs = Text(analyzer=tokens)
    body_words = Text(analyzer=tokens)
    body_singles = Text(analyzer=tokens)
    names_pairs = Text(analyzer=tokens)
    names_singles = Text(analyzer=tokens)
    # Title and body once more for a Chinese analyzer of the cluster's own, where it has one.
    text = Text(index=False)
    specialty = Keyword()
    disease = Keyword()
    author = Keyword()
    hospital = Keyword()
    type = Keyword()
    year = Keyword()
    published_at = Date()
    reviewed_at = Date()
    review_due = Date(format="strict_date")
    digest = Keyword()
    recipe = Integer()
    beginnings = Completion(analyzer=whole, preserve_separators=False, preserve_position_increments=False)
    # What it means, and the model that says so.
    vector = DenseVector(dims=WIDTH, similarity="dot_product", index=True)
    model = Keyword()

    class Meta:
        dynamic = MetaField("strict")
        # A rebuild reads the database, never the cluster: streams are searched and not kept.
        source = MetaField(excludes=["*_pairs", "*_words", "*_singles", "text", "beginnings", "vector"])
        meta = MetaField(format=FORMAT)


def definition(cluster: "Elasticsearch") -> dict[str, Any]:
    """Settings and mapping of a new generation, as `indices.create` takes them; with a field for the cluster's own Chinese
    analyzer when it has one and the settings allow it."""
    index = Index("any")
    index.document(ArticleDocument)
    index.settings(
        number_of_shards=settings.SEARCH_SHARDS,
        number_of_replicas=settings.SEARCH_REPLICAS,
        refresh_interval=f"{round(settings.SEARCH_REFRESH_SECONDS * 1000)}ms",
        max_result_window=PAGE_LIMIT * SIZE_LIMIT + LISTED,
    )
    # What it gives is the document's own, for every generation.
    defined = copy.deepcopy(index.to_dict())
    if found := analyzers.found(cluster):
        defined["mappings"]["properties"]["text"] = {"type": "text", "analyzer": found}
        defined["mappings"]["_meta"]["analyzer"] = found
    return defined


def source(entry: SearchEntry) -> dict[str, Any]:
    """What the cluster is told of an entry; select its page, its facets and its vector along."""
    names = entries.names_of(entry, entry.page)
    streams = streams_of(entry, names)
    title = text.folded(entry.title).text
    body = text.folded(f"{entry.summary}\n{entry.body}"[: text.INDEXED_LIMIT]).text
    told = kept(entry) | {
        "title_pairs": " ".join(streams.title),
        "title_words": " ".join(streams.title_words),
        "title_singles": " ".join(singles(title)),
        "body_pairs": " ".join(streams.body),
        "body_words": " ".join(streams.body_words),
        "body_singles": " ".join(singles(body)),
        "names_pairs": " ".join(streams.names),
        "names_singles": " ".join(chain.from_iterable(singles(text.folded(name).text) for name in names)),
        "beginnings": {"input": beginnings(entry.title)},
    }
    if vector := getattr(entry, "vector", None):
        told["vector"] = lengthened(unpack([vector.codes]))[0].tolist()
    if settings.SEARCH_ANALYZER == "auto":
        told["text"] = f"{title}\n{body}"
    return {name: value for name, value in told.items() if value not in ("", [])}


def kept(entry: SearchEntry) -> dict[str, Any]:
    """The part that the cluster gives back, by which it is compared with the entry; reads its facets."""
    told: dict[str, Any] = {
        "page": entry.pk,
        "public_id": entry.public_id,
        "title": entry.title,
        "published_at": entry.published_at,
        "reviewed_at": entry.reviewed_at,
        "review_due": entry.review_due,
        "digest": entry.digest,
        "recipe": entry.recipe,
    }
    for line in filter(None, entry.facets.packed.split("\n")):
        name, _tab, value = line.partition("\t")
        told.setdefault(name, []).append(value)
    if vector := getattr(entry, "vector", None):
        told["model"] = vector.model
    return {name: value for name, value in told.items() if value not in (None, "")}


def singles(folded: str) -> Iterator[str]:
    """Each Han character by itself, other words whole: what even one character, or a phrase that ends in one, is found by."""
    for match in text.runs(folded):
        run = match.group()
        yield from run if text.is_han(run) else [run[: text.TOKEN_LIMIT]]


def beginnings(title: str) -> list[str]:
    """What a reader may begin to type of it: its words, its sound, its initials, and the same from a word within it on."""
    found = (key[: keys.LONGEST] for _form, key in keys.beginnings(Kind.ARTICLE, title))
    return list(dict.fromkeys(filter(None, found)))
