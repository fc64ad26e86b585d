"""What meaning adds to an answer, and that the answer says so."""

import pytest
from django.test import Client
from django.utils import timezone

from search import entries, names
from search.meaning import duty
from tests import factories

from .conftest import Invented

pytestmark = pytest.mark.django_db


def ask(client: Client, **asked: str) -> dict[str, object]:
    answer = client.get("/api/search", asked)
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.usefixtures("real")
def test_what_shares_no_word_is_found_and_labelled(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # Its other names would find it by words already.
    monkeypatch.setattr(names, "expansions", lambda parsed: ())
    page = factories.publish(
        factories.make_article(title="宝宝体温升高如何护理", summary="宝宝发热时的护理要点。", text="适当减少衣物，补充水分。")
    )
    question = "小孩儿发烧怎么办呀"
    assert ask(client, q=question)["meaning"] is False
    duty.work(timezone.now())
    answer = ask(client, q=question)
    assert answer["meaning"] is True
    [hit] = answer["results"]  # type: ignore[misc]
    assert hit["id"] == page.slug
    assert "相关内容" in client.get("/search/", {"q": question}).content.decode()
    assert ask(client, q=question, exact="1")["meaning"] is False
    entries.remove([page.pk])
    assert ask(client, q=question)["results"] == []


@pytest.mark.usefixtures("real")
def test_nothing_off_the_subject_is_offered(client: Client) -> None:
    factories.publish(factories.make_article())
    duty.work(timezone.now())
    assert ask(client, q="特斯拉股票行情走势")["results"] == []


def test_an_answer_by_words_alone_says_so(client: Client, invented: Invented) -> None:
    factories.publish(factories.make_article())
    answer = ask(client, q="量血压")
    assert (answer["meaning"], answer["total"]) == (False, 1)
    duty.work(timezone.now())
    answer = ask(client, q="量血压")
    assert (answer["meaning"], answer["total"]) == (True, 1)
