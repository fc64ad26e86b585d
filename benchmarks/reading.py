"""A cold article page, a list and a 304, against a stock page of the same words and a stock list.

.venv/bin/python benchmarks/reading.py
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measuring

ARTICLES = 60


def main() -> None:
    measuring.scratch_site()
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.stock.models import StockPage
    from reading.models import HomePage
    from tests import factories

    author = factories.make_doctor()
    factories.make_profile(author)
    topic = factories.make_topic(live=True)
    body = [("paragraph", f"<p>{measuring.prose(300, number)}</p>") for number in range(10)]
    pages = [
        factories.publish(factories.make_article(author, body=body, topic=topic, title=f"量血压 {number}"))
        for number in range(ARTICLES)
    ]
    home = HomePage.objects.get()
    stock, picture = [], factories.make_picture(author, (1200, 800))
    for number in range(ARTICLES):
        page = StockPage(
            title=f"量血压 {number}",
            slug=f"stock-{number}",
            picture=picture,
            body="".join(f"<p>{measuring.prose(300, part)}</p>" for part in range(10)),
        )
        home.add_child(instance=page)
        stock.append(page)
    client = Client(headers={"host": "127.0.0.1"})

    def get(address: str, **headers: str) -> Any:
        answer = client.get(address, headers=headers)
        assert answer.status_code in (200, 304), (address, answer.status_code)
        return answer

    etag = get(f"/articles/{pages[0].slug}/").headers["ETag"]
    figures = {
        "article_cpu_ms": measuring.cpu(lambda number: get(f"/articles/{pages[number % ARTICLES].slug}/"), 60),
        "article_warm_cpu_ms": measuring.cpu(lambda number: get(f"/articles/{pages[0].slug}/"), 60),
        "list_cpu_ms": measuring.cpu(lambda number: get("/articles/"), 20),
        "not_modified_cpu_ms": measuring.cpu(lambda number: get(f"/articles/{pages[0].slug}/", **{"If-None-Match": etag}), 60),
    }
    for name, address in {"article": f"/articles/{pages[1].slug}/", "list": "/articles/"}.items():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            get(address)
        figures[f"{name}_sql"] = len(queries)
    baseline = {"article_cpu_ms": measuring.cpu(lambda number: get(stock[number % ARTICLES].url), 60)}
    with CaptureQueriesContext(connection) as queries:
        get(stock[1].url)
    baseline["article_sql"] = len(queries)
    measuring.close("reading", figures, baseline)


if __name__ == "__main__":
    main()
