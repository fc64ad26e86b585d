"""The order of the first sixty: how much of the question an article answers, and how squarely its title does."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import text
from .text import Parsed

DEPTH = 60
TITLE, ANYWHERE, EXACT = 1.5, 1.5, 0.5


@dataclass(frozen=True)
class Candidate:
    """One article that may answer; `score` is the database's own, `characters` are those that occur in it at all."""

    identity: int
    score: float
    title: str
    characters: str


def rank(parsed: Parsed, candidates: Sequence[Candidate], frequencies: Mapping[str, int], total: int) -> list[tuple[int, float]]:
    """Ids and scores, best first."""
    best = max((candidate.score for candidate in candidates), default=0.0) or 1.0
    weights = character_weights(parsed, frequencies, total)
    asked = "".join(parsed.pieces)
    scored = [
        (candidate.score / best + _fit(asked, weights, candidate), candidate.score, candidate.identity)
        for candidate in candidates
    ]
    return [(identity, round(score, 4)) for score, _raw, identity in sorted(scored, reverse=True)]


def character_weights(parsed: Parsed, frequencies: Mapping[str, int], total: int) -> dict[str, float]:
    """How telling each character of the query is: it is no rarer than the commonest pair it stands in."""
    gathered: dict[str, list[float]] = {}
    for pair in parsed.pairs:
        rarity = math.log(1 + (total + 1) / (frequencies.get(pair, 0) + 1))
        for character in pair:
            gathered.setdefault(character, []).append(rarity)
    for character in "".join(parsed.pieces):
        gathered.setdefault(character, [1.0])
    return {character: min(found) for character, found in gathered.items()}


def _fit(asked: str, weights: Mapping[str, float], candidate: Candidate) -> float:
    title = "".join(match.group() for match in text.runs(text.folded(candidate.title).text))
    whole = sum(weights.values()) or 1.0
    held = set(title)
    in_title = sum(weight for character, weight in weights.items() if character in held) / whole
    everywhere = held | set(candidate.characters)
    anywhere = sum(weight for character, weight in weights.items() if character in everywhere) / whole
    length = 1 / (1 + 0.03 * abs(len(title) - len(asked)))
    exact = 1.0 if title == asked else 0.5 if asked in title else 0.0
    return TITLE * in_title * length + ANYWHERE * anywhere + EXACT * exact
