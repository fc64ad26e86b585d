"""Meaning with the real model where it is, and with an invented one that knows nothing but characters."""

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy
import pytest

from search.meaning import files, memory, model
from search.meaning.model import WIDTH, Vector

LEFT_OUT = "needs the model for search by meaning: run `make semantic`"


class Invented:
    """Texts with the same characters lie near each other."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, plain: str) -> Vector:
        self.asked.append(plain)
        total = numpy.full(WIDTH, 1e-6, numpy.float32)
        for character in plain:
            seed = int.from_bytes(hashlib.sha256(character.encode()).digest()[:8])
            total += numpy.random.default_rng(seed).standard_normal(WIDTH).astype(numpy.float32)
        vector: Vector = total / numpy.linalg.norm(total)
        return vector


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> Iterator[Invented]:
    """Meaning is on, by a model that needs no file."""
    made = Invented()
    monkeypatch.setattr(files, "standing", lambda: files.Standing(True))
    monkeypatch.setattr(model, "loaded", lambda: made)
    yield from _forgetting(made)


@pytest.fixture
def real(settings: Any) -> Iterator[None]:
    """Meaning is on, by the model that readers meet."""
    place = settings.SEMANTIC_FOLDER
    if not files.look(place).usable:
        pytest.skip(LEFT_OUT)
    settings.SEMANTIC_MODEL = str(place)
    yield from _forgetting(None)


def _forgetting(value: Any) -> Iterator[Any]:
    model._remembered.cache_clear()
    memory._known = memory.Known()
    yield value
    model._remembered.cache_clear()
    memory._known = memory.Known()
