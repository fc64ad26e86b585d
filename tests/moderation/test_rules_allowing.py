"""The scopes of an allow-list: rule, text, field, author, last day; identifiers are never set aside."""

from typing import Any

import pytest

from moderation.engine import Document, Passage, Ruleset, Scanner
from moderation.engine.allowing import allow, entries

CODE = "CLAIM.CURE_PROMISE"
SCANNER = Scanner(Ruleset.shipped())
DOCUMENT = Document((Passage("title", "湿疹就能断根了"), Passage("body.7f.text", "湿疹就能断根了。电话13800138000找我")))


@pytest.mark.parametrize(
    ("entry", "paths"),
    [
        ({"text": "断根"}, ["title", "body.7f.text"]),
        ({"text": "斷根"}, ["title", "body.7f.text"]),
        ({"text": "根治"}, []),
        ({"text": "断根", "field": "body"}, ["body.7f.text"]),
        ({"text": "断根", "field": "bod"}, []),
        ({"field": "title"}, ["title"]),
        ({"text": "断根", "author": 7}, ["title", "body.7f.text"]),
        ({"text": "断根", "author": 8}, []),
        ({"text": "断根", "until": "2026-05-01"}, ["title", "body.7f.text"]),
        ({"text": "断根", "until": "2026-04-30"}, []),
        ({"code": "CLAIM.CURE_RATE", "text": "断根"}, []),
    ],
)
def test_what_an_entry_sets_aside(entry: dict[str, Any], paths: list[str]) -> None:
    report = SCANNER.scan(DOCUMENT)
    after, aside = allow(report, entries([{"code": CODE, **entry}]), "2026-05-01", frozenset({7}))
    assert [one.finding.path for one in aside] == paths
    assert len(after.findings) == len(report.findings) - len(paths)


def test_identifiers_are_never_set_aside() -> None:
    report = SCANNER.scan(DOCUMENT)
    _after, aside = allow(report, entries([{"code": "PRIV.PHONE", "text": "13800138000"}]), "2026-05-01")
    assert not aside


def test_the_verdict_is_taken_anew() -> None:
    report = SCANNER.scan(Document((Passage("title", "湿疹就能断根了"),)))
    assert report.verdict == "block"
    after, _aside = allow(report, entries([{"code": CODE, "text": "断根"}]), "2026-05-01")
    assert after.verdict == "pass"
