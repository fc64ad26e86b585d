"""Whom one document may name, and what the tagger sees in it."""

from collections.abc import Mapping
from functools import cached_property, lru_cache

from ..folding import fold
from ..reading import Reading
from .foreign import one_dot
from .lexicon import Lexicon, bare
from .sentences import Tags, tags_of

MOST_CHARACTERS = 100_000  # sixty long articles; a longer text would keep the tagger busy for more than eight seconds
FACTS = ("doctors", "byline")


class People:
    """The lists of the ruleset with the people of one document; remembers whether the tagger read all of it."""

    def __init__(self, lexicon: Lexicon, facts: Mapping[str, object], tagging: bool) -> None:
        self.lexicon = lexicon
        self.facts = facts
        self.tagging = tagging
        self._read = self._left = False

    @property
    def unread(self) -> bool:
        """Whether any of the text was not read by the tagger."""
        return self._left or not self._read

    @cached_property
    def of_this_site(self) -> tuple[frozenset[str], ...]:
        """People with a public role here, list by list. Raises TypeError when the facts are of another shape."""
        return tuple(_named(_names_of(self.facts, fact)) for fact in FACTS)

    def are_known(self, name: str) -> bool:
        """Whether the name is that of somebody of note or of this site."""
        return name in self.lexicon.listed or any(name in names for names in self.of_this_site)

    def tags_of(self, reading: Reading) -> Tags | None:
        """The tagger's view of a text; None when it was left out, is missing, failed, or the text is too long for it."""
        if not self.tagging or len(reading.text) > MOST_CHARACTERS:
            self._left = True
            return None
        try:
            from .tagger import tagger

            tags = tags_of(one_dot(reading.text), tagger())
        except Exception:  # whatever fails in it, the rules still run, and the report says what was not checked
            self._left = True
            return None
        self._read = True
        return tags


def _names_of(facts: Mapping[str, object], fact: str) -> tuple[str, ...]:
    given = facts.get(fact, ())
    if not isinstance(given, list | tuple | set | frozenset) or not all(isinstance(name, str) for name in given):
        raise TypeError(f"{fact}: not a list of names")
    return tuple(given)


@lru_cache(maxsize=64)
def _named(names: tuple[str, ...]) -> frozenset[str]:
    """The same names as they are compared; a site gives the same thousands with every document, and each its own byline."""
    return frozenset(bare(fold(name).text) for name in names) - {""}
