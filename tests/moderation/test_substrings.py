"""Cases, accounts and drafts are found by any part of their title, in either script, whatever is typed."""

from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from doctors.models import User
from moderation.models import Case
from moderation.substrings import holding
from tests import factories

pytestmark = pytest.mark.django_db


def cases(words: str) -> list[str]:
    return list(Case.objects.filter(holding(words, "number", "title")).values_list("title", flat=True))


@pytest.fixture
def case() -> Any:
    factories.submit(factories.make_article(title="儿童咳嗽：B超能看出什么"))
    return Case.objects.get()


@pytest.mark.parametrize("words", ["咳嗽", "嗽", "兒童咳嗽", "Ｂ超", "b超 儿童", "儿童　咳嗽", ""])
def test_a_case_is_found_by_any_part_of_its_title(case: Any, words: str) -> None:
    assert cases(words) == [case.title]


@pytest.mark.parametrize(
    "words", ["体温", "咳嗽 体温", "%", "_", '"', "\\", "' OR '1", "😀", "\ud800咳嗽x", "a " * 5_000, "病" * 100_000]
)
def test_what_is_not_there_is_not_found_and_breaks_nothing(case: Any, words: str) -> None:
    assert cases(words) == []


def test_no_words_narrow_nothing() -> None:
    assert holding(" \0 ", "title") == Q()


def test_the_desk_the_doctors_and_ones_own_articles_are_searched_so(case: Any) -> None:
    author = User.objects.get(pk=case.submission.submitted_by_id)
    for user, name in ((factories.make_moderator(), "moderation_desk"), (author, "my_articles:index")):
        client = Client()
        client.force_login(user)
        assert "B超能看出什么" in client.get(reverse(name), {"q": "兒童"}).content.decode()
        assert "B超能看出什么" not in client.get(reverse(name), {"q": "體溫"}).content.decode()


def test_one_finds_a_draft_by_the_title_it_has_now(case: Any) -> None:
    author = User.objects.get(pk=case.submission.submitted_by_id)
    page = factories.make_article(author, title="旧题目")
    page.title = "膝盖疼要不要跑步"
    page.save_revision(user=author)
    client = Client()
    client.force_login(author)
    assert "膝盖疼要不要跑步" in client.get(reverse("my_articles:index"), {"q": "膝盖"}).content.decode()
