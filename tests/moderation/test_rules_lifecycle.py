"""The steps of a ruleset: who may take them, what they need, what they leave in the ledger, and who sees which one."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from moderation import ledger, scanning
from moderation.engine import Ruleset as EngineRuleset
from moderation.models import Allowance, ArchiveRun, LedgerEntry, Ruleset, RulesetPointer, ShadowScan, ShippedRules
from moderation.rules import compiling, layers, lifecycle, releases, rollout, standing
from moderation.rules.lifecycle import RulesetRefused
from tests import factories

pytestmark = pytest.mark.django_db
CODE = "CLAIM.CURE_PROMISE"
LAYER = {
    "terms": {CODE: ["药到命除"]},
    "examples": [{"code": CODE, "of": "药到命除", "fire": ["服后【药到命除】"], "pass": ["命不该绝"]}],
}


@pytest.fixture
def founded() -> Ruleset:
    return releases.found(EngineRuleset.shipped())


def made(layer: dict[str, Any], by: Any = None) -> Ruleset:
    by = by or factories.make_operator()
    draft = lifecycle.draft(by, "加几个词")
    return lifecycle.save_layer(draft, by, layer, draft.edition)


def in_shadow(layer: dict[str, Any], by: Any = None) -> Ruleset:
    draft = made(layer, by)
    lifecycle.to_shadow(draft, by or factories.make_operator())
    return Ruleset.objects.get(pk=draft.pk)


def go_live(layer: dict[str, Any], share: int = 100) -> Ruleset:
    shadow = in_shadow(layer)
    lifecycle.approve(shadow, factories.make_operator(), share)
    return Ruleset.objects.get(pk=shadow.pk)


def codes_of(article: Any) -> set[str]:
    return {finding.code for finding in scanning.examine(article, article.surface()).findings}


def test_from_draft_to_live_and_back(founded: Ruleset) -> None:
    article = factories.make_article(text="服后药到命除。")
    assert CODE not in codes_of(article)
    shadow = in_shadow(LAYER)
    assert CODE not in codes_of(article)
    lifecycle.approve(shadow, factories.make_operator(), 100)
    assert CODE in codes_of(article)
    founded.refresh_from_db()
    assert (founded.state, lifecycle.live()) == (Ruleset.State.RETIRED, shadow)
    assert lifecycle.roll_back(factories.make_operator()) == founded
    assert CODE not in codes_of(article)
    kinds = list(LedgerEntry.objects.filter(kind__startswith="ruleset").order_by("number").values_list("kind", flat=True))
    assert kinds == [
        "ruleset founded",
        "ruleset drafted",
        "ruleset edited",
        "ruleset in shadow",
        "ruleset live",
        "ruleset rolled back",
    ]
    assert not list(ledger.faults())
    assert [run.state for run in ArchiveRun.objects.order_by("pk")] == ["stopped", "queued"]


def test_who_made_it_does_not_approve_it(founded: Ruleset) -> None:
    maker, sender = factories.make_operator(), factories.make_operator()
    shadow = made(LAYER, maker)
    lifecycle.to_shadow(shadow, sender)
    shadow.refresh_from_db()
    for person in (maker, sender):
        with pytest.raises(RulesetRefused, match="另一位"):
            lifecycle.approve(shadow, person, 100)
    with pytest.raises(RulesetRefused, match="没有批准"):
        lifecycle.approve(shadow, factories.make_moderator(), 100)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ruleset.objects.filter(pk=shadow.pk).update(approved_by=maker)
    assert lifecycle.live() == founded


@pytest.mark.parametrize(
    "example", [{"fire": ["这句话没有那个词"]}, {"pass": ["服后药到命除"]}], ids=["fires not", "fires where it must not"]
)
def test_red_examples_stop_it(founded: Ruleset, example: dict[str, list[str]]) -> None:
    layer = {**LAYER, "examples": [{"code": CODE, "of": "", **example}]}
    shadow = in_shadow(layer)
    with pytest.raises(RulesetRefused, match="1 个例句没有通过"):
        lifecycle.approve(shadow, factories.make_operator(), 100)
    shadow.refresh_from_db()
    assert len(shadow.trial["failed"]) == 1
    waived = [{"code": CODE, "kind": next(iter(example)), "text": next(iter(example.values()))[0], "reason": "另有写法"}]
    lifecycle.retire(shadow, factories.make_operator())
    assert go_live({**layer, "waived": waived}).state == Ruleset.State.LIVE


def test_a_switched_off_suppressor_turns_shipped_examples_red(founded: Ruleset) -> None:
    with pytest.raises(RulesetRefused, match="例句没有通过"):
        go_live({"without": {CODE: ["negation"]}})


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        ({"patterns": {CODE: ["(治愈"]}}, "“(治愈”写法有误：少了一个右括号"),
        ({"patterns": {CODE: ["x*"]}}, "连空白也会匹配"),
        ({"terms": {"NO.SUCH": ["词"]}}, "没有 NO.SUCH 这条规则"),
        ({"terms": {CODE: ["长" * 201]}}, "超过 200 字"),
        ({"status": {"PRIV.PHONE": "shadow"}}, "不能改为影子运行"),
        ({"allow": [{"code": "PRIV.PHONE", "text": "13800138000", "reason": "x"}]}, "任何例外都不能放行"),
        ({"allow": [{"code": CODE, "reason": "x"}]}, "至少要限定"),
        ({"allow": [{"code": CODE, "text": "断根"}]}, "要写明理由"),
        ({"allow": [{"code": CODE, "text": "断根", "reason": "x", "until": "明年"}]}, "不是日期"),
        ({"without": {CODE: ["nonsense"]}}, "没有名为 nonsense 的排除条件"),
        ({"thresholds": {CODE: {"score": 3}}}, "没有名为 score 的阈值"),
        ({"terms": {CODE: [f"词{number}" for number in range(100_001)]}}, "最多 100000 个词"),
    ],
)
def test_a_layer_that_cannot_be_used_is_refused_in_words(founded: Ruleset, layer: dict[str, Any], sentence: str) -> None:
    operator = factories.make_operator()
    draft = lifecycle.draft(operator, "")
    with pytest.raises(RulesetRefused) as refused:
        lifecycle.save_layer(draft, operator, layer, draft.edition)
    assert any(sentence in reason for reason in refused.value.reasons), refused.value.reasons
    draft.refresh_from_db()
    assert (draft.layer, draft.edition) == ({}, 1)


def test_nobody_overwrites_what_somebody_else_saved(founded: Ruleset) -> None:
    operator = factories.make_operator()
    draft = lifecycle.draft(operator, "")
    lifecycle.save_layer(draft, operator, LAYER, 1)
    with pytest.raises(RulesetRefused, match="刚刚被别人改过"):
        lifecycle.save_layer(draft, factories.make_operator(), {}, 1)


def test_words_are_fixed_once_it_leaves_the_draft(founded: Ruleset) -> None:
    shadow = in_shadow(LAYER)
    for change in ({"layer": {}}, {"sha256": "0" * 64}, {"state": "draft"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Ruleset.objects.filter(pk=shadow.pk).update(**change)
    for rows in (Ruleset.objects.filter(pk=shadow.pk), ShippedRules.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")


def test_the_hash_is_of_the_whole(founded: Ruleset) -> None:
    shipped = EngineRuleset.shipped()
    assert layers.sha256_of(shipped, {}) == shipped.sha256 == founded.sha256
    assert made(LAYER).sha256 != founded.sha256
    assert layers.sha256_of(shipped, LAYER) == layers.sha256_of(shipped, {**LAYER, "terms": {CODE: ["药到命除", "藥到命除"]}})


def test_a_share_reaches_that_many_and_always_the_same(founded: Ruleset) -> None:
    rising = go_live(LAYER, share=30)
    reached = {number for number in range(2000) if rollout.sees(30, 7, number, rising.sha256)}
    assert 520 <= len(reached) <= 680
    assert reached < {number for number in range(2000) if rollout.sees(60, 7, number, rising.sha256)}
    assert not rollout.sees(99, 7, None, rising.sha256)
    articles = [factories.make_article(text="服后药到命除。") for _ in range(12)]
    now = standing.current()
    for article in articles:
        assert (CODE in codes_of(article)) == (now.pick(article).pk == rising.pk)
    founded.refresh_from_db()
    assert founded.state == Ruleset.State.LIVE
    with pytest.raises(RulesetRefused, match="分步放量"):
        go_live({"terms": {CODE: ["别的词"]}})
    lifecycle.set_share(rising, factories.make_operator(), 100)
    assert all(CODE in codes_of(article) for article in articles)
    assert [(run.low, run.high) for run in ArchiveRun.objects.order_by("pk")] == [(0, 30), (30, 100)]


def test_shadow_results_stand_beside_the_live_ones(founded: Ruleset) -> None:
    shadow = in_shadow({**LAYER, "allow": [{"code": CODE, "text": "断根", "reason": "病名的一部分"}]})
    submission = factories.submit(factories.make_article(text="服后药到命除。湿疹就能断根了。"))
    (row,) = ShadowScan.objects.filter(ruleset=shadow)
    assert row.scan.submission == submission
    assert [(found["code"], found["masked"]) for found in row.more] == [(CODE, "药到命除")]
    assert [(found["code"], found["masked"]) for found in row.less] == [(CODE, "断根")]
    assert {finding.masked for finding in row.scan.findings.filter(code=CODE)} == {"断根"}


def test_a_rule_in_shadow_is_evaluated_and_decides_nothing(founded: Ruleset) -> None:
    live = go_live({"status": {CODE: "shadow"}})
    submission = factories.submit(factories.make_article(text="湿疹就能断根了。"))
    assert submission.state == "open"
    (row,) = ShadowScan.objects.filter(ruleset=live)
    assert [(found["code"], found["masked"]) for found in row.more] == [(CODE, "断根")]


def test_an_allowed_finding_is_kept_as_evidence(founded: Ruleset) -> None:
    entry = {"code": CODE, "text": "断根", "field": "body", "reason": "病名的一部分"}
    go_live({"allow": [entry]})
    factories.submit(factories.make_article(text="湿疹就能断根了。"))
    (kept,) = Allowance.objects.all()
    assert (kept.code, kept.masked) == (CODE, "断根")
    assert kept.entry == layers.allow_rows({"allow": [entry]})[0]["fingerprint"]


def test_a_ruleset_that_cannot_be_used_leaves_the_old_one_standing(founded: Ruleset) -> None:
    before = standing.current()
    with transaction.atomic():
        Ruleset.objects.filter(pk=founded.pk).update(state="retired")
        broken = ShippedRules.objects.create(sha256="b" * 64, canonical='{"engine": 0}')
        Ruleset.objects.create(
            title="坏的", origin="founding", shipped=broken, sha256="b" * 64, version="bad", state="live", share=100
        )
        RulesetPointer.objects.filter(pk=1).update(token="moved")
    now = standing.current()
    assert now.base is before.base
    assert any("bad" in fault for fault in now.faults)
    with pytest.raises(releases.RulesetUnusable, match="bad"):
        releases.notice(None)  # type: ignore[arg-type]


def test_a_new_release_enters_as_a_draft_under_the_live_layer(founded: Ruleset) -> None:
    live = go_live(LAYER)
    release = EngineRuleset({**EngineRuleset.shipped().data, "date": "2027.01"})
    releases.enter(release)
    draft = Ruleset.objects.get(origin="shipped")
    assert (draft.state, draft.layer, draft.version[:7]) == ("draft", live.layer, "2027.01")
    assert standing.current().base.sha256 == live.sha256
    lifecycle.to_shadow(draft, factories.make_operator())
    draft.refresh_from_db()
    lifecycle.approve(draft, factories.make_operator(), 100)
    assert standing.current().base.version == draft.version


def test_a_process_that_has_none_takes_the_rules_beside_the_code_under_the_same_layer(
    founded: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = go_live(LAYER)
    monkeypatch.setattr(standing, "_standing", None)
    monkeypatch.setattr(compiling, "release", lambda row: EngineRuleset({}))
    now = standing.current()
    assert any(live.version in fault for fault in now.faults)
    assert (now.base.pk, now.base.sha256) == (None, layers.sha256_of(EngineRuleset.shipped(), LAYER))
    assert CODE in codes_of(factories.make_article(text="服后药到命除。"))
    # And staff get out of it by a draft over the rules beside the code.
    assert lifecycle.draft(factories.make_operator(), "", live).shipped.sha256 == EngineRuleset.shipped().sha256
    with pytest.raises(RulesetRefused, match="已不能使用"):
        lifecycle.to_shadow(lifecycle.draft(factories.make_operator(), ""), factories.make_operator())
    monkeypatch.setattr(standing, "_standing", None)
