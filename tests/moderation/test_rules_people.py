"""The staff's lists of people: filled and emptied in the admin, used by the engine, and never a way round a patient's label."""

from typing import Any

import pytest
from django.test import Client

from moderation import submissions
from moderation.engine import Ruleset as EngineRuleset
from moderation.models import Ruleset
from moderation.rules import layers, lifecycle, releases
from tests import factories

pytestmark = pytest.mark.django_db
STORY = "梁志明在门诊遇到一位喘不上气的老人。"


@pytest.fixture
def maker() -> Any:
    return factories.make_operator()


@pytest.fixture
def draft(maker: Any) -> Ruleset:
    releases.found(EngineRuleset.shipped())
    return lifecycle.draft(maker, "名单")


def post(user: Any, draft: Ruleset, **fields: Any) -> Any:
    client = Client()
    client.force_login(user)
    draft.refresh_from_db()
    answer = client.post(f"/admin/rulesets/{draft.pk}/layer/", {"edition": draft.edition, "part": "people", **fields})
    draft.refresh_from_db()
    return answer


def page_of(user: Any, draft: Ruleset) -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/admin/rulesets/{draft.pk}/").content.decode()


def codes(text: str) -> set[str]:
    return {finding.code for finding in submissions.check(factories.make_article(text=text))[2].findings}


def live(draft: Ruleset) -> None:
    lifecycle.to_shadow(draft, factories.make_operator())
    draft.refresh_from_db()
    lifecycle.approve(draft, factories.make_operator(), 100)


@pytest.mark.parametrize("kind", ["experts", "public_figures", "eponyms"])
def test_names_are_added_and_taken_away(draft: Ruleset, maker: Any, kind: str) -> None:
    assert post(maker, draft, kind=kind, lines="梁志明\n周若川\n\n梁 志 明\n梁志明").status_code == 302
    assert set(draft.layer["people"][kind]) >= {"梁志明", "周若川"}
    text = page_of(maker, draft)
    assert "周若川" in text
    assert "人名名单" in text
    assert post(maker, draft, kind=kind, lines="周若川\n梁 志 明", how="drop").status_code == 302
    assert draft.layer["people"] == {kind: ["梁志明"]}


def test_the_engine_uses_them_once_they_are_live(draft: Ruleset, maker: Any) -> None:
    assert "PRIV.NAME" in codes(STORY)
    post(maker, draft, kind="experts", lines="梁志明")
    live(draft)
    assert "PRIV.NAME" not in codes(STORY)
    assert "PRIV.NAME" in codes("患者梁志明，男，56岁。")


def test_a_shipped_name_can_be_taken_off(draft: Ruleset, maker: Any) -> None:
    shipped = EngineRuleset.shipped().people
    name = next(name for name in sorted(shipped.listed) if len(name) == 3 and shipped.grade(name) == "full")
    post(maker, draft, kind="removed", lines=name)
    assert name not in EngineRuleset.shipped().with_layer({"people": draft.layer["people"]}).people.listed
    assert layers.changed_codes({}, draft.layer) == {"PRIV.NAME"}


def test_the_page_says_every_change_in_words(draft: Ruleset, maker: Any) -> None:
    layer = {
        "people": {"experts": ["梁志明"], "removed": ["华佗"]},
        "thresholds": {"PRIV.QUASI_COMBO": {"least": 5}},
        "allow": [{"code": "CLAIM.ABSOLUTE", "text": "最佳", "field": "body", "reason": "测量方法"}],
    }
    lifecycle.save_layer(draft, maker, layer, draft.edition)
    text = page_of(maker, draft)
    for words in (
        "专家和同行 · 梁志明",
        "不再算知名（从各名单移出） · 华佗",
        "线索合计至少 5",
        "最佳 · 正文 · 测量方法",
        "只在 正文",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "experts", "lines": "梁"}, "“梁”不是姓名"),
        ({"kind": "experts", "lines": "1380013"}, "“1380013”不是姓名"),
        ({"kind": "experts", "lines": "很" * 31}, "超过 30 字"),
        ({"kind": "friends", "lines": "梁志明"}, "请选择人名名单"),
        ({"kind": "experts", "lines": "\n \n"}, "请先填写姓名"),
        ({"kind": "experts", "lines": ""}, "请先填写姓名"),
    ],
)
def test_what_is_no_name_is_refused_and_stays_in_its_field(
    draft: Ruleset, maker: Any, fields: dict[str, str], sentence: str
) -> None:
    answer = post(maker, draft, **fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert f"{fields['lines']}</textarea>" in text.replace("\r\n", "\n")
    assert draft.layer == {}
