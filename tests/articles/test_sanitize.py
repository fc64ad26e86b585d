"""What comes from outside becomes clean markup, and its words stay."""

import json

import pytest

from articles.editor import SafeDraftailRichTextArea
from articles.sanitize import sanitize

HOSTILE = [
    ("<script>alert(1)</script>甲", "甲"),
    ("<p onclick=alert(1)>甲</p>", "<p>甲</p>"),
    ('<a href="javascript:alert(1)">甲</a>', "<a>甲</a>"),
    ('<a href="jAvAsCrIpT&#58;alert(1)">甲</a>', "<a>甲</a>"),
    ('<a href="data:text/html,x">甲</a>', "<a>甲</a>"),
    ("<img src=x onerror=alert(1)>甲", "甲"),
    ("<svg><script>alert(1)</script></svg>甲", "甲"),
    ("<iframe src=//e></iframe>甲", "甲"),
    ('<embed embedtype="media" url="x"/>甲', "甲"),
    ('<a linktype="page" id="abc">甲</a>', '<a linktype="page">甲</a>'),
    ('<a linktype="page" id="12">甲</a>', '<a linktype="page" id="12">甲</a>'),
    ('<p style="position:fixed">甲</p>', "<p>甲</p>"),
    ("甲\x00乙\ud800丙", "甲乙丙"),
    ("<b>甲", "<b>甲</b>"),
]


@pytest.mark.parametrize(("markup", "clean"), HOSTILE)
def test_only_allowed_marks_remain(markup: str, clean: str) -> None:
    assert sanitize(markup) == clean
    assert sanitize(sanitize(markup)) == sanitize(markup)


def contentstate(**entity: object) -> str:
    block = {"key": "a", "text": "血压要测两遍", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"offset": 0, "length": 2, "key": 0}]
    return json.dumps({"blocks": [block], "entityMap": {"0": {"mutability": "MUTABLE", **entity}}})


BROKEN = [
    "not json 血压要测两遍",
    json.dumps(["血压要测两遍"], ensure_ascii=False),
    contentstate(type="LINK", data={"id": "abc"}),
    contentstate(type="LINK", data={"id": 10**30}),
    contentstate(type="LINK", data={"id": []}),
    contentstate(type="LINK", data={"url": None}),
    contentstate(type="LINK", data={"url": 7}),
    contentstate(type="LINK", data={}),
    contentstate(type="IMAGE", data={"id": "abc", "format": "left"}),
    contentstate(type="IMAGE", data={"id": 1, "format": "unknown"}),
    contentstate(type="DOCUMENT", data={"id": "x"}),
    contentstate(type="EMBED", data={"url": None}),
    contentstate(type="NOSUCH", data={}),
    contentstate(type="LINK", data={"url": "javascript:alert(1)"}),
    json.dumps(
        {
            "blocks": [
                {"key": "a", "text": "血压要测两遍", "type": "unstyled", "entityRanges": [{"key": 9, "offset": 0, "length": 1}]}
            ]
        }
    ),
    json.dumps(
        {"blocks": [{"key": "a", "text": "血压要测两遍", "type": "unordered-list-item", "depth": 10_000}], "entityMap": {}}
    ),
]


@pytest.mark.parametrize("sent", BROKEN)
def test_editor_json_of_any_shape_is_stored_clean_and_opens_again(sent: str) -> None:
    widget = SafeDraftailRichTextArea(features=["bold", "link", "ul", "ol"])
    stored = widget.value_from_datadict({"body": sent}, {}, "body")
    assert stored is not None
    assert "要测两遍" in stored
    assert "javascript" not in stored
    assert "要测两遍" in json.dumps(json.loads(widget.format_value(stored)), ensure_ascii=False)
