"""Meaning beside words, an extra over both engines: what a small model, run on this machine, makes of questions and articles.

Nothing here is needed to search: without the model's files every function answers that it knows nothing.
"""

from .comparing import cosines, nearest
from .model import available, embed, refused, vector_of_question
from .neighbours import relate, related
from .standing import State, faults, mend, notes, state
from .vectors import catch_up, make, stored

__all__ = [
    "State",
    "available",
    "catch_up",
    "cosines",
    "embed",
    "faults",
    "make",
    "mend",
    "nearest",
    "notes",
    "refused",
    "relate",
    "related",
    "state",
    "stored",
    "vector_of_question",
]
