"""What an entry can be narrowed by, in one short row, so that counting two thousand of them reads no article."""

from django.db import models

from .entry import SearchEntry


class EntryFacets(models.Model):
    """`packed` is what `search.facets.pack` made; written with the entry, gone with it."""

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="facets")
    packed = models.TextField()

    class Meta:
        verbose_name_plural = "entry facets"

    def __str__(self) -> str:
        return self.packed
