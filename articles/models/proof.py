"""What proves a published version, and the dated notes that stand beside it; added, never edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.appending import AppendOnly
from moderation.models.reference import AboutObject


class Manifest(AppendOnly, AboutObject):
    """The signed manifest of one version. An erasure empties `text` and `openings`; hash, signature and chain stay."""

    erasable_columns = frozenset({"text", "openings"})

    # Its place in the article's own chain; a version whose pictures were made after it went live has a second one.
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    sha256 = models.CharField(max_length=64, unique=True)
    previous = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=40)
    signature = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    # The canonical JSON that was signed, without the signature.
    text = models.TextField(blank=True)
    # What its commitments were made of: place, salt and value. Never shown.
    openings = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="manifests_form_one_chain_per_article")
        ]

    def __str__(self) -> str:
        return f"manifest {self.content_type_id}:{self.object_id} {self.number} {self.sha256[:8]}"


class NoteKind(models.TextChoices):
    """The three kinds that readers of journals know, and the one that says that a takedown was wrong."""

    CORRECTION = "correction", _("更正")
    CONCERN = "concern", _("关注提示")
    RETRACTION = "retraction", _("撤稿")
    REINSTATED = "reinstated", _("恢复说明")


# What a list says of an article that has such a note; the gravest speaks.
NOTED = {
    NoteKind.RETRACTION: _("已撤稿"),
    NoteKind.CONCERN: _("有关注提示"),
    NoteKind.CORRECTION: _("已更正"),
}


class NoteVoice(models.TextChoices):
    """Who speaks in a note; never a person's name."""

    EDITORS = "editors", _("编辑部")
    AUTHORS = "authors", _("作者")
    OPERATOR = "operator", _("平台运营方")


class PublicNote(AppendOnly, AboutObject):
    """One dated note that readers see above an article and in its history. Scanned before the row exists."""

    erasable_columns = frozenset({"text"})

    kind = models.CharField(_("类型"), max_length=12, choices=NoteKind)
    voice = models.CharField(_("由谁说明"), max_length=10, choices=NoteVoice, default=NoteVoice.EDITORS)
    text = models.TextField(_("说明"), max_length=1000, blank=True)
    # The version that readers saw when it was written.
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="note_by_object")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.content_type_id}:{self.object_id}"
