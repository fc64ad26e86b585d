"""The order of the first sixty: how much of the question an article answers, and how squarely its title does."""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import phrasing
from .text import Parsed

DEPTH = 60
# Weights found on one half of a set of graded questions and confirmed on the other; none of them is fragile.
WORDS, ANYWHERE, CORE, CORE_HELD, ASKED, ORDER, EXACT = 1.5, 1.0, 3.2, 3.0, 0.9, 2.0, 0.5
WHOLE = WORDS + ANYWHERE + CORE + CORE_HELD + ASKED + ORDER + EXACT
# What was reviewed within the year ranks a little higher, what is overdue lower: less than one telling character.
FRESH, OVERDUE = 0.005, 0.015
FRESH_DAYS = 365


@dataclass(frozen=True)
class Candidate:
    """One article that may answer; `score` is the engine's own, `level`, `core` and `asks` are `phrasing`'s of the title,
    `characters` are those that occur at all."""

    identity: int
    score: float
    level: str
    core: frozenset[str]
    asks: int
    characters: frozenset[str]
    reviewed_on: datetime.date | None = None
    review_due: datetime.date | None = None


class Question:
    """What every candidate is compared with, worked out once."""

    def __init__(self, parsed: Parsed, frequencies: Mapping[str, int], total: int) -> None:
        self.level = phrasing.levelled("".join(parsed.pieces))
        self.characters = frozenset(self.level)
        self.core = frozenset(phrasing.core(self.level))
        self.asks = phrasing.asks(self.level)
        self.weights = character_weights(parsed, frequencies, total)
        usual = sorted(self.weights.values())[len(self.weights) // 2] if self.weights else 1.0
        self.weights |= {character: usual for character in self.level if character not in self.weights}
        self.whole = sum(self.weights[character] for character in self.characters) or 1.0
        self.core_whole = sum(self.weights[character] for character in self.core) or 1.0
        self.places = dict.fromkeys(self.level, 0)
        for place, character in enumerate(self.level):
            self.places[character] |= 1 << place

    def common_order(self, level: str) -> int:
        """The length of the longest sequence of characters in both texts, by one big number a character."""
        row = everything = (1 << len(self.level)) - 1
        for character in level:
            met = row & self.places.get(character, 0)
            row = (row + met) | (row - met)
        return len(self.level) - (row & everything).bit_count()


def rank(
    parsed: Parsed,
    candidates: Sequence[Candidate],
    frequencies: Mapping[str, int],
    total: int,
    today: datetime.date,
) -> list[tuple[int, float]]:
    """Ids and scores between 0 and 1, best first."""
    best = max((candidate.score for candidate in candidates), default=0.0) or 1.0
    question = Question(parsed, frequencies, total)
    scored = [
        (
            (WORDS * candidate.score / best + _fit(question, candidate)) / WHOLE + _age(candidate, today),
            candidate.score,
            candidate,
        )
        for candidate in candidates
    ]
    ordered = sorted(scored, key=lambda row: (row[0], row[1], row[2].identity), reverse=True)
    return [(candidate.identity, round(min(max(score, 0.0), 1.0), 4)) for score, _raw, candidate in ordered]


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


def _fit(question: Question, candidate: Candidate) -> float:
    level = candidate.level
    anywhere = sum(question.weights[character] for character in question.characters & candidate.characters) / question.whole
    shared = question.core & candidate.core
    dice = 2 * len(shared) / ((len(question.core) + len(candidate.core)) or 1)
    core_held = sum(question.weights[character] for character in shared) / question.core_whole
    asks = candidate.asks & question.asks
    answered = asks.bit_count() / question.asks.bit_count() if question.asks else 1.0
    order = question.common_order(level) / (max(len(level), len(question.level)) or 1)
    exact = 1.0 if level == question.level else 0.5 if question.level in level else 0.0
    return ANYWHERE * anywhere + CORE * dice + CORE_HELD * core_held + ASKED * answered + ORDER * order + EXACT * exact


def _age(candidate: Candidate, today: datetime.date) -> float:
    """A little for a recent review, a little off for an overdue one."""
    if candidate.review_due and candidate.review_due < today:
        return -OVERDUE
    if candidate.reviewed_on is None:
        return 0.0
    return FRESH * max(0.0, 1 - (today - candidate.reviewed_on).days / FRESH_DAYS)
