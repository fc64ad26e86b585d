"""Look after what is stored: compare samples with their hashes, exchange the key, take away what no row names."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import ledger
from ..duties import Duty
from ..models.vault import VaultFile
from . import cipher, filing, keys

# A file without a row may be one that is being stored at this moment.
GRACE = datetime.timedelta(days=1)
SAMPLE = 20


def check(limit: int | None = None) -> Iterator[tuple[VaultFile, str]]:
    """(file, what is wrong or empty), those never or longest not looked at first."""
    files = VaultFile.objects.filter(erased_at=None).order_by(F("checked_at").asc(nulls_first=True), "pk")
    for kept in files[:limit] if limit is not None else files:
        fault = ""
        try:
            filing.opened(kept).close()
        except filing.VaultFault as broken:
            fault = str(broken)[:200]
        VaultFile.objects.filter(pk=kept.pk).update(checked_at=timezone.now(), fault=fault)
        yield kept, fault


def rotate() -> Iterator[VaultFile]:
    """Seal everything anew that is not under the newest key, one file at a time; stopped half-way, it goes on the next time.

    What cannot be read keeps its place and its fault, and stops no other.
    """
    newest = keys.newest()
    for kept in VaultFile.objects.filter(erased_at=None).exclude(key_name=newest.name).order_by("pk"):
        old, name = kept.stored_name, filing.new_name()
        try:
            clear = filing.opened(kept)
        except filing.VaultFault as broken:
            VaultFile.objects.filter(pk=kept.pk).update(checked_at=timezone.now(), fault=str(broken)[:200])
            continue
        with clear:
            blocks = iter(partial(clear.read, cipher.CHUNK), b"")
            filing.write(name, cipher.sealed(blocks, name, newest))
        sealed_name = cipher.seal_text(filing.name_of(kept), kept.token)
        with transaction.atomic():
            moved = VaultFile.objects.filter(pk=kept.pk, stored_name=old, erased_at=None).update(
                stored_name=name, key_name=newest.name, name=sealed_name
            )
            if moved:
                ledger.append("vault resealed", kept, kept.sha256, {"file": kept.pk, "key": newest.name})
        filing.shelf().delete(old if moved else name)
        if moved:
            yield kept


def sweep(now: datetime.datetime) -> int:
    """Take away stored bytes whose row was never written, or was erased while the machine stopped."""
    shelf, taken = filing.shelf(), 0
    try:
        folders, _files = shelf.listdir("")
    except FileNotFoundError:
        return 0
    for folder in folders:
        names = [f"{folder}/{name}" for name in shelf.listdir(folder)[1]]
        known = set(VaultFile.objects.filter(stored_name__in=names, erased_at=None).values_list("stored_name", flat=True))
        for name in names:
            if name not in known and now - shelf.get_modified_time(name) > GRACE:
                shelf.delete(name)
                taken += 1
    return taken


def look_after(now: datetime.datetime) -> int:
    """The duty. Raises VaultFault when a sample is not what was stored, so that the operator's page says so."""
    faults = [fault for _kept, fault in check(SAMPLE) if fault]
    taken = sweep(now)
    if faults:
        raise filing.VaultFault("; ".join(faults))
    return taken


DUTY = Duty("vault", _("凭证文件抽查"), look_after, datetime.timedelta(hours=6))
