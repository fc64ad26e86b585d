"""The screens of evidence: adding, refusing politely, verifying during a review, withdrawing, and who sees what."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import ArticlePage, CaseConsent, Permission
from moderation.models import Case, VaultFile
from tests import factories
from tests.attribution.scene import derived, give, scan, today

pytestmark = pytest.mark.django_db


def typed(**changed: Any) -> dict[str, Any]:
    form = {
        "work_title": "Blood pressure at home",
        "licensor": "南湖出版社",
        "licensor_contact": "编辑部",
        "licensor_capacity": "publisher",
        "rights": ["复制", "信息网络传播", "翻译"],
        "territory": "全球",
        "fee": "无偿",
        "channels": ["site"],
        "purposes": ["public"],
        "valid_from": today().isoformat(),
        "obtained_by": "林知远",
        "file": scan(),
    }
    return {**form, **changed}


def signed_in(client: Client, person: Any) -> Client:
    client.force_login(person)
    return client


def test_a_doctor_adds_a_permission_and_sees_it(client: Client) -> None:
    page = derived("翻译")
    signed_in(client, page.owner)
    overview = client.get(f"/admin/evidence/{page.pk}/").content.decode()
    assert "还没有凭证" in overview
    assert "上传权利人的授权" in overview
    answer = client.post(f"/admin/evidence/{page.pk}/add/permission/", typed(), follow=True)
    text = answer.content.decode()
    for words in ("已加密保存", "南湖出版社", "待核验", "翻译", "打开文件", "的授权凭证还没有核验"):
        assert words in text
    permission = Permission.objects.get()
    assert permission.work_url == "https://example.org/bp"
    assert b"".join(client.get(f"/admin/vault/{permission.file.token}/").streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"file": SimpleUploadedFile("授权.pdf", b"MZ not a pdf")}, "文件的内容不是完整的"),
        ({"file": SimpleUploadedFile("授权.pdf", b"")}, "文件是空的"),
        ({"file": ""}, "请选择凭证文件"),
        ({"valid_until": "2020-01-01"}, "已经过期"),
        ({"valid_from": "2199-01-02", "valid_until": "2199-01-01"}, "不能早于生效日期"),
        ({"channels": ["print"]}, "没有包括“本站网页”"),
        ({"work_title": "另一部作品"}, "请先在编辑器里写明原作品"),
        ({"rights": []}, "请按授权书勾选"),
        ({"valid_from": "昨天"}, "日期"),
    ],
)
def test_bad_input_is_answered_politely_and_kept(client: Client, changed: dict[str, Any], sentence: str) -> None:
    page = derived("翻译")
    answer = signed_in(client, page.owner).post(f"/admin/evidence/{page.pk}/add/permission/", typed(**changed))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "南湖出版社" in text
    assert not Permission.objects.exists()
    assert not VaultFile.objects.exists()


def test_a_file_that_is_too_large_is_answered_politely(client: Client, settings: Any) -> None:
    settings.VAULT_MAX_BYTES = 1024
    page = derived("翻译")
    answer = signed_in(client, page.owner).post(f"/admin/evidence/{page.pk}/add/permission/", typed(file=scan("x" * 2000)))
    assert answer.status_code == 422
    assert "请压缩后再上传" in answer.content.decode()


def test_a_consent_of_another_case_is_refused_on_the_screen(client: Client) -> None:
    page = factories.make_article(case_kind="real")
    consent = give("consent", page)
    other = factories.make_article(page.owner, case_kind="real")
    signed_in(client, page.owner)
    again = client.post(f"/admin/evidence/{other.pk}/again/", {"evidence": f"consent:{consent.pk}"}, follow=True)
    assert "只对应一篇文章，不能用于另一篇" in again.content.decode()
    form = {
        "case_label": "病例一",
        "signer": "patient",
        "scope": ["story"],
        "channels": ["site"],
        "purposes": ["public"],
        "valid_from": today().isoformat(),
    }
    answer = client.post(f"/admin/evidence/{other.pk}/add/consent/", {**form, "obtained_by": "林知远", "file": scan()})
    assert answer.status_code == 422
    assert "已经用于另一篇文章的病例" in answer.content.decode()
    assert CaseConsent.objects.count() == 1


@pytest.mark.parametrize("kind", ["consent", "release", "letter", "permission"])
def test_every_form_opens(client: Client, kind: str) -> None:
    author = factories.make_doctor()
    value = {"image": factories.make_picture(author), "alt": "袖带", "credit": "甲", "caption": "", "licence": "STOCK"}
    page = factories.make_article(author, cover=[("picture", value)])
    assert signed_in(client, author).get(f"/admin/evidence/{page.pk}/add/{kind}/").status_code == 200


def test_a_release_names_a_picture_of_the_article(client: Client) -> None:
    author = factories.make_doctor()
    image, foreign = factories.make_picture(author), factories.make_picture(author, (50, 30))
    value = {"image": image, "alt": "袖带的位置", "credit": "甲", "caption": "", "licence": "STOCK"}
    page = factories.make_article(author, cover=[("picture", value)])
    address = f"/admin/evidence/{page.pk}/add/release/"
    form = {
        "about": "stock",
        "granted_by": "南湖图库",
        "channels": ["site"],
        "purposes": ["public"],
        "valid_from": today().isoformat(),
        "obtained_by": "甲",
    }
    signed_in(client, author)
    assert "袖带的位置" in client.get(address).content.decode()
    refused = client.post(address, {**form, "image": foreign.pk, "file": scan()})
    assert "这张图片不在文章里" in refused.content.decode()
    assert client.post(address, {**form, "image": image.pk, "file": scan()}).status_code == 302


def test_another_doctor_sees_nothing_and_does_nothing(client: Client) -> None:
    page = derived("翻译")
    permission = give("permission", page, verified=False)
    signed_in(client, factories.make_doctor())
    assert client.get(f"/admin/evidence/{page.pk}/").status_code == 404
    assert client.post(f"/admin/evidence/{page.pk}/add/permission/", typed()).status_code == 404
    assert client.post(f"/admin/evidence/permission/{permission.pk}/", {"action": "withdraw", "reason": "x"}).status_code == 404
    own = derived("翻译")
    signed_in(client, own.owner)
    assert client.post(f"/admin/evidence/{own.pk}/again/", {"evidence": f"permission:{permission.pk}"}).status_code == 404
    assert client.post("/admin/evidence/nonsense/1/", {"action": "verify"}).status_code == 404


def test_a_moderator_verifies_during_the_review(client: Client) -> None:
    page = derived("翻译")
    permission = give("permission", page, verified=False)
    factories.submit(page)
    case = Case.objects.get(object_id=page.pk)
    signed_in(client, factories.make_moderator())
    review = f"/admin/desk/{case.number}/"
    text = client.get(review).content.decode() + factories.review_tabs(client, case)
    for words in ("归属证据", "南湖出版社", "核验通过", "的授权凭证还没有核验"):
        assert words in text
    act = f"/admin/evidence/permission/{permission.pk}/"
    unread = client.post(act, {"action": "verify", "next": review}, follow=True)
    assert "请先打开文件对照" in unread.content.decode()
    done = client.post(act, {"action": "verify", "compared": "on", "next": review})
    assert done.headers["Location"] == review
    client.post(review, factories.approval(case))
    assert ArticlePage.objects.get(pk=page.pk).live
    away = client.post(act, {"action": "verify", "compared": "on", "next": "https://elsewhere.example/"})
    assert away.headers["Location"] == f"/admin/evidence/{page.pk}/"


def test_waiting_evidence_is_listed_for_moderators_alone(client: Client) -> None:
    page = derived("翻译")
    give("permission", page, verified=False)
    signed_in(client, factories.make_moderator())
    assert f"还没有提交的稿件 {page.pk}" in client.get("/admin/evidence/waiting/").content.decode()
    factories.submit(page)
    assert page.title in client.get("/admin/evidence/waiting/").content.decode()
    signed_in(client, page.owner)
    assert client.get("/admin/evidence/waiting/").status_code == 302


def test_withdrawing_on_the_screen_takes_the_article_down_and_says_so_to_readers(client: Client) -> None:
    page = derived("转载")
    permission = give("permission", page)
    factories.publish(page)
    signed_in(client, page.owner)
    act = f"/admin/evidence/permission/{permission.pk}/"
    assert "请写明撤回的原因" in client.post(act, {"action": "withdraw"}, follow=True).content.decode()
    assert "已经下架" in client.post(act, {"action": "withdraw", "reason": "权利人来信"}, follow=True).content.decode()
    gone = Client().get(f"/articles/{page.slug}/")
    assert gone.status_code == 410
    assert "授权或同意已经到期或被收回" in gone.content.decode()


def test_an_ended_consent_can_be_erased_by_staff(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    page = factories.make_article(case_kind="real")
    consent = give("consent", page)
    act = f"/admin/evidence/consent/{consent.pk}/"
    signed_in(client, page.owner)
    client.post(act, {"action": "withdraw", "reason": "患者来信"})
    client.post(act, {"action": "erase"})
    assert VaultFile.objects.get().erased_at is None
    signed_in(client, factories.make_moderator())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(act, {"action": "erase"})
    assert VaultFile.objects.get().erased_at is not None
    assert "文件已抹除" in client.get(f"/admin/evidence/{page.pk}/").content.decode()


def test_terms_are_days_that_still_count(client: Client) -> None:
    page = derived("转载")
    give("permission", page, valid_until=today())
    factories.publish(page)
    give("permission", derived("转载"), valid_from=today() + datetime.timedelta(days=1))
    assert {permission.standing(today()) for permission in Permission.objects.all()} == {"valid", "early"}
