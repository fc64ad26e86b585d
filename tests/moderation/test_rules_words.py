"""Staff read words and no identifiers: every cue, clue, condition and threshold of the shipped rules has Chinese."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from moderation.engine import Document, Passage, Ruleset
from moderation.rules import releases, soundness, standing
from moderation.views.rules import identifiers
from moderation.views.rules.words import condition
from tests import factories

HAN = re.compile(r"[\u4e00-\u9fff]")
SHIPPED = Ruleset.shipped()


def names(of: str) -> Iterator[str]:
    for code, rule in SHIPPED.rules.items():
        for entry in (rule, *rule.get("cue", [])):
            yield from entry.get(of, [])
        if of == "clues":
            settings = rule.get("settings", {})
            for part in ("narrow", "traits", "topics"):
                yield from (name.partition("_")[2] for name in settings.get(part, []))
        if of == "thresholds":
            yield from soundness.thresholds_of(SHIPPED, code)


@pytest.mark.parametrize("of", ["suppressors", "requires"])
def test_every_condition_has_words(of: str) -> None:
    assert [name for name in sorted(set(names(of))) if not HAN.search(condition(name))] == []


def test_every_cue_clue_and_threshold_has_words() -> None:
    cues = {cue["name"] for rule in SHIPPED.rules.values() for cue in rule.get("cue", [])}
    assert [name for name in sorted(cues) if not HAN.search(identifiers.cue(name))] == []
    assert [name for name in sorted(set(names("clues"))) if not HAN.search(identifiers.cue(name))] == []
    thresholds = sorted(set(names("thresholds")))
    assert [name for name in thresholds if not HAN.search(identifiers.said("thresholds", name))] == []


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        ("followers+trade+place+rare", "粉丝数 + 职业 + 地点 + 少见的病"),
        ("kin+age", "亲属 + 年龄"),
        ("brand+call", "商品名 + 引导购买或使用"),
        ("patient, again", "“患者某某”（再次出现）"),
        ("learned: 见效、告别", "读起来像违规句：见效、告别"),
        ("account, spaced out", "拆开写的账号"),
        ("nobody wrote this", "nobody wrote this"),
    ],
)
def test_joined_cues_are_said_part_by_part(cue: str, words: str) -> None:
    assert identifiers.cue(cue) == words


def test_in_english_they_are_themselves() -> None:
    with translation.override("en"):
        assert identifiers.cue("trade+rare") == "trade + rare"
        assert identifiers.said("conditions", "told_not_to") == "told not to"


@pytest.mark.django_db
def test_every_cue_of_the_shipped_examples_has_words() -> None:
    """What detectors join together is no list anywhere, so all that comes out of the examples is looked at."""
    releases.found(SHIPPED)
    scanner = standing.current().base.scanner
    said = set()
    for rule in SHIPPED.rules.values():
        for text in rule.get("examples", {}).get("fire", []):
            if isinstance(text, str):
                document = Document((Passage("body", text.replace("【", "").replace("】", "")),))
                said |= {finding.cue for finding in scanner.scan(document).findings}
    bare = {cue: re.sub(r"[+：、（）\s]", "", identifiers.cue(cue)) for cue in said}
    assert [cue for cue, words in bare.items() if not cue.startswith("learned") and re.search(r"[a-z_]{3}", words)] == []


@pytest.mark.django_db
def test_screens_show_no_identifier_and_no_open_place() -> None:
    releases.found(SHIPPED)
    client = Client()
    client.force_login(factories.make_moderator())
    page = client.get("/admin/rules/PRIV.QUASI_COMBO/").content.decode()
    assert "{clues}" not in page
    assert "合在一起可能认出具体的人：……" in page
    assert "线索合计至少" in page
    text = "那位有80万粉丝的钢琴老师，三年前在我们科做过脑膜瘤手术。"
    tried = client.post("/admin/rules/try/", {"text": text, "field": "body"}).content.decode()
    assert "粉丝数 + 职业" in tried
