"""Whom one document may name, and what the tagger sees in it."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from ..folding import fold
from ..reading import Reading
from .foreign import ONE_DOT
from .lexicon import Lexicon, bare
from .sentences import Tags, tags_of

MOST_CHARACTERS = 300_000  # a longer text would keep the tagger busy for more than six seconds
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
    def known(self) -> frozenset[str]:
        """People of note and people of this site. Raises TypeError when the facts are of another shape."""
        return self.lexicon.listed | _named(self.facts)

    def tags_of(self, reading: Reading) -> Tags | None:
        """The tagger's view of a text; None when it was left out, is missing, failed, or the text is too long for it."""
        if not self.tagging or len(reading.text) > MOST_CHARACTERS:
            self._left = True
            return None
        try:
            from .tagger import tagger

            tags = tags_of(reading.text.translate(ONE_DOT), tagger())
        except Exception:  # whatever fails in it, the rules still run, and the report says what was not checked
            self._left = True
            return None
        self._read = True
        return tags


def _named(facts: Mapping[str, object]) -> frozenset[str]:
    """The names that the product gives as people with a public role."""
    names: set[str] = set()
    for fact in FACTS:
        given = facts.get(fact, ())
        if not isinstance(given, Iterable) or isinstance(given, str):
            raise TypeError(f"{fact}: not a list of names")
        names.update(bare(fold(str(name)).text) for name in given)
    return frozenset(names - {""})
