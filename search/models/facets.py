"""What counting and ordering read of an entry, in one short row, so that two thousand of them cost no article."""

from django.db import models

from .entry import SearchEntry


class EntryFacets(models.Model):
    """`packed` is what `search.facets.pack` made, `level`, `core` and `asks` what `search.phrasing` makes of the title; written
    with the entry, gone with it."""

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="facets")
    packed = models.TextField()
    level = models.TextField(default="")
    core = models.TextField(default="")
    asks = models.BigIntegerField(default=0)
    # Which characters occur at all, each once: enough to rank by, without reading the body.
    characters = models.TextField(default="")
    reviewed_on = models.DateField(null=True)
    review_due = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "entry facets"

    def __str__(self) -> str:
        return self.packed
