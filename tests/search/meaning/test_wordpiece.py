"""Text is cut as the model's own tokenizer cuts it."""

import json
import time
from typing import Any

import pytest

from search.meaning import files, wordpiece

VOCABULARY = {
    word: number for number, word in enumerate(["血", "压", "b", "超", "covid", "co", "##vid", "##19", "19", "-", "，"], 1000)
}

CUT = [
    ("血压", ["血", "压"]),
    ("b超，19", ["b", "超", "，", "19"]),
    ("血 压\t血\n压", ["血", "压", "血", "压"]),
    ("covid-19", ["covid", "-", "19"]),
    ("cov\u200bid19", ["covid", "##19"]),
    ("血\u200b压\ufeff", ["血", "压"]),
    ("血\ufffd压", ["血", "压"]),
    ("covidx", [None]),
    ("糖血", [None, "血"]),
    ("", []),
    ("b" * 101, [None]),
]


@pytest.mark.parametrize(("text", "expected"), CUT)
def test_words_and_their_parts(text: str, expected: list[str | None]) -> None:
    numbers = [wordpiece.UNKNOWN if piece is None else VOCABULARY[piece] for piece in expected]
    assert wordpiece.pieces(text, VOCABULARY, 510) == numbers


def test_no_more_is_read_than_the_model_takes() -> None:
    assert wordpiece.pieces("血压" * 50_000, VOCABULARY, 510) == [1000, 1001] * 255
    began = time.process_time()
    wordpiece.pieces("covid" * 20_000 + "血压" * 50_000, VOCABULARY, 510)
    assert time.process_time() - began < 2


# What the reference tokenizer answers.
GOLDEN = {
    "维生素d缺乏、covid-19": [5335, 4495, 5162, 146, 5375, 726, 510, 8792, 9197, 8168, 118, 8131],
    "hpv疫苗（9价）…★": [11067, 4554, 5728, 8020, 130, 817, 8021, 100, 480],
    "𠮷野家 ①\u3000naïve·β受体": [100, 7029, 2157, 405, 100, 185, 211, 1358, 860],
    "aspirin肠溶片100mg×2": [9596, 8977, 8277, 5499, 3988, 4275, 13037, 8181, 9569, 8144],
    "😀发烧38.5℃怎么办？": [100, 1355, 4173, 8218, 119, 9687, 2582, 720, 1215, 8043],
}


@pytest.mark.usefixtures("real")
def test_the_models_own_pieces(settings: Any) -> None:
    tokenizer = json.loads((settings.SEMANTIC_FOLDER / files.TOKENIZER).read_text(encoding="utf-8"))
    for text, numbers in GOLDEN.items():
        assert wordpiece.pieces(text, tokenizer["model"]["vocab"], 510) == numbers
