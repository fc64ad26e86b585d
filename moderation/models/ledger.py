"""The append-only, hash-chained record of everything decided."""

from django.db import models

from .reference import AboutObject


class LedgerEntry(AboutObject):
    """Ids, digests, codes and salted commitments; never a name, an address or free text."""

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class LedgerHead(models.Model):
    """The one row that writers lock, so that entries are numbered without a gap."""

    number = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.number} {self.sha256[:8]}"
