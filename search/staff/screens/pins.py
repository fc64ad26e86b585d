"""The list of pins, and the form that makes and changes them; every button sends the whole form, so nothing typed is lost."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles.models import ArticlePage
from moderation import asked

from ... import engine, text
from ...models import Pin, Question
from ...query import Query
from .. import pins, settling
from ..access import for_tenders
from ..pins import MOST_ARTICLES, MOST_QUESTIONS, PinRefused, Wish
from ..tabs import frame

FOUND, ENDED_SHOWN = 8, 30
# Longer lists than anybody types are cut before they are looked at; the pin itself is refused well below.
MOST_LINES, MOST_TYPED = 100, 20_000
ADDRESS = re.compile(r"/articles/([0-9a-z]{4,20})/?")


@dataclass(frozen=True)
class Typed:
    """The form as it was sent; `dates` are as typed, since what is no date must come back as well."""

    questions: str = ""
    articles: tuple[int, ...] = ()
    reason: str = ""
    starts_on: str = ""
    ends_on: str = ""
    find: str = ""
    version: int = 0
    faults: list[str] = field(default_factory=list)


@require_GET
@for_tenders
def overview(request: HttpRequest) -> HttpResponse:
    rows = list(Pin.objects.filter(ended_at=None).select_related("made_by"))
    ended = list(Pin.objects.exclude(ended_at=None).order_by("-ended_at")[:ENDED_SHOWN])
    titles = _titles({pk for pin in (*rows, *ended) for pk in pin.articles})
    context = {
        **frame(request, "pins"),
        "rows": [(pin, _articles(pin.articles, titles), _state(pin)) for pin in rows],
        "ended": [(pin, _articles(pin.articles, titles)) for pin in ended],
    }
    return render(request, "search/staff/pins.html", context)


def _state(pin: Pin) -> tuple[str, str]:
    today = timezone.localdate()
    if pin.starts_on and pin.starts_on > today:
        return "soon", _("还没开始")
    if pin.ends_on and pin.ends_on < today:
        return "plain", _("已过期")
    return "leaf", _("生效中")


def _titles(identities: set[int]) -> dict[int, tuple[str, str]]:
    """Title and public id of those that anybody may read."""
    rows = ArticlePage.objects.published().filter(pk__in=identities).values_list("pk", "title", "slug")
    return {pk: (title, slug) for pk, title, slug in rows}


def _articles(identities: Any, titles: dict[int, tuple[str, str]]) -> list[tuple[int, str, str]]:
    """Key, title and public id in the pin's order; without a title where it is not published."""
    return [(pk, *titles.get(pk, ("", ""))) for pk in identities]


@require_http_methods(["GET", "POST"])
@for_tenders
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    pin = get_object_or_404(Pin, pk=pk, ended_at=None) if pk is not None else None
    if request.method == "GET":
        return _form(
            request, pin, _stored(pin) if pin else Typed(questions=text.clean(request.GET.get("q", ""))[: text.QUERY_LIMIT])
        )
    typed = _sent(request)
    act, _colon, which = request.POST.get("act", "").partition(":")
    if act != "save":
        return _form(request, pin, replace(typed, articles=_moved(typed.articles, act, asked.whole(which))))
    try:
        wish = Wish(
            tuple(typed.questions.splitlines()[:MOST_LINES]),
            typed.articles,
            typed.reason,
            _day(typed.starts_on, _("开始日期")),
            _day(typed.ends_on, _("结束日期")),
        )
        pins.put(wish, request.user, pin, typed.version)
    except PinRefused as refused:
        return _form(request, pin, replace(typed, faults=refused.reasons))
    _note_questions(wish, request.user)
    messages.success(request, _("已保存，读者的下一次搜索就会用上。"))
    return redirect("search_pins")


def _note_questions(wish: Wish, by: Any) -> None:
    """What a pin answers is off the list of what is not found."""
    folded = {text.folded(text.clean(question)).text for question in wish.questions}
    for question in Question.objects.filter(words__in=folded, settled="", last_found=0):
        settling.settle(question, Question.Settled.PINNED, by)


def _stored(pin: Pin) -> Typed:
    starts_on, ends_on = (day.isoformat() if day else "" for day in (pin.starts_on, pin.ends_on))
    return Typed("\n".join(pin.questions), tuple(pin.articles), pin.reason, starts_on, ends_on, version=pin.version)


def _sent(request: HttpRequest) -> Typed:
    chosen = [asked.whole(value) for value in request.POST.getlist("article")[:MOST_LINES]]

    def given(name: str) -> str:
        return request.POST.get(name, "")[:MOST_TYPED].replace("\0", "")

    return Typed(
        questions=given("questions"),
        articles=tuple(pk for pk in chosen if pk),
        reason=given("reason"),
        starts_on=given("starts_on"),
        ends_on=given("ends_on"),
        find=given("find"),
        version=asked.whole(request.POST.get("version")),
    )


def _day(typed: str, label: str) -> date | None:
    """Raises PinRefused for what is no day."""
    if not typed.strip():
        return None
    try:
        day = parse_date(typed.strip())
    except ValueError:
        day = None
    if day is None:
        raise PinRefused([_("%(label)s“%(typed)s”不是日期，请写成 2026-05-01 这样") % {"label": label, "typed": typed[:20]}])
    return day


def _moved(articles: tuple[int, ...], act: str, pk: int) -> tuple[int, ...]:
    """The list after a button: one more, one less, or one place up."""
    if act == "add":
        return tuple(dict.fromkeys((*articles, pk)))
    if pk not in articles:
        return articles
    place = articles.index(pk)
    rest = [one for one in articles if one != pk]
    if act == "up":
        rest.insert(max(place - 1, 0), pk)
        return tuple(rest)
    return tuple(rest) if act == "drop" else articles


def _form(request: HttpRequest, pin: Pin | None, typed: Typed) -> HttpResponse:
    titles = _titles(set(typed.articles))
    context = {
        **frame(request, "pins"),
        "pin": pin,
        "typed": typed,
        "chosen": _articles(typed.articles, titles),
        "offered": _offered(typed),
        "most_questions": MOST_QUESTIONS,
        "most_articles": MOST_ARTICLES,
        "most_characters": text.QUERY_LIMIT,
    }
    return render(request, "search/staff/pin.html", context, status=422 if typed.faults else 200)


def _offered(typed: Typed) -> list[tuple[int, str, str]] | None:
    """Articles to choose from: the one whose address was pasted, or what a reader would find; None when nothing was looked for."""
    if not text.clean(typed.find):
        return None
    pasted = ADDRESS.search(typed.find)
    slugs = [pasted.group(1)] if pasted else [hit.id for hit in engine.search(Query(typed.find, size=FOUND)).hits]
    rows = {slug: (pk, title, slug) for pk, title, slug in _published(slugs)}
    return [rows[slug] for slug in slugs if slug in rows and rows[slug][0] not in typed.articles]


def _published(slugs: list[str]) -> Any:
    return ArticlePage.objects.published().filter(slug__in=slugs).values_list("pk", "title", "slug")


@require_POST
@for_tenders
def end(request: HttpRequest, pk: int) -> HttpResponse:
    if pins.end(get_object_or_404(Pin, pk=pk), request.user):
        messages.success(request, _("已结束，这些问题不再有置顶。"))
    else:
        messages.info(request, _("这条置顶已经结束了。"))
    return redirect("search_pins")
