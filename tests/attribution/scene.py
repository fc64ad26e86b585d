"""Articles of every origin with their evidence, for the tests of this folder."""

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.attribution import evidence_acts
from articles.models import ArticlePage
from tests import factories

WORK = {"title": "Blood pressure at home", "author": "A. Writer", "published_on": "2024-05-01", "url": "https://example.org/bp"}


def scan(text: str = "signed") -> SimpleUploadedFile:
    return SimpleUploadedFile("letter.pdf", b"%PDF-1.4\n" + text.encode() + b"\n%%EOF\n")


def today() -> datetime.date:
    return timezone.localdate()


def derived(origin: str, *works: dict[str, str], **fields: Any) -> ArticlePage:
    page = factories.make_article(origin=origin, **{"licence": "ARR", **fields})
    page.set_stream("source_works", [{"type": "work", "value": {"licence": "ARR", **WORK, **work}} for work in works or ({},)])
    page.save()
    page.save_revision(user=page.owner)
    return ArticlePage.objects.get(pk=page.pk)


def values(kind: str, **changed: Any) -> dict[str, Any]:
    begin = today() - datetime.timedelta(days=10)
    own: dict[str, dict[str, Any]] = {
        "permission": {
            "licensor": "南湖出版社",
            "licensor_contact": "编辑部",
            "licensor_capacity": "publisher",
            "work_title": WORK["title"],
            "work_author": WORK["author"],
            "rights": ["复制", "信息网络传播", "翻译", "改编", "汇编"],
        },
        "consent": {"case_label": "病例一", "signer": "patient", "scope": ["story"]},
        "release": {"about": "stock"},
        "letter": {"institution": "南湖市第一医院", "hire": "ordinary", "completed_on": today() - datetime.timedelta(days=100)},
    }
    return {"valid_from": begin, "valid_until": None, "channels": ["site"], "obtained_by": "林知远", **own[kind], **changed}


def give(kind: str, page: ArticlePage, verified: bool = True, text: str = "signed", **changed: Any) -> Any:
    """Evidence as its author adds it, verified by a moderator unless it shall wait."""
    evidence = evidence_acts.add(kind, page, page.owner, scan(text), values(kind, **changed))
    if verified:
        evidence_acts.verify(evidence, factories.make_moderator())
    return evidence


def work_for_hire(**fields: Any) -> ArticlePage:
    return factories.make_article(**{"origin": "职务作品", "licence": "ARR", **fields})
