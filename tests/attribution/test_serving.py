"""Which evidence serves which work, picture and person."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.attribution import evidence, evidence_acts, rights
from articles.attribution.evidence_acts import EvidenceRefused
from articles.models import ArticlePage, ImageRelease, Permission, PermissionUse
from tests import factories
from tests.attribution.scene import derived, give, scan, today, values

pytestmark = pytest.mark.django_db
WORK = {"title": "高血压", "author": "甲", "url": "https://a.example.org/1", "licence": "ARR"}


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    ("work", "permission", "serves"),
    [
        ({}, {}, True),
        ({}, {"work_url": ""}, True),
        ({"url": "https://a.example.org/1/"}, {}, True),
        ({"title": "ＡＢ Ｃ"}, {"work_title": "ab c"}, True),
        ({"author": "乙"}, {}, False),
        ({"author": ""}, {}, False),
        ({"url": "https://b.example.org/2"}, {}, False),
        ({"url": ""}, {}, False),
        ({"title": "……"}, {"work_title": "！！"}, False),
        ({"title": "高血压！"}, {}, False),
        ({"title": ""}, {"work_title": ""}, False),
    ],
)
def test_a_permission_is_for_exactly_one_work(work: dict[str, str], permission: dict[str, str], serves: bool) -> None:
    given = {"work_title": WORK["title"], "work_author": WORK["author"], "work_url": WORK["url"]} | permission
    assert rights.serves(Permission(**given), {**WORK, **work}) == serves


def test_a_permission_is_not_used_again_for_another_work_of_the_same_title() -> None:
    page = derived("转载", WORK)
    permission = give("permission", page, work_title="高血压", work_author="甲", work_url=WORK["url"])
    other = derived("转载", {**WORK, "author": "乙出版社", "url": "https://b.example.org/2"})
    with pytest.raises(EvidenceRefused, match="没有这一件"):
        evidence_acts.use_again(permission, other, page.owner)
    PermissionUse.objects.create(permission=permission, article_id=other.pk, added_by=page.owner)
    assert any("上传权利人的授权" in one for one in rights.rights_of(other, today()).lacking)


def test_a_permission_is_not_used_again_where_its_verifier_takes_part() -> None:
    page = derived("转载")
    permission = give("permission", page)
    other = derived("转载")
    other.save_revision(user=permission.verified_by)
    with pytest.raises(EvidenceRefused, match="核验人参与了"):
        evidence_acts.use_again(permission, other, page.owner)


def test_two_works_of_one_title_can_be_told_apart_on_the_form(client: Client) -> None:
    page = derived("汇编", WORK, {**WORK, "author": "乙", "url": ""})
    client.force_login(page.owner)
    form = {**values("permission"), "work_title": "高血压（乙）", "territory": "全球", "fee": "无偿", "purposes": ["public"]}
    form = {name: value for name, value in form.items() if value is not None and name != "work_author"}
    client.post(f"/admin/evidence/{page.pk}/add/permission/", {**form, "file": scan()})
    permission = Permission.objects.get()
    assert (permission.work_title, permission.work_author, permission.work_url) == ("高血压", "乙", "")


@pytest.mark.parametrize(
    ("kind", "changed", "reason"),
    [
        ("consent", {"channels": ["print"]}, "使用渠道里没有“本站网页”"),
        ("consent", {"purposes": ["research"]}, "同意的用途里没有“公开的医学科普”"),
        ("consent", {"scope": ["pictures", "face"]}, "同意的内容里没有“病情经过”"),
        ("letter", {"purposes": ["teaching"]}, "同意的用途里没有“公开的医学科普”"),
    ],
)
def test_what_was_given_for_something_else_serves_nothing_and_the_author_reads_why(
    kind: str, changed: dict[str, Any], reason: str
) -> None:
    page = (
        factories.make_article(case_kind="real")
        if kind == "consent"
        else factories.make_article(origin="职务作品", licence="ARR")
    )
    give(kind, page, **changed)
    assert any(reason in sentence for sentence in rights.rights_of(page, today()).lacking)
    give(kind, page, text="another")
    assert rights.rights_of(page, today()).lacking == []


def test_a_consent_for_teaching_alone_leaves_its_own_case_uncovered() -> None:
    page = factories.make_article(case_kind="real")
    give("consent", page, text="one")
    give("consent", page, text="two", case_label="病例二", purposes=["teaching"])
    assert any("公开的医学科普" in sentence for sentence in rights.rights_of(page, today()).lacking)


@pytest.mark.parametrize(
    ("kind", "changed", "sentence"),
    [
        ("consent", {"purposes": ["teaching"]}, "没有包括“公开的医学科普”的同意"),
        ("consent", {"scope": ["face"]}, "没有同意讲“病情经过”"),
        ("release", {"about": "portrait"}, "请写明是图中哪一位"),
    ],
)
def test_a_form_says_what_is_missing(client: Client, kind: str, changed: dict[str, Any], sentence: str) -> None:
    page = with_people(2)
    client.force_login(page.owner)
    image = page.body.get_prep_value()[1]["value"]["image"]
    form = {**values(kind), "purposes": ["public"], "image": image, **changed, "file": scan()}
    form = {name: value for name, value in form.items() if value is not None}
    answer = client.post(f"/admin/evidence/{page.pk}/add/{kind}/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def with_people(people: int | None, licence: str = "ARR") -> ArticlePage:
    value = {"image": factories.make_picture(), "alt": "查房", "credit": "本人", "licence": licence, "people": people}
    return factories.make_article(licence="ARR", body=[("paragraph", "<p>早晚各量一次。</p>"), ("picture", value)])


def portrait(page: ArticlePage, person: str, **changed: Any) -> ImageRelease:
    image = page.body.get_prep_value()[1]["value"]["image"]
    release: ImageRelease = give("release", page, image_id=image, about="portrait", person=person, **changed)
    return release


def test_each_person_in_a_picture_needs_a_release() -> None:
    page = with_people(2)
    assert any("能认出 2 个人，已核验的肖像同意书只有 0 个" in one for one in rights.rights_of(page, today()).lacking)
    first = portrait(page, "左一，患者")
    portrait(page, "左一 患者", text="the same person once more")
    assert any("只有 1 个" in one for one in rights.rights_of(page, today()).lacking)
    portrait(page, "右一，护士", text="second")
    factories.publish(page)
    assert evidence_acts.withdraw(first, page.owner, "患者撤回") == [], "the same person's other release covers"
    second = ImageRelease.objects.get(person="右一，护士")
    assert evidence_acts.withdraw(second, page.owner, "护士撤回") == [page]
    portrait(page, "右一，护士", text="third")
    assert rights.rights_of(fresh(page), today()).ended == []


def test_of_two_people_without_labels_one_who_ends_is_not_covered_by_the_other() -> None:
    page = with_people(None)
    first, _second = portrait(page, ""), portrait(page, "", text="second")
    factories.publish(page)
    assert evidence_acts.withdraw(first, page.owner, "第一位撤回") == [page]


def test_a_release_that_waits_or_serves_elsewhere_counts_for_nobody() -> None:
    page = with_people(1)
    evidence_acts.add("release", page, page.owner, scan("a"), values("release", **_of(page, person="左一")))
    assert any("还没有核验" in one for one in rights.rights_of(page, today()).lacking)
    page = with_people(1)
    portrait(page, "左一", purposes=["teaching"])
    assert any("公开的医学科普" in one for one in rights.rights_of(page, today()).lacking)


def _of(page: ArticlePage, **more: Any) -> dict[str, Any]:
    return {"image_id": page.body.get_prep_value()[1]["value"]["image"], "about": "portrait", **more}


def test_people_in_a_picture_are_never_licensed_to_others() -> None:
    page = with_people(1, licence="CC BY 4.0")
    assert any("不能用 CC 许可" in one for one in page.objections(timezone.now()))


def test_how_many_people_is_part_of_what_is_signed_and_nothing_changes_for_older_pictures() -> None:
    page = with_people(None)
    digest = page.surface().digest()
    stream = page.body.get_prep_value()
    stream[1]["value"].pop("people")
    page.set_stream("body", stream)
    assert page.surface().digest() == digest
    stream[1]["value"]["people"] = 2
    page.set_stream("body", stream)
    assert page.surface().digest() != digest


def test_a_letter_of_the_past_is_running_for_nobody() -> None:
    page = derived("转载")
    one = give("permission", page, valid_from=today() + datetime.timedelta(days=3))
    assert evidence.running([one], today()) == []
