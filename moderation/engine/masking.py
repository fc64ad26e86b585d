"""Masked evidence: enough to recognise a finding, too little to find a person."""

from .document import Finding
from .folding import fold
from .views import digits_view

# How many characters of the number stay visible at its beginning and end.
VISIBLE = {"PRIV.PHONE": (3, 4), "PRIV.ID_CARD": (2, 2), "PRIV.RECORD_NO": (0, 2)}


def mask(finding: Finding) -> str:
    """The finding's text for storage, for example 138****8000 or 李**; only PRIV findings are masked."""
    if not finding.code.startswith("PRIV."):
        return finding.text
    if finding.code == "PRIV.NAME":
        letters = [character for character in finding.text if character.isalnum()]
        return "".join(letters[:1]) + "*" * (len(letters) - 1)
    compact = "".join(character for character in digits_view(fold(finding.text).text) if character.isalnum())
    number = compact[len(compact.rstrip("0123456789abcdefghijklmnopqrstuvwxyz")) :]
    label = compact[: len(compact) - len(number)]
    head, tail = VISIBLE.get(finding.code, (0, 0))
    if len(number) < head + tail + 4:
        head, tail = min(head, 1), 0
    hidden = len(number) - head - tail
    shown = number[:head] + "*" * hidden + number[len(number) - tail :] if number else ""
    if finding.code == "PRIV.RECORD_NO":
        return label + shown
    return shown or "*" * len(compact)
