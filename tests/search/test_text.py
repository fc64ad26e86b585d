"""Text becomes tokens that find every word, and no question becomes a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import text
from search.embedded import postgresql, sqlite
from search.query import PAGE_LIMIT, SIZE_LIMIT, Query

PAIRS = [
    ("糖尿病", ["糖尿", "尿病", "病"]),
    ("B超", ["b", "超"]),
    ("血压 140/90", ["血压", "压", "140", "90"]),
    ("高血壓", ["高血", "血压", "压"]),
    ("ＣＴ", ["ct"]),
    ("𠮷野", ["𠮷野", "野"]),
    ("高\u200b血压", ["高血", "血压", "压"]),
    ("。，、", []),
]

PHRASES = [
    ("糖尿病", [text.Clause(("糖尿", "尿病"))]),
    ("病", [text.Clause(("病",), prefix=True)]),
    ("B超", [text.Clause(("b", "超"), prefix=True, title=("b超",))]),
    ("PV疫苗", [text.Clause(("pv", "疫苗"), title=("pv", "v疫", "疫苗"))]),
    ("covid", [text.Clause(("covid",), prefix=True, title=("co", "ov", "vi", "id"))]),
    ("120", [text.Clause(("120",), title=("12", "20"))]),
    ("咳嗽 发烧", [text.Clause(("咳嗽",)), text.Clause(("发烧",))]),
    (
        '" OR 1 NEAR(',
        [
            text.Clause(("or",), title=("or",)),
            text.Clause(("1",), title=("1",)),
            text.Clause(("near",), prefix=True, title=("ne", "ea", "ar")),
        ],
    ),
    ("", []),
]

_parts = [*"\"'%*^:()-+~|&!<>\\{}\0 \n", *"糖尿病的𠮷aB1é", "NEAR ", " AND "]
awkward = st.lists(st.sampled_from(_parts), max_size=40).map("".join)


@pytest.mark.parametrize(("words", "expected"), PAIRS)
def test_pairs(words: str, expected: list[str]) -> None:
    assert list(text.pairs(text.folded(words).text)) == expected


@pytest.mark.parametrize(("words", "expected"), PHRASES)
def test_phrases(words: str, expected: list[text.Clause]) -> None:
    assert list(text.parse(words).phrases) == expected


@given(st.one_of(st.text(), awkward))
def test_tokens_hold_letters_and_digits_only(words: str) -> None:
    parsed = text.parse(words)
    tokens = [*parsed.pairs, *parsed.words, *(token for clause in parsed.phrases for token in clause.tokens)]
    for token in tokens:
        assert token.isalnum() or text.is_han(token)
        assert not set(token) & set("\"'\\ \0*:^()&|!<>")
        assert len(token) <= text.TOKEN_LIMIT
    for clause in parsed.phrases:
        quotes = 4 if clause.title else 2
        assert sqlite._rendered(clause, False).count('"') == quotes
        assert postgresql._rendered(clause, False).replace("'*long'", "").count("'") % 2 == 0


@given(st.text(), st.integers(), st.integers())
def test_any_question_is_made_harmless(words: str, page: int, size: int) -> None:
    query = Query(words, page, size)
    query.text.encode()
    assert "\0" not in query.text
    assert len(query.text) <= text.QUERY_LIMIT
    assert 1 <= query.page <= PAGE_LIMIT
    assert 1 <= query.size <= SIZE_LIMIT


@pytest.mark.parametrize("words", ["\ud800胸痛", "胸痛\0", "  胸\n痛 "])
def test_what_no_database_holds_is_left_out(words: str) -> None:
    assert Query(words).text.replace(" ", "") == "胸痛"


def test_a_long_question_is_cut_and_says_so() -> None:
    query = Query("痛" * 100_000)
    assert query.cut
    assert query.text == "痛" * 80
    assert not Query("痛" * 80).cut
