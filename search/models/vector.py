"""What the articles mean, as numbers: one vector for each entry, and the articles that lie nearest to it."""

import secrets

from django.db import models

from .entry import SearchEntry


def _epoch() -> int:
    return secrets.randbits(62)


class VectorState(models.Model):
    """The one row that tells every process when vectors changed. Whoever changes any locks it first, so that versions become
    visible in their order and nobody waits in a circle."""

    epoch = models.BigIntegerField(default=_epoch)
    version = models.BigIntegerField(default=0)
    removals = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.version}, {self.removals} removed"


class SearchVector(models.Model):
    """The vector of one entry, made after it went live and gone with it: 512 whole numbers of one byte, of which only the direction
    counts.

    `digest` is the version of the article that it was compared with last, `text_hash` the words that the model was given.
    """

    entry = models.OneToOneField(SearchEntry, models.CASCADE, primary_key=True, related_name="vector")
    model = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    codes = models.BinaryField()
    version = models.BigIntegerField(db_index=True)
    # Up to which version of all vectors its nearest were looked for; none yet, or again, when zero.
    related_version = models.BigIntegerField(default=0, db_index=True)

    def __str__(self) -> str:
        return f"vector of {self.entry_id}"


class NearestArticle(models.Model):
    """`other` is among those that lie nearest to `article`; kept by a duty, read by the article's page."""

    article = models.ForeignKey(SearchVector, models.CASCADE, related_name="nearest")
    other = models.ForeignKey(SearchVector, models.CASCADE, related_name="+")
    cosine = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="each_neighbour_once")]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}"
