"""What invented readers of the demonstration asked, noted as real searches are, and one pin that an operator made of it."""

import datetime
import random
from collections.abc import Iterator
from typing import Any

from articles.models import ArticlePage
from search import engine
from search.query import Query
from search.staff import pins, questions
from search.staff.pins import Wish
from search.staff.questions import Noted

DAYS = 28
NETWORKS = [f"invented network {number}" for number in range(9)]


def load(told: dict[str, Any], operator: Any) -> None:
    """`told` is demo/searches.toml."""
    questions.keep(list(_searches(told)))
    wanted = told["pin"]
    first = [ArticlePage.objects.published().filter(title__contains=words).first() for words in wanted["articles"]]
    shown = tuple(page.pk for page in first if page is not None)
    if shown:
        pins.put(Wish(tuple(wanted["questions"]), shown, wanted["reason"]), operator)


def _searches(told: dict[str, Any]) -> Iterator[Noted]:
    draw = random.Random(11)  # noqa: S311  (invented, and the same every time)
    answers = [(words, times, engine.search(Query(words, size=1)).total) for words, times in told["searches"]]
    # What one reader each asked, and nobody reads.
    answers += [(f"{chr(0x4E00 + draw.randrange(5_000))}{number}丸", 1, 0) for number in range(told["rare"])]
    for words, times, found in answers:
        for number in range(times):
            yield Noted(
                text=words,
                network=NETWORKS[number % len(NETWORKS)],
                hour=questions.this_hour() - datetime.timedelta(hours=draw.randrange(24 * DAYS)),
                engine="embedded",
                degraded=False,
                within_ms=draw.choice(questions.BUCKETS[:3]),
                found=found,
                corrected=False,
            )
