"""What whoever checks a manifest needs of the site: the public keys, and the words of its templates."""

from typing import Any

from . import keyring, labels


def key_document() -> dict[str, Any]:
    """As served at /.well-known/xinglin-keys.json. Raises NoKey when the ring cannot be read."""
    return {"keys": [key.as_public() for key in keyring.ring()], "labels": labels.names()}
