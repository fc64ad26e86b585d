"""Regular expressions by RE2: linear time, so that no pattern of anybody can hang a scan."""

from functools import cached_property, lru_cache
from typing import Any

import re2


class PatternError(ValueError):
    """A pattern that RE2 does not take, with RE2's reason."""


def options(max_mem: int = 8 << 20) -> re2.Options:
    """Linear time, no match across a line break, nothing printed."""
    chosen = re2.Options()
    chosen.never_nl = True
    chosen.log_errors = False
    chosen.max_mem = max_mem
    return chosen


@lru_cache(maxsize=20_000)
def compile_pattern(pattern: str) -> Any:
    """Compile with RE2; refuses what could match nothing at all."""
    try:
        compiled = re2.compile(pattern, options())
    except re2.error as error:
        reason = error.args[0] if error.args else error
        raise PatternError(f"{pattern!r}: {reason.decode() if isinstance(reason, bytes) else reason}") from None
    return compiled


def compile_any(patterns: list[str]) -> Any:
    """One expression that matches when any of `patterns` does; each is tried alone first, to name the broken one."""
    for pattern in patterns:
        compile_pattern(pattern)
    return compile_pattern("|".join(f"(?:{pattern})" for pattern in patterns))


class Anywhere:
    """Finds each place of any of some patterns; compiled when it is first asked."""

    def __init__(self, *patterns: str) -> None:
        self.patterns = patterns

    def finditer(self, text: str) -> Any:
        return self._compiled.finditer(text)

    def search(self, text: str) -> Any:
        return self._compiled.search(text)

    def sub(self, replacement: str, text: str) -> str:
        return str(self._compiled.sub(replacement, text))

    @cached_property
    def _compiled(self) -> Any:
        return compile_pattern("|".join(f"(?:{pattern})" for pattern in self.patterns))


class Occurs:
    """Says whether any of some patterns occurs in a short text, three times as fast as a search that also says where."""

    def __init__(self, *patterns: str) -> None:
        self.patterns = patterns

    def __call__(self, text: str | bytes) -> bool:
        return bool(self._set.Match(text))

    @cached_property
    def _set(self) -> Any:
        return _search_set(self.patterns)


@lru_cache(maxsize=20_000)
def _search_set(patterns: tuple[str, ...]) -> Any:
    """Built when it is first asked: most rules of a ruleset meet no text of a process."""
    made = re2.Set.SearchSet(options())
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()
    return made
