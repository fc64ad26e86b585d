"""References that are a line and an address keep the digest that they had before references became data."""

import hashlib
from typing import Any

import pytest

from articles.blocks import ReferencesBlock
from articles.passages import passages, replace
from moderation.surface import Surface, canonical_json

OLD = [
    {"type": "reference", "value": {"text": "某学会. 指南[M]. 北京: 某社, 2020.", "url": ""}, "id": "a"},
    {"type": "reference", "value": {"text": "某中心. 提示[EB/OL].", "url": "https://example.org/a"}, "id": "b"},
]
DATA = {
    "title": "血压", "authors": "林知远\n周若水\n沈怀谷\n白映雪", "container": "某刊", "year": "2020", "kind": "article",
    "text": "林知远, 周若水, 沈怀谷, 等. 血压[J]. 某刊, 2020.", "quote": "原文一句", "entry": "K3J2M1AB", "doi": "",
}  # fmt: skip


def stored(stream: list[dict[str, Any]]) -> list[dict[str, Any]]:
    block = ReferencesBlock()
    value: list[dict[str, Any]] = block.get_prep_value(block.to_python(stream))
    return value


def test_an_old_list_has_its_old_canonical_form() -> None:
    assert canonical_json(stored(OLD)) == canonical_json(OLD)
    digest = Surface("articles.ArticlePage", {"references": stored(OLD)}).digest()
    assert (
        digest
        == hashlib.sha256(
            b'{"content":{"references":[{"type":"reference","value":{"text":"\xe6\x9f\x90\xe5\xad\xa6\xe4\xbc\x9a. \xe6\x8c\x87\xe5\x8d\x97[M].'
            b' \xe5\x8c\x97\xe4\xba\xac: \xe6\x9f\x90\xe7\xa4\xbe, 2020."}},{"type":"reference","value":{"text":"\xe6\x9f\x90\xe4\xb8\xad\xe5\xbf\x83.'
            b' \xe6\x8f\x90\xe7\xa4\xba[EB/OL].","url":"https://example.org/a"}}]},"model":"articles.ArticlePage","version":1}'
        ).hexdigest()
    )


def test_every_word_of_the_data_is_scanned_once() -> None:
    found = {passage.path: passage.text for passage in passages("references", [{"type": "reference", "value": DATA, "id": "x"}])}
    assert found == {
        "references.x.text": DATA["text"],
        "references.x.authors": DATA["authors"],
        "references.x.quote": "原文一句",
    }


@pytest.mark.parametrize(
    ("path", "start", "end", "field", "kept"),
    [
        ("x.text", 18, 20, "title", "林知远, 周若水, 沈怀谷, 等. 体温[J]. 某刊, 2020."),
        ("x.authors", 0, 3, "authors", "体温, 周若水, 沈怀谷, 等. 血压[J]. 某刊, 2020."),
    ],
)
def test_words_of_the_line_are_exchanged_where_they_come_from(path: str, start: int, end: int, field: str, kept: str) -> None:
    (block,) = replace([{"type": "reference", "value": dict(DATA), "id": "x"}], path, start, end, "体温")
    assert block["value"]["text"] == kept
    assert "体温" in block["value"][field]


def test_words_that_stand_in_no_field_are_not_exchanged() -> None:
    with pytest.raises(LookupError):
        replace([{"type": "reference", "value": dict(DATA), "id": "x"}], "x.text", 3, 8, "甲")
