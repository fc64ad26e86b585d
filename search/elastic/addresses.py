"""Reads `SEARCH_URL` and what belongs to it, and says in one sentence what cannot be meant; plain Python, for the settings."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

EMBEDDED = "embedded"
_PORTS = {"http": 9200, "https": 443}
# What Elasticsearch allows in an index's name, without what it refuses at its beginning.
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def addresses(url: str) -> tuple[str, ...]:
    """Every address, with its port; none for the embedded engine. Raises ValueError with a sentence that holds no password."""
    given = [part.strip() for part in url.split(",") if part.strip()]
    if given in ([], [EMBEDDED]):
        return ()
    return tuple(_address(part) for part in given)


def _address(part: str) -> str:
    split = _split(part)
    plain = without_password(part)
    if split is None or split.scheme not in _PORTS or not split.hostname or split.query or split.fragment:
        raise ValueError(
            f"SEARCH_URL names {plain!r}, which is neither `embedded` nor an address such as https://user:password@host:9200"
        )
    host = f"[{split.hostname}]" if ":" in split.hostname else split.hostname
    user = f"{split.netloc.rpartition('@')[0]}@" if "@" in split.netloc else ""
    return f"{split.scheme}://{user}{host}:{split.port or _PORTS[split.scheme]}{split.path.rstrip('/')}"


def _split(part: str) -> SplitResult | None:
    try:
        split = urlsplit(part)
        return split if split.port != 0 else None
    except ValueError:
        return None


def without_password(url: str) -> str:
    """For messages and logs."""
    return re.sub(r"(^|//|,)[^/,]*@", r"\1", url)


def unsafe(url: str) -> bool:
    """A password that would cross a network in the clear."""
    for address in addresses(url):
        split = urlsplit(address)
        if split.scheme == "http" and "@" in split.netloc and split.hostname not in _LOOPBACK:
            return True
    return False


def refusals(values: Mapping[str, Any]) -> Iterator[str]:
    """One sentence for each value of the settings that cannot be meant."""
    try:
        addresses(values["SEARCH_URL"])
    except ValueError as refusal:
        yield str(refusal)
    if not _PREFIX.fullmatch(values["SEARCH_INDEX_PREFIX"]):
        yield "SEARCH_INDEX_PREFIX takes small letters, digits, - and _, at most 61, and begins with a letter or a digit"
    for name, least, most in (
        ("SEARCH_SHARDS", 1, 64),
        ("SEARCH_REPLICAS", 0, 8),
        ("SEARCH_REFRESH_SECONDS", 0.1, 300),
        ("SEARCH_TIMEOUT_SECONDS", 0.05, 10),
    ):
        if not least <= values[name] <= most:
            yield f"{name} is {values[name]}, and not between {least} and {most}"
    if values["SEARCH_ANALYZER"] not in ("auto", "off"):
        yield f"SEARCH_ANALYZER is {values['SEARCH_ANALYZER']!r}, and not auto or off"
