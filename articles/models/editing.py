"""Words that an editor would have otherwise, one place each, for the author to accept or refuse."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EditKind(models.TextChoices):
    """A misprint touches no digit, negation, medicine or reference and is short; everything else changes what is said."""

    MISPRINT = "misprint", _("错字")
    SUBSTANTIVE = "substantive", _("实质修改")


class EditState(models.TextChoices):
    """Each change is one conditional update; only an open proposal can be answered."""

    OPEN = "open", _("等待作者答复")
    ACCEPTED = "accepted", _("作者已采纳")
    REFUSED = "refused", _("作者未采纳")
    STALE = "stale", _("原文已改，未采纳")


class EditProposal(models.Model):
    """One change of wording, which touches nothing until the author accepts it.

    `start` and `end` are string indices into `passage`, the whole paragraph as the proposer saw it; none of them changes.
    """

    article = models.ForeignKey("articles.ArticlePage", models.CASCADE, related_name="edit_proposals")
    # Autosave overwrites and Wagtail may delete a draft's revisions: the passage is kept beside it.
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    # As the proposer saw it: staff learn no newer title by an answer.
    title = models.CharField(max_length=255)
    path = models.CharField(max_length=160)
    passage = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    before = models.TextField(_("原文"))
    after = models.TextField(_("建议"), blank=True)
    # The same paragraph and place once another proposal for it was accepted; empty until then. Shown to the author alone.
    moved_passage = models.TextField(blank=True)
    moved_start = models.PositiveIntegerField(default=0)
    reason = models.CharField(_("理由"), max_length=300)
    kind = models.CharField(_("类别"), max_length=12, choices=EditKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=EditState, default=EditState.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = _("修改建议")
        verbose_name_plural = _("修改建议")
        ordering = ["pk"]
        indexes = [models.Index(fields=["article", "state"], name="edits_by_article")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def misprint(self) -> bool:
        return self.kind == EditKind.MISPRINT

    @property
    def proposed(self) -> str:
        """The paragraph with this one edit in it."""
        return self.passage[: self.start] + self.after + self.passage[self.end :]

    @property
    def place(self) -> tuple[str, int, int]:
        """The paragraph, start and end by which the edit is found in the draft now."""
        if not self.moved_passage:
            return self.passage, self.start, self.end
        return self.moved_passage, self.moved_start, self.moved_start + len(self.before)
