"""What a list of cases shows: queue, filters and order, read from an address and written back to one."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Case, Kind
from ..substrings import holding

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = Mapping[str, "StrOrPromise"]
RISKS: Choices = {"high": _("高风险"), "normal": _("一般")}
DUES: Choices = {"late": _("已超时"), "today": _("今天到期"), "week": _("七天内到期")}
AGES: Choices = {"1": _("收到超过 1 天"), "3": _("收到超过 3 天"), "7": _("收到超过 7 天"), "30": _("收到超过 30 天")}
MARKS: Choices = {"plain": _("不含搁置和升级"), "held": _("只看搁置"), "escalated": _("只看升级")}
HANDS: Choices = {"me": _("我"), "none": _("没有人")}
SORTS: Choices = {
    "due": _("先到期的在前"),
    "-due": _("后到期的在前"),
    "opened": _("先收到的在前"),
    "-opened": _("后收到的在前"),
    "risk": _("高风险在前"),
    "number": _("按编号"),
}
ORDERS = {
    "due": ("due_at", "pk"),
    "-due": ("-due_at", "-pk"),
    "opened": ("opened_at", "pk"),
    "-opened": ("-opened_at", "-pk"),
    "risk": ("risk", "due_at", "pk"),
    "number": ("number",),
}
# Queues that are no kind of case.
ALL, MINE, CLOSED = "all", "mine", "closed"
LONGEST_WORDS = 80


@dataclass(frozen=True)
class Filters:
    """Every field is empty or one of its choices; `assignee` may be an account's number."""

    queue: str = Kind.SUBMISSION.value
    q: str = ""
    kind: str = ""
    risk: str = ""
    specialty: str = ""
    assignee: str = ""
    due: str = ""
    age: str = ""
    marks: str = ""
    sort: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of what is set."""
        return [(field.name, value) for field in fields(self) if (value := getattr(self, field.name))]

    def query(self) -> str:
        """The address's part that brings this list back."""
        return urlencode(self.pairs())

    def narrowed(self) -> bool:
        """Whether anything beyond the queue decides what is shown."""
        return any(getattr(self, field.name) for field in fields(self) if field.name not in ("queue", "sort"))

    def condition(self, user: Any, now: datetime.datetime) -> Q:
        """The filters on their own, for a list and for choosing the next case of that list."""
        # To the person whom a case is about it does not exist.
        wanted = Q() if user is None else ~Q(about_user=user)
        if self.queue not in (ALL, MINE, CLOSED):
            wanted &= Q(kind=self.queue)
        if self.queue == MINE:
            wanted &= Q(assignee=user)
        for name in ("kind", "risk"):
            if value := getattr(self, name):
                wanted &= Q(**{name: value})
        if self.q:
            wanted &= holding(self.q, "number", "title")
        if self.specialty:
            wanted &= Q(specialty=self.specialty) | Q(specialty__startswith=f"{self.specialty}.")
        return wanted & self._hands(user) & self._times(now) & self._marks(now)

    def _hands(self, user: Any) -> Q:
        if not self.assignee:
            return Q()
        return {"me": Q(assignee=user), "none": Q(assignee=None)}.get(self.assignee) or Q(assignee=int(self.assignee))

    def _times(self, now: datetime.datetime) -> Q:
        tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
        ends = {"late": now, "today": tonight, "week": now + datetime.timedelta(days=7)}
        wanted = Q(due_at__lte=ends[self.due]) if self.due else Q()
        return wanted & Q(opened_at__lte=now - datetime.timedelta(days=int(self.age))) if self.age else wanted

    def _marks(self, now: datetime.datetime) -> Q:
        held, escalated = Q(held_until__gt=now), Q(escalated_at__isnull=False)
        return {"held": held, "escalated": escalated, "plain": ~held & ~escalated}.get(self.marks, Q())


def read(given: Mapping[str, str], specialties: Choices) -> tuple[Filters, list[str]]:
    """The filters that an address asks for, and those of its values that nobody knows and that are left out."""
    kinds = {kind.value for kind in Kind}
    known: dict[str, Any] = {
        "queue": {*kinds, ALL, MINE, CLOSED},
        "kind": kinds,
        "risk": RISKS,
        "specialty": specialties,
        "assignee": HANDS,
        "due": DUES,
        "age": AGES,
        "marks": MARKS,
        "sort": SORTS,
    }
    values, unknown = {}, []
    for name, choices in known.items():
        value = given.get(name, "").strip()
        if not value:
            continue
        number = name == "assignee" and value.isascii() and value.isdigit() and len(value) < 10
        if value in choices or number:
            values[name] = value
        else:
            unknown.append(value[:40])
    words = given.get("q", "").strip()[:LONGEST_WORDS]
    return Filters(**values, q=words), unknown


def listed(filters: Filters, user: Any, now: datetime.datetime) -> QuerySet[Case]:
    """The cases of a list in its order."""
    closed = filters.queue == CLOSED
    cases = Case.objects.filter(filters.condition(user, now), state=Case.State.CLOSED if closed else Case.State.OPEN)
    if closed and not filters.sort:
        return cases.order_by("-closed_at", "-pk")
    return cases.order_by(*ORDERS[filters.sort or "due"])
