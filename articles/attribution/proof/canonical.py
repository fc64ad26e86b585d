"""The one byte sequence of a JSON value that is hashed and signed.

The canonical form: UTF-8 without a byte order mark; the names of every object sorted by code point and none twice; no
whitespace between tokens; characters written as themselves, only `"`, `\\` and control characters escaped, as Python's `json`
writes them with `ensure_ascii=False`; whole numbers only, never a float, NaN or infinity; no lone surrogates.
"""

import hashlib
import json
from typing import Any


def encode(value: Any) -> bytes:
    """Raises TypeError for a float or another value that has no canonical form, UnicodeEncodeError for a lone surrogate."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256(value: Any) -> str:
    return hashlib.sha256(encode(value)).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            if not isinstance(name, str):
                raise TypeError(f"a name must be text, not {name!r}")
            _refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"{value!r} has no canonical form")
