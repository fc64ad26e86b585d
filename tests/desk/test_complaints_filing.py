"""A complaint comes in: what is refused and kept, what is masked, how several fold into one case, and who is told."""

import io
import json
import logging
import re
from typing import Any

import altcha
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from config.logs import WithoutTokens
from moderation import decisions
from moderation.complaints import proof, public_notice, sealing
from moderation.models import Case, Complaint, ComplaintFile, Kind, LedgerEntry, Mail, SpentProof, VaultFile, Verb
from tests import factories

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"


@pytest.fixture
def published() -> Any:
    return factories.publish(factories.make_article())


def solved(page: str) -> dict[str, str]:
    """The hidden fields of a form, its proof of work done."""
    challenge = re.search(r'data-challenge="([^"]+)"', page).group(1).replace("&quot;", '"')  # type: ignore[union-attr]
    ticket = re.search(r'name="ticket" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    made = altcha.Challenge.from_dict(json.loads(challenge))
    payload = altcha.Payload(made, altcha.solve_challenge(made))
    return {"altcha": payload.to_base64(), "ticket": ticket}


def opened(client: Client, address: str = "/complaints/new/") -> dict[str, str]:
    return solved(client.get(address).content.decode())


def words(page: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "false", "about": f"/articles/{page.slug}/", "text": "收缩压的数值写反了，请核对指南。", **more}


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (27, 106, 77)).save(out, kind)
    return out.getvalue()


def test_a_complaint_gets_a_receipt_a_case_a_clock_and_a_letter(client: Client, published: Any) -> None:
    assert (
        f'href="/complaints/new/?about=/articles/{published.slug}/"'
        in client.get(f"/articles/{published.slug}/").content.decode()
    )
    answer = client.post("/complaints/new/", words(published, contact="reader@xinglin.example", **opened(client)), follow=True)
    complaint = Complaint.objects.get()
    assert answer.redirect_chain[-1][0] == f"/complaints/{complaint.receipt}/"
    assert len(complaint.receipt) == 16
    assert complaint.case is not None
    assert (complaint.case.kind, complaint.case.content()) == (Kind.COMPLAINT, published)
    assert complaint.case.due_at == complaint.due_at
    assert b"reader@xinglin.example" not in bytes(complaint.private)
    assert Mail.objects.filter(notice=None).count() == 1
    assert LedgerEntry.objects.filter(kind="complaint received").exists()
    page = answer.content.decode()
    assert "办理经过" in page
    assert "12377" in page
    assert published.owner.name not in page.split("<main", 1)[1]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_several_complaints_about_one_page_share_a_case_and_keep_their_receipts(client: Client, published: Any) -> None:
    for kind in ("false", "advert", "privacy"):
        client.post("/complaints/new/", words(published, kind=kind, **opened(client)))
    assert Complaint.objects.count() == 3
    case = Case.objects.get(kind=Kind.COMPLAINT)
    assert case.complaints.count() == case.sources.count() == 3
    assert case.risk == "high"
    assert case.due_at == min(Complaint.objects.values_list("due_at", flat=True))


