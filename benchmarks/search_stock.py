"""Wagtail's own search over stock pages with the same texts: the table to compare with."""

from collections.abc import Sequence
from statistics import mean
from typing import TYPE_CHECKING, Any

from benchmarks.bulk_articles import Text

if TYPE_CHECKING:
    from benchmarks.search_measures import Measures

BACKEND = "wagtail.search.backends.database"
CHUNK = 500
# It takes so long that so many questions must do.
ASKED = 40


def measured(texts: Sequence[Text], measures: "Measures") -> dict[str, float]:
    from wagtail.search.backends import get_search_backend

    from benchmarks.search_measures import timed

    pages = _pages(texts)
    place = {page.pk: number for number, page in enumerate(pages)}
    backend = get_search_backend(BACKEND)
    _index(backend, pages)

    def ask(words: str, most: int = 10) -> list[int]:
        return [place[page.pk] for page in backend.search(words, type(pages[0]).objects.all())[:most]]

    figures = {"texts": float(len(pages)), "fuzz_errors": float(_fails(ask))}
    recalls = []
    for word in measures.words[:ASKED]:
        wanted = {number for number, text in enumerate(texts) if word in text.title or word in text.body}
        if wanted:
            recalls.append(len(wanted & set(ask(word, 200))) / min(len(wanted), 200))
    figures["word_recall"] = round(mean(recalls), 4) if recalls else 0.0
    figures["zero_results"] = round(mean(not ask(words) for words in measures.whole[:ASKED]), 4)
    if measures.graded:
        figures["ndcg_10"] = measures.ndcg(ask)
    return figures | timed("short", ask, measures.short[:ASKED]) | timed("whole", ask, measures.whole[:ASKED])


def _pages(texts: Sequence[Text]) -> list[Any]:
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from wagtail.models import Page

    from benchmarks.stock.models import StockPage
    from reading.models import HomePage

    home = HomePage.objects.get()
    kind = ContentType.objects.get_for_model(StockPage)
    pages: list[Any] = []
    for number, text in enumerate(texts):
        slug = f"stock-{number}"
        page: Any = StockPage(title=text.title[:255], draft_title=text.title[:255], slug=slug, body=f"<p>{text.body}</p>")
        page.path = Page._get_path(home.path, home.depth + 1, 2_000 + number)
        page.depth, page.url_path, page.locale, page.content_type = home.depth + 1, f"{home.url_path}{slug}/", home.locale, kind
        pages.append(page)
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    with transaction.atomic():
        bases = [Page(**{name: getattr(page, name) for name in columns}) for page in pages]
        for page, base in zip(pages, Page.objects.bulk_create(bases, batch_size=CHUNK), strict=True):
            page.pk = page.id = page.page_ptr_id = base.pk
        for start in range(0, len(pages), CHUNK):
            StockPage._base_manager._insert(pages[start : start + CHUNK], StockPage._meta.local_concrete_fields, using="default")
    return pages


def _index(backend: Any, pages: list[Any]) -> None:
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(type(pages[0])))
    index = rebuilder.start()
    for start in range(0, len(pages), CHUNK):
        index.add_items(type(pages[0]), pages[start : start + CHUNK])
    rebuilder.finish()


def _fails(ask: Any) -> bool:
    from django.db import DatabaseError, transaction

    try:
        with transaction.atomic():
            ask('"')
    except DatabaseError:
        return True
    return False
