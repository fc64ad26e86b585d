"""Each role finds its own few items in the menu, and its own work on the start page."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from doctors.models import User
from moderation import decisions
from moderation.models import Case, DutyRun
from reading.own_articles import STANDINGS, own, standing_of
from tests import factories

pytestmark = pytest.mark.django_db

DOCTOR = ["my-articles", "write", "inbox", "references", "qualification", "images"]
MODERATOR = ["desk", "inbox", "references", "rules", "quality"]
OPERATOR = [
    "escalated",
    "inbox",
    "doctors",
    "explorer",
    "images",
    "references",
    "search-tending",
    "rules",
    "accounts",
    "api-clients",
    "quality",
    "staffing",
    "duties",
]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def names_in_the_rail(client: Client) -> list[str]:
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    props = json.loads(re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    menu: Any = next(module for module in props["modules"] if module["_type"] == "wagtail.sidebar.MainMenuModule")
    return [item["_args"][0]["name"] for item in menu["_args"][0]]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (factories.make_doctor, DOCTOR),
        (factories.make_operator, OPERATOR),
    ],
)
def test_the_menu_of_a_role(make: Any, expected: list[str]) -> None:
    assert names_in_the_rail(signed_in(make())) == expected


def test_a_moderator_has_the_desk_and_no_pages() -> None:
    factories.make_operator()
    factories.make_operator()
    assert names_in_the_rail(signed_in(factories.make_moderator())) == MODERATOR


def test_two_roles_see_both_menus_once() -> None:
    both = factories.make_doctor()
    both.groups.add(factories.make_moderator().groups.get())
    names = names_in_the_rail(signed_in(both))
    assert [name for name in names if name != "certificates"] == [*DOCTOR, "desk", "rules", "quality"]


def test_my_articles_are_mine_with_a_word_for_each() -> None:
    author = factories.make_doctor()
    draft = factories.make_article(author, title="还在写")
    waiting = factories.make_article(author, title="等审核")
    factories.submit(waiting)
    live = factories.publish(factories.make_article(author, title="已经能看"))
    back = factories.make_article(author, title="退回来了")
    case = Case.objects.get(submission=factories.submit(back))
    decisions.return_to_author(case, factories.make_moderator(), ["ACC"], "请补上依据")
    factories.make_article(factories.make_doctor(), title="别人的")
    words = {article.pk: standing_of(article).words for article in own(author)}
    assert words == {
        draft.pk: STANDINGS["draft"],
        waiting.pk: STANDINGS["open"],
        live.pk: STANDINGS["published"],
        back.pk: STANDINGS["returned"],
    }
    listing = reverse("my_articles:index")
    page = strip_tags(signed_in(author).get(listing).content.decode())
    assert "还在写" in page
    assert "别人的" not in page
    found = strip_tags(signed_in(author).get(listing, {"standing": "returned"}).content.decode())
    assert "退回来了" in found
    assert "还在写" not in found
    assert "等审核" in strip_tags(signed_in(author).get(listing, {"q": "审核"}).content.decode())
    start = strip_tags(signed_in(author).get(reverse("wagtailadmin_home")).content.decode())
    assert start.index("退回来了") < start.index("还在写")


def test_a_withdrawn_article_is_down() -> None:
    article = factories.publish(factories.make_article())
    article.withdraw_live("作者撤下")
    assert standing_of(own(article.owner).get()).words == STANDINGS["down"]


def test_empty_start_pages_say_what_will_appear() -> None:
    doctor, moderator = factories.make_doctor(), factories.make_moderator()
    assert "没写完的草稿" in signed_in(doctor).get(reverse("wagtailadmin_home")).content.decode()
    assert "没有超时或高风险的案件" in signed_in(moderator).get(reverse("wagtailadmin_home")).content.decode()


def test_an_operator_reads_of_failed_duties_and_unverified_certificates() -> None:
    factories.make_doctor()
    DutyRun.objects.create(name="outbox", error="OSError: disk full")
    page = strip_tags(signed_in(factories.make_operator()).get(reverse("wagtailadmin_home")).content.decode())
    assert "disk full" in page
    assert "待核验证件" in page


def test_nothing_of_the_framework_speaks_on_the_pages_around_signing_in() -> None:
    for name in ("wagtailadmin_login", "wagtailadmin_password_reset"):
        page = Client().get(reverse(name)).content.decode()
        assert "杏林" in page
        assert "Wagtail" not in strip_tags(re.sub(r"<(script|noscript).*?</\1>", "", page, flags=re.S))
        assert "Password" not in strip_tags(page)


def test_dark_says_the_same_by_choice_and_by_system() -> None:
    css = Path(finders.find("admin/xinglin.css") or "").read_text(encoding="utf-8")
    chosen, system = (re.search(rf"^\s*\.{name} {{(.*?)^\s*}}", css, re.S | re.M) for name in ("w-theme-dark", "w-theme-system"))
    assert chosen
    assert system
    assert chosen[1].split() == system[1].split()
