"""The emergency brake: distinct authors, never below what stood before, never a rule that is not fresh."""

from typing import Any

import pytest

from moderation import notices, scanning
from moderation.engine import Ruleset as EngineRuleset
from moderation.models import ArchiveRun, LedgerEntry, Notice, Ruleset
from moderation.rules import brake, lifecycle, releases
from tests import factories

pytestmark = pytest.mark.django_db
CODE = "CLAIM.CURE_PROMISE"
COMMON = "早晚各量一次"


@pytest.fixture
def founded() -> Ruleset:
    return releases.found(EngineRuleset.shipped())


def go_live(layer: dict[str, Any], share: int = 100) -> Ruleset:
    operator = factories.make_operator()
    draft = lifecycle.draft(operator, "加几个词")
    draft = lifecycle.save_layer(draft, operator, layer, draft.edition)
    lifecycle.to_shadow(draft, operator)
    lifecycle.approve(Ruleset.objects.get(pk=draft.pk), factories.make_operator(), share)
    return Ruleset.objects.get(pk=draft.pk)


def submit(author: Any, text: str = f"{COMMON}，每次两遍。") -> str:
    return factories.submit(factories.make_article(author, text)).state


def test_a_fresh_term_that_hits_many_authors_is_taken_back(founded: Ruleset) -> None:
    fresh = go_live({"terms": {CODE: [COMMON], "PROMO.CONTACT": ["扫我头像"]}})
    states = [submit(factories.make_doctor()) for _number in range(brake.LEAST_AUTHORS)]
    assert set(states) == {"refused"}
    assert brake.check() == 1
    fresh.refresh_from_db()
    made = lifecycle.live()
    assert made is not None
    assert (fresh.state, made.origin, made.layer) == ("shadow", "brake", {"terms": {"PROMO.CONTACT": ["扫我头像"]}})
    assert fresh.brake["authors"] == brake.LEAST_AUTHORS
    assert submit(factories.make_doctor()) == "open"
    # What it had found before still blocks, as before the change.
    assert submit(factories.make_doctor(), "湿疹就能断根了。") == "refused"
    (entry,) = LedgerEntry.objects.filter(kind="rule braked")
    assert entry.data["code"] == CODE
    assert ArchiveRun.objects.filter(ruleset=made, state="queued").exists()
    assert brake.check() == 0


def test_who_edits_rules_and_who_proposed_this_one_are_told(founded: Ruleset) -> None:
    proposer = factories.make_operator()
    draft = lifecycle.draft(proposer, "加几个词")
    draft = lifecycle.save_layer(draft, proposer, {"terms": {CODE: [COMMON]}}, draft.edition)
    lifecycle.to_shadow(draft, proposer)
    approver, gone = factories.make_operator(), factories.make_operator()
    lifecycle.approve(Ruleset.objects.get(pk=draft.pk), approver, 100)
    proposer.groups.clear()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    for _number in range(brake.LEAST_AUTHORS):
        submit(factories.make_doctor())
    assert brake.check() == 1
    told = Notice.objects.filter(kind="rule_braked")
    assert {proposer.pk, approver.pk} <= set(told.values_list("recipient", flat=True))
    assert gone.pk not in set(told.values_list("recipient", flat=True))
    assert told.count() == told.values("recipient").distinct().count()
    said = notices.sentence(told[0])
    assert f"规则 {CODE} 已紧急制动：“加几个词”" in said
    assert f"命中了 {brake.LEAST_AUTHORS} 位作者" in said
    made = lifecycle.live()
    assert made is not None
    assert told[0].url.endswith(f"/rulesets/{made.pk}/")


def test_one_author_is_no_flood(founded: Ruleset) -> None:
    go_live({"terms": {CODE: [COMMON]}})
    author = factories.make_doctor()
    for _number in range(brake.LEAST_AUTHORS + 1):
        submit(author)
    assert brake.check() == 0


def test_old_terms_of_the_same_ruleset_are_not_fresh(founded: Ruleset) -> None:
    go_live({"terms": {CODE: [COMMON]}})
    Ruleset.objects.filter(layer__has_key="terms").update(activated_at="2020-01-01T00:00:00Z")
    for _number in range(brake.LEAST_AUTHORS):
        submit(factories.make_doctor())
    assert brake.check() == 0
    go_live({"terms": {CODE: [COMMON], "PROMO.CONTACT": ["扫我头像"]}})
    for _number in range(brake.LEAST_AUTHORS):
        submit(factories.make_doctor())
    assert brake.check() == 0


def test_a_rule_that_is_new_goes_into_shadow(founded: Ruleset) -> None:
    shipped = EngineRuleset.shipped().data
    new = {
        **shipped["rules"]["PROMO.CONTACT"],
        "cue": [{"name": "common", "terms": [COMMON]}],
        "examples": {"fire": [], "pass": []},
    }
    release = EngineRuleset({**shipped, "rules": {**shipped["rules"], "PROMO.NEW": new}})
    releases.enter(release)
    draft = Ruleset.objects.get(origin="shipped")
    lifecycle.to_shadow(draft, factories.make_operator())
    lifecycle.approve(Ruleset.objects.get(pk=draft.pk), factories.make_operator(), 100)
    for _number in range(brake.LEAST_AUTHORS):
        submit(factories.make_doctor())
    assert brake.check() == 1
    made = lifecycle.live()
    assert made is not None
    assert made.layer == {"status": {"PROMO.NEW": "shadow"}}
    article = factories.make_article(text=COMMON)
    examined = scanning.examine(article, article.surface())
    assert "PROMO.NEW" not in {finding.code for finding in examined.findings}
    assert any(finding.code == "PROMO.NEW" for shadow in examined.shadows for finding in shadow.more)
