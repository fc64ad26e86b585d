"""What readers asked, counted by the hour and by nobody: no account, no address, and words only of what several people asked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..text import QUERY_LIMIT


class Question(models.Model):
    """One question, folded, with what leads to a person taken out. Its words stay empty until it was asked from so many different
    networks that they cannot be one person's own; until then only the keyed hash tells that it was asked again."""

    class Settled(models.TextChoices):
        DISMISSED = "dismissed", _("不处理")
        PINNED = "pinned", _("已置顶文章")
        NAMED = "named", _("已提议别名")

    key = models.CharField(max_length=32, unique=True)
    words = models.CharField(_("问题"), max_length=QUERY_LIMIT, blank=True)
    # Two bytes for each network, keyed by the question: they say that two differ, and not which they are. Emptied with the words' coming.
    voices = models.JSONField(default=list)
    # Nobody may read it, however many ask: what is left without the names says nothing, or the tagger could not read it.
    veiled = models.BooleanField(default=False)
    last_asked = models.DateTimeField(_("最近一次"))
    last_found = models.PositiveIntegerField(_("找到"), default=0)
    settled = models.CharField(_("处理"), max_length=10, choices=Settled, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("读者的问题")
        permissions = [("tend_search", _("可以查看检索情况、管理置顶"))]

    def __str__(self) -> str:
        return self.words or self.key


class Asking(models.Model):
    """How many times a question was asked in one hour with one kind of answer."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="askings")
    hour = models.DateTimeField(db_index=True)
    engine = models.CharField(max_length=16)
    degraded = models.BooleanField()
    # The answer took at most so many milliseconds; 0 stands for longer than the longest.
    within_ms = models.PositiveIntegerField()
    empty = models.BooleanField()
    corrected = models.BooleanField()
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "hour", "engine", "degraded", "within_ms", "empty", "corrected"],
                name="one_row_for_each_kind_of_answer_in_an_hour",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} × {self.times}"
