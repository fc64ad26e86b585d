"""The tables of search: what is findable, and what stands beside it."""

from .entry import SearchEntry
from .facets import EntryFacets
from .name_key import NameKey
from .outbox import SearchOutbox, SearchRebuild
from .pin import Pin
from .question import Asking, Question
from .synonym import Synonym, SynonymEdition
from .vector import NearestArticle, SearchVector, VectorState

__all__ = [
    "Asking",
    "EntryFacets",
    "NameKey",
    "NearestArticle",
    "Pin",
    "Question",
    "SearchEntry",
    "SearchOutbox",
    "SearchRebuild",
    "SearchVector",
    "Synonym",
    "SynonymEdition",
    "VectorState",
]
