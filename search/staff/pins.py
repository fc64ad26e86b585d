"""Which articles the editors put first, for which questions and how long; every change is in the ledger."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import ArticlePage
from moderation import ledger

from .. import text
from ..models import Pin

MOST_QUESTIONS, MOST_ARTICLES, LONGEST_REASON = 20, 10, 200


class PinRefused(Exception):
    """A pin that cannot be; the sentences say why, one for each thing to mend."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Wish:
    """A pin as somebody wants it; `articles` are page ids in their order."""

    questions: tuple[str, ...]
    articles: tuple[int, ...]
    reason: str
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None


@dataclass(frozen=True)
class _Held:
    folded: tuple[str, ...]
    articles: tuple[int, ...]
    starts_on: datetime.date | None
    ends_on: datetime.date | None


_known: tuple[object, dict[str, list[_Held]]] = (None, {})


def pinned(folded_question: str) -> list[int]:
    """Page ids to be put first for this question, in their order; whoever shows them asks whether they are published."""
    held = _current().get(_spaceless(folded_question), ())
    today = timezone.localdate()
    for one in held:
        if (one.starts_on is None or one.starts_on <= today) and (one.ends_on is None or today <= one.ends_on):
            return list(one.articles)
    return []


def _current() -> dict[str, list[_Held]]:
    """Every pin that did not end, by question; read again when any was changed, by whichever process."""
    global _known
    # A plain statement: it is asked at every search.
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(changed_at), SUM(version) FROM search_pin")
        version = cursor.fetchone()
    if version != _known[0]:
        found: dict[str, list[_Held]] = {}
        for pin in Pin.objects.filter(ended_at=None):
            one = _Held(tuple(pin.folded), tuple(pin.articles), pin.starts_on, pin.ends_on)
            for folded in one.folded:
                found.setdefault(folded, []).append(one)
        _known = (version, found)
    return _known[1]


def folded(question: str) -> str:
    """What two ways of writing one question have in common."""
    return _spaceless(text.folded(text.clean(question)).text)


def _spaceless(plain: str) -> str:
    return " ".join(match.group() for match in text.runs(plain))


@transaction.atomic
def put(wish: Wish, by: Any, pin: Pin | None = None, version: int = 0) -> Pin:
    """Make a pin, or change `pin` as it was at `version`. Raises PinRefused."""
    wish = _cleaned(wish)
    reasons = [*_faults(wish), *_taken(wish, pin)]
    if reasons:
        raise PinRefused(reasons)
    values: dict[str, Any] = {
        "questions": list(wish.questions),
        "folded": [folded(question) for question in wish.questions],
        "articles": list(wish.articles),
        "reason": wish.reason,
        "starts_on": wish.starts_on,
        "ends_on": wish.ends_on,
    }
    if pin is None:
        made = Pin.objects.create(made_by=by, **values)
        ledger.append("search pin made", made, "", {"by": by.pk, "articles": values["articles"]})
        return made
    changed = {**values, "version": F("version") + 1, "changed_at": timezone.now()}
    if not Pin.objects.filter(pk=pin.pk, version=version, ended_at=None).update(**changed):
        raise PinRefused([_("这条置顶刚被别人改过或结束了，请重新打开再改；您填的内容还在下面")])
    ledger.append("search pin changed", pin, "", {"by": by.pk, "articles": values["articles"]})
    return Pin.objects.get(pk=pin.pk)


@transaction.atomic
def end(pin: Pin, by: Any) -> bool:
    """Put nothing first any more; False when it had ended already."""
    ended = Pin.objects.filter(pk=pin.pk, ended_at=None).update(
        ended_at=timezone.now(), changed_at=timezone.now(), version=F("version") + 1
    )
    if ended:
        ledger.append("search pin ended", pin, "", {"by": by.pk})
    return bool(ended)


def _cleaned(wish: Wish) -> Wish:
    by_fold = {folded(question): text.clean(question) for question in wish.questions}
    questions = tuple(question for plain, question in by_fold.items() if plain)
    return Wish(questions, tuple(dict.fromkeys(wish.articles)), text.clean(wish.reason), wish.starts_on, wish.ends_on)


def _faults(wish: Wish) -> Iterable[str]:
    if not wish.questions:
        yield _("请写出至少一个问题，要有文字或数字")
    if len(wish.questions) > MOST_QUESTIONS:
        yield _("一条置顶最多 %(most)d 个问题，现在有 %(number)d 个") % {"most": MOST_QUESTIONS, "number": len(wish.questions)}
    for question in wish.questions:
        if len(question) > text.QUERY_LIMIT:
            yield _("“%(question)s…”太长了，一个问题最多 %(most)d 个字") % {"question": question[:20], "most": text.QUERY_LIMIT}
    if not wish.articles:
        yield _("请选至少一篇文章")
    if len(wish.articles) > MOST_ARTICLES:
        yield _("一条置顶最多 %(most)d 篇文章，现在有 %(number)d 篇") % {"most": MOST_ARTICLES, "number": len(wish.articles)}
    open_now = set(ArticlePage.objects.published().filter(pk__in=wish.articles).values_list("pk", flat=True))
    if missing := [pk for pk in wish.articles if pk not in open_now]:
        yield _("有 %(number)d 篇文章现在没有公开，请去掉") % {"number": len(missing)}
    if not wish.reason:
        yield _("请写明理由，方便以后的人判断还要不要置顶")
    if len(wish.reason) > LONGEST_REASON:
        yield _("理由最多 %(most)d 个字，现在是 %(number)d 个") % {"most": LONGEST_REASON, "number": len(wish.reason)}
    if wish.starts_on and wish.ends_on and wish.ends_on < wish.starts_on:
        yield _("结束日期早于开始日期")


def _taken(wish: Wish, pin: Pin | None) -> Iterable[str]:
    """One question has one pin, else nobody knows which of them counts."""
    wanted = {folded(question): question for question in wish.questions}
    for other in Pin.objects.filter(ended_at=None):
        if other == pin or (other.ends_on and other.ends_on < timezone.localdate()):
            continue
        for same in wanted.keys() & set(other.folded):
            yield _("“%(question)s”已有置顶（编号 %(number)d），请改那一条") % {"question": wanted[same], "number": other.pk}
