"""What the evidence package takes from articles: the record of rights, every signed manifest, and the site's signature."""

import base64
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from moderation.package import sections

from ..proof import keyring
from .packing import files_of


def files(instance: Any) -> Iterator[sections.File]:
    """An article's own dossier; other kinds of content have none."""
    from articles.models import ArticlePage

    if isinstance(instance, ArticlePage):
        for name, content in files_of(instance):
            yield f"rights/{name}", content.encode()


def signed(content: bytes) -> tuple[str, bytes, str] | None:
    """With the key that signs manifests; None when there is none."""
    try:
        key = keyring.active()
        signature = keyring.signature(key, content)
    except keyring.NoKey:
        return None
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public))
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return signature, pem, key.id


def register() -> None:
    sections.register("3 rights", files)
    sections.register_signer(signed)
