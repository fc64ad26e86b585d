"""The package as one ZIP file: the parts, a list of their hashes, and the site's signature over that list."""

import base64
import hashlib
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone

from . import chain, record, sections, verify_package  # noqa: F401  (the first two register themselves)

LIST = "SHA256SUMS"


def packed(instance: Any, asked_by: str, reason: str) -> IO[bytes]:
    """A temporary file at its start. What the vault holds is named by hash and never in it.

    `SHA256SUMS` is in the form that `sha256sum -c` reads; its signature is plain Ed25519, which `openssl` checks.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115  (the caller streams it and closes it)
    sums: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, content: bytes) -> None:
            archive.writestr(name, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

        about = {"title": str(instance), "asked_by": asked_by, "reason": reason, "made_at": timezone.localtime()}
        add("README.txt", render_to_string("moderation/package/readme.txt", about).encode())
        add("verify_package.py", Path(verify_package.__file__).read_bytes())
        for name, content in sections.files(instance):
            add(name, content)
        whole = "".join(sums).encode()
        archive.writestr(LIST, whole)
        signature = sections.signed(whole)
        if signature is not None:
            in_base64, public_key, _identity = signature
            archive.writestr(f"{LIST}.sig", base64.b64decode(in_base64))
            archive.writestr("signing-key.pem", public_key)
    out.seek(0)
    return out
