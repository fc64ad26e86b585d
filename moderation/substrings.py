"""Looking for words in titles and names that no full-text index holds: cases, accounts, drafts of one's own."""

from functools import reduce
from operator import and_, or_

from django.db.models import Q

from .engine.folding import fold

# What is typed beyond these narrows nothing more.
LONGEST, MOST_WORDS = 200, 10


def holding(words: str, *fields: str) -> Q:
    """Every word, as typed or in simplified characters of usual width, somewhere in one of the fields."""
    plain = words.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    wanted = []
    for word in plain[:LONGEST].split()[:MOST_WORDS]:
        written = {word, fold(word).text}
        wanted.append(reduce(or_, (Q(**{f"{field}__icontains": one}) for field in fields for one in sorted(written) if one)))
    return reduce(and_, wanted, Q())
