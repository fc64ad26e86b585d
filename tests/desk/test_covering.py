"""What identifies a person is covered on every part of the desk until whoever works on the case asks; each asking is on record."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from moderation import ledger
from moderation.cards import Card
from moderation.desk import claiming
from moderation.desk.veil import Veil
from moderation.models import Case, LedgerEntry
from moderation.views import dressing
from tests import factories
from tests.laden import ID_CARD, PHONE, WORDS, laden

pytestmark = pytest.mark.django_db
NAME = "李秀英"
TABS = ("compare", "record", "author", "history")


@pytest.fixture
def case() -> Case:
    text = f"<p>{WORDS}</p>"
    return laden(
        factories.make_article(body=[("paragraph", text), ("paragraph", f"<p>{NAME}后来好多了。</p>")], summary=f"{NAME}问药")
    )


@pytest.fixture
def working(client: Client, case: Case) -> Any:
    person = factories.make_moderator()
    client.force_login(person)
    claiming.claim(case, person)
    return person


def address(case: Case, tail: str = "") -> str:
    return f"/admin/desk/{case.number}/{tail}"


def number_of(case: Case, code: str) -> int:
    assert case.scan is not None
    return case.scan.findings.filter(code=code).values_list("number", flat=True)[0]


def test_the_clear_words_are_in_no_page_before_they_are_asked_for(client: Client, working: Any, case: Case) -> None:
    pages = [client.get(address(case)), client.get(address(case, "sheet/"))]
    pages += [client.get(address(case, f"tab/{name}/")) for name in TABS]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        for words in (PHONE, ID_CARD, NAME):
            assert words not in text
    sheet = BeautifulSoup(pages[1].content, "html.parser")
    marks = {mark["data-veil"]: mark.get_text() for mark in sheet.select("mark[data-veil]")}
    assert marks[str(number_of(case, "PRIV.PHONE"))].startswith("138****8000")
    assert "138****8000" in pages[0].content.decode()


def test_one_place_is_shown_to_whoever_works_on_it_and_noted_without_its_words(client: Client, working: Any, case: Case) -> None:
    number = number_of(case, "PRIV.PHONE")
    before = LedgerEntry.objects.count()
    said = client.post(address(case, "sheet/"), {"reveal": number}, headers={"Accept": "application/json"}).json()
    assert said == {"words": {str(number): PHONE}, "reasons": []}
    entry = LedgerEntry.objects.get(kind="identifier revealed")
    assert LedgerEntry.objects.count() == before + 1
    assert entry.data == {
        "case": case.pk,
        "finding": case.scan.findings.get(number=number).pk,  # type: ignore[union-attr]
        "code": "PRIV.PHONE",
        "by": working.pk,
    }
    assert list(ledger.faults()) == []
    sheet = client.post(address(case, "sheet/"), {"reveal": number}).content.decode()
    assert PHONE in sheet
    assert ID_CARD not in sheet
    assert NAME not in sheet
    assert PHONE not in client.get(address(case, "sheet/")).content.decode()


def test_the_whole_sheet_on_demand(client: Client, working: Any, case: Case) -> None:
    sheet = client.post(address(case, "sheet/"), {"reveal": "all"}).content.decode()
    for words in (PHONE, ID_CARD, NAME):
        assert words in sheet
    assert LedgerEntry.objects.filter(kind="identifier revealed").count() == len(Veil.over(case.scan, passages(case)).masks)


def passages(case: Case) -> Any:
    return case.submission.as_submitted().surface().passages  # type: ignore[union-attr]


def test_nobody_else_is_shown_anything(client: Client, working: Any, case: Case) -> None:
    for person in (factories.make_moderator(), factories.make_doctor()):
        client.force_login(person)
        answer = client.post(address(case, "sheet/"), {"reveal": "all"})
        assert PHONE not in answer.content.decode()
    client.force_login(factories.make_moderator())
    refused = client.post(address(case, "sheet/"), {"reveal": "all"}, headers={"Accept": "application/json"})
    assert refused.status_code == 403
    assert "请先认领" in refused.json()["reasons"][0]
    assert not LedgerEntry.objects.filter(kind="identifier revealed").exists()


def test_a_lease_that_ran_out_shows_nothing(client: Client, working: Any, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(lease_until="2026-01-01T00:00:00Z")
    assert PHONE not in client.post(address(case, "sheet/"), {"reveal": "all"}).content.decode()
    assert "data-reveal" not in client.get(address(case)).content.decode()


@pytest.mark.parametrize("asked", ["", "0", "999", "x", "9" * 40, "²"])
def test_a_number_that_names_nothing_shows_nothing(client: Client, working: Any, case: Case, asked: str) -> None:
    answer = client.post(address(case, "sheet/"), {"reveal": asked}, headers={"Accept": "application/json"})
    assert answer.json() == {"words": {}, "reasons": []}
    assert not LedgerEntry.objects.filter(kind="identifier revealed").exists()


def test_pictures_are_blurred_until_somebody_has_looked(client: Client) -> None:
    doctor = factories.make_doctor()
    picture = factories.make_picture(doctor)
    value = {"image": picture, "alt": "袖带与心脏同高", "credit": "沈怀谷", "licence": "CC BY 4.0", "caption": ""}
    page = factories.make_article(doctor, body=[("paragraph", "<p>早晚各量一次。</p>"), ("picture", value)])
    case = Case.objects.get(submission=factories.submit(page))
    client.force_login(factories.make_moderator())
    sheet = BeautifulSoup(client.get(address(case, "sheet/")).content, "html.parser")
    boxes = sheet.select("label.blurred > input[type=checkbox][aria-label]")
    assert len(boxes) == len(sheet.select("figure img")) > 0
    assert not any(box.has_attr("checked") for box in boxes)


def card(number: int, path: str, words: str) -> Card:
    texts = {"basis": "", "message": "", "fix": "", "replacement": None, "field": "标签"}
    return Card(number, "CLAIM.ABSOLUTE", "review", path, 0, len(words), words, in_text=True, **texts)


def test_a_finding_that_the_page_does_not_show_is_numbered_on_its_picture_or_below() -> None:
    soup = BeautifulSoup('<main><figure><img><p data-path="body.7.alt">袖带</p></figure></main>', "html.parser")
    found = [card(1, "title", "在页面上"), card(2, "body.7.image", ""), card(3, "tags.0", "最佳方法")]
    dressing.list_unplaced(soup, found, {"1"}, Veil({}, {}), {"tags.0": "最佳方法"})
    assert [badge["data-number"] for badge in soup.select("figure > mark.finding-badge")] == ["2"]
    assert soup.select_one("section.unplaced li").get_text() == "标签最佳方法3"  # type: ignore[union-attr]
    assert soup.find(id="finding-1") is None
