"""While a reader types: Han, sound, initials and other names lead to what is shown at this moment, and to nothing else."""

import pytest
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from moderation import decisions
from moderation.models import Verb
from search import entries
from search.models import NameKey
from search.names import keys
from search.names.suggestions import suggest
from tests import factories

pytestmark = pytest.mark.django_db


def offered(typed: str) -> list[tuple[str, str]]:
    return [(row.text, row.kind) for row in suggest(typed)]


@pytest.fixture
def grove() -> ArticlePage:
    """A disease, a department, a doctor and an article."""
    doctor = factories.make_doctor()
    factories.make_profile(doctor)
    factories.make_department(live=True)
    factories.make_topic("2型糖尿病", live=True)
    factories.make_topic("急性心肌梗死", live=True)
    return factories.publish(factories.make_article(doctor, title="刚查出糖尿病，头一个月怎么过"))


@pytest.mark.parametrize(
    "typed", ["糖尿病", "糖尿", "tangniao", "tangniaobing", "tnb", "TNB", "糖niao", "糖尿b", "２型", "糖 尿"]
)
def test_han_sound_and_initials_lead_to_the_same(grove: ArticlePage, typed: str) -> None:
    assert ("2型糖尿病", "disease") in offered(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("心梗", [("急性心肌梗死", "disease")]),
        ("xingeng", [("急性心肌梗死", "disease")]),
        ("xg", [("急性心肌梗死", "disease"), ("心血管内科", "department")]),
        ("消渴", [("2型糖尿病", "disease")]),
        ("心血", [("心血管内科", "department")]),
        ("linzhi", [("林知远", "doctor")]),
        ("lzy", [("林知远", "doctor")]),
        ("刚查", [("刚查出糖尿病，头一个月怎么过", "article")]),
        ("尿病", []),
        ("zzzz", []),
        ("", []),
        ("。\0", []),
        ("%", []),
    ],
)
def test_other_names_and_beginnings(grove: ArticlePage, typed: str, expected: list[tuple[str, str]]) -> None:
    found = offered(typed)
    assert found[: len(expected)] == expected if typed != "xg" else expected[0] in found
    assert bool(found) == bool(expected)


def test_a_character_of_the_same_sound_is_forgiven(grove: ArticlePage) -> None:
    assert ("2型糖尿病", "disease") in offered("糖鸟病")
    assert offered("塘鸟兵") == []


def test_what_begins_so_comes_before_what_holds_it(grove: ArticlePage) -> None:
    kinds = [kind for _text, kind in offered("糖尿病")]
    assert kinds == ["disease", "article"]


def test_only_what_is_shown_is_offered(grove: ArticlePage) -> None:
    factories.submit(factories.make_article(title="糖尿病的一份草稿"))
    assert [text for text, kind in offered("糖尿病") if kind == "article"] == [grove.title]
    restriction = PageViewRestriction.objects.create(page=grove, restriction_type="login")
    assert ("article" in [kind for _text, kind in offered("糖尿病")]) is False
    restriction.delete()
    assert "article" in [kind for _text, kind in offered("糖尿病")]
    decisions.take_down(grove, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    assert "article" not in [kind for _text, kind in offered("糖尿病")]
    assert not NameKey.objects.filter(kind=NameKey.Kind.ARTICLE).exists()


def test_a_hidden_topic_is_not_offered(grove: ArticlePage) -> None:
    topic = factories.make_topic("2型糖尿病")
    PageViewRestriction.objects.create(page=topic, restriction_type="login")
    assert "disease" not in [kind for _text, kind in offered("tnb")]
    assert list(keys.faults()) == []


def test_at_most_eight_of_several_kinds() -> None:
    author = factories.make_doctor()
    for number in range(10):
        factories.publish(factories.make_article(author, title=f"糖尿病第{number}课"))
    for number in range(5):
        factories.make_topic(f"糖尿病之{number}", live=True)
    kinds = [kind for _text, kind in offered("糖尿病")]
    assert kinds == ["disease"] * 3 + ["article"] * 5


def test_the_verifier_names_what_is_missing_and_a_rebuild_mends_it(grove: ArticlePage) -> None:
    assert list(keys.faults()) == []
    NameKey.objects.filter(kind=NameKey.Kind.DISEASE).delete()
    NameKey.objects.filter(kind=NameKey.Kind.ARTICLE).delete()
    keys.write(NameKey.Kind.DOCTOR, [(987654, "无名氏")])
    assert len(list(keys.faults())) == 4
    for _done in entries.rebuild():
        pass
    assert list(keys.faults()) == []
    assert ("急性心肌梗死", "disease") in offered("心梗")
