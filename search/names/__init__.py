"""What things are called: lay and medical names, misspelt and half-typed ones."""

from .expanding import expansions
from .meant import did_you_mean

__all__ = ["did_you_mean", "expansions"]
