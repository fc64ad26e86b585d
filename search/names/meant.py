"""“您是不是要找”: the question with its misspelt word put right, when that finds something and is another text."""

from collections.abc import Iterator

from .. import text
from ..embedded import index
from ..embedded.asking import Search
from . import guessing, shipped, sound
from .expanding import expansions
from .guessing import Guess
from .vocabulary import LONGEST, SHORTEST, Vocabulary, vocabulary

# Of a longer question only the beginning is read again; nobody misspells a name after a whole sentence.
READ = 32
# So many guesses are looked up before none is offered.
TRIED = 5
# A word put right inside a longer one weighs less than a whole term.
WHOLE_TERM, LEFT_OVER = 1.5, 0.8
LEAST = 6.2
SHORT = 8

Place = tuple[int, int]


def did_you_mean(question: str) -> str | None:
    """The likeliest text that was meant; none when every word is known, or when nothing better would be found."""
    parsed = text.parse(question)
    folded = parsed.folded[:READ]
    if not parsed.pieces:
        return None
    known = vocabulary()
    best: dict[str, float] = {}
    words: dict[str, str] = {}
    for (start, end), guess in _guesses(folded, known):
        whole = folded[:start] + guess.word + folded[end:] + parsed.folded[READ:]
        if guess.score > best.get(whole, LEAST) and whole != parsed.folded:
            best[whole], words[whole] = guess.score, guess.word
    ordered = sorted(best, key=lambda whole: (-best[whole], whole))[:TRIED]
    return next((whole for whole in ordered if _finds(words[whole])), None)


def _guesses(folded: str, known: Vocabulary) -> Iterator[tuple[Place, Guess]]:
    for start, end in _pieces(folded):
        piece = folded[start:end]
        if piece in known.weights:
            continue
        if any(map(text.is_han, piece)):
            terms = list(_terms(piece))
            if terms != [(0, len(piece))]:
                yield from (((start, end), guess) for guess in _holding_such_words(piece, known))
            for term in terms:
                yield from (((start + low, start + high), guess) for (low, high), guess in _of_term(piece, term, known))
        if not all(map(text.is_han, piece)):
            yield from (((start, end), guess) for guess in _of_letters(piece, known))


def _pieces(folded: str) -> Iterator[Place]:
    """Runs of characters, letters and digits that touch."""
    start = end = -1
    for run in text.runs(folded):
        if run.start() != end:
            if end > start:
                yield start, end
            start = run.start()
        end = run.end()
    if end > start:
        yield start, end


def _of_letters(piece: str, known: Vocabulary) -> Iterator[Guess]:
    """Pinyin, alone or beside characters; what the index itself holds in Latin letters is no pinyin."""
    letters = "".join(sound.syllables(piece))
    if letters.isalpha() and not index().holds(Search((text.Clause((piece,)),))):
        yield from guessing.of_letters(letters, known)


def _terms(piece: str) -> Iterator[Place]:
    """The stretches between the words that every question has."""
    start = place = 0
    while place < len(piece):
        around = next((word for word in shipped.around_by_first().get(piece[place], ()) if piece.startswith(word, place)), "")
        if around:
            if place > start:
                yield start, place
            start = place = place + len(around)
        else:
            place += 1
    if place > start:
        yield start, place


def _holding_such_words(piece: str, known: Vocabulary) -> Iterator[Guess]:
    """Names may hold words of questions themselves: 打预防针."""
    if len(piece) <= SHORT:
        for guess in guessing.of_characters(piece, known, weak=True):
            if any(word in guess.word and word in piece for word in shipped.around()):
                yield Guess(guess.word, guess.score + WHOLE_TERM)


def _of_term(piece: str, term: Place, known: Vocabulary) -> Iterator[tuple[Place, Guess]]:
    """Guesses for the whole term, and for parts of it that hold an unknown character and cut no known word."""
    low, high = term
    if piece[low:high] in known.weights:
        return
    inside, unknown = _covered(piece, low, high, known)
    for start in range(low, high - SHORTEST + 1):
        for end in range(start + SHORTEST, min(high, start + LONGEST) + 1):
            whole = (start, end) == term
            part = piece[start:end]
            if not whole and (part in known.weights or not unknown & set(range(start, end)) or inside & {start, end}):
                continue
            left = len(unknown - set(range(start, end)))
            for guess in guessing.of_characters(part, known, weak=whole):
                if guess.word != part:
                    yield (start, end), Guess(guess.word, guess.score + (WHOLE_TERM if whole else 0.0) - LEFT_OVER * left)


def _covered(piece: str, low: int, high: int, known: Vocabulary) -> tuple[set[int], set[int]]:
    """Places within a known word, where no guess may begin or end; and the characters in no known word."""
    inside: set[int] = set()
    unknown = set(range(low, high))
    place = low
    while place < high:
        end = next((at for at in range(min(high, place + LONGEST), place + 1, -1) if piece[place:at] in known.weights), place)
        inside |= set(range(place + 1, end))
        unknown -= set(range(place, end))
        place = max(end, place + 1)
    return inside, unknown


def _finds(word: str) -> bool:
    """Whether an article that anybody may read holds it, or one of its other names."""
    parsed = text.parse(word)
    also = [text.parse(name).phrases for found in expansions(parsed) for name in found.also]
    return any(index().holds(Search(phrases)) for phrases in (parsed.phrases, *also) if phrases)
