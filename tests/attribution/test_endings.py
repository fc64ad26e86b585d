"""What happens when evidence ends, beyond the article that rests on it alone."""

import datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.attribution import ending, evidence_acts
from articles.models import ArticlePage
from moderation import duties, endings
from moderation.models import Case, DutyRun, Kind, Notice
from tests import factories
from tests.attribution.scene import derived, give, today

pytestmark = pytest.mark.django_db
CASE = "病例一：量了三周，后来稳定了。"


def rewritten(page: ArticlePage) -> ArticlePage:
    page.case_kind = "none"
    page.set_stream("body", [{"type": "paragraph", "value": "<p>早晚各量一次，每次三遍。</p>", "id": "a1"}])
    page.save_revision(user=page.owner)
    return page


def test_a_case_opens_once_when_only_an_older_version_rested_on_it() -> None:
    page = factories.make_article(text=CASE, case_kind="real")
    consent = give("consent", page)
    factories.publish(rewritten(factories.publish(page)))
    evidence_acts.withdraw(consent, page.owner, "患者来信撤回")
    case = Case.objects.get(kind=Kind.EXPIRY, object_id=page.pk)
    assert "旧版本不再展示：病例的知情同意已经到期或被撤回" in case.sources.get().what
    assert ArticlePage.objects.get(pk=page.pk).live, "the words readers see rest on nothing that ended"
    assert Notice.objects.filter(kind="evidence_ended", recipient=page.owner).count() == 1
    ending.end_what_ran_out(timezone.now())
    assert (Case.objects.filter(kind=Kind.EXPIRY).count(), case.sources.count()) == (1, 1)


def test_the_live_words_decide_and_not_the_newest_draft() -> None:
    page = factories.make_article(text=CASE, case_kind="real")
    consent = give("consent", page)
    rewritten(factories.publish(page))
    assert evidence_acts.withdraw(consent, page.owner, "患者来信撤回") == [page]


def test_one_article_that_raises_keeps_no_other_up(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [derived("转载") for _number in range(3)]
    for page in pages:
        give("permission", page, text=str(page.pk), valid_until=today() + datetime.timedelta(days=90))
        factories.publish(page)
    real = endings.take_down

    def breaks(page: Any, *more: Any) -> Any:
        if page.pk == pages[1].pk:
            raise RuntimeError("one bad article")
        return real(page, *more)

    monkeypatch.setattr(endings, "take_down", breaks)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=91)):
        duties.run_due(force=True)
        live = ArticlePage.objects.filter(pk__in=[page.pk for page in pages], live=True)
        assert [page.pk for page in live] == [pages[1].pk]
        assert f"ArticlePage {pages[1].pk}: RuntimeError" in DutyRun.objects.get(name="evidence").error
        monkeypatch.setattr(endings, "take_down", real)
        assert ending.end_what_ran_out(timezone.now()) == 1
