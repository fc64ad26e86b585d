"""The model answers the same for the same words, whatever they are; a file that is not the known one is never run."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy
import pytest
from django.test import Client

from search.engine import Query, search
from search.meaning import embed, files, model, vector_of_question

HOSTILE = ["", "\0", "\ud800", "a\udfffb", "ﷺ" * 100, "血" * 100_000, "é́" * 5_000, "\u202e\u200b", "🩺" * 3_000, " \t\n"]
ALIKE = [("血压高怎么办", "高血压如何处理"), ("小孩发烧", "儿童发热"), ("膝盖疼", "膝关节疼痛")]


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:6]))
def test_any_text_has_a_direction(words: str) -> None:
    vector = embed(words)
    assert vector.shape == (model.WIDTH,)
    assert abs(float(numpy.linalg.norm(vector)) - 1) < 1e-5


@pytest.mark.usefixtures("real")
def test_what_means_alike_lies_together() -> None:
    asked = numpy.stack([embed(one) for one, _other in ALIKE])
    answers = numpy.stack([embed(other) for _one, other in ALIKE])
    assert (asked @ answers.T).argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.usefixtures("real")
def test_script_width_and_case_do_not_matter() -> None:
    assert numpy.array_equal(embed("血壓高與ＨＰＶ"), embed("血压高与hpv"))


@pytest.mark.usefixtures("real")
def test_the_same_bits_in_every_thread() -> None:
    texts = [f"第{number}个问题：血压高怎么办" for number in range(12)]
    alone = [embed(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(embed, texts))
    assert all(numpy.array_equal(one, other) for one, other in zip(alone, together, strict=True))


@pytest.mark.usefixtures("real")
def test_a_question_is_read_once_and_cannot_be_changed() -> None:
    first = vector_of_question("血压高怎么办")
    assert first is vector_of_question("血壓高怎麼辦")
    assert first is not None
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1


def test_without_a_model_nothing_is_known_and_embedding_says_why() -> None:
    assert vector_of_question("血压") is None
    with pytest.raises(RuntimeError, match="switched off"):
        embed("血压")


@pytest.mark.django_db
def test_a_strange_file_is_refused_and_search_goes_on_by_words(tmp_path: Path, settings: Any, client: Client) -> None:
    settings.SEMANTIC_MODEL = str(tmp_path)
    assert files.standing() == files.Standing(False, f"{tmp_path / files.MODEL} is not there; `make semantic` fetches it")
    (tmp_path / files.MODEL).write_bytes(b"not a model")
    found = files.look(tmp_path)
    assert (found.usable, found.refused) == (False, True)
    assert found.reason.startswith(f"{tmp_path / files.MODEL} is not the known file: its SHA-256 is ")
    assert not model.available()
    files._known = (0.0, None, found)
    assert client.get("/readyz").json()["warnings"] == [
        "search: the model's files are not the known ones, words alone are compared"
    ]
    assert search(Query("血压")).total == 0


@pytest.mark.usefixtures("real")
def test_one_changed_byte_is_enough(tmp_path: Path, settings: Any) -> None:
    shutil.copytree(settings.SEMANTIC_FOLDER, tmp_path, dirs_exist_ok=True)
    assert files.look(tmp_path) == files.Standing(True)
    whole = bytearray((tmp_path / files.TOKENIZER).read_bytes())
    whole[-2] ^= 1
    (tmp_path / files.TOKENIZER).write_bytes(whole)
    assert files.look(tmp_path).refused
