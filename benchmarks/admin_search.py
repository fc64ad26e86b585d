"""What the page explorer's search finds and costs, against Wagtail's own backend on the same rows of the same database.

.venv/bin/python benchmarks/admin_search.py [--pages 3000 10000] [--words 120] [--postgresql]
"""

import argparse
import random
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import invented_articles, measuring

STOCK, OURS = "wagtail.search.backends.database", "search.backends"
# Wagtail's own takes long; so many of the words are enough to see it.
STOCK_WORDS = 20
CHUNK = 500
PAGE_LENGTH = 50


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=int, nargs="+", default=[3_000, 10_000])
    ask.add_argument("--words", type=int, default=120)
    ask.add_argument("--postgresql", action="store_true")
    told = ask.parse_args()
    with measuring.database(told.postgresql) as address:
        _measure(told, address)


def _measure(told: Any, database: str) -> None:
    measuring.scratch_site(database)
    figures: dict[str, float] = {}
    baseline: dict[str, float] = {}
    for number in told.pages:
        titles = _fill(number)
        words = _words(titles, told.words)
        for kept, name, asked in ((baseline, STOCK, words[:STOCK_WORDS]), (figures, OURS, words)):
            kept |= {f"{key}_{number}": value for key, value in _figures(name, titles, asked).items()}
        kept_error = _fails_on_a_quotation_mark(STOCK), _fails_on_a_quotation_mark(OURS)
        baseline["quotation_mark_fails"], figures["quotation_mark_fails"] = map(float, kept_error)
    from django.db import connections

    connections.close_all()
    measuring.close("admin_search", figures, baseline)


def _fill(number: int) -> list[str]:
    """Bring the tree to so many pages below the home page; answers their titles in the order of their keys."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page

    from reading.models import HomePage

    home, kind, locale = HomePage.objects.get(), ContentType.objects.get_for_model(Page), Locale.objects.get()
    known = Page.objects.filter(slug__startswith="measured-").count()
    rows = [
        Page(
            path=Page._get_path(home.path, home.depth + 1, 1_000 + place),
            depth=home.depth + 1,
            title=(title := _title(place)),
            draft_title=title,
            slug=f"measured-{place}",
            url_path=f"{home.url_path}measured-{place}/",
            content_type=kind,
            locale=locale,
        )
        for place in range(known, number)
    ]
    Page.objects.bulk_create(rows, batch_size=CHUNK)
    return list(Page.objects.filter(slug__startswith="measured-").order_by("pk").values_list("title", flat=True))


def _title(place: int) -> str:
    """The first clause of an invented article, shortened to what a title may be."""
    return invented_articles.article(place, 60)[0][1].split("，")[0][:60]


def _words(titles: list[str], number: int) -> list[str]:
    """Words of two to four characters as the segmenter cuts the titles, each once."""
    from search import text

    found = {word for title in titles for word in text.cut(title) if 2 <= len(word) <= 4 and text.is_han(word)}
    return random.Random(3).sample(sorted(found), min(number, len(found)))


def _figures(name: str, titles: list[str], words: list[str]) -> dict[str, float]:
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend
    from wagtail.search.models import IndexEntry

    IndexEntry.objects.all().delete()
    backend = get_search_backend(name)
    measured = Page.objects.filter(slug__startswith="measured-")
    began = time.perf_counter()
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
    index = rebuilder.start()
    pages = list(measured.order_by("pk"))
    for start in range(0, len(pages), CHUNK):
        index.add_items(Page, pages[start : start + CHUNK])
    rebuilder.finish()
    rebuilt = time.perf_counter() - began
    recalls, precisions, spent = [], [], []
    for word in words:
        began = time.perf_counter()
        results = backend.autocomplete(word, Page.objects.all())
        results.count()
        list(results[:PAGE_LENGTH])
        spent.append((time.perf_counter() - began) * 1000)
        wanted = {page.pk for page, title in zip(pages, titles, strict=True) if word in title}
        found = {page.pk for page in backend.autocomplete(word, Page.objects.all())}
        recalls.append(len(found & wanted) / len(wanted))
        precisions.append(len(found & wanted) / len(found) if found else 1.0)
    began = time.perf_counter()
    for page in pages[:10]:
        backend.add(page)
    return {
        "recall": round(sum(recalls) / len(recalls), 3),
        "precision": round(sum(precisions) / len(precisions), 3),
        "p50_ms": round(median(spent), 2),
        "p95_ms": round(sorted(spent)[int(len(spent) * 0.95)], 2),
        "rebuild_s": round(rebuilt, 2),
        "write_ms": round((time.perf_counter() - began) * 100, 2),
    }


def _fails_on_a_quotation_mark(name: str) -> bool:
    from django.db import DatabaseError, transaction
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    try:
        with transaction.atomic():
            list(get_search_backend(name).search('"', Page.objects.all()))
    except DatabaseError:
        return True
    return False


if __name__ == "__main__":
    main()
