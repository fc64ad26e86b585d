"""Receipt numbers: 80 bits that nobody guesses, in an alphabet that people can read out over the phone."""

import secrets

# Crockford's base 32.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new() -> str:
    return "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))


def written(receipt: str) -> str:
    """In groups of four."""
    return "-".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))


def read(typed: str) -> str:
    """What was meant by what was typed, with or without groups and misread letters; empty when it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else ""
