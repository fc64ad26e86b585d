"""The scanning engine: plain Python, pure and deterministic; the same words and ruleset give the same report."""

from typing import TYPE_CHECKING, Any

from .document import IDENTIFIERS, Document, Finding, Passage, Report, Severity, Verdict

if TYPE_CHECKING:
    from .masking import mask
    from .ruleset import Ruleset, RulesetError
    from .scanner import Scanner

__all__ = [
    "IDENTIFIERS",
    "Document",
    "Finding",
    "Passage",
    "Report",
    "Ruleset",
    "RulesetError",
    "Scanner",
    "Severity",
    "Verdict",
    "mask",
]

_LAZY = {"mask": "masking", "Ruleset": "ruleset", "RulesetError": "ruleset", "Scanner": "scanner"}


def __getattr__(name: str) -> Any:
    """Load automata and rules only for those who scan; passages and documents cost nothing."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
