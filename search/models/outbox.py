"""What the cluster still has to be told: one row for a page, written with the change itself."""

from django.db import models
from django.utils import timezone


class SearchOutbox(models.Model):
    """A page, not its words: these are read when the row is delivered. `sequence` is the version the receiver is told, higher with
    every change of the page. No foreign key: a page that is gone must still be taken out."""

    page_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(db_index=True)
    removed = models.BooleanField(default=False, db_index=True)
    # Failures by the page's own fault; a node that is down counts for nobody.
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    # Given up until somebody releases it or the page changes.
    parked = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    # When the oldest change that was not delivered was made.
    waiting_since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "search outbox"

    def __str__(self) -> str:
        return f"{self.page_id} at {self.sequence}"


class SearchRebuild(models.Model):
    """The one row about generations: which one is being filled, how far it is, by whom, and which one was last put in service."""

    building = models.PositiveIntegerField(null=True)
    # Every entry up to this page is written.
    reached = models.BigIntegerField(default=0)
    owner = models.CharField(max_length=32, blank=True)
    alive_until = models.DateTimeField(null=True)
    served = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"generation {self.building or self.served}"
