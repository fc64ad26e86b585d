"""What a save and a publication ask of the database, and what the shorter way still writes and refuses."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, TopicPage
from moderation import decisions, submissions
from moderation.models import Case, Shown
from tests import factories

pytestmark = pytest.mark.django_db

# Of 93 and 22 when this was written; a rule that needs its own look-up has room, a query in a loop has not.
MOST_TO_APPROVE, MOST_TO_SAVE = 115, 28


def handed_in(page: Any, author: Any) -> Case:
    return Case.objects.get(submission=submissions.submit(page, author, factories.WARRANTY))


def test_statements_of_a_save_and_of_an_approval_are_bounded_and_do_not_grow_with_the_text() -> None:
    author, moderator = factories.make_doctor(), factories.make_moderator()
    counts = []
    for paragraphs in (2, 2, 12):
        page = factories.make_article(
            author, body=[("paragraph", f"<p>每天量一次血压，第{n}天也量。</p>") for n in range(paragraphs)]
        )
        with CaptureQueriesContext(connection) as saving:
            page.save_revision(user=author)
        case = handed_in(page, author)
        with CaptureQueriesContext(connection) as approving:
            assert decisions.approve(case, moderator)
        counts.append((len(saving), len(approving)))
    assert counts[1] == counts[2]
    assert counts[1][0] <= MOST_TO_SAVE
    assert counts[1][1] <= MOST_TO_APPROVE


def test_the_history_says_who_published_which_version() -> None:
    author, moderator = factories.make_doctor(), factories.make_moderator()
    page = factories.make_article(author, title="量血压")
    case = handed_in(page, author)
    with LogContext(user=moderator) as context:
        decisions.approve(case, moderator)
    entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.publish")
    assert case.submission is not None
    assert (entry.label, entry.user_id, entry.uuid) == ("量血压", moderator.pk, context.uuid)
    assert (entry.revision_id, entry.content_changed) == (case.submission.revision_id, True)
    assert entry.content_type is not None
    assert entry.content_type.model_class() is ArticlePage


def test_a_version_whose_topic_is_gone_is_not_published() -> None:
    author, moderator = factories.make_doctor(), factories.make_moderator()
    page = factories.make_article(author)
    assert page.topic is not None
    topic = page.topic.copy(update_attrs={"slug": "fleeting", "title": "短命的主题"}, keep_live=False)
    page.topic = topic
    page.save_revision(user=author)
    case = handed_in(page, author)
    TopicPage.objects.get(pk=topic.pk).delete()
    assert not decisions.approve(case, moderator)
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_what_may_be_shown_stays_one_row_when_a_new_version_goes_live() -> None:
    page = factories.publish(factories.make_article())
    first = Shown.objects.get(object_id=page.pk)
    newer = ArticlePage.objects.get(pk=page.pk)
    newer.title = "换了标题"
    newer.save_revision(user=newer.owner)
    factories.publish(newer)
    second = Shown.objects.get(object_id=page.pk)
    assert (second.pk, second.digest) == (first.pk, ArticlePage.objects.get(pk=page.pk).live_digest)
    assert second.digest != first.digest
    assert second.since > first.since
