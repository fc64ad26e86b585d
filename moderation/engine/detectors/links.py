"""Whether a link leads to a host that everybody may be sent to: the host decides, not what stands elsewhere in the address."""

import re
from functools import cache

from ..folding import data_lines
from ..reading import Reading

ADDRESS_SIGNS = frozenset("@-._/:?=&%#~")
_HOST = re.compile(r"(?:https?://)?(?:[^/?#\s]*@)?([a-z0-9\-.]+)")


def foreign_link(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """The span of a link whose host is not trusted; a mail address is no link."""
    text = reading.text
    before = text[start - 1 : start]
    if (before.isascii() and before.isalnum()) or before in ADDRESS_SIGNS or text[end : end + 1] == "@":
        return None  # the middle of a longer address
    return None if is_trusted(text[start:end]) else (start, end)


def is_trusted(address: str) -> bool:
    """Whether this address, in small letters, leads to a host that everybody may be sent to."""
    host = _HOST.match(address)
    labels = host.group(1).strip(".").split(".") if host else []
    return any(".".join(labels[number:]) in _trusted() for number in range(len(labels)))


@cache
def _trusted() -> frozenset[str]:
    return frozenset(data_lines("trusted_hosts.txt"))
