"""What things are called: lay and medical names, misspelt and half-typed ones."""

from .expanding import expansions

__all__ = ["expansions"]
