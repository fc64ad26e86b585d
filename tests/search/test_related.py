"""What an article leads to when it has been read."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Verb
from search import meaning, related
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def four() -> list[ArticlePage]:
    """Three articles on one topic and one from elsewhere."""
    author = factories.make_doctor()
    titles = ("在家量血压的步骤", "血压高了先做什么", "降压药什么时候吃", "湿疹怎么保湿")
    topics = ("高血压", "高血压", "高血压", "湿疹")
    made = [
        factories.make_article(
            author, title=title, topic=factories.make_topic(topic), specialty="03.04" if topic == "高血压" else "13"
        )
        for title, topic in zip(titles, topics, strict=True)
    ]
    return [factories.publish(page) for page in made]


def part(client: Client, page: ArticlePage) -> Any:
    return client.get(f"/articles/{page.slug}/related/", {"part": "1"})


def test_the_same_topic_is_offered_and_nothing_else(client: Client, four: list[ArticlePage]) -> None:
    assert set(related.related(four[0].pk)) == {four[1].pk, four[2].pk}
    page = part(client, four[0]).content.decode().replace("<wbr>", "")
    assert "血压高了先做什么" in page
    assert "湿疹" not in page
    assert part(client, four[3]).status_code == 204


def test_nearness_by_meaning_goes_first_where_it_is_known(four: list[ArticlePage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "related", lambda page_id, most: [four[0].pk, four[3].pk, 10**9, four[1].pk])
    assert related.related(four[0].pk) == [four[3].pk, four[1].pk]


def test_what_is_withdrawn_is_not_offered_a_moment_later(client: Client, four: list[ArticlePage]) -> None:
    assert "血压高了" in part(client, four[0]).content.decode().replace("<wbr>", "")
    decisions.take_down(
        ArticlePage.objects.get(pk=four[1].pk), factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南更新"
    )
    assert "血压高了" not in part(client, four[0]).content.decode().replace("<wbr>", "")
    assert part(client, four[1]).status_code == 410


def test_it_is_a_page_of_its_own_without_a_script_and_costs_little(client: Client, four: list[ArticlePage]) -> None:
    article = client.get(f"/articles/{four[0].slug}/").content.decode()
    assert f'href="/articles/{four[0].slug}/related/"' in article
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/articles/{four[0].slug}/related/")
    assert answer.status_code == 200
    assert "降压药" in answer.content.decode().replace("<wbr>", "")
    assert len(queries) <= 24, len(queries)
    assert client.get("/articles/none/related/").status_code == 404
