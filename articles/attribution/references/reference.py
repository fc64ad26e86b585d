"""One reference as data, between the editor's block, the formats that it comes in and the line that readers see."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Reference:
    """All text, empty where unknown.

    An author is `Family, Given` for a Western person, and otherwise written as it is shown: a Chinese name, an institution,
    `Smith J A`. `year` may be a whole date (ISO). A last author `et al.` says that more were named at the source.
    """

    kind: str = ""
    authors: tuple[str, ...] = ()
    title: str = ""
    container: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    place: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    isbn: str = ""
    registry: str = ""
    url: str = ""
    accessed: str = ""
    access_path: str = ""
    evidence: str = ""
    population: str = ""
    quote: str = ""

    @classmethod
    def of_value(cls, value: Mapping[str, Any]) -> "Reference":
        """From a block's stored value, which has the authors one a line; what is not text there counts as empty."""
        texts = {name: value[name].strip() for name in NAMES if isinstance(value.get(name), str)}
        authors = tuple(line.strip() for line in texts.pop("authors", "").splitlines() if line.strip())
        return cls(**texts, authors=authors)

    def as_value(self) -> dict[str, str]:
        """As the block stores it, without what is empty."""
        values = {name: getattr(self, name) for name in NAMES} | {"authors": "\n".join(self.authors)}
        return {name: value for name, value in values.items() if value}

    @property
    def is_data(self) -> bool:
        """Whether there is more than a line of text: then the line is made from the data."""
        return bool(self.title)

    def but(self, **changes: Any) -> "Reference":
        return replace(self, **changes)


NAMES = tuple(field.name for field in fields(Reference))
