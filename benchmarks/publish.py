"""Save and publish an article of 3,000 characters, already scanned, against a stock page of the same words.

.venv/bin/python benchmarks/publish.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measuring

TIMES = 30


def main() -> None:
    measuring.scratch_site()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from articles.models import ArticlePage
    from benchmarks.stock.models import StockPage
    from moderation import decisions, submissions
    from moderation.models import Case
    from reading.models import HomePage
    from tests import factories

    author, moderator = factories.make_doctor(), factories.make_moderator()
    factories.make_topic()
    paragraphs = [measuring.prose(300, number) for number in range(10)]
    body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
    articles = [factories.make_article(author, body=body, title=f"量血压 {number}") for number in range(TIMES + 3)]
    cases = [Case.objects.get(submission=submissions.submit(page, author, factories.WARRANTY)) for page in articles]
    home = HomePage.objects.get()
    stock = []
    for number in range(TIMES + 3):
        page = StockPage(title=f"量血压 {number}", slug=f"stock-{number}", body="".join(f"<p>{text}</p>" for text in paragraphs))
        page.live = False
        home.add_child(instance=page)
        stock.append(page)

    def save(page: object) -> None:
        page.save_revision(user=author)  # type: ignore[attr-defined]

    def ours(number: int) -> None:
        save(ArticlePage.objects.get(pk=articles[number].pk))
        decisions.approve(cases[number], moderator)

    def theirs(number: int) -> None:
        page = StockPage.objects.get(pk=stock[number].pk)
        page.save_revision(user=author).publish(user=None)

    figures = {"save_and_publish_cpu_ms": measuring.cpu(ours, TIMES)}
    baseline = {"save_and_publish_cpu_ms": measuring.cpu(theirs, TIMES)}
    page = factories.make_article(author, body=body)
    case = Case.objects.get(submission=submissions.submit(page, author, factories.WARRANTY))
    with CaptureQueriesContext(connection) as queries:
        decisions.approve(case, moderator)
    print(f"{len(queries)} statements to approve and publish")
    measuring.close("publish", figures, baseline)


if __name__ == "__main__":
    main()
