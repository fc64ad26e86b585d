"""Sanctions: two people, a term, an emergency that lapses, pages that go and come back, strikes, and orders over many pages."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from moderation import decisions, submissions
from moderation.cases import DecisionRefused
from moderation.desk import appeals
from moderation.models import Case, Kind, Notice, Order, Sanction, Strike
from moderation.sanctions import imposing, ladder, orders, strikes
from tests.factories import make_article, make_doctor, make_moderator, make_operator, publish, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor():
    return make_doctor()


@pytest.fixture
def first():
    return make_moderator()


@pytest.fixture
def second():
    return make_moderator()


def _live(article):
    return type(article).objects.get(pk=article.pk).live


def test_a_step_needs_a_second_person(doctor, first, second):
    sanction = imposing.propose(doctor, "no_submitting", ["BL7"], "多次发布不实信息", 10, first)
    article = make_article(doctor)
    assert submit(article).state == "open"
    with pytest.raises(DecisionRefused, match="提出处置的人不能复核"):
        imposing.confirm(sanction, first)
    imposing.confirm(sanction, second)
    with pytest.raises(submissions.SubmissionRefused, match="限制投稿"):
        submit(make_article(doctor))
    assert Notice.objects.filter(recipient=doctor, kind="sanctioned").count() == 1


def test_the_database_itself_wants_two_people_and_nobody_against_themselves(doctor, first):
    sanction = imposing.propose(doctor, "hide", ["BL1"], "事实", 10, first)
    for change in ({"reviewed_by": first}, {"decided_by": doctor}, {"state": "in_force"}, {"reviewed_by": doctor}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.filter(pk=sanction.pk).update(**change)


def test_no_machine_sanctions(doctor):
    with pytest.raises((IntegrityError, ValueError, AttributeError)):
        imposing.propose(doctor, "terminate", ["BL1"], "机器判定", None, None)


@pytest.mark.parametrize(
    ("step", "codes", "reason", "days", "lacking"),
    [
        ("", ["BL1"], "事实", 3, "请选择处置"),
        ("hide", [], "事实", 3, "请选择依据"),
        ("hide", ["BL1"], " ", 3, "请写明理由"),
        ("hide", ["BL1"], "事实", None, "天的期限"),
        ("hide", ["BL1"], "事实", 9999, "天的期限"),
    ],
)
def test_what_a_step_lacks_is_said(doctor, first, step, codes, reason, days, lacking):
    with pytest.raises(DecisionRefused, match=lacking):
        imposing.propose(doctor, step, codes, reason, days, first)


def test_an_emergency_hides_at_once_and_comes_back_unreviewed_after_72_hours(doctor, first):
    article = publish(make_article(doctor))
    sanction = imposing.impose_at_once(doctor, "hide", ["BL7"], "疑似被盗号", 30, first)
    assert not _live(article)
    assert Case.objects.get(kind=Kind.SANCTION).first_reviewer == first
    operator = make_operator()
    assert imposing.end_what_ran_out(timezone.now() + datetime.timedelta(hours=71)) == 0
    assert imposing.end_what_ran_out(timezone.now() + datetime.timedelta(hours=73)) == 1
    assert imposing.end_what_ran_out(timezone.now() + datetime.timedelta(hours=73)) == 0
    sanction.refresh_from_db()
    assert sanction.state == "lapsed"
    assert _live(article)
    assert Notice.objects.filter(recipient=operator, kind="sanction_lapsed").count() == 1
    assert Case.objects.get(kind=Kind.SANCTION).outcome == "lapsed"


def test_only_some_steps_may_be_urgent(doctor, first):
    with pytest.raises(DecisionRefused, match="不能紧急执行"):
        imposing.impose_at_once(doctor, "terminate", ["BL1"], "事实", None, first)


def test_a_hidden_page_comes_back_by_no_other_road_while_it_lasts(doctor, first, second):
    article = publish(make_article(doctor))
    digest = article.live_digest
    imposing.confirm(imposing.propose(doctor, "hide", ["BL7"], "事实", 30, first), second)
    row = type(article).objects.get(pk=article.pk)
    with pytest.raises(DecisionRefused, match="隐藏内容"):
        decisions.restore(row, second, digest, "看错了")
    sanction = Sanction.objects.get()
    imposing.lift(sanction, second, "申诉成立")
    assert _live(article)
    with pytest.raises(DecisionRefused, match="已经结束"):
        imposing.lift(sanction, second, "再一次")


def test_what_was_already_down_stays_down_when_the_sanction_ends(doctor, first, second):
    gone, shown = publish(make_article(doctor)), publish(make_article(doctor, title="另一篇"))
    decisions.take_down(gone, first, "takedown", ["BL7"], "内容有误")
    imposing.confirm(imposing.propose(doctor, "hide", ["BL7"], "事实", 1, first), second)
    imposing.end_what_ran_out(timezone.now() + datetime.timedelta(days=2))
    assert (_live(gone), _live(shown)) == (False, True)


def test_refusing_an_emergency_ends_it_at_once(doctor, first, second):
    article = publish(make_article(doctor))
    sanction = imposing.impose_at_once(doctor, "suspend", ["BL7"], "事实", 30, first)
    imposing.refuse(sanction, second, "证据不足")
    assert _live(article)
    with pytest.raises(DecisionRefused, match="刚刚已有结果"):
        imposing.confirm(sanction, make_moderator())


def test_a_suspended_account_is_signed_out_and_reads_why(client, doctor, first):
    client.force_login(doctor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    imposing.impose_at_once(doctor, "suspend", ["BL7"], "疑似被盗号", 30, first)
    assert client.get(reverse("wagtailadmin_home"))["Location"] == reverse("wagtailadmin_login")
    assert "_auth_user_id" not in client.session
    client.force_login(doctor)
    assert client.get(reverse("wagtailadmin_home"))["Location"] == reverse("moderation_own_sanctions")
    page = client.get(reverse("moderation_own_sanctions")).content.decode()
    # The page's menu and icons would otherwise load the page itself once more.
    assert {client.get(reverse(f"wagtailadmin_{name}")).status_code for name in ("sprite", "javascript_catalog")} == {200}
    assert "疑似被盗号" in page
    assert "申诉" in page


def test_a_sanction_is_appealed_against_and_lifted_by_somebody_else(doctor, first, second):
    sanction = imposing.confirm(imposing.propose(doctor, "no_publishing", ["BL7"], "事实", 30, first), second)
    case = appeals.lodge(sanction, doctor, "引用的事实不是我写的")
    for involved in (first, second):
        with pytest.raises((DecisionRefused, IntegrityError)), transaction.atomic():
            appeals.decide(case, involved, True, "成立")
    appeals.decide(case, make_moderator(), True, "核实后成立")
    sanction.refresh_from_db()
    assert sanction.state == "lifted"


def test_takedowns_by_people_count_and_a_restored_one_counts_no_more(doctor, first, second):
    article = publish(make_article(doctor))
    digest = article.live_digest
    decisions.take_down(article, first, "takedown", ["PRIV.NAME", "BL7"], "出现患者姓名")
    assert strikes.total(doctor) == ladder.weight("PRIV.NAME") == 4
    assert Case.objects.get(kind=Kind.SANCTION).about_user == doctor
    decisions.restore(type(article).objects.get(pk=article.pk), second, digest, "是化名")
    assert strikes.total(doctor) == 0


def test_strikes_run_out(doctor, first):
    decisions.take_down(publish(make_article(doctor)), first, "takedown", ["BL7"], "有误")
    assert strikes.total(doctor, timezone.now() + datetime.timedelta(days=366)) == 0


def test_hiding_for_a_sanction_strikes_nobody_twice(doctor, first, second):
    publish(make_article(doctor))
    imposing.confirm(imposing.propose(doctor, "hide", ["BL7"], "事实", 30, first), second)
    assert not Strike.objects.exists()


def _order(by, *articles):
    now = timezone.now()
    return orders.enter(
        "某市卫生健康委员会", "卫健函〔2026〕1号", now, now + datetime.timedelta(days=1), "立即下架", articles, by
    )


def test_an_order_takes_many_pages_down_and_tells_of_each(doctor, first):
    pages = [publish(make_article(doctor, title=f"第 {number} 篇")) for number in range(3)]
    decisions.take_down(pages[0], first, "takedown", ["BL7"], "已先下架")
    order = orders.execute(_order(first, *pages), ["BL1"], first)
    assert [item.result for item in order.items.all()] == ["读者已看不到；已记录，别的处置结束时也不会恢复", "已下架", "已下架"]
    assert not any(_live(page) for page in pages)
    orders.execute(order, ["BL1"], first)
    assert order.items.exclude(decision=None).count() == 3


def test_an_order_is_entered_once_and_needs_a_ground(first, second):
    article = publish(make_article(make_doctor()), moderator=second)
    order = _order(first, article)
    with pytest.raises(DecisionRefused, match="依据"):
        orders.execute(order, [], first)
    with pytest.raises(DecisionRefused, match="已经登记过"):
        _order(second, article)
    assert orders.left(order)
    orders.execute(order, ["BL1"], second)
    assert not orders.left(order)


def test_the_form_keeps_what_was_typed_and_ticked(client, doctor, first):
    article = publish(make_article(doctor))
    client.force_login(first)
    ticked = f"articles.articlepage:{article.pk}"
    typed = {"authority": "某局", "number": "", "demand": "下架", "object": [ticked, "auth.group:1", "x:²"], "enter": "1"}
    page = client.post(reverse("moderation_order_enter"), typed)
    assert page.status_code == 422
    assert f'value="{ticked}" checked' in page.content.decode()
    assert "某局" in page.content.decode()
    typed |= {"number": "1号", "received_at": "2026-11-25T08:00", "due_at": "2026-11-26T08:00"}
    assert client.post(reverse("moderation_order_enter"), typed).status_code == 302
    order = Order.objects.get()
    client.post(reverse("moderation_order_execute", args=[order.pk]), {"codes": "BL1"})
    assert "已下架" in client.get(reverse("moderation_order", args=[order.pk])).content.decode()


def test_screens_of_sanctions_lead_from_account_to_review(client, doctor, first, second):
    publish(make_article(doctor))
    client.force_login(first)
    address = reverse("moderation_sanctions_of", args=[doctor.pk])
    refused = client.post(address, {"step": "suspend", "codes": "BL7", "reason": "冒用他人身份", "days": ""})
    assert refused.status_code == 422
    assert "冒用他人身份" in refused.content.decode()
    client.post(address, {"step": "suspend", "codes": "BL7", "reason": "冒用他人身份", "days": "30", "at_once": "1"})
    assert doctor.name in client.get(reverse("moderation_sanctions")).content.decode()
    case = Case.objects.get(kind=Kind.SANCTION)
    client.force_login(second)
    review = reverse("moderation_review", args=[case.number])
    assert "复核同意" in client.get(review).content.decode()
    client.post(review, {"action": "sanction_confirm"})
    assert Sanction.objects.get().reviewed_by == second


def test_what_two_sanctions_hide_comes_back_with_the_last(doctor, first, second):
    article = publish(make_article(doctor))
    hidden = imposing.confirm(imposing.propose(doctor, "hide", ["BL7"], "事实", 30, first), second)
    suspended = imposing.confirm(imposing.propose(doctor, "suspend", ["BL7"], "又一件", 30, first), second)
    operator = make_operator()
    imposing.lift(hidden, second, "到此为止")
    assert Notice.objects.get(recipient=operator, kind="sanction_lifted").context["what"] == f"{second.name}提前解除"
    assert not _live(article)
    imposing.lift(suspended, second, "到此为止")
    assert _live(article)


def test_a_page_that_both_took_part_in_stays_and_an_operator_hears_of_it(doctor, first, second):
    article = publish(make_article(doctor, title="两人都参与过"))
    for person in (first, second):
        article.save_revision(user=person)
    operator = make_operator()
    imposing.confirm(imposing.propose(doctor, "hide", ["BL7"], "事实", 30, first), second)
    assert _live(article)
    assert "两人都参与过" in Notice.objects.get(recipient=operator, kind="sanction_left").context["left"]


def test_strikes_that_were_looked_at_close_without_a_step(client, doctor, first, second):
    decisions.take_down(publish(make_article(doctor)), first, "takedown", ["PRIV.NAME"], "出现患者姓名")
    case = Case.objects.get(kind=Kind.SANCTION)
    client.force_login(second)
    review = reverse("moderation_review", args=[case.number])
    client.post(review, {"action": "sanction_none", "sanction_note": " "})
    case.refresh_from_db()
    assert case.state == "open"
    client.post(review, {"action": "sanction_none", "sanction_note": "初犯，已改"})
    case.refresh_from_db()
    assert (case.state, case.outcome, case.decided_by) == ("closed", "dismissed", second)
