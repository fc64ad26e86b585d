"""Who may not verify evidence or decide, because they have a part in the words or vouched for them."""

from typing import Any

import pytest

from articles.attribution import evidence_acts
from articles.attribution.signatures import answering, asking
from articles.models import ArticlePage
from doctors.models import User
from moderation import decisions
from moderation.models import Case
from tests import factories
from tests.attribution.scene import give
from tests.attribution.test_signatures import article, colleague, submitted

pytestmark = pytest.mark.django_db


def naming(page: ArticlePage, *accounts: Any) -> None:
    rows = [{"account": one.pk, "name": one.name, "role": "co-author"} for one in accounts]
    page.set_stream("contributors", [{"type": "contributor", "value": row, "id": f"c{row['account']}"} for row in rows])
    page.save_revision(user=page.owner)


@pytest.mark.parametrize("dropped", [False, True], ids=["newest draft", "a submission alone"])
def test_who_is_named_in_any_version_does_not_verify(dropped: bool) -> None:
    moderator = factories.make_moderator()
    page = factories.make_article(case_kind="real")
    naming(page, moderator)
    consent = give("consent", page, verified=False)
    if dropped:
        submitted(page)
        naming(page)
    assert "自己参与" in evidence_acts.objection(consent, moderator)
    with pytest.raises(evidence_acts.EvidenceRefused, match="自己参与"):
        evidence_acts.verify(consent, moderator)
    assert evidence_acts.objection(consent, factories.make_moderator()) == ""


@pytest.mark.parametrize("purpose", ["review", "confirm"])
def test_whoever_signed_decides_nothing_about_it_any_more(settings: Any, purpose: str) -> None:
    settings.MEDICAL_REVIEW = "all" if purpose == "review" else "none"
    profile = colleague("吴审稿")
    profile.user.groups.add(*factories.make_moderator().groups.all())
    both = User.objects.get(pk=profile.user_id)
    page = article() if purpose == "review" else article({"account": both.pk, "name": "吴审稿", "role": "editor"})
    submission = submitted(page)
    signature = asking.invite_reviewer(submission, profile, page.owner) if purpose == "review" else submission.signatures.get()
    answering.sign(signature, "吴审稿", by_link=False)
    if purpose == "confirm":  # the next version names somebody else, or nobody
        decisions.return_to_author(Case.objects.get(submission=submission), factories.make_moderator(), ["BL7"], "请改")
        naming(page)
        submission = submitted(page)
    with pytest.raises(decisions.DecisionRefused, match="签过字"):
        factories.approve(submission, both)
    with pytest.raises(decisions.DecisionRefused, match="签过字"):
        decisions.take_down(page, both, "takedown", [], "理由")
    assert factories.approve(submission)


def test_whoever_decided_does_not_review_afterwards(settings: Any) -> None:
    settings.MEDICAL_REVIEW = "all"
    profile = colleague("吴审稿")
    profile.user.groups.add(*factories.make_moderator().groups.all())
    both = User.objects.get(pk=profile.user_id)
    page = article()
    submission = submitted(page)
    invited = asking.invite_reviewer(submission, profile, page.owner)
    assert not factories.approve(submission, both), "it waits for the review"
    with pytest.raises(asking.SignatureRefused, match="审核过"):
        answering.sign(invited, "吴审稿", by_link=False)
    asking.cancel(invited, page.owner)
    with pytest.raises(asking.SignatureRefused, match="审稿人须是"):
        asking.invite_reviewer(submission, profile, page.owner)
