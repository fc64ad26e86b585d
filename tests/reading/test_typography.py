"""Headings break between words, numbers stay with their units, and nothing escapes unescaped."""

import pytest

from reading.typography import broken_at_words, with_quantities


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("家里量血压，为什么每次都不一样？", "家里<wbr>量<wbr>血压，<wbr>为什么<wbr>每次<wbr>都<wbr>不一样？"),
        ("“一类”的药", "“一类”的<wbr>药"),
        ("<b>痛风</b>", "&lt;b&gt;<wbr>痛风<wbr>&lt;/b&gt;"),
        ("", ""),
    ],
)
def test_headings_break_between_words(text: str, broken: str) -> None:
    assert broken_at_words(text) == broken


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("高于 140/90 mmHg 时", '高于 <span class="nb">140/90 mmHg</span> 时'),
        ("静坐 5 分钟", '静坐 <span class="nb">5 分钟</span>'),
        ("每天 3～4 次，共 0.5g", '每天 <span class="nb">3～4 次</span>，共 <span class="nb">0.5g</span>'),
        ("体温 38.5℃", '体温 <span class="nb">38.5℃</span>'),
        ("5 genes 不是单位", "5 genes 不是单位"),
        ("拨打 120 <", "拨打 120 &lt;"),
        ("没有数字 & 单位", "没有数字 &amp; 单位"),
    ],
)
def test_a_number_stays_with_its_unit(text: str, kept: str) -> None:
    assert with_quantities(text) == kept
