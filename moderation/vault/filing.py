"""Put a file into the vault, read it on record, and erase it so that its hash and history stay."""

import hashlib
import io
import os
import tempfile
import uuid
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger
from ..models.vault import VaultFile
from . import cipher, keys
from .kinds import NotEvidence, kind_of

# Sealed bytes may wait on the disk; clear ones stay in memory until they are given out.
IN_MEMORY = 4 * 1024 * 1024


class VaultRefused(Exception):
    """Nothing was stored; the sentence says why, in the reader's language."""


class VaultFault(Exception):
    """What is stored is not what was put in."""


def shelf() -> Storage:
    """Where the sealed files lie: a folder, or whatever `STORAGES["vault"]` names."""
    return storages["vault"]


def store(upload: Any, by: Any, purpose: str) -> VaultFile:
    """Keep an uploaded file. The file is written and synced before its row, so no row is ever without one. Raises VaultRefused."""
    size = upload.size
    if not size:
        raise VaultRefused(_("文件是空的"))
    if size > settings.VAULT_MAX_BYTES:
        raise VaultRefused(
            _("文件超过 %(megabytes)d MB，请压缩后再上传") % {"megabytes": settings.VAULT_MAX_BYTES // 1024 // 1024}
        )
    try:
        media_type = kind_of(upload)
    except NotEvidence as refused:
        raise VaultRefused(str(refused)) from refused
    token, key, digest = uuid.uuid4().hex, keys.newest(), hashlib.sha256()
    name = new_name()

    def clear() -> Iterator[bytes]:
        for chunk in upload.chunks():
            digest.update(chunk)
            yield chunk

    write(name, cipher.sealed(clear(), name, key))
    with transaction.atomic():
        kept = VaultFile.objects.create(
            token=token,
            stored_name=name,
            key_name=key.name,
            sha256=digest.hexdigest(),
            size=size,
            media_type=media_type,
            name=cipher.seal_text(os.path.basename(upload.name or "")[-120:], token),
            purpose=purpose,
            uploaded_by=by,
        )
        ledger.append("vault stored", kept, kept.sha256, {"file": kept.pk, "by": _who(by), "purpose": purpose, "size": size})
    return kept


def _who(by: Any) -> int | None:
    """Nobody with an account, for a reader or a duty."""
    return by.pk if by is not None else None


def new_name() -> str:
    """A random place on the shelf, spread over 256 folders."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


def write(name: str, chunks: Iterator[bytes]) -> None:
    """Seal into a temporary file, then put it on the shelf whole and synced."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as sealed:
        for chunk in chunks:
            sealed.write(chunk)
        sealed.seek(0)
        saved = shelf().save(name, File(sealed, name=name))
    if saved != name:
        raise VaultFault(f"the shelf stored {saved} in the place of {name}")
    _sync(name)


def _sync(name: str) -> None:
    """On a local disk, wait until the bytes are there; other shelves answer only then."""
    try:
        path = shelf().path(name)
    except NotImplementedError:
        return
    for place, flags in ((path, os.O_RDWR), (os.path.dirname(path), os.O_RDONLY)):
        handle = os.open(place, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read(kept: VaultFile, by: Any) -> IO[bytes]:
    """The clear bytes, compared with their hash before the first one is given out; the access is on record.

    Raises VaultFault. Whether this person may read is asked by `access.may_read`.
    """
    ledger.append("vault read", kept, kept.sha256, {"file": kept.pk, "by": _who(by)})
    return opened(kept)


def opened(kept: VaultFile) -> IO[bytes]:
    """The clear bytes, in memory alone. Raises VaultFault."""
    if kept.erased_at is not None:
        raise VaultFault("erased")
    clear = io.BytesIO()
    digest = hashlib.sha256()
    try:
        with shelf().open(kept.stored_name) as sealed:
            for chunk in cipher.opened(sealed, kept.stored_name):
                digest.update(chunk)
                clear.write(chunk)
    except (cipher.Unreadable, OSError) as broken:
        raise VaultFault(f"file {kept.pk}: {broken}") from broken
    if digest.hexdigest() != kept.sha256:
        raise VaultFault(f"file {kept.pk}: its bytes are not those that were stored")
    clear.seek(0)
    return clear


def name_of(kept: VaultFile) -> str:
    """The name it came with; empty once it is erased."""
    if not kept.name:
        return ""
    try:
        return cipher.open_text(bytes(kept.name), kept.token)
    except cipher.Unreadable:
        return ""


def erase(kept: VaultFile, by: Any, reason_code: str) -> bool:
    """Take bytes and name away for good; hash, row and ledger stay. False when it was erased before.

    The bytes go after the commit; should the machine stop in between, the duty takes them away.
    """
    with transaction.atomic():
        erased = VaultFile.objects.filter(pk=kept.pk, erased_at=None).update(erased_at=timezone.now(), name=b"")
        if not erased:
            return False
        ledger.append("vault erased", kept, kept.sha256, {"file": kept.pk, "by": _who(by), "code": reason_code})
        transaction.on_commit(lambda: shelf().delete(kept.stored_name))
    kept.refresh_from_db()
    return True
