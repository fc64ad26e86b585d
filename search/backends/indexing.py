"""What both databases keep of an object: its title, its other words and what completes while somebody types, as tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from modelsearch.index import AutocompleteField, SearchField
from modelsearch.utils import get_content_type_pk

from .. import text
from . import reading

# Kept in the column that holds Wagtail's weight of a title, always positive there: rows with another value were
# written by Wagtail's own backend or cut by an older recipe, and a duty writes them anew.
MARK = -float(text.RECIPE)


@dataclass(frozen=True)
class Row:
    """One object's row."""

    object_id: str
    title: list[str]
    body: list[str]
    autocomplete: list[str]


class SegmentedIndex:
    """Mixed into an index of the vendor's. Writing one row reads no other: Wagtail weighs every title against all others."""

    entries: Any
    backend: Any

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        fields = model.get_search_fields()
        rows = [self._row(one, fields) for one in objs] if fields else []
        if rows:
            self.write(get_content_type_pk(model), rows)

    def write(self, content_type: int, rows: Sequence[Row]) -> None:
        """Put these rows in the place of whatever was."""
        raise NotImplementedError

    def tidy(self) -> None:
        """After a rebuild: statistics for the planner, and one piece instead of many."""
        raise NotImplementedError

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Called by Wagtail at the end of a rebuild with `full`; there is no weight to refresh."""
        if full:
            self.tidy()

    def _row(self, one: Any, fields: Any) -> Row:
        title: list[str] = []
        body: list[str] = []
        completed: list[str] = []
        read = self.reader(one)
        for leaf, words in chain.from_iterable(read(one, field) for field in fields):
            if isinstance(leaf, AutocompleteField):
                completed.append(words)
            elif isinstance(leaf, SearchField):
                (title if leaf.field_name == "title" else body).append(words)
        return Row(str(one.pk), *(reading.tokens("\n".join(words)) for words in (title, body, completed)))

    def reader(self, one: Any) -> Any:
        """Answers pairs of a leaf field and its words, for one of the object's fields."""
        raise NotImplementedError