def test_an_identity_number_is_masked_for_all_and_sealed(client: Client, published: Any) -> None:
    text = f"文中的病人就是我，身份证 {IDENTITY}，电话 13800138000。"
    answer = client.post("/complaints/new/", words(published, kind="privacy", text=text, **opened(client)), follow=True)
    kept = Complaint.objects.get().texts.get()
    assert IDENTITY not in kept.masked["text"]
    assert "13800138000" not in kept.masked["text"]
    assert sealing.words_of(kept)["text"] == text
    assert IDENTITY.encode() not in bytes(kept.sealed)
    assert IDENTITY not in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": ""}, "请选一项最接近的"),
        ({"kind": "nonsense"}, "请选一项最接近的"),
        ({"about": "/articles/zzzzzzzz/"}, "没有认出这个网址"),
        ({"about": "https://elsewhere.example/articles/x/"}, "没有认出这个网址"),
        ({"about": "http://[broken"}, "没有认出这个网址"),
        ({"about": ""}, "请填写要投诉的那一页的网址"),
        ({"text": ""}, "请写一写为什么"),
        ({"text": "字" * 350_000}, "写了 350,000 字，最多 5,000 字"),
        ({"altcha": "bm9uc2Vuc2U="}, "自动验证没有完成"),
        ({"altcha": "", "ticket": "fresh"}, "提交得太快"),
        ({"ticket": "invented"}, "打开太久"),
    ],
)
def test_what_is_refused_says_why_and_keeps_everything(
    client: Client, published: Any, change: dict[str, str], sentence: str
) -> None:
    if change.get("ticket") == "fresh":
        change = {**change, "ticket": proof.ticket()}
    typed = words(published, quotation="收缩压 90，舒张压 140", contact="13800138000", **opened(client)) | change
    answer = client.post("/complaints/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    for name in ("text", "quotation", "contact", "about"):
        assert typed[name] in page
    assert not Complaint.objects.exists()


def test_a_proof_opens_one_door_once(client: Client, published: Any) -> None:
    proven = opened(client)
    assert client.post("/complaints/new/", words(published, **proven)).status_code == 302
    again = client.post("/complaints/new/", words(published, **proven))
    assert again.status_code == 422
    assert "已经提交过一次" in again.content.decode()
    assert (Complaint.objects.count(), SpentProof.objects.count()) == (1, 1)


def test_good_files_survive_a_refusal_and_go_to_the_vault_alone(client: Client, published: Any) -> None:
    hidden = opened(client)
    first = client.post("/complaints/new/", words(published, text="", evidence=SimpleUploadedFile("图.png", picture()), **hidden))
    assert "已收下" in first.content.decode()
    waiting = ComplaintFile.objects.get()
    assert (waiting.complaint, VaultFile.objects.get().uploaded_by) == (None, None)
    again = solved(first.content.decode())
    assert again["ticket"] == hidden["ticket"]
    client.post("/complaints/new/", words(published, **again))
    waiting.refresh_from_db()
    assert waiting.complaint == Complaint.objects.get()


def test_a_file_that_was_ticked_is_left_out(client: Client, published: Any) -> None:
    hidden = opened(client)
    first = client.post("/complaints/new/", words(published, text="", evidence=SimpleUploadedFile("图.png", picture()), **hidden))
    again = solved(first.content.decode())
    client.post("/complaints/new/", words(published, drop=str(ComplaintFile.objects.get().pk), **again))
    assert Complaint.objects.exists()
    assert not ComplaintFile.objects.exists()
    assert VaultFile.objects.get().erased_at is not None


def test_a_complaint_about_a_decision_names_nobody_and_keeps_its_maker_away(client: Client, published: Any) -> None:
    maker = factories.make_moderator()
    decisions.take_down(published, maker, Verb.TAKEDOWN, ["BL7"], "数值有误")
    notice = public_notice.of(published)
    assert notice is not None
    page = client.get(f"/complaints/new/?kind=moderator&about=/articles/{published.slug}/").content.decode()
    assert "这一页现在不展示" in page
    assert published.title not in page
    typed = {"kind": "moderator", "number": notice.number, "text": "决定不当", **opened(client)}
    answer = client.post("/complaints/new/", typed, follow=True)
    complaint = Complaint.objects.get()
    assert complaint.case is not None
    assert complaint.case.about_user == maker
    assert complaint.case.content() == complaint
    assert maker.name not in answer.content.decode()
    assert public_notice.decision_of("20200101-1") is None
    assert public_notice.decision_of("nonsense") is None


def test_a_draft_is_told_from_nothing_by_nobody(client: Client) -> None:
    draft = factories.make_article(title="还没有发布的草稿")
    answer = client.post("/complaints/new/", words(draft, **opened(client)))
    assert "没有认出这个网址" in answer.content.decode()
    assert draft.title not in answer.content.decode()


def test_receipts_stay_out_of_the_logs() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", ("/complaints/0123456789ABCDEF/",), None)
    WithoutTokens().filter(record)
    assert "0123456789ABCDEF" not in record.getMessage()
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", ("/complaints/new/",), None)
    WithoutTokens().filter(record)
    assert record.getMessage() == "GET /complaints/new/"
