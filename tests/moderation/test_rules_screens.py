"""The screens of the rules: who may open them, what a refusal keeps, what the tester leaves in the ledger."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from moderation.engine import Ruleset as EngineRuleset
from moderation.engine import Scanner
from moderation.models import LedgerEntry, Ruleset
from moderation.rules import archive, lifecycle, lines, releases
from tests import factories

pytestmark = pytest.mark.django_db
CODE = "CLAIM.CURE_PROMISE"


@pytest.fixture
def founded() -> Ruleset:
    return releases.found(EngineRuleset.shipped())


@pytest.fixture
def maker() -> Any:
    return factories.make_operator()


@pytest.fixture
def drafted(founded: Ruleset, maker: Any) -> Ruleset:
    return lifecycle.draft(maker, "加几个词")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(user: Any, draft: Ruleset, **fields: Any) -> Any:
    return signed_in(user).post(f"/admin/rulesets/{draft.pk}/layer/", {"edition": draft.edition, "code": CODE, **fields})


def step(user: Any, ruleset: Ruleset, name: str, **fields: Any) -> Any:
    return signed_in(user).post(f"/admin/rulesets/{ruleset.pk}/step/", {"step": name, **fields})


@pytest.mark.parametrize(
    ("group", "path", "status"),
    [
        ("doctors", "/admin/rules/", 302),
        ("doctors", "/admin/rules/try/", 302),
        ("doctors", "/admin/rules/count/?term=药&code=CLAIM.ABSOLUTE", 302),
        ("moderators", "/admin/rules/", 200),
        ("moderators", f"/admin/rules/{CODE}/", 200),
        ("moderators", "/admin/rules/NO.SUCH/", 404),
        ("moderators", "/admin/rules/try/", 200),
        ("moderators", "/admin/rulesets/", 200),
        ("moderators", "/admin/rules/count/?term=药&code=CLAIM.ABSOLUTE", 302),
        ("operators", "/admin/rules/", 200),
        ("operators", "/admin/rules/count/?term=药&code=CLAIM.ABSOLUTE", 200),
        ("operators", "/admin/rules/count/?term=药&code=NO.SUCH", 400),
    ],
)
def test_who_may_open_what(founded: Ruleset, group: str, path: str, status: int) -> None:
    assert signed_in(factories.make_user(group)).get(path).status_code == status


def test_every_rule_has_its_page(founded: Ruleset) -> None:
    client = signed_in(factories.make_moderator())
    for code in EngineRuleset.shipped().rules:
        assert client.get(f"/admin/rules/{code}/").status_code == 200, code


def test_moderators_change_nothing(drafted: Ruleset) -> None:
    moderator = factories.make_moderator()
    for answer in (post(moderator, drafted, part="terms", lines="药到命除"), step(moderator, drafted, "shadow")):
        assert answer.status_code == 302
    drafted.refresh_from_db()
    assert (drafted.state, drafted.layer) == ("draft", {})


def test_a_list_with_doubles_is_taken_once_and_counted(drafted: Ruleset, maker: Any) -> None:
    pasted = "\n".join(f"生造词{number % 40}" for number in range(2000)) + "\n\n生造詞7"
    answer = post(maker, drafted, part="terms", lines=pasted)
    assert answer.status_code == 302
    drafted.refresh_from_db()
    assert len(drafted.layer["terms"][CODE]) == 40
    said = signed_in(maker).get(f"/admin/rulesets/{drafted.pk}/")
    assert said.status_code == 200


def test_two_hundred_thousand_lines_get_one_clear_answer_and_lose_nothing(drafted: Ruleset, maker: Any) -> None:
    pasted = "\n".join(f"生造{number % 120_000}词" for number in range(200_000))
    answer = post(maker, drafted, part="terms", lines=pasted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "最多 100000 个词，这里有 120000 个（已去掉重复）" in page
    assert page.count("生造119999词") == 1
    counted = lines.read(pasted)
    assert (counted.lines, len(counted.terms), counted.repeated) == (200_000, 120_000, 80_000)


def test_a_broken_pattern_is_refused_and_stays_in_its_field(drafted: Ruleset, maker: Any) -> None:
    answer = post(maker, drafted, part="patterns", lines="(?:三|七)天见效\n(治愈")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "少了一个右括号" in page
    assert "(?:三|七)天见效\n(治愈</textarea>" in page.replace("\r\n", "\n")
    drafted.refresh_from_db()
    assert drafted.layer == {}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_is_uploaded_with_its_examples(drafted: Ruleset, maker: Any, encoding: str) -> None:
    table = "词,应命中,不应命中\n药到命除,服后【药到命除】,不能药到命除\n三天见好,,\n".encode(encoding)
    assert post(maker, drafted, part="terms", file=SimpleUploadedFile("words.csv", table)).status_code == 302
    drafted.refresh_from_db()
    assert drafted.layer["terms"] == {CODE: ["三天见好", "药到命除"]}
    assert drafted.layer["examples"] == [{"code": CODE, "of": "药到命除", "fire": ["服后【药到命除】"], "pass": ["不能药到命除"]}]
    drafted.refresh_from_db()
    assert post(maker, drafted, part="terms", how="drop", lines="药到命除").status_code == 302
    drafted.refresh_from_db()
    assert drafted.layer == {"terms": {CODE: ["三天见好"]}}


def test_a_picture_is_no_list(drafted: Ruleset, maker: Any) -> None:
    answer = post(maker, drafted, part="terms", file=SimpleUploadedFile("a.png", b"\x89PNG\xff\xff\xff\x80"), lines="药到命除")
    assert answer.status_code == 422
    assert "文件不是文本" in answer.content.decode()
    assert "药到命除</textarea>" in answer.content.decode()


def test_every_part_can_be_changed_and_taken_back(drafted: Ruleset, maker: Any) -> None:
    author = factories.make_doctor()
    edits = [
        {"part": "brands", "lines": "优脉舒,缬沙坦"},
        {"part": "patterns", "lines": "三日还阳"},
        {"part": "allow", "text": "断根", "field": "body", "author": author.email, "until": "2027-01-01", "reason": "病名"},
        {"part": "status", "status": "shadow", "suppressor": ["negation"]},
        {"part": "status", "code": "BRAND.PROMO", "status": "live", "threshold-score": "3", "suppressor": ["warning"]},
        {"part": "examples", "fire": "服后三日还阳", "pass": "没有三日还阳"},
        {"part": "waived", "kind": "fire", "text": "某句", "reason": "另有写法"},
    ]
    for edit in edits:
        drafted.refresh_from_db()
        assert post(maker, drafted, **edit).status_code == 302, edit
    drafted.refresh_from_db()
    layer = drafted.layer
    assert layer["allow"][0]["author"] == author.pk
    assert layer["status"] == {CODE: "shadow"}
    assert "negation" not in layer["without"][CODE]
    assert layer["thresholds"] == {"BRAND.PROMO": {"score": 3}}
    assert signed_in(maker).get(f"/admin/rulesets/{drafted.pk}/").status_code == 200
    fingerprint = signed_in(maker).get(f"/admin/rulesets/{drafted.pk}/").context["editor"]["allow"][0]["fingerprint"]
    takebacks = [
        {"part": "allow_drop", "fingerprint": fingerprint},
        {"part": "brands", "how": "drop", "lines": "优脉舒"},
        {"part": "patterns", "lines": ""},
        {"part": "examples_drop", "place": "0"},
        {"part": "waived_drop", "place": "0"},
    ]
    for edit in takebacks:
        drafted.refresh_from_db()
        assert post(maker, drafted, **edit).status_code == 302, edit
    drafted.refresh_from_db()
    assert set(drafted.layer) == {"status", "without", "thresholds"}


def test_two_people_take_it_live(drafted: Ruleset, maker: Any) -> None:
    post(maker, drafted, part="terms", lines="药到命除")
    assert step(maker, drafted, "shadow").status_code == 302
    answer = step(maker, drafted, "approve", share="100")
    assert answer.status_code == 422
    assert "由另一位有权限的人批准" in answer.content.decode()
    other = factories.make_operator()
    assert step(other, drafted, "approve", share="25").status_code == 302
    drafted.refresh_from_db()
    assert (drafted.state, drafted.share) == ("live", 25)
    assert step(other, drafted, "share", share="100").status_code == 302
    assert step(other, drafted, "roll_back").status_code == 302
    drafted.refresh_from_db()
    assert drafted.state == "retired"
    assert step(other, drafted, "share", share="50").status_code == 422


def test_the_tester_compares_and_keeps_a_commitment_only(drafted: Ruleset, maker: Any) -> None:
    post(maker, drafted, part="terms", lines="药到命除")
    words = "服后药到命除，电话13800138000。"
    moderator = factories.make_moderator()
    page = signed_in(moderator).post("/admin/rules/try/", {"text": words, "other": drafted.pk})
    assert "只有这一边命中" in page.content.decode()
    (entry,) = LedgerEntry.objects.filter(kind="rules tried")
    assert (entry.object_id, entry.data["by"], entry.data["length"]) == (moderator.pk, moderator.pk, len(words))
    assert set(entry.data["codes"]) >= {CODE, "PRIV.PHONE"}
    assert "13800138000" not in str(entry.data)


def test_a_term_is_counted_while_it_is_typed(drafted: Ruleset, maker: Any) -> None:
    factories.publish(factories.make_article(text="服后药到命除。"))
    archive.keep(timezone.now())
    told = signed_in(maker).get("/admin/rules/count/", {"term": "药到命除", "code": CODE}).json()
    assert (told["matching"], told["newly"]) == (1, 1)
    assert told["words"] == "会新命中 1 段已公开的文字；含有它的共 1 段（1 篇）。"


def test_the_export_runs_on_the_command_line(drafted: Ruleset, maker: Any) -> None:
    post(maker, drafted, part="terms", lines="药到命除")
    answer = signed_in(maker).get(f"/admin/rulesets/{drafted.pk}/export/")
    assert Scanner(EngineRuleset.from_json(answer.content.decode())).ruleset.layer["terms"] == {CODE: ["药到命除"]}


def test_progress_is_told(drafted: Ruleset, maker: Any) -> None:
    step(maker, drafted, "backtest")
    told = signed_in(maker).get(f"/admin/rulesets/{drafted.pk}/progress/").json()
    assert [(run["kind"], run["ended"]) for run in told["runs"]] == [("回测", False)]
    run = told["runs"][0]["id"]
    assert step(maker, drafted, "stop", run=run).status_code == 302
    assert step(maker, drafted, "stop", run=run).status_code == 422
