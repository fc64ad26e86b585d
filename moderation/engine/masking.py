"""Masked evidence: enough to recognise a finding, too little to find a person."""

from collections.abc import Iterable

from .document import Finding
from .folding import fold
from .views import digits_view

# How many characters of the number stay visible at its beginning and end.
VISIBLE = {"PRIV.PHONE": (3, 4), "PRIV.ID_CARD": (2, 2), "PRIV.RECORD_NO": (0, 2)}

HAN_DIGITS = frozenset("〇零一二三四五六七八九十百")


def mask(finding: Finding) -> str:
    """The finding's text for storage, for example 138****8000 or 李**; only PRIV findings are masked."""
    return mask_words(finding.code, finding.text)


def mask_words(code: str, text: str) -> str:
    if not code.startswith("PRIV."):
        return text
    if code == "PRIV.NAME":
        letters = [character for character in text if character.isalnum()]
        return "".join(letters[:1]) + "*" * (len(letters) - 1)
    compact = "".join(character for character in digits_view(fold(text).text) if character.isalnum())
    number = compact[len(compact.rstrip("0123456789abcdefghijklmnopqrstuvwxyz")) :]
    label = compact[: len(compact) - len(number)]
    head, tail = VISIBLE.get(code, (0, 0))
    if len(number) < head + tail + 4:
        head, tail = min(head, 1), 0
    hidden = len(number) - head - tail
    shown = number[:head] + "*" * hidden + number[len(number) - tail :] if number else ""
    if code == "PRIV.RECORD_NO":
        # Of a bed or ward that is named before the word, the number goes too; the words of the label stay.
        return "".join("*" if character.isdigit() or character in HAN_DIGITS else character for character in label) + shown
    return shown or "*" * len(compact)


def listed(clues: Iterable[str]) -> str:
    """Clues in a message, in the order of the text."""
    return "、".join(clues)


def masked_list(clues: Iterable[str]) -> str:
    """The same clues in a message that is stored: how many and how long, and no word of them."""
    return listed("*" * len(clue) for clue in clues)
