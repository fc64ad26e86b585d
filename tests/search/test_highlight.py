"""What is marked is a slice of the original, whatever had to be folded to find it."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import highlight, text

TITLES = [
    ("高血壓的飲食", "高血压", "<mark>高血壓</mark>的飲食"),
    ("ＣＴ 检查要空腹吗", "ct", "<mark>ＣＴ</mark> 检查要空腹吗"),
    ("高\u200b血压", "高血压", "<mark>高\u200b血压</mark>"),
    ("<b>血压</b> & 血糖", "血糖", "&lt;b&gt;血压&lt;/b&gt; &amp; <mark>血糖</mark>"),
    ("糖尿病人的饮食", "糖尿病饮食", "<mark>糖尿病</mark>人的<mark>饮食</mark>"),
    ("咳嗽咳嗽", "咳嗽", "<mark>咳嗽咳嗽</mark>"),
    ("皮肤科", "骨科", "皮肤科"),
    ("量血压", "压", "量血<mark>压</mark>"),
    ("血压高，吃什么？为什么？", "血压吃什么药", "<mark>血压</mark>高，吃什么？为什么？"),
    ("为什么", "为什么", "<mark>为什么</mark>"),
]


def bare(marked: str) -> str:
    return html.unescape(re.sub("</?mark>", "", marked))


@pytest.mark.parametrize(("title", "asked", "expected"), TITLES)
def test_titles(title: str, asked: str, expected: str) -> None:
    assert highlight.marked(title, highlight.spans(title, text.parse(asked))) == expected


@given(
    st.text(alphabet=st.sampled_from("血压高糖。；\n<&a\u200bﬁ１ Ａ壓"), max_size=300),
    st.sampled_from(["血压", "高血压 糖", "fi", "a", "压"]),
)
def test_passages_are_slices_of_the_original(original: str, asked: str) -> None:
    parsed = text.parse(asked)
    passage = highlight.passage(original, parsed)
    if passage is not None:
        assert "<mark>" in passage
        assert bare(passage) in original
        assert "<" not in re.sub("</?mark>", "", passage)
        assert len(bare(passage)) <= highlight.WINDOW + 10
    assert bare(highlight.marked(original, highlight.spans(original, parsed))) == original


def test_the_passage_that_answers_most_is_chosen() -> None:
    original = "血压是什么。\n" + "无关的话。" * 40 + "\n孕期血压和水肿要一起看。"
    assert highlight.passage(original, text.parse("血压 水肿")) == "孕期<mark>血压</mark>和<mark>水肿</mark>要一起看。"


OTHER_NAMES = [
    ("急性心肌梗死的头十分钟", "心梗", "急性<mark>心肌梗死</mark>的头十分钟"),
    ("心梗就是心肌梗死", "心梗", "<mark>心梗</mark>就是<mark>心肌梗死</mark>"),
    ("心肌梗死后吃什么", "心梗吃什么", "<mark>心肌梗死</mark>后吃什么"),
    ("心梗與心肌梗塞", "高血压", "心梗與<mark>心肌梗塞</mark>"),
]


@pytest.mark.parametrize(("title", "asked", "expected"), OTHER_NAMES)
def test_other_names_are_marked_too(title: str, asked: str, expected: str) -> None:
    also = ["心肌梗死", "心肌梗塞"]
    assert highlight.marked(title, highlight.spans(title, text.parse(asked), also)) == expected


def test_a_passage_begins_and_ends_where_a_clause_does() -> None:
    original = "先坐五分钟，再把袖带绑好，上缘离肘窝两指宽，心里默数，血压才量得准，" + "每天同一个时间量两次并且记在本子上，" * 6
    passage = bare(highlight.passage(original, text.parse("血压")) or "")
    assert passage.startswith("上缘离肘窝两指宽，心里默数，血压")
    assert passage.endswith("，")
