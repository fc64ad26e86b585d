"""An article with its attribution record."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from doctors.qualification import shortcomings
from doctors.specialties import Specialty
from moderation.gate import PAGE_COLUMNS
from moderation.models import Submission
from moderation.moderated import Obstacles
from moderation.surface import Surface

from .. import blocks, bylines, identity, numbering, passages
from ..attribution import ai, interests, licences, rights
from ..attribution.evidence_vocabulary import CaseKind
from ..attribution.proposals import redacting
from ..attribution.proposals import standing as proposals
from ..attribution.references.facts import standings
from ..attribution.references.uses import note_draft
from ..attribution.signatures import standing as signatures
from ..attribution.signatures.people import contributors_of, without_their_account
from ..attribution.vocabulary import AUTHORS, AIUse, Audience, Licence, Origin, Role
from ..copying import ArticleCopyForm
from ..facts import facts_of
from ..forms import ArticleForm
from ..panels import ARTICLE_EDIT_HANDLER
from ..permissions import ArticlePermissionTester
from ..surface import COLUMNS, STREAMS, surface_of
from .base import ModeratedPage
from .editing import EditProposal
from .places import TopicPage


class ArticlePage(ModeratedPage):
    """A piece of medical popular science with its attribution record. `slug` is its id everywhere outside."""

    summary = models.TextField(_("摘要"), max_length=240, help_text=_("两三句话说清这篇文章讲什么，会显示在标题下和搜索结果里"))
    specialty = models.CharField(_("专科"), max_length=8, choices=Specialty)
    topic = models.ForeignKey(
        "articles.TopicPage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主题")
    )
    tags = StreamField(blocks.TagsBlock(), blank=True, verbose_name=_("标签"), max_num=8)
    cover = StreamField(blocks.CoverBlock(), blank=True, verbose_name=_("封面图"), max_num=1)
    body = StreamField(blocks.BodyBlock(), blank=True, verbose_name=_("正文"), max_num=400)

    audience = models.CharField(_("读者"), max_length=12, choices=Audience, default=Audience.PUBLIC)
    audience_for = models.CharField(_("适用人群"), max_length=200, blank=True)
    audience_not = models.CharField(_("不适用人群"), max_length=200, blank=True)

    origin = models.CharField(_("来源类型"), max_length=8, choices=Origin, default=Origin.ORIGINAL)
    owner_name = models.CharField(_("权利人"), max_length=80, blank=True, help_text=_("著作权归谁所有；原创文章留空即为作者本人"))
    licence = models.CharField(_("许可"), max_length=24, choices=Licence, blank=True)
    case_kind = models.CharField(
        _("病例"), max_length=10, choices=CaseKind, blank=True, help_text=_("真实病例要有患者或监护人签署的知情同意，才能发布")
    )
    source_works = StreamField(
        [("work", blocks.SourceWorkBlock())], blank=True, verbose_name=_("原作品"), help_text=_("转载、翻译、改编、汇编必填")
    )
    contributors = StreamField(
        blocks.ContributorsBlock(), blank=True, verbose_name=_("其他参与者"), help_text=_("您本人会自动署名，不必重复填写")
    )
    byline = models.JSONField(_("署名"), default=list, editable=False)
    references = StreamField(blocks.ReferencesBlock(), blank=True, verbose_name=_("参考文献"), max_num=100)
    common_knowledge = models.BooleanField(_("常识类，无需文献"), default=False)
    ai_use = models.CharField(_("AI 使用"), max_length=8, choices=AIUse, blank=True)
    ai_note = models.CharField(_("AI 使用说明"), max_length=200, blank=True, help_text=_("用了什么工具、做了什么"))
    ai_uses = StreamField(
        blocks.AIUsesBlock(), blank=True, verbose_name=_("AI 使用明细"), max_num=10, help_text=_("每用一次工具写一条")
    )
    interests = models.CharField(_("利益关系"), max_length=300, blank=True, help_text=_("没有请写“无”；有请如实写明"))
    sponsor = models.CharField(
        _("资助方"),
        max_length=80,
        blank=True,
        help_text=_("只有疾病科普可以接受资助：写出资助方的全称，文章开头会标明；正文不能出现资助方、它的产品、联系方式和链接"),
    )
    # Decided, never in the digest: what became of works in the live list, by their number there.
    source_standing = models.JSONField(default=dict, editable=False)
    # Decided likewise: who reviewed the live version and who confirmed their part, as `signatures.shown_on_page` says.
    signed = models.JSONField(default=dict, editable=False)

    surface_columns = (PAGE_COLUMNS - {"slug"}) | COLUMNS
    record_words = dict(Role.choices)
    template = "articles/article_page.html"
    parent_page_types = ["articles.ArticleIndexPage"]
    subpage_types: list[str] = []
    is_creatable = True
    edit_handler = ARTICLE_EDIT_HANDLER
    copy_form_class = ArticleCopyForm
    base_form_class = ArticleForm
    default_exclude_fields_in_copy = [*Page.default_exclude_fields_in_copy, "live_digest", "cleared_at", "review_due", "imported"]
    default_exclude_fields_in_copy += ["source_standing", "signed"]

    class Meta:
        verbose_name = verbose_name_plural = _("文章")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.pk is None and not getattr(self, "slug", ""):
            self.slug = identity.new_id()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "ArticlePage":
        page = super().from_db(*args, **kwargs)
        page._id_outside = page.__dict__.get("slug")
        return page

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The id by which the outside world knows an article never changes."""
        self.slug = getattr(self, "_id_outside", None) or self.slug
        super().save(*args, **kwargs)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """A copy is a draft with an id of its own, and starts its own history."""
        kwargs["update_attrs"] = {**(kwargs.get("update_attrs") or {}), "slug": identity.new_id()}
        return super().copy(*args, **{**kwargs, "keep_live": False, "copy_revisions": False})

    def surface(self) -> Surface:
        return surface_of(self)

    def facts(self) -> dict[str, Any]:
        return facts_of(self)

    def contributor_accounts(self) -> Iterable[int]:
        proposed = EditProposal.objects.filter(article_id=self.pk).order_by().values_list("by_id", flat=True)
        return self._with_named(self.revision_accounts().union(proposed))

    def draft_accounts(self) -> Iterable[int]:
        return self._with_named(self.revision_accounts())

    def _with_named(self, accounts: Iterable[int | None]) -> set[int]:
        named = (one.account for one in contributors_of(self))
        return {identity for identity in (self.owner_id, *accounts, *named) if identity}

    def author_accounts(self) -> Iterable[int]:
        """Who drew, edited, proposed or saved took part, and is no author by it."""
        named = (one.account for one in contributors_of(self) if one.account and one.role in AUTHORS)
        return {identity for identity in (self.owner_id, *named) if identity}

    def signing_accounts(self) -> Iterable[int]:
        return signatures.signed_by(self)

    def specialty_code(self) -> str:
        return self.specialty

    def risk_level(self) -> str:
        return self.topic.risk_level() if self.topic else "normal"

    def obstacles(self, now: datetime.datetime) -> Obstacles:
        """New words need an author who is qualified at this moment, also where an operator's archive is imported."""
        today = timezone.localdate(now)
        found = rights.rights_of(self, today)
        return Obstacles(
            to_show=found.ended,
            to_publish=[
                *shortcomings(self.owner, today),
                *found.objections,
                *found.lacking,
                *signatures.lacking(self),
                *interests.lacking(self, today),
                *proposals.unanswered(self),
            ],
        )

    def objections(self, now: datetime.datetime) -> Sequence[str]:
        today = timezone.localdate(now)
        return [
            *rights.rights_of(self, today).objections,
            *ai.objections(self, today),
            *interests.objections(self, today),
            *without_their_account(self),
            *proposals.objections(self),
        ]

    def awaits(self) -> Sequence[str]:
        number = proposals.waiting(self)
        return [proposals.words(number)] if number else []

    def redact_kept(self, masked: Callable[[str], str]) -> Sequence[tuple[Any, Sequence[str]]]:
        return redacting.redact(self, masked)

    def confirmations(self) -> Sequence[tuple[str, str]]:
        return [*licences.confirmations(self), *ai.confirmations(self)]

    def keep_confirmed(self, user: Any, names: Sequence[str]) -> None:
        ai.sign(self, user, names)

    def hand_in_parts(self) -> Sequence[str]:
        return [f"articles/{part}/_hand_in.html" for part in ("evidence", "signatures", "proposals", "similarity")]

    def waiting_parts(self) -> Sequence[str]:
        return ["articles/signatures/_waiting.html", "articles/proposals/_waiting.html"]

    def review_tabs(self) -> list[tuple[str, str]]:
        return [
            (str(_("署名与审稿")), "articles/signatures/_review.html"),
            (str(_("归属证据")), "articles/evidence/_review.html"),
            (str(_("相似比对")), "articles/similarity/_review.html"),
            (str(_("公开说明")), "articles/notes_tab.html"),
            (str(_("修改建议")), "articles/proposals/_review.html"),
        ]

    def decided_for(self, submission: Submission) -> None:
        self.imported = not submission.warranty
        months = 12 if self.risk_level() == "high" else 24
        self.review_due = timezone.localdate() + datetime.timedelta(days=round(months * 30.44))
        self.source_standing = standings(self)
        self.signed = signatures.shown_on_page(submission, self)

    def exchange_words(self, path: str, start: int, end: int, replacement: str) -> None:
        field, _dot, place = path.partition(".")
        if not place:
            super().exchange_words(path, start, end, replacement)
        elif field not in STREAMS:
            raise LookupError(path)
        else:
            self.set_stream(field, passages.replace(getattr(self, field).get_prep_value(), place, start, end, replacement))

    def set_stream(self, field: str, stream: list[dict[str, Any]]) -> None:
        """Give a stream field its stored form, with or without block ids."""
        setattr(self, field, self._meta.get_field(field).to_python(stream))  # type: ignore[union-attr]

    def refresh_byline(self) -> None:
        self.byline = bylines.byline_of(self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """The byline of a version is the author's cleared profile at that moment."""
        self.refresh_byline()
        self.contributors = numbering.with_ids_of_their_own(self.contributors)
        revision = super().save_revision(*args, **kwargs)
        note_draft(self)
        return revision

    def with_content_json(self, content: dict[str, Any]) -> Any:
        # Read once: Wagtail would read it to see that it is there, and the surface again for its words.
        page = super().with_content_json({**content, "topic": None})
        page.topic = TopicPage.objects.filter(pk=content.get("topic", 0)).first()
        page.source_standing, page.signed = self.source_standing, self.signed
        return page

    def permissions_for_user(self, user: Any) -> ArticlePermissionTester:
        return ArticlePermissionTester(user, self)

    def get_url_parts(self, request: Any = None) -> Any:
        """An article's address never depends on where it stands in the tree."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], f"/articles/{self.slug}/")
