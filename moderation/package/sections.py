"""What goes into an evidence package: each app adds its own part, and one of them lends the site's signature."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

File = tuple[str, bytes]
Section = Callable[[Any], Iterator[File]]
# (signature in base64, public key as PEM, id of the key) over some bytes; None when the site has no key to sign with.
Signer = Callable[[bytes], tuple[str, bytes, str] | None]

_sections: dict[str, Section] = {}
_signers: list[Signer] = []


def register(name: str, section: Section) -> None:
    """Add a part: a function of an object that yields (file name, bytes). Apps call it when they are ready."""
    _sections[name] = section


def register_signer(signer: Signer) -> None:
    _signers[:] = [signer]


def files(instance: Any) -> Iterator[File]:
    for name in sorted(_sections):
        yield from _sections[name](instance)


def signed(content: bytes) -> tuple[str, bytes, str] | None:
    return _signers[0](content) if _signers else None


def as_json(value: Any) -> bytes:
    """Readable, in UTF-8; times in ISO 8601."""
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()
