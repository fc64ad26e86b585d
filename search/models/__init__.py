"""The tables of search: what is findable, and what stands beside it."""

from .entry import SearchEntry
from .facets import EntryFacets

__all__ = ["EntryFacets", "SearchEntry"]
