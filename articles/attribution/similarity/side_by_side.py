"""The matches of a report as people read them: both texts beside each other, each place with a little of what stands around it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.cards import field_label
from moderation.models import Submission

from . import index
from .left_out import text_of
from .report import ADVISE, BLOCK, REVIEW, Likeness
from .text import Span

if TYPE_CHECKING:
    from articles.models import ArticlePage

AROUND = 24  # characters
LONGEST = 400  # of one match as it is shown
LEVELS = {
    "": gettext_lazy("仅供参考"),
    ADVISE: gettext_lazy("提示"),
    REVIEW: gettext_lazy("需要复核"),
    BLOCK: gettext_lazy("拦截"),
}
TONES = {ADVISE: "leaf", REVIEW: "soon", BLOCK: "stop"}


@dataclass(frozen=True)
class Excerpt:
    """`start` and `end` are places in the original passage."""

    field: str
    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Pair:
    """The same words at both places; `there` is None when the other text changed or left since."""

    here: Excerpt | None
    there: Excerpt | None
    han: int

    @property
    def sides(self) -> tuple[Excerpt | None, Excerpt | None]:
        return self.here, self.there


@dataclass(frozen=True)
class Row:
    """One other text with what is common."""

    entry: Likeness
    level: str
    tone: str
    whose: str
    address: str
    pairs: list[Pair]

    @property
    def percent(self) -> int:
        return round(self.entry.score * 100)


def rows(page: "ArticlePage", entries: Iterable[Likeness], passages: dict[str, str], pasted: str = "") -> list[Row]:
    """`passages` are those of the text that was compared. Nothing is shown of a text that readers cannot see any more."""
    return [_row(page, entry, passages, pasted) for entry in entries]


def _row(page: "ArticlePage", entry: Likeness, passages: dict[str, str], pasted: str) -> Row:
    there, address = _other(page, entry, pasted)
    pairs = [Pair(_excerpt(page, match.here, passages), _excerpt(page, match.there, there), match.han) for match in entry.matches]
    whose = {
        "pasted": _("粘贴的原文"),
        "several": _("几篇文章合计"),
        "submission": _("您自己提交的另一篇") if entry.own else "",
    }.get(entry.source) or (_("同一作者，已发布") if entry.own else _("他人的文章，已发布"))
    return Row(entry, str(LEVELS[entry.level]), TONES.get(entry.level, ""), whose, address, pairs)


def _other(page: "ArticlePage", entry: Likeness, pasted: str) -> tuple[dict[str, str], str]:
    """The passages of the other text as it was compared, and where readers find it."""
    from articles.models import ArticlePage
    from articles.models.similarity import ComparedText

    if entry.source == "pasted":
        return {"text": pasted}, ""
    if entry.source == "article":
        row = ComparedText.objects.filter(article=entry.number, digest=entry.digest, ready=True).first()
        slug = ArticlePage.objects.published().filter(pk=entry.number).values_list("slug", flat=True).first()
        return dict(index.text_in(row).passages) if row else {}, f"/articles/{slug}/" if slug else ""
    if entry.source == "submission":
        own = Submission.objects.filter(pk=entry.number, submitted_by_id=page.owner_id, revision__isnull=False).first()
        return dict(text_of(own.revision.as_object()).passages) if own and own.revision else {}, ""
    return {}, ""


def _excerpt(page: Any, span: Span, passages: dict[str, str]) -> Excerpt | None:
    text = passages.get(span.path, "")
    if span.end > len(text) or span.start >= span.end:
        return None
    words = text[span.start : span.end]
    if len(words) > LONGEST:
        words = f"{words[: LONGEST // 2]}……{words[-LONGEST // 2 :]}"
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    field = _("粘贴的原文") if span.path == "text" else field_label(page, span.path)
    return Excerpt(field, span.start, span.end, before, words, after)
