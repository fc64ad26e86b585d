"""The screens of those who tend search: who may see them, what they do, and that nothing typed is lost."""

import csv
import datetime
import html
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation.models import LedgerEntry
from search.models import Pin, Question, SearchOutbox
from search.staff import questions
from search.staff.questions import Noted
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESSES = ("search_asked", "search_unfound", "search_pins", "search_pin_new", "search_preview", "search_engines")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator() -> Client:
    return signed_in(factories.make_operator())


@pytest.fixture
def article() -> Any:
    return factories.publish(factories.make_article(title="白癜风会传染吗"))


def asked(words: str, times: int = 4, found: int = 0) -> None:
    hour = questions.this_hour()
    questions.keep([Noted(words, f"net {number}", hour, "embedded", False, 10, found, False) for number in range(times)])


def page(client: Client, name: str, *args: Any, **given: Any) -> str:
    answer = client.get(reverse(name, args=args), given)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def filled(article: Any, /, **more: Any) -> dict[str, Any]:
    return {"questions": "白癜风", "article": [article.pk], "reason": "读者在问", "act": "save", "version": 0} | more


@pytest.mark.parametrize("name", ADDRESSES)
def test_doctors_moderators_and_readers_do_not_get_in(name: str) -> None:
    for user in (factories.make_doctor(), factories.make_moderator()):
        answer = signed_in(user).get(reverse(name))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_whoever_is_given_the_right_gets_in_and_finds_the_menu() -> None:
    editor = factories.make_moderator()
    editor.user_permissions.add(Permission.objects.get(codename="tend_search"))
    client = signed_in(editor)
    for name in ADDRESSES:
        assert client.get(reverse(name)).status_code == 200
    assert "search-tending" in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("name", ["search_settle", "search_pin_end", "search_release"])
def test_nobody_else_acts(name: str, article: Any) -> None:
    asked("白癜风")
    pin = Pin.objects.create(questions=["白癜风"], folded=["白癜风"], articles=[article.pk], reason="x")
    SearchOutbox.objects.create(page_id=article.pk, sequence=1, parked=True)
    pk = {"search_settle": Question.objects.get().pk, "search_pin_end": pin.pk, "search_release": article.pk}[name]
    signed_in(factories.make_doctor()).post(reverse(name, args=[pk]))
    Client().post(reverse(name, args=[pk]))
    assert Pin.objects.filter(ended_at=None).exists()
    assert Question.objects.get().settled == ""
    assert SearchOutbox.objects.get(page_id=article.pk).parked


def test_what_is_asked_is_drawn_listed_and_exported(operator: Client) -> None:
    asked("白癜风", 5)
    asked("血压", 3, found=7)
    asked("=HYPERLINK(1)", 4)
    asked("只有一个人问", 1)
    shown = page(operator, "search_asked", days="7")
    assert "白癜风" in shown
    assert "只有一个人问" not in shown
    assert "另有 1 个问题（1 次）只计数" in shown
    answer = operator.get(reverse("search_asked"), {"format": "csv"})
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[1] == ["白癜风", "5", "5", "0"]
    assert rows[2][0].startswith("'=")


@pytest.mark.parametrize("days", ["", "x", "0", "-1", "9999999999999999999", "7", "90"])
def test_any_window_is_answered(operator: Client, days: str) -> None:
    page(operator, "search_asked", days=days)
    page(operator, "search_unfound", days=days)


def test_a_question_is_settled_once_and_may_come_back(operator: Client) -> None:
    asked("白癜风")
    row = Question.objects.get()
    assert "白癜风" in page(operator, "search_unfound")
    for _twice in range(2):
        operator.post(reverse("search_settle", args=[row.pk]), {"act": "dismiss"})
    assert LedgerEntry.objects.filter(kind="search question settled").count() == 1
    assert "放回列表" in page(operator, "search_unfound")
    operator.post(reverse("search_settle", args=[row.pk]), {"act": "reopen"})
    assert Question.objects.get().settled == ""
    assert LedgerEntry.objects.filter(kind="search question settled").count() == 2


def test_a_question_nobody_may_read_cannot_be_settled(operator: Client) -> None:
    asked("只有一个人问", 1)
    assert operator.post(reverse("search_settle", args=[Question.objects.get().pk])).status_code == 404


def test_a_pin_is_made_changed_and_ended(operator: Client, article: Any) -> None:
    asked("白癜风")
    assert "白癜风" in page(operator, "search_pin_new", q="白癜风")
    answer = operator.post(reverse("search_pin_new"), filled(article, questions="白癜风\n\n皮肤白斑"))
    assert answer.status_code == 302
    pin = Pin.objects.get()
    assert (pin.questions, pin.articles) == (["白癜风", "皮肤白斑"], [article.pk])
    assert Question.objects.get().settled == "pinned"
    assert article.title in page(operator, "search_pins")
    shown = page(operator, "search_pin", pin.pk)
    assert "皮肤白斑" in shown
    operator.post(reverse("search_pin", args=[pin.pk]), filled(article, reason="换个理由", version=1, ends_on="2030-01-31"))
    pin = Pin.objects.get()
    assert (pin.reason, pin.ends_on, pin.version) == ("换个理由", datetime.date(2030, 1, 31), 2)
    operator.post(reverse("search_pin_end", args=[pin.pk]))
    assert operator.get(reverse("search_pin", args=[pin.pk])).status_code == 404
    assert "已结束的 1 条" in page(operator, "search_pins")


