"""The author's screen: what it shows, what it keeps, and to whom it does not exist."""

import datetime
from typing import Any

import pytest
from django.http import HttpResponseServerError
from django.test import Client
from django.utils import timezone

from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Case, Submission, Verb
from tests import factories

pytestmark = pytest.mark.django_db
PROMISE = "有人说这样就能彻底根治高血压。"


def address(page: ArticlePage, tail: str = "") -> str:
    return f"/admin/submit/articles/articlepage/{page.pk}/{tail}"


def signed_in(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def filled(page: ArticlePage) -> dict[str, str]:
    return {"warranty": "on", "confirm": "licence", "shown": factories.shown(page)}


def test_findings_stand_beside_the_page_with_basis_and_mend(client: Client) -> None:
    page = factories.make_article(text=PROMISE)
    answer = signed_in(client, page.owner).get(address(page))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "检查发现 1 处" in text
    assert "CLAIM.CURE_PROMISE" in text
    assert "广告法16" in text
    assert "拦截" in text
    assert "还有 1 处拦截" in text
    assert Submission.objects.count() == 0


def test_the_sheet_marks_the_place(client: Client) -> None:
    page = factories.make_article(text=PROMISE)
    answer = signed_in(client, page.owner).get(address(page, "sheet/"))
    assert answer.status_code == 200
    assert '<mark class="finding finding--block" data-number="1" id="finding-1">' in answer.content.decode()
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_page_that_cannot_be_drawn_is_shown_as_plain_text_with_its_marks(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = factories.make_article(text=PROMISE)
    monkeypatch.setattr(ArticlePage, "submission_preview", lambda *args: HttpResponseServerError("broken"))
    text = signed_in(client, page.owner).get(address(page, "sheet/")).content.decode()
    assert "页面的样子暂时显示不出来" in text
    assert page.title in text
    assert '<mark class="finding finding--block"' in text


def test_handing_in_opens_a_case_and_the_screen_says_so(client: Client) -> None:
    page = factories.make_article()
    wished = timezone.localtime() + datetime.timedelta(days=2)
    form = {**filled(page), "publish_at": wished.strftime("%Y-%m-%dT%H:%M")}
    answer = signed_in(client, page.owner).post(address(page), form, follow=True)
    submission = Submission.objects.get()
    case = Case.objects.get(submission=submission)
    assert submission.state == "open"
    assert submission.warranty.startswith("我保证")
    assert submission.publish_at == wished.replace(second=0, microsecond=0)
    assert "审核中" in answer.content.decode()
    assert case.number in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "请先阅读并勾选作者保证"),
        ({"warranty": "on", "confirm": "licence", "publish_at": "2001-01-01T08:00"}, "这个时间已经过去"),
        ({"warranty": "on", "confirm": "licence", "publish_at": "明天"}, "请填写完整的日期和时间"),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_kept(client: Client, form: dict[str, str], sentence: str) -> None:
    page = factories.make_article()
    answer = signed_in(client, page.owner).post(address(page), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    if "publish_at" in form:
        assert f'value="{form["publish_at"]}"' in answer.content.decode()
    assert Submission.objects.count() == 0


def test_a_block_is_recorded_as_refused_and_opens_no_case(client: Client) -> None:
    page = factories.make_article(text=PROMISE)
    answer = signed_in(client, page.owner).post(address(page), filled(page), follow=True)
    assert Submission.objects.get().state == "refused"
    assert Case.objects.count() == 0
    assert "上次提交没有交给审核员" in answer.content.decode()
    assert "申请人工复核" in answer.content.decode()


@pytest.mark.parametrize("shown", [{}, {"shown": ""}, {"shown": "0" * 64}])
def test_what_was_not_shown_is_not_handed_in(client: Client, shown: dict[str, str]) -> None:
    page = factories.make_article()
    answer = signed_in(client, page.owner).post(address(page), {"warranty": "on", "confirm": "licence", **shown})
    assert answer.status_code == 422
    assert ("又有改动" if shown.get("shown") else "请在这一页看过要提交的内容") in answer.content.decode()
    assert Submission.objects.count() == 0


def test_handing_in_twice_is_refused_politely(client: Client) -> None:
    page = factories.make_article()
    factories.submit(page)
    answer = signed_in(client, page.owner).post(address(page), {"warranty": "on", "confirm": "licence"})
    assert answer.status_code == 422
    assert "请先撤回它" in answer.content.decode()
    assert Submission.objects.count() == 1


def test_an_operator_may_look_at_a_colleagues_page_but_not_hand_it_in(client: Client) -> None:
    topic = factories.make_topic()
    signed_in(client, factories.make_operator())
    path = f"/admin/submit/articles/topicpage/{topic.pk}/"
    assert "只有作者本人可以提交" in client.get(path).content.decode()
    assert client.post(path, {"warranty": "on", "confirm": "licence"}).status_code == 422
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("tail", ["", "sheet/"])
def test_somebody_elses_work_does_not_exist(client: Client, tail: str) -> None:
    page = factories.make_article()
    for stranger in (factories.make_doctor(), factories.make_moderator(), factories.make_operator()):
        assert signed_in(client, stranger).get(address(page, tail)).status_code == 404
    client.logout()
    assert client.get(address(page, tail)).status_code == 302


@pytest.mark.parametrize("tail", ["exchange/", "withdraw/", "unpublish/"])
def test_what_changes_something_answers_posts_of_its_author_only(client: Client, tail: str) -> None:
    page = factories.make_article()
    assert signed_in(client, page.owner).get(address(page, tail)).status_code == 405
    assert signed_in(client, factories.make_doctor()).post(address(page, tail)).status_code == 404


@pytest.mark.parametrize("path", ["articles/articlepage/999999", "auth/group/1", "articles/nothing/1", "nowhere/page/1"])
def test_addresses_of_nothing(client: Client, path: str) -> None:
    assert signed_in(client, factories.make_operator()).get(f"/admin/submit/{path}/").status_code == 404


def test_withdrawing_what_waits(client: Client) -> None:
    page = factories.make_article()
    factories.submit(page)
    answer = signed_in(client, page.owner).post(address(page, "withdraw/"), follow=True)
    assert Submission.objects.get().state == "withdrawn"
    assert Case.objects.get().state == "closed"
    assert "已撤回" in answer.content.decode()
    again = client.post(address(page, "withdraw/"), follow=True)
    assert "不需要撤回" in again.content.decode()


def test_a_return_is_shown_with_codes_note_and_anchored_notes(client: Client) -> None:
    page = factories.make_article()
    submission = factories.submit(page)
    path = next(passage.path for passage in page.surface().passages if passage.path.startswith("body"))
    anchors = [{"path": path, "note": "这里要写出处"}]
    decisions.return_to_author(Case.objects.get(), factories.make_moderator(), ["BL7"], "请补上来源", anchors)
    text = signed_in(client, page.owner).get(address(page)).content.decode()
    assert "信息不真实" in text
    assert "请补上来源" in text
    assert "这里要写出处" in text
    decision = submission.decisions.get()
    assert "审核员批注：这里要写出处" in client.get(address(page, f"sheet/?notes={decision.pk}")).content.decode()
    other = factories.make_article(page.owner)
    assert "这里要写出处" not in client.get(address(other, f"sheet/?notes={decision.pk}")).content.decode()


def test_published_withdrawn_and_taken_down_in_words(client: Client) -> None:
    page = factories.publish(factories.make_article())
    signed_in(client, page.owner)
    text = client.get(address(page)).content.decode()
    assert "草稿和读者看到的一样" in text
    assert f"/articles/{page.slug}/" in text
    lacking = client.post(address(page, "unpublish/"), {"reason": " "})
    assert lacking.status_code == 422
    assert "请写明撤下的理由" in lacking.content.decode()
    text = client.post(address(page, "unpublish/"), {"reason": "指南有更新"}, follow=True).content.decode()
    assert "作者已撤下" in text
    assert "指南有更新" in text
    assert not ArticlePage.objects.get(pk=page.pk).live
    assert "不需要撤下" in client.post(address(page, "unpublish/"), {"reason": "再来"}, follow=True).content.decode()
    other = factories.publish(factories.make_article(page.owner, title="另一篇文章"))
    decisions.take_down(other, factories.make_moderator(), Verb.TAKEDOWN, ["BL1"], "收到投诉，暂时下架")
    text = client.get(address(other)).content.decode()
    assert "收到投诉，暂时下架" in text
    assert "违反法律法规" in text
