"""Numbers as addresses and forms send them."""

import re

# What the largest identity of a database is; no address names more.
MOST = 2**63 - 1
_WHOLE = re.compile("[0-9]{1,18}")


def whole(text: str | None) -> int:
    """The number; 0, which nothing has, for anything else: other scripts' digits, signs, and what no column holds."""
    return int(text) if text and _WHOLE.fullmatch(text) else 0


def is_whole(text: str | None) -> bool:
    return bool(text and _WHOLE.fullmatch(text))