def test_articles_are_found_added_moved_and_dropped_and_all_stays(operator: Client, article: Any) -> None:
    other = factories.publish(factories.make_article(title="皮肤瘙痒怎么办"))
    draft = factories.make_article(title="皮肤科随笔")
    kept = {"questions": "白斑\n白癜风", "reason": "理由写了一半", "starts_on": "不是日期"}
    sent = filled(article, **kept, find="皮肤", act="find")
    shown = operator.post(reverse("search_pin_new"), sent).content.decode()
    assert f"add:{other.pk}" in shown
    assert f"add:{draft.pk}" not in shown
    assert all(html.escape(value) in shown for value in kept.values())
    shown = operator.post(
        reverse("search_pin_new"), filled(article, find=f"http://x/articles/{other.slug}/", act="find")
    ).content.decode()
    assert f"add:{other.pk}" in shown
    answer = operator.post(reverse("search_pin_new"), filled(article, act=f"add:{other.pk}"))
    assert answer.context["typed"].articles == (article.pk, other.pk)
    both = filled(article, article=[article.pk, other.pk])
    answer = operator.post(reverse("search_pin_new"), both | {"act": f"up:{other.pk}"})
    assert answer.context["typed"].articles == (other.pk, article.pk)
    answer = operator.post(reverse("search_pin_new"), both | {"act": f"drop:{article.pk}"})
    assert answer.context["typed"].articles == (other.pk,)
    assert not Pin.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"questions": ""}, "请写出至少一个问题"),
        ({"questions": "？？"}, "请写出至少一个问题"),
        ({"questions": "长" * 90}, "太长了"),
        ({"questions": "\n".join(map(str, range(30)))}, "最多 20 个问题"),
        ({"article": []}, "请选至少一篇文章"),
        ({"article": ["999999"]}, "没有公开"),
        ({"article": ["x", "-1", "9" * 40]}, "请选至少一篇文章"),
        ({"reason": "  "}, "请写明理由"),
        ({"starts_on": "2026-13-45"}, "不是日期"),
        ({"ends_on": "明天"}, "不是日期"),
        ({"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "结束日期早于开始日期"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    operator: Client, article: Any, more: dict[str, Any], said: str
) -> None:
    answer = operator.post(reverse("search_pin_new"), filled(article, **more))
    assert answer.status_code == 422
    shown = html.unescape(answer.content.decode())
    assert said in shown
    typed = answer.context["typed"]
    assert typed.questions == more.get("questions", "白癜风")
    assert typed.reason == more.get("reason", "读者在问")
    assert not Pin.objects.exists()


def test_somebody_elses_change_is_not_written_over(operator: Client, article: Any) -> None:
    operator.post(reverse("search_pin_new"), filled(article))
    pin = Pin.objects.get()
    operator.post(reverse("search_pin", args=[pin.pk]), filled(article, reason="先到", version=1))
    answer = operator.post(reverse("search_pin", args=[pin.pk]), filled(article, reason="后到", version=1))
    assert answer.status_code == 422
    assert "后到" in answer.content.decode()
    assert Pin.objects.get().reason == "先到"


@pytest.mark.parametrize("words", ["", "白癜风", '"', "<script>", "😀", "\0", "病" * 5_000, "' OR 1=1 --", "%"])
def test_whatever_is_tried_is_answered_and_not_counted(operator: Client, article: Any, words: str) -> None:
    shown = operator.get(reverse("search_preview"), {"q": words})
    assert shown.status_code == 200
    assert "<script>" not in words or html.escape(words) in shown.content.decode()
    assert not Question.objects.exists()


def test_a_trial_says_why_an_article_stands_where_it_stands(operator: Client, article: Any) -> None:
    shown = page(operator, "search_preview", q="白癜风")
    assert "得分" in shown
    assert "标题含原话" in shown
    operator.post(reverse("search_pin_new"), filled(article))
    assert "1 篇" in page(operator, "search_preview", q="白癜风")


def test_what_was_given_up_is_shown_and_released_once(operator: Client, article: Any, settings: Any) -> None:
    settings.SEARCH_URL = "http://127.0.0.1:9"
    SearchOutbox.objects.update_or_create(
        page_id=article.pk, defaults={"sequence": 5, "parked": True, "error": "mapper_parsing_exception", "attempts": 6}
    )
    shown = page(operator, "search_engines")
    assert article.title in shown
    assert "mapper_parsing_exception" in shown
    for _twice in range(2):
        operator.post(reverse("search_release", args=[article.pk]))
    assert not SearchOutbox.objects.get(page_id=article.pk).parked
    assert LedgerEntry.objects.filter(kind="search row released").count() == 1


def test_the_engines_say_how_they_are(operator: Client, article: Any) -> None:
    shown = page(operator, "search_engines")
    assert "内置引擎" in shown
    assert "没有配置集群" in shown
    assert timezone.localtime().strftime("%Y-%m-%d") in shown
