"""What a misspelt word may have been: by sound, in another order, with a character missing, too many, or another in its place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from . import shapes, sound
from .vocabulary import Vocabulary, heaviest

# How likely each kind of slip is, the likelier ones higher.
SAME_SOUND, SWAPPED, NEAR_SOUND, LOOK_ALIKE, HALF_SOUND, DROPPED, EXTRA, OTHER = 10.0, 8.6, 8.2, 8.0, 6.8, 6.3, 5.8, 5.2
LETTERS, NEAR_LETTERS, SLIP_OF_LETTER, INITIALS = 10.0, 8.0, 6.0, 5.0
NAMED = 1.5
# Of each kind so many are looked at.
MOST = 12
FEWEST_LETTERS, FEWEST_INITIALS = 4, 3
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Guess:
    word: str
    score: float


def of_characters(written: str, known: Vocabulary, weak: bool) -> Iterator[Guess]:
    """Words that these characters may stand for. Without `weak` only what sounds, looks or is ordered otherwise."""
    sounds = sound.syllables(written)
    if len(sounds) == len(written):
        for word in known.by_sound.get(" ".join(sounds)):
            yield _guess(word, SAME_SOUND, known)
        for word in known.by_mixed.get(" ".join(map(sound.mixed, sounds))):
            yield _guess(word, NEAR_SOUND, known)
    for place in range(len(written) - 1):
        swapped = written[:place] + written[place + 1] + written[place] + written[place + 2 :]
        if swapped in known.weights:
            yield _guess(swapped, SWAPPED, known)
    if len(written) > 2 or weak:
        yield from _replaced(written, known, weak)
    if weak:
        yield from _longer_or_shorter(written, known)


def _replaced(written: str, known: Vocabulary, weak: bool) -> Iterator[Guess]:
    """In a word of two characters the other one says little: only what stands in titles is likely."""
    for place in range(len(written)):
        gap = written[:place] + written[place + 1 :]
        for word in heaviest(known.by_gap.get(gap), known, 4 * MOST):
            if len(word) == len(written) and word[:place] + word[place + 1 :] == gap and word != written:
                kind = _likeness(written[place], word[place])
                likely = weak and word in known.named and (len(word) > 2 or known.weights[word] > 0)
                if kind >= LOOK_ALIKE or likely:
                    yield _guess(word, kind, known)


def _likeness(written: str, meant: str) -> float:
    if shapes.resemble(written, meant):
        return LOOK_ALIKE
    return HALF_SOUND if sound.alike(written, meant) else OTHER


def _longer_or_shorter(written: str, known: Vocabulary) -> Iterator[Guess]:
    for word in heaviest(known.by_gap.get(written), known, 4 * MOST):
        if word in known.named and len(word) > 2:
            yield _guess(word, DROPPED, known)
    for place in range(len(written)):
        shorter = written[:place] + written[place + 1 :]
        twice = written[place] in (written[place + 1 : place + 2], written[place - 1 : place] if place else "")
        if shorter in known.named and (len(shorter) > 2 or twice):
            yield _guess(shorter, EXTRA + twice, known)


def of_letters(typed: str, known: Vocabulary) -> Iterator[Guess]:
    """Words whose sound or initials were typed."""
    for word in known.by_letters.get(typed):
        yield _guess(word, LETTERS, known)
    cut = sound.spelled(typed)
    if cut:
        for word in known.by_letters.get("".join(map(sound.mixed, cut)) + "~"):
            yield _guess(word, NEAR_LETTERS, known)
    if len(typed) > FEWEST_LETTERS:
        for slip in _slips(typed):
            for word in known.by_letters.get(slip):
                yield _guess(word, SLIP_OF_LETTER, known)
    if len(typed) >= FEWEST_INITIALS:
        for word in heaviest(known.by_initials.get(typed), known, MOST):
            yield _guess(word, INITIALS, known)


def _slips(typed: str) -> Iterator[str]:
    """The letters with one missing, one too many, two swapped or one replaced."""
    for place in range(len(typed) + 1):
        before, after = typed[:place], typed[place:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _ALPHABET:
            yield before + letter + after
            yield before + letter + after[1:]


def _guess(word: str, kind: float, known: Vocabulary) -> Guess:
    """A name is likelier meant than any other word, and what stands in many titles; a long word is rarely hit by chance."""
    often = min(1.6, 0.22 * math.log2(1 + known.weights.get(word, 0.0)))
    return Guess(word, kind + often + 0.12 * min(len(word), 8) + (NAMED if word in known.named else 0.0))
