"""What changed, character by character; passages that moved are not shown as gone and new."""

import pytest

from moderation import comparison
from moderation.engine import Passage

PAIRS = [
    ("每天一次", "每天两次", [("same", "每天"), ("gone", "一"), ("new", "两"), ("same", "次")]),
    ("请就医", "请尽快就医", [("same", "请"), ("new", "尽快"), ("same", "就医")]),
    ("", "新的一段", [("new", "新的一段")]),
    ("哈哈哈", "哈哈", [("same", "哈哈"), ("gone", "哈")]),
]


@pytest.mark.parametrize(("before", "after", "pieces"), PAIRS)
def test_pieces(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert comparison.pieces(before, after) == pieces


def test_pieces_rebuild_both_versions_of_a_long_passage() -> None:
    before = "".join(f"第{number}句说血压。" for number in range(900))
    after = before.replace("第400句说血压", "第400句改了").replace("第30句", "第三十句")
    found = comparison.pieces(before, after)
    assert "".join(text for kind, text in found if kind != "new") == before
    assert "".join(text for kind, text in found if kind != "gone") == after


def test_a_passage_under_a_new_path_is_compared_with_its_likest() -> None:
    before = [Passage("body.a.0", "早晚各量一次，取平均值"), Passage("body.b.0", "这一段没有了"), Passage("title", "血压")]
    after = [Passage("title", "血压"), Passage("body.c.0", "早晚各量两次，取平均值"), Passage("body.d.0", "全新内容")]
    kinds = [(change.path, change.kind) for change in comparison.changes(before, after)]
    assert kinds == [("body.c.0", "changed"), ("body.d.0", "new"), ("body.b.0", "gone")]
