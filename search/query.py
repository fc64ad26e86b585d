"""What is asked of search, and what it answers; the same for every engine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from articles.attribution.proof.notes import Noted

from . import text

SIZE_LIMIT = 50
# No reader pages further; the number stays small enough for any database.
PAGE_LIMIT = 10_000
# So many finds are ordered at a time, however many there are.
LISTED = 2_000
FACETS = ("specialty", "disease", "author", "hospital", "type", "year")
# Values of one facet that may be chosen, and characters of one value.
CHOSEN_LIMIT, VALUE_LIMIT = 20, 100


@dataclass(frozen=True)
class Query:
    """A reader's question, made harmless: whatever is given becomes something that can be answered."""

    text: str
    page: int = 1
    size: int = 10
    # Values within a facet are alternatives; every facet named has to be met.
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Only the words themselves: no other names, nothing by meaning.
    as_written: bool = False
    cut: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        plain = text.clean(self.text)
        object.__setattr__(self, "cut", len(plain) > text.QUERY_LIMIT)
        object.__setattr__(self, "text", plain[: text.QUERY_LIMIT].strip())
        object.__setattr__(self, "page", min(max(self.page, 1), PAGE_LIMIT))
        object.__setattr__(self, "size", min(max(self.size, 1), SIZE_LIMIT))
        object.__setattr__(self, "filters", {name: kept for name in FACETS if (kept := _chosen(self.filters.get(name, ())))})


def _chosen(values: Iterable[str]) -> tuple[str, ...]:
    plain = (text.clean(value)[:VALUE_LIMIT].strip() for value in values)
    return tuple(dict.fromkeys(filter(None, plain)))[:CHOSEN_LIMIT]


@dataclass(frozen=True)
class Expansion:
    """What a reader wrote is also looked for by its other names: “心梗” as “心肌梗死”."""

    written: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """One article found. `marked_title` and `highlights` are HTML: slices of the original words, escaped, with `<mark>`."""

    id: str
    title: str
    url: str
    summary: str
    marked_title: str
    passages: Sequence[str]
    author: str
    topic: str
    specialty: str
    published_at: str | None
    score: float
    noted: Noted | None = None
    # Found by its meaning alone: no word of the question stands in it.
    related: bool = False
    # Its review date has passed.
    overdue: bool = False
    # Put first by the editors.
    pinned: bool = False

    @property
    def highlights(self) -> list[str]:
        """The title first, when something in it was asked for, then the best passages."""
        return [self.marked_title, *self.passages] if "<mark>" in self.marked_title else list(self.passages)

    def as_json(self, with_passages: bool = True) -> dict[str, Any]:
        names: tuple[str, ...] = ("id", "title", "url", "summary", "highlights", "author", "topic", "published_at", "score")
        names += ("related", "overdue", "pinned")
        told = {name: getattr(self, name) for name in names} | {"noted": asdict(self.noted) if self.noted else None}
        return told if with_passages else told | {"highlights": [line for line in self.highlights if line not in self.passages]}


@dataclass(frozen=True)
class Results:
    """One page of hits. `degraded` says that another engine than the configured one answered, `approximate` that more or
    fewer may be open to readers than `total` says; a facet's rows are `search.facets.described`."""

    total: int
    hits: Sequence[Hit]
    took_ms: float
    engine: str = "embedded"
    degraded: bool = False
    approximate: bool = False
    facets: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    suggestion: str | None = None
    # Whether their meaning had a part in what was found and in its order, beside the words.
    meaning: bool = False
    expansions: Sequence[Expansion] = ()


@dataclass(frozen=True)
class Suggestion:
    """Something to go to; `kind` is disease, department, doctor or article."""

    text: str
    kind: str
    url: str
    noted: Noted | None = None
