"""What readers can find: one row for each live article, written in the transaction that makes it live."""

from django.db import models

from articles.models import ArticlePage
from doctors.specialties import Specialty


class SearchEntry(models.Model):
    """The words of an article as they went live. The full-text index beside it, `search_text`, has the same key."""

    page = models.OneToOneField(ArticlePage, models.CASCADE, primary_key=True, related_name="+")
    public_id = models.CharField(max_length=255)
    title = models.TextField()
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    author = models.TextField(blank=True)
    topic = models.TextField(blank=True)
    specialty = models.CharField(max_length=8, choices=Specialty, db_index=True)
    published_at = models.DateTimeField(null=True, db_index=True)
    reviewed_at = models.DateTimeField(null=True)
    # From this day on its review is overdue: labelled, and a little lower in the order.
    review_due = models.DateField(null=True)
    digest = models.CharField(max_length=64)
    recipe = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return f"/articles/{self.public_id}/"
