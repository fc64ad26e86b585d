"""Folding and its way back, the views, and what a finding's original slice folds to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.engine.folding import fold
from moderation.engine.views import digits_view, sound_view, tight_view


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("①②③❶", "1231"),
        ("臺灣藥物", "台湾药物"),
        ("a\u200bb\ufeffc", "abc"),
        ("❤\ufe0f", "❤"),
        ("拜\u0336糖\u0336", "拜糖"),
        ("\ud800x", "\ufffdx"),
        ("x\x00y", "xy"),
        ("一行\r\n二行\u2028三行", "一行\n\n二行\n三行"),
        ("㎎", "mg"),
        ("优®", "优®"),
        ("wеchаt", "wechat"),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


def test_origin_takes_in_the_marks_of_the_last_character() -> None:
    folded = fold("糖\u0336尿\u0336病\u0336!")
    assert folded.text == "糖尿病!"
    assert folded.origin(0, 3) == (0, 6)


def test_origin_of_a_character_that_folds_to_several() -> None:
    folded = fold("5㎎片")
    assert folded.text == "5mg片"
    assert folded.origin(1, 3) == (1, 2)
    assert folded.origin(3, 4) == (2, 3)


def test_digits_view_keeps_its_length() -> None:
    assert digits_view("幺三八零零") == "13800"
    assert digits_view("l38ool38oo0与oil") == "13800138000与oil"


@pytest.mark.parametrize(
    ("text", "tight"),
    [("波 立*维", "波立维"), ("氵皮立维", "波立维"), ("根。治", None), ("根,治", None), ("根\n治", None), ("普通文字", None)],
)
def test_tight_view(text: str, tight: str | None) -> None:
    view = tight_view(text)
    assert (view.text if view else None) == tight


def test_tight_view_leads_back() -> None:
    view = tight_view("吃氵皮 立维吧")
    assert view is not None
    assert (view.starts[1], view.ends[3]) == (1, 6)


def test_sound_view_hears_homophones_and_nothing_else() -> None:
    assert sound_view("芬必得") == sound_view("分必德")
    assert sound_view("芬必得") != sound_view("泰诺林")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_every_folded_span_comes_from_its_original(raw: str) -> None:
    folded = fold(raw)
    for start in range(len(folded.text)):
        first, last = folded.origin(start, start + 1)
        assert 0 <= first < last <= len(raw)
        assert folded.text[start] in fold(raw[first:last]).text


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="根治波立维氵皮 *.-。,\n芬必得ab1", max_size=40))
def test_tight_text_is_a_reading_of_its_places(text: str) -> None:
    view = tight_view(text)
    if view is None:
        return
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert all(start < end for start, end in zip(view.starts, view.ends, strict=True))
    assert list(view.starts) == sorted(view.starts)
