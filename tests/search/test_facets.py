"""Six ways to narrow: combinable, with counts that leave out their own filter, and right after every renaming and restriction."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage, TopicPage
from doctors.models import DoctorProfile
from search import facets
from search.engine import Query, search
from search.models import EntryFacets
from tests import factories

pytestmark = pytest.mark.django_db

QUESTIONS = [("questions", {"items": [{"question": "早上量吗？", "answer": "<p>早晚都量血压。</p>"}]})]


def rows(name: str, words: str = "血压", **filters: tuple[str, ...]) -> list[tuple[str, str, int, bool]]:
    found = search(Query(words, filters=filters)).facets[name]
    return [(row["value"], row["label"], row["count"], row["chosen"]) for row in found]


@pytest.fixture
def live() -> list[ArticlePage]:
    """Two articles of a doctor with a public profile, one of a doctor without; two topics, two specialties."""
    known, unknown = factories.make_doctor(), factories.make_doctor()
    factories.make_profile(known)
    first = factories.publish(factories.make_article(known, body=QUESTIONS))
    second = factories.publish(factories.make_article(known, specialty="15", topic=factories.make_topic("失眠")))
    third = factories.publish(factories.make_article(unknown, specialty="15"))
    return [first, second, third]


def test_each_facet_has_its_values(live: list[ArticlePage]) -> None:
    doctor = DoctorProfile.objects.get()
    year = str(live[0].first_published_at.year)
    assert rows("specialty") == [("15", "精神心理科", 2, False), ("03.04", "心血管内科", 1, False)]
    assert rows("disease") == [("高血压", "高血压", 2, False), ("失眠", "失眠", 1, False)]
    assert rows("author") == [(doctor.public_id, "林知远", 2, False)]
    assert rows("hospital") == [("南湖市第一医院", "南湖市第一医院", 2, False)]
    assert rows("type") == [("words", "文字", 2, False), ("questions", "问答", 1, False)]
    assert rows("year") == [(year, year, 3, False)]


def test_filters_combine_and_counts_leave_out_their_own(live: list[ArticlePage]) -> None:
    assert rows("specialty", specialty=("15",)) == [("15", "精神心理科", 2, True), ("03.04", "心血管内科", 1, False)]
    assert rows("disease", specialty=("15",)) == [("失眠", "失眠", 1, False), ("高血压", "高血压", 1, False)]
    both: dict[str, Any] = {"specialty": ("15",), "hospital": ("南湖市第一医院",)}
    assert search(Query("血压", filters=both)).total == 1
    assert rows("hospital", **both) == [("南湖市第一医院", "南湖市第一医院", 1, True)]
    assert rows("specialty", **both) == [("03.04", "心血管内科", 1, False), ("15", "精神心理科", 1, True)]
    assert search(Query("血压", filters={"specialty": ("15", "03.04")})).total == 3


def test_what_is_chosen_stays_visible(live: list[ArticlePage]) -> None:
    assert ("1999", "1999", 0, True) in rows("year", year=("1999",))
    assert rows("year", words="没有这种词", year=("1999",)) == [("1999", "1999", 0, True)]


def test_the_address_carries_them(client: Client, live: list[ArticlePage]) -> None:
    given: Any = {"q": "血压", "specialty": ["15", "03.04"], "disease": "失眠", "nothing": "x"}
    answer = client.get("/api/search", given).json()
    assert [hit["id"] for hit in answer["results"]] == [live[1].slug]
    assert client.get("/api/search", {"q": "血压", "year": "'; DROP TABLE"}).json()["total"] == 0


def test_a_renamed_topic_is_narrowed_and_found_by_its_new_name(live: list[ArticlePage]) -> None:
    topic = TopicPage.objects.get(title="失眠")
    operator = factories.make_operator()
    draft = topic.get_latest_revision_as_object()
    draft.title = "睡眠障碍"
    draft.save_revision(user=operator)
    factories.publish(TopicPage.objects.get(pk=topic.pk), operator)
    assert [row[0] for row in rows("disease")] == ["高血压", "睡眠障碍"]
    assert search(Query("睡眠障碍")).total == 1


def test_a_doctor_has_the_name_and_hospital_that_were_cleared_last(live: list[ArticlePage]) -> None:
    profile, operator = DoctorProfile.objects.get(), factories.make_operator()
    draft = profile.get_latest_revision_as_object()
    draft.name, draft.institution = "林知行", "南湖市第九医院"
    draft.save_revision(user=operator)
    assert rows("hospital") == [("南湖市第一医院", "南湖市第一医院", 2, False)]
    factories.publish(DoctorProfile.objects.get(pk=profile.pk), operator)
    assert rows("author") == [(profile.public_id, "林知行", 2, False)]
    assert rows("hospital") == [("南湖市第九医院", "南湖市第九医院", 2, False)]


@pytest.mark.parametrize("above", [0, 1, 2])
def test_a_restriction_on_a_page_or_above_it_takes_totals_and_counts_along(live: list[ArticlePage], above: int) -> None:
    page: Any = live[0]
    for _step in range(above):
        page = page.get_parent()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    left = 0 if above else 2
    assert search(Query("血压")).total == left
    assert sum(row[2] for row in rows("specialty")) == left
    assert EntryFacets.objects.count() == left
    restriction.delete()
    assert search(Query("血压")).total == 3
    assert sum(row[2] for row in rows("specialty")) == 3


def test_what_is_packed_is_unpacked(live: list[ArticlePage]) -> None:
    packed = EntryFacets.objects.get(pk=live[1].pk).packed
    assert facets.unpack(packed)["disease"] == ["失眠"]
    assert facets.pack({name: tuple(values) for name, values in facets.unpack(packed).items()}) == packed
