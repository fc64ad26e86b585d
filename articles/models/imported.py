"""Which lines of an archive were imported already, so that an interrupted import goes on where it stopped."""

from django.db import models


class ImportedLine(models.Model):
    """One line of an imported file, by the hash of its bytes and its author."""

    sha256 = models.CharField(max_length=64, unique=True)
    page_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.outcome}"
