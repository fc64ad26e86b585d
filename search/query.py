"""What is asked of search, and what it answers; the same for every engine."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from articles.attribution.proof.notes import Noted

from . import text

SIZE_LIMIT = 50
# No reader pages further; the number stays small enough for any database.
PAGE_LIMIT = 10_000
# So many finds are listed, however many there are.
LISTED = 2_000


@dataclass(frozen=True)
class Query:
    """A reader's question, made harmless: whatever is given becomes something that can be answered."""

    text: str
    page: int = 1
    size: int = 10
    specialty: str | None = None
    cut: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        plain = text.clean(self.text)
        object.__setattr__(self, "cut", len(plain) > text.QUERY_LIMIT)
        object.__setattr__(self, "text", plain[: text.QUERY_LIMIT].strip())
        object.__setattr__(self, "page", min(max(self.page, 1), PAGE_LIMIT))
        object.__setattr__(self, "size", min(max(self.size, 1), SIZE_LIMIT))


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

    @property
    def highlights(self) -> list[str]:
        """The title first, when something in it was asked for, then the best passages."""
        return [self.marked_title, *self.passages] if "<mark>" in self.marked_title else list(self.passages)

    def as_json(self, with_passages: bool = True) -> dict[str, Any]:
        names = ("id", "title", "url", "summary", "highlights", "author", "topic", "published_at", "score")
        told = {name: getattr(self, name) for name in names} | {"noted": asdict(self.noted) if self.noted else None}
        return told if with_passages else told | {"highlights": [line for line in self.highlights if line not in self.passages]}


@dataclass(frozen=True)
class Results:
    """One page of hits. `degraded` says that another engine than the configured one answered."""

    total: int
    hits: Sequence[Hit]
    took_ms: float
    engine: str = "embedded"
    degraded: bool = False
    facets: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    suggestion: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """Something to go to; `kind` is article, topic, department or doctor."""

    text: str
    kind: str
    url: str
    noted: Noted | None = None
