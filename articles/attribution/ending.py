"""Permissions and consents end: reminders before, and the articles that rest on them leave when they do."""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from moderation import endings, notices
from moderation.duties import Duty
from moderation.models.notice import NoticeKind

from . import concerned, older_versions
from .rights import rights_of

if TYPE_CHECKING:
    from ..models import ArticlePage, Evidence

# Days before the last valid day, nearest first: what was missed while nothing ran is told once, not four times.
STEPS = (1, 7, 30, 60)


logger = logging.getLogger(__name__)


class EndingFault(Exception):
    """Some articles could not be looked after; the others were."""


def take_down_if_ended(page: "ArticlePage", now: datetime.datetime) -> bool:
    """Whether a live article rested on something that is over, and left just now; everyone concerned is told.

    What readers see decides, whatever the newest draft says. An older version that readers could open is closed by itself;
    a person hears of it all the same.
    """
    if not page.live:
        return False
    rights = rights_of(page, timezone.localdate(now))
    if not rights.ended:
        older_versions.tell_of(page, now)
        return False
    reason = "；".join(rights.ended)
    case = endings.take_down(page, sorted(rights.codes), reason)
    if case is None:
        return False
    concerned.tell_everyone(page, case, reason)
    return True


def end_what_ran_out(now: datetime.datetime) -> int:
    """The duty: take down what rests on nothing any more, and remind of what ends soon.

    One article that raises keeps no other: it is named in the error at the end, which the operator's page shows. Raises EndingFault.
    """
    faults: list[str] = []

    def one_by_one(act: Callable[[Any], int], about: Iterable[Any]) -> int:
        done = 0
        for one in about:
            try:
                with transaction.atomic():
                    done += act(one)
            except Exception as failure:
                logger.exception("evidence of %s %s", type(one).__name__, one.pk)
                faults.append(f"{type(one).__name__} {one.pk}: {type(failure).__name__}")
        return done

    did = one_by_one(lambda page: take_down_if_ended(page, now), _candidates(timezone.localdate(now)))
    did += one_by_one(lambda evidence: _reminded(evidence, now), _ending_soon(now))
    if faults:
        raise EndingFault("; ".join(faults))
    return did


def _candidates(today: datetime.date) -> list["ArticlePage"]:
    """Live articles to which evidence is attached that was withdrawn or ran out."""
    from ..models import ArticlePage
    from ..models.permission import KINDS

    over = Q(verified_at__isnull=False) & (Q(withdrawn_at__isnull=False) | Q(valid_until__lt=today))
    ids: set[int] = set()
    for kind, model in KINDS.items():
        ids |= set(
            model._base_manager.filter(over).values_list("uses__article_id" if kind == "permission" else "article_id", flat=True)
        )
    return list(ArticlePage.objects.filter(pk__in=ids, live=True).select_related("owner"))


def _ending_soon(now: datetime.datetime) -> Iterator["Evidence"]:
    from ..models.permission import KINDS

    today = timezone.localdate(now)
    horizon = today + datetime.timedelta(days=max(STEPS))
    running = {"verified_at__isnull": False, "withdrawn_at": None, "refused_at": None}
    for model in KINDS.values():
        yield from model._base_manager.filter(**running, valid_until__range=(today, horizon)).select_related("added_by")


def _reminded(one: "Evidence", now: datetime.datetime) -> int:
    from ..models import ArticlePage

    step = step_of(one, timezone.localdate(now))
    pages = ArticlePage.objects.filter(pk__in=one.article_ids()).select_related("owner")
    return sum(1 for page in pages for _told in _remind(one, page, step))


def step_of(one: "Evidence", today: datetime.date) -> int:
    """Which reminder is due: the nearest step that has begun."""
    left = (one.valid_until - today).days if one.valid_until else max(STEPS)
    return next(step for step in STEPS if left <= step)


def _remind(one: "Evidence", page: "ArticlePage", step: int) -> Iterator[Any]:
    words = {"title": page.title, "evidence": str(one._meta.verbose_name), "day": str(one.valid_until)}
    url = reverse("articles_evidence", args=[page.pk])
    for person in {account.pk: account for account in (page.owner, one.added_by) if account is not None}.values():
        once = f"evidence:{one.kind}:{one.pk}:{page.pk}:{one.valid_until}:{step}:{person.pk}"
        told = notices.tell(person, NoticeKind.EVIDENCE_ENDING, words, url, once=once, about=page)
        if told is not None:
            yield told


DUTY = Duty("evidence", gettext_lazy("授权与同意到期"), end_what_ran_out, datetime.timedelta(minutes=5))
