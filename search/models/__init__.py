"""The tables of search: what is findable, and what stands beside it."""

from .entry import SearchEntry
from .facets import EntryFacets
from .outbox import SearchOutbox, SearchRebuild

__all__ = ["EntryFacets", "SearchEntry", "SearchOutbox", "SearchRebuild"]
