"""What the start page of the administration tells each role: how much there is of what, and what to do next."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from articles.models import ArticlePage
from doctors import roles
from doctors.models import Certificate
from doctors.qualification import shortcomings
from doctors.standing import SOON
from moderation.desk import lights
from moderation.models import Case, DutyRun, Submission

from .own_articles import STANDINGS, own, own_articles, standing_of, write_url

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST = 6


@dataclass(frozen=True)
class Tile:
    """A number with its words, leading to what it counts."""

    number: int
    words: "StrOrPromise"
    url: str
    tone: str = "plain"


@dataclass(frozen=True)
class Step:
    """Something to do; `state` is the word in front of it."""

    words: "StrOrPromise"
    url: str
    state: "StrOrPromise" = ""
    tone: str = "plain"
    why: "StrOrPromise" = ""


@dataclass(frozen=True)
class Card:
    """What one role sees; `empty` says what will appear where there is nothing to do."""

    heading: str
    tiles: Sequence[Tile]
    steps: Sequence[Step]
    empty: str
    acts: Sequence[Step] = field(default_factory=tuple)


class RolePanel(Component):
    """One role's card on the start page."""

    template_name = "wagtailadmin/xinglin/card.html"

    def __init__(self, card: Card, order: int) -> None:
        self.card = card
        self.order = order

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"card": self.card}


def arrange(request: HttpRequest, panels: list[Any]) -> None:
    """Our cards instead of Wagtail's own panels; what other apps add stays, below."""
    user = request.user
    panels[:] = [panel for panel in panels if not type(panel).__module__.startswith("wagtail.")]
    cards = [
        *([of_doctor(user)] if roles.is_doctor(user) else []),
        *([of_moderator()] if roles.is_moderator(user) else []),
        *([of_operator()] if roles.is_operator(user) or user.is_superuser else []),
    ]
    panels[:0] = [RolePanel(card, order) for order, card in enumerate(cards)]


def of_doctor(user: Any) -> Card:
    """What editors propose and returned articles first, then what is missing of the qualification, then drafts."""
    articles = list(own(user))
    counted = Counter(article.standing for article in articles)
    listing = reverse(own_articles.get_url_name("index"))
    reasons = _return_reasons([article.pk for article in articles if article.standing == "returned"])
    steps = [_article_step(article, standing_of(article).note) for article in articles if article.standing == "asked"]
    steps += [_article_step(article, reasons.get(article.pk, "")) for article in articles if article.standing == "returned"]
    steps += [Step(missing, reverse("doctors:own"), _("资质"), "open") for missing in shortcomings(user)]
    steps += [_article_step(article, "") for article in articles if article.standing == "draft"]
    tones = {"asked": "fruit", "returned": "fruit", "open": "soon", "approved": "soon", "down": "stop"}
    return Card(
        heading=_("接下来"),
        tiles=[
            Tile(counted[key], words, f"{listing}?standing={key}", tones.get(key, "plain")) for key, words in STANDINGS.items()
        ],
        steps=steps[:LONGEST],
        empty=_("没有等您处理的事。被退回的文章、没写完的草稿和资质提醒会出现在这里。"),
        acts=[Step(_("写文章"), write_url()), Step(_("全部文章"), listing)],
    )


def _article_step(article: Any, why: "StrOrPromise") -> Step:
    standing = standing_of(article)
    road = "articles_edits" if article.standing == "asked" else "wagtailadmin_pages:edit"
    return Step(article.title, reverse(road, args=[article.pk]), standing.words, standing.tone, why)


def _return_reasons(articles: Sequence[int]) -> dict[int, str]:
    """The day on which each of these was returned."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    returned = Submission.objects.filter(content_type=kind, object_id__in=articles, state=Submission.State.RETURNED).order_by(
        "pk"
    )
    return {
        submission.object_id: _("%(day)s退回，修改后可再次提交")
        % {"day": f"{timezone.localtime(submission.settled_at):%Y-%m-%d} "}
        for submission in returned
        if submission.settled_at
    }


def of_moderator() -> Card:
    """How much is open, late and of high risk; the most urgent high-risk cases to begin with."""
    waiting = Case.objects.filter(state=Case.State.OPEN)
    late, high = waiting.filter(due_at__lt=timezone.now()), waiting.filter(risk="high")
    desk = reverse("moderation_desk")
    return Card(
        heading=_("先看这些"),
        tiles=[
            Tile(waiting.count(), _("待处理"), desk),
            Tile(late.count(), _("已超时"), desk, "stop"),
            Tile(high.count(), _("高风险"), desk, "soon"),
        ],
        steps=[_case_step(case) for case in (late | high).order_by("due_at", "pk")[:LONGEST]],
        empty=_("没有超时或高风险的案件。出现时会排在这里。"),
        acts=[Step(_("打开审核台"), desk)],
    )


def _case_step(case: Case) -> Step:
    light = lights.of(case)
    tone = {"stop": "down", "soon": "open"}.get(light.tone, "published")
    why = " · ".join([str(case.get_risk_display()), str(case.get_kind_display())])
    return Step(case.title, reverse("moderation_review", args=[case.number]), light.words, tone, why)


def of_operator() -> Card:
    """Certificates to verify, certificates that end soon, duties that failed."""
    today = timezone.localdate()
    standing = Certificate.objects.filter(revoked_at=None).select_related("holder")
    unverified = standing.filter(verified_at=None)
    ending = standing.filter(expires_on__lte=today + datetime.timedelta(days=SOON), verified_at__isnull=False)
    failing = DutyRun.objects.exclude(error="")
    waiting, doctors, duties = reverse("doctors:waiting"), reverse("doctors:list"), reverse("moderation_duties")
    steps = [Step(run.name, duties, _("任务失败"), "down", run.error.splitlines()[0][:80]) for run in failing]
    steps += [Step(str(one), waiting, _("待核验"), "open") for one in unverified.order_by("entered_at")[:LONGEST]]
    steps += [
        Step(str(one), reverse("doctors:doctor", args=[one.holder_id]), *_ending_words(one, today))
        for one in ending.order_by("expires_on")[:LONGEST]
    ]
    return Card(
        heading=_("等您处理"),
        tiles=[
            Tile(unverified.count(), _("待核验证件"), waiting, "soon"),
            Tile(ending.count(), _("到期或将到期证件"), doctors, "soon"),
            Tile(failing.count(), _("失败的值守任务"), duties, "stop"),
        ],
        steps=steps[:LONGEST],
        empty=_("没有等您处理的事。待核验的证件、将到期的证件和失败的值守任务会出现在这里。"),
        acts=[Step(_("医生"), doctors), Step(_("邀请医生"), reverse("doctors:invite"))],
    )


def _ending_words(certificate: Certificate, today: datetime.date) -> tuple[str, str, str]:
    """State, tone and reason of a certificate that ended or soon will."""
    ended = certificate.expires_on is not None and certificate.expires_on < today
    return (_("已到期") if ended else _("将到期"), "down" if ended else "open", f"{certificate.expires_on:%Y-%m-%d}")
