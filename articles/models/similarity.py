"""The index of texts that new ones are compared with, and the reports that stand with submissions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.appending import AppendOnly
from moderation.models import Submission
from moderation.models.reference import AboutObject


class TextKind(models.IntegerChoices):
    """What a text in the index is. Laws and package inserts belong to nobody: what stands in them counts as no likeness."""

    ARTICLE = 1, _("已发布的文章")
    LAW = 2, _("法规、官方文件")
    LABEL = 3, _("药品说明书")


class ComparedText(models.Model):
    """One text of the index: an article as readers see it now, or a law or a package insert that staff loaded.

    A row whose `ready` is false waits to be read; it is found by nobody until then. A draft is never here.
    """

    kind = models.PositiveSmallIntegerField(choices=TextKind, default=TextKind.ARTICLE)
    article = models.BigIntegerField(null=True, unique=True)
    owner = models.BigIntegerField(null=True, db_index=True)
    title = models.CharField(_("标题"), max_length=255)
    digest = models.CharField(max_length=64, blank=True)
    # SHA-256 of its passages: the same words are not compared again.
    sha256 = models.CharField(max_length=64, blank=True)
    characters = models.PositiveIntegerField(default=0)
    # Passages as [path, text] and what of them is left out as [path, start, end]: JSON, deflated to a third.
    content = models.BinaryField(default=bytes)
    # Its band hashes, eight bytes each, so that they can be taken out of the table again.
    signature = models.BinaryField(default=bytes)
    # What was found when these words were handed in: what came later is the copy.
    found = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    ready = models.BooleanField(default=False, db_index=True)

    class Meta:
        verbose_name = _("参与比对的文字")

    def __str__(self) -> str:
        return self.title


class TextBand(models.Model):
    """One band of one text's signature. Both ids are plain numbers: rows come and go by the hundred."""

    hash = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    text = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["hash", "kind", "text"], name="texts_of_a_band")]

    def __str__(self) -> str:
        return f"{self.hash} {self.text}"


class SimilarityIndex(models.Model):
    """The one row that says how many texts stand in the index, and tells every process when that changed."""

    size = models.PositiveIntegerField(default=0)
    generation = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.size} texts, {self.generation}"


class SimilarityReport(AppendOnly, AboutObject):
    """What a submission was found to have in common with other texts, at the moment it was handed in."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="similarity")
    digest = models.CharField(max_length=64, db_index=True)
    characters = models.PositiveIntegerField()
    share = models.FloatField(help_text=_("与他人的文字相同的部分，0 到 1"))
    quoted = models.FloatField(help_text=_("引文占全文，0 到 1"))
    # Each: whose text, score, run, level, and the matches by their places and first and last characters.
    entries = models.JSONField(default=list)
    index_size = models.PositiveIntegerField()
    milliseconds = models.FloatField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("相似比对")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="similarity_by_object")]

    def __str__(self) -> str:
        return f"similarity {self.content_type_id}:{self.object_id} {self.share:.0%}"
