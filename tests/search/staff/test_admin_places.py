"""Every place of the administration where one can search finds Chinese words, takes quotation marks, and shows no foreign draft."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import ArticleIndexPage
from tests import factories

pytestmark = pytest.mark.django_db

MINE, FOREIGN, LIVE = "儿童咳嗽怎么办", "老人咳嗽要不要拍片", "咳嗽三周还没好"
PAGES = ("explorer", "listing", "chooser", "interface")


@pytest.fixture
def doctor() -> Any:
    author = factories.make_doctor()
    factories.make_article(author, title=MINE)
    factories.make_article(factories.make_doctor(), title=FOREIGN)
    factories.publish(factories.make_article(factories.make_doctor(), title=LIVE))
    return author


def address(place: str) -> str:
    shelf = ArticleIndexPage.objects.get()
    return {
        "explorer": reverse("wagtailadmin_pages:search"),
        "listing": reverse("wagtailadmin_explore", args=[shelf.pk]),
        "chooser": reverse("wagtailadmin_choose_page_search"),
        "interface": "/admin/api/main/pages/",
        "pictures": reverse("wagtailimages:index"),
        "picture chooser": reverse("wagtailimages_chooser:choose_results"),
        "profiles": reverse("wagtailsnippets_doctors_doctorprofile:list"),
    }[place]


def look(user: Any, place: str, words: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address(place), {"search" if place == "interface" else "q": words}, follow=True)
    assert answer.status_code == 200, (place, words)
    return str(answer.json()) if place == "interface" else html.unescape(answer.content.decode())


@pytest.mark.parametrize("place", PAGES)
@pytest.mark.parametrize("words", ["咳嗽", "嗽怎么", "兒童咳嗽", '"咳嗽"'])
def test_a_doctor_finds_their_own_draft_and_nobody_elses(doctor: Any, place: str, words: str) -> None:
    shown = look(doctor, place, words)
    assert MINE in shown
    assert FOREIGN not in shown


@pytest.mark.parametrize("place", PAGES)
def test_an_operator_sees_no_foreign_draft_either(doctor: Any, place: str) -> None:
    shown = look(factories.make_operator(), place, "咳嗽")
    assert FOREIGN not in shown
    assert MINE not in shown


@pytest.mark.parametrize("place", [*PAGES, "pictures", "picture chooser"])
@pytest.mark.parametrize("words", ['"', "'", "*", "NOT AND", "😀", "咳 AND", "%", "(", "病" * 3_000])
def test_nothing_that_is_typed_breaks_a_place(doctor: Any, place: str, words: str) -> None:
    look(doctor, place, words)


# Wagtail leaves the thumbnail that it makes for the list to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_pictures_are_found_by_the_middle_of_their_title_and_by_tag(doctor: Any) -> None:
    picture = factories.make_picture(doctor)
    picture.title = "家用血压计袖带示意图"
    picture.tags.add("量血压")
    picture.save()
    for place in ("pictures", "picture chooser"):
        for words in ("血压计", "袖带示", "血壓計"):
            assert picture.title in look(doctor, place, words), (place, words)
        assert picture.title not in look(doctor, place, "体温计")


def test_profiles_are_found_by_name(doctor: Any) -> None:
    profile = factories.make_profile(factories.make_doctor())
    operator = factories.make_operator()
    assert profile.name in look(operator, "profiles", profile.name[-2:])
    look(operator, "profiles", '"')
