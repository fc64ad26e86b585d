"""What is missing of the attribution record stops a submission, and says what."""

from typing import Any

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
WORK = {"title": "Home blood pressure", "author": "A. Writer", "url": "https://example.org/bp", "licence": ""}


def codes(page: Any) -> set[str]:
    return set(factories.submit(page).scans.get().findings.filter(severity="block").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("origin", "licence", "blocked"),
    [
        ("原创", "", False),
        ("职务作品", "", False),
        ("转载", "", True),
        ("翻译", "", True),
        ("转载", "CC BY 4.0", False),
        ("翻译", "CC BY 4.0", False),
        ("转载", "CC BY-ND 4.0", False),
        ("翻译", "CC BY-ND 4.0", True),
        ("改编", "ARR", True),
        ("汇编", "GOV-CN", False),
    ],
)
def test_somebody_elses_work_needs_a_licence_that_allows_it(origin: str, licence: str, blocked: bool) -> None:
    page = factories.make_article(origin=origin, licence=licence if licence.startswith("CC") else "ARR")
    if origin not in ("原创", "职务作品"):
        page.set_stream("source_works", [{"type": "work", "value": {**WORK, "licence": licence}}])
        page.save_revision(user=page.owner)
    assert ("IP.NO_PERMISSION" in codes(page)) is blocked


@pytest.mark.parametrize(
    ("credit", "licence", "blocked"),
    [("林知远", "CC BY 4.0", False), ("", "CC BY 4.0", True), ("林知远", "", True), ("网络图片", "", True)],
)
def test_a_picture_needs_a_credit_and_a_licence(credit: str, licence: str, blocked: bool) -> None:
    author = factories.make_doctor()
    value = {"image": factories.make_picture(author), "alt": "袖带", "caption": "", "credit": credit, "licence": licence}
    assert ("IP.IMAGE_LICENSE" in codes(factories.make_article(author, body=[("picture", value)]))) is blocked


def test_a_derived_work_must_name_its_source() -> None:
    finding = factories.submit(factories.make_article(origin="转载")).scans.get().findings.get(code="SRC.META_MISSING")
    assert "原作品" in finding.message
