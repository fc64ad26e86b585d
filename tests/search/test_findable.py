"""What is live is findable in the same transaction, and what left is not."""

import contextlib
import io

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Verb
from search import answering, entries
from search.embedded import finding, index
from search.engine import Query, search
from search.models import EntryFacets, SearchEntry
from tests import factories

pytestmark = pytest.mark.django_db

TEXT = "早晚各量一次血压，做B超前要空腹。骨质疏松、𠮷野家、维生素D缺乏、covid-19、帕金森综合征。"
FOUND = [
    "血",
    "𠮷",
    "血压",
    "空腹",
    "压，做",
    "B超",
    "维生素D",
    "骨质疏松",
    "帕金森综合征",
    "帕金森综",
    "森综",
    "covid",
    "19",
    "血壓",
    "ｃｏｖｉｄ",
    "疏松",
]
MISSED = ["血糖", "骨稀", "超做", "zzz", "。", ""]


def titles(words: str) -> list[str]:
    return [hit.title for hit in search(Query(words)).hits]


def verified() -> list[str]:
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("verify_search", stdout=out, stderr=out)
    return out.getvalue().splitlines()


@pytest.fixture
def live() -> ArticlePage:
    return factories.publish(factories.make_article(text=TEXT))


def test_every_word_of_any_length_is_found(live: ArticlePage) -> None:
    assert {words: len(titles(words)) for words in FOUND} == dict.fromkeys(FOUND, 1)
    assert {words: len(titles(words)) for words in MISSED} == dict.fromkeys(MISSED, 0)


def test_names_and_topics_are_found(live: ArticlePage) -> None:
    for words in ("林知远", "高血压", "心血管内科"):
        assert titles(words) == [live.title]


def test_a_hit_says_what_a_reader_needs(live: ArticlePage) -> None:
    hit = search(Query("B超 空腹")).hits[0]
    assert (hit.id, hit.url) == (live.slug, f"/articles/{live.slug}/")
    assert (hit.author, hit.topic, hit.specialty) == ("林知远", "高血压", "心血管内科")
    assert hit.highlights == [
        "早晚各量一次血压，做<mark>B超</mark>前要<mark>空腹</mark>。骨质疏松、𠮷野家、维生素D缺乏、covid-19、帕金森综合征。"
    ]


def test_a_better_answer_comes_first() -> None:
    author = factories.make_doctor()
    for title in ("骨质疏松要不要补钙", "老人跌倒怎么办", "补钙的十个误区，医生一一说清"):
        factories.publish(factories.make_article(author, title=title, text="说到骨质疏松与补钙。"))
    assert titles("骨质疏松要不要补钙")[0] == "骨质疏松要不要补钙"
    assert titles("老年人跌倒了该怎么办")[0] == "老人跌倒怎么办"


def test_a_rollback_leaves_nothing() -> None:
    page = factories.make_article(text=TEXT)
    with transaction.atomic():
        factories.publish(page)
        assert titles("骨质疏松")
        transaction.set_rollback(True)
    assert not titles("骨质疏松")
    assert not SearchEntry.objects.exists()
    assert not index().identities()


def test_a_draft_and_a_submission_are_not_findable() -> None:
    factories.submit(factories.make_article(text=TEXT))
    assert not titles("骨质疏松")
    assert not SearchEntry.objects.exists()


def test_a_takedown_acts_on_the_next_query_and_restoring_brings_it_back(live: ArticlePage) -> None:
    moderator = factories.make_moderator()
    decisions.take_down(live, moderator, Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    assert not titles("骨质疏松")
    assert not index().identities()
    decisions.restore(ArticlePage.objects.get(pk=live.pk), moderator, live.live_digest, "查明无误")
    assert titles("骨质疏松") == [live.title]


def test_a_view_restriction_acts_on_the_next_query(live: ArticlePage) -> None:
    restriction = PageViewRestriction.objects.create(page=live, restriction_type="login")
    assert not titles("骨质疏松")
    restriction.delete()
    assert titles("骨质疏松")


def test_a_second_version_replaces_the_first(live: ArticlePage) -> None:
    draft = live.get_latest_revision_as_object()
    draft.body = [("paragraph", "<p>痛风发作时先冷敷。</p>")]
    draft.save_revision(user=live.owner)
    factories.publish(live)
    assert titles("痛风") == [live.title]
    assert not titles("骨质疏松")
    assert SearchEntry.objects.count() == 1


def test_only_one_specialty_can_be_asked_for(live: ArticlePage) -> None:
    assert search(Query("血压", filters={"specialty": ("03.04",)})).total == 1
    other = search(Query("血压", filters={"specialty": ("15",)}))
    assert other.total == 0
    assert other.facets["specialty"] == [
        {"value": "03.04", "label": "心血管内科", "count": 1, "chosen": False},
        {"value": "15", "label": "精神心理科", "count": 0, "chosen": True},
    ]


def test_the_verifier_names_each_fault_and_a_rebuild_mends_them(live: ArticlePage) -> None:
    author = factories.make_doctor()
    pages = [factories.publish(factories.make_article(author, title=f"第{number}篇")) for number in range(4)]
    assert verified() == ["5 live articles, each findable exactly as published"]
    entries.remove([pages[0].pk])
    SearchEntry.objects.filter(pk=pages[1].pk).update(digest="0" * 64)
    SearchEntry.objects.filter(pk=pages[2].pk).update(title="别的标题", recipe=0)
    index().erase([pages[3].pk])
    phantom = factories.make_article(author)
    entries.put(phantom, "0" * 64)
    for model in (EntryFacets, SearchEntry):
        model.objects.filter(pk=phantom.pk)._raw_delete("default")
    draft = factories.make_article(author)
    entries.put(draft, "0" * 64)
    assert verified() == [
        f"article {pages[0].slug} is live and has no entry",
        f"article {draft.slug} has an entry and is not live",
        f"article {pages[1].slug} has the entry of another version",
        f"article {pages[2].slug} has an entry with other words",
        f"article {pages[2].slug} was segmented by an older recipe",
        f"article {pages[3].slug} has an entry and is not in the full-text index",
        f"the full-text index holds page {phantom.pk}, which has no entry",
        f"article {phantom.pk} is offered while readers type and cannot be found",
    ]
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_search", stderr=io.StringIO())
    call_command("search_rebuild", stdout=io.StringIO())
    assert verified() == ["5 live articles, each findable exactly as published"]


def test_what_is_too_common_to_list_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    author = factories.make_doctor()
    pages = [factories.publish(factories.make_article(author, title=f"第{number}篇")) for number in range(4)]
    PageViewRestriction.objects.create(page=pages[0], restriction_type="login")
    for module in (answering, finding):
        monkeypatch.setattr(module, "LISTED", 2)
    found = search(Query("血压"))
    assert found.total == 3
    assert search(Query("血压", filters={"specialty": ("03.04",)})).total == 3
    assert len(found.hits) <= 2


def test_a_very_long_article_publishes_and_is_found() -> None:
    sentence = "血压每天都要记下来，量的时候坐着不说话。"
    body = [("paragraph", f"<p>{sentence * 900}</p>"), ("paragraph", "<p>最后提醒：帕金森病人起身要慢。</p>")]
    live = factories.publish(factories.make_article(body=body))
    assert titles("帕金森病") == [live.title]
    assert titles("坐着不说话") == [live.title]
