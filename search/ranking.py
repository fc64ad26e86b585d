"""The order of the first sixty: how much of the question an article answers, and how squarely its title does."""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import phrasing
from .query import Expansion
from .text import Parsed

DEPTH = 60
# Weights found on one half of a set of graded questions and confirmed on the other; none of them is fragile.
WORDS, ANYWHERE, CORE, CORE_HELD, ASKED, ORDER, EXACT = 1.5, 1.0, 3.2, 3.0, 0.9, 2.0, 0.5
WHOLE = WORDS + ANYWHERE + CORE + CORE_HELD + ASKED + ORDER + EXACT
# What was reviewed within the year ranks a little higher, what is overdue lower: less than one telling character.
FRESH, OVERDUE = 0.005, 0.015
FRESH_DAYS = 365
# Under another name a question is answered nearly as well.
OTHER_NAME = 0.97


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

    def __init__(self, level: str, weights: Mapping[str, float]) -> None:
        self.level = level
        self.characters = frozenset(level)
        self.core = frozenset(phrasing.core(level))
        self.asks = phrasing.asks(level)
        usual = sorted(weights.values())[len(weights) // 2] if weights else 1.0
        self.weights = {character: weights.get(character, usual) for character in level}
        self.whole = sum(self.weights[character] for character in self.characters) or 1.0
        self.core_whole = sum(self.weights[character] for character in self.core) or 1.0
        self.places = dict.fromkeys(level, 0)
        for place, character in enumerate(level):
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
    expansions: Sequence[Expansion],
    candidates: Sequence[Candidate],
    frequencies: Mapping[str, int],
    total: int,
    today: datetime.date,
) -> list[tuple[int, float, bool]]:
    """Ids and scores between 0 and 1, best first; and whether the title holds another name of the question."""
    best = max((candidate.score for candidate in candidates), default=0.0) or 1.0
    weights = character_weights(parsed, frequencies, total)
    asked = Question(phrasing.levelled("".join(parsed.pieces)), weights)
    others = _under_other_names(asked.level, expansions, weights)
    found = []
    for candidate in candidates:
        renamed = [question for name, question in others.items() if name in candidate.level]
        fit = max([_fit(asked, candidate), *(OTHER_NAME * _fit(question, candidate) for question in renamed)])
        score = (WORDS * candidate.score / best + fit) / WHOLE + _age(candidate, today)
        found.append((score, candidate.score, candidate.identity, bool(renamed)))
    found.sort(reverse=True)
    return [(identity, round(min(max(score, 0.0), 1.0), 4), other) for score, _raw, identity, other in found]


def _under_other_names(level: str, expansions: Sequence[Expansion], weights: Mapping[str, float]) -> dict[str, Question]:
    """The question as it would be asked with each other name, by that name."""
    found: dict[str, Question] = {}
    for expansion in expansions:
        written = phrasing.levelled(expansion.written)
        for name in map(phrasing.levelled, expansion.also):
            if name and written and name != written:
                found[name] = Question(level.replace(written, name), weights)
    return found


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
