"""The embedding model in memory: a text becomes 512 numbers, and texts that mean alike become numbers that lie together."""

import json
import threading
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from .. import text
from . import files, wordpiece

Vector = NDArray[numpy.float32]

WIDTH = 512
# Characters of a text that are looked at: many more than become pieces.
READ_LIMIT = 4_000
# Pieces that the model reads, without the two that enclose them.
PIECES = 510
# Questions whose vectors are remembered, 2 KB each; in memory only, since a question may say who asked it.
REMEMBERED = 2_000


class Model:
    """One text a call, never several: the weights are whole numbers, and a neighbour's text would change the rounding."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        path = str(folder / files.MODEL)
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        tokenizer = json.loads((folder / files.TOKENIZER).read_text(encoding="utf-8"))
        self._vocabulary: dict[str, int] = tokenizer["model"]["vocab"]

    def embed(self, plain: str) -> Vector:
        """The direction of a prepared text; the same bits in any thread and any company."""
        inner = wordpiece.pieces(plain, self._vocabulary, PIECES)
        numbers = numpy.array([[wordpiece.BEGIN, *inner, wordpiece.END]], dtype=numpy.int64)
        given = {"input_ids": numbers, "attention_mask": numpy.ones_like(numbers), "token_type_ids": numpy.zeros_like(numbers)}
        first: Any = self._session.run(None, given)[0][0, 0]
        vector: Vector = first / numpy.linalg.norm(first)
        return vector


_lock = threading.Lock()
_loaded: tuple[Path, Model] | None = None


def available() -> bool:
    """The model's files are there, are the known ones, and what runs them is installed."""
    return files.standing().usable


def refused() -> bool:
    """Something lies there that is not the known model."""
    return files.standing().refused


def loaded() -> Model:
    """The one model of the process, loaded when first wanted."""
    global _loaded
    place = files.folder()
    if place is None or not available():
        raise RuntimeError(f"no model: {files.standing().reason}")
    with _lock:
        if _loaded is None or _loaded[0] != place:
            _loaded = (place, Model(place))
        return _loaded[1]


def prepared(original: str) -> str:
    """What the model is given of any text: folded as search folds it, without what no encoder can take."""
    whole = original[:READ_LIMIT].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    plain = unicodedata.normalize("NFKC", whole)[:READ_LIMIT].lower()
    return text.folded(plain).text or "空"


def embed(original: str) -> Vector:
    """The vector of length 1 of any text. Raises RuntimeError when there is no model."""
    return loaded().embed(prepared(original))


@lru_cache(maxsize=REMEMBERED)
def _remembered(plain: str, key: str) -> Vector:
    vector = loaded().embed(plain)
    vector.flags.writeable = False
    return vector


def vector_of_question(question: str) -> Vector | None:
    """The vector of a reader's question, None without a model; never to be changed."""
    return _remembered(prepared(question), files.KEY) if available() else None
