"""The last run of each named job."""

from django.db import models


class DutyRun(models.Model):
    """One row per duty; `error` keeps the last failure until a run succeeds."""

    name = models.CharField(max_length=60, primary_key=True)
    last_started = models.DateTimeField(null=True)
    last_succeeded = models.DateTimeField(null=True)
    did = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
