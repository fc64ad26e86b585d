"""Yearly declarations of interests: making one, whether it still holds, and the names that an article must not use in silence."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation import ledger, notices
from moderation.duties import Duty
from moderation.models.notice import NoticeKind

from . import roles
from .models import InterestDeclaration, User
from .models.interests import RelationKind

# Days before the last valid day, nearest first.
STEPS = (7, 30)
# What stands after the name of a firm and is left out when people write about it.
_LEGAL_FORM = re.compile(r"(?:股份|有限责任|有限|集团|控股|（中国）|\(中国\))*(?:公司|集团)$")
_SHORTEST = 2
_AMBIGUOUS = frozenset({"everyday", "inside"})


def newest(user: User | None) -> InterestDeclaration | None:
    return InterestDeclaration.objects.filter(doctor=user).first() if user else None


def shortcoming(user: User | None, today: datetime.date) -> str:
    """Why new words must wait, as a sentence; empty while the newest declaration holds."""
    held = newest(user)
    if held is None:
        return _("还没有填写年度利益声明，请在“我的资质”里填写，一两分钟即可")
    if held.valid_until < today:
        return _("年度利益声明已于 %(day)s 满一年，请在“我的资质”里更新") % {"day": held.valid_until}
    return ""


def declare(user: User, relations: Sequence[Mapping[str, Any]]) -> InterestDeclaration:
    """Keep a declaration; no relations means that `none` was chosen. The record holds how many, never whose."""
    with transaction.atomic():
        made = InterestDeclaration.objects.create(doctor=user, none=not relations, relations=[dict(row) for row in relations])
        ledger.append("interests declared", made, data={"none": made.none, "relations": len(made.relations)})
    return made


def statement(declaration: InterestDeclaration | None) -> str:
    """The sentence that an article begins with; its author makes it fit the piece."""
    if declaration is None:
        return ""
    if declaration.none:
        return str(_("无"))
    words = dict(RelationKind.choices)
    said = [f"{row['organisation']}（{words.get(row['kind'], '')}）" for row in declaration.relations if row.get("organisation")]
    return str(_("近三年与以下单位有关系：%(what)s。") % {"what": _("、").join(dict.fromkeys(said))})[:300]


def relations_of(accounts: Iterable[int]) -> list[dict[str, Any]]:
    """The relations in the newest declaration of each of these accounts."""
    found: dict[int, InterestDeclaration] = {}
    for declaration in InterestDeclaration.objects.filter(doctor_id__in=list(accounts)):
        found.setdefault(declaration.doctor_id, declaration)
    return [row for declaration in found.values() for row in declaration.relations]


def names_of(relation: Mapping[str, Any]) -> list[str]:
    """Every name by which a text may speak of it: the firm with and without its legal form, its products, and what is in them."""
    firm = str(relation.get("organisation") or "").strip()
    products = [str(product).strip() for product in relation.get("products") or []]
    generics = [_generics().get(product, "") for product in products]
    named = [firm, _LEGAL_FORM.sub("", firm), *products, *generics]
    return [name for name in dict.fromkeys(named) if len(name) >= _SHORTEST]


def brands() -> list[str]:
    """Names of products, without those that are everyday words too."""
    return [brand for brand, _generic, flags in _lexicon() if not flags & _AMBIGUOUS and len(brand) > _SHORTEST]


@cache
def _generics() -> Mapping[str, str]:
    """What medicine stands behind a brand; kinds of goods are none."""
    return {brand: generic for brand, generic, flags in _lexicon() if flags & {"rx", "otc"}}


@cache
def _lexicon() -> list[tuple[str, str, frozenset[str]]]:
    lines = (files("moderation.engine") / "lexicons" / "brands.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1], frozenset(" ".join(row[2:]).replace(",", " ").split())) for row in rows if len(row) > 1]


def remind(now: datetime.datetime) -> int:
    """The duty: tell doctors a month and a week before a year is over, and when it is. Running it again tells nobody twice."""
    today, told = timezone.localdate(now), 0
    for doctor in roles.doctors().filter(is_active=True):
        held = newest(doctor)
        step = _step(held, today) if held else None
        if held is None or step is None:
            continue
        once = f"interests:{doctor.pk}:{held.valid_until}:{step}"
        words = {"day": str(held.valid_until)}
        told += notices.tell(doctor, NoticeKind.INTERESTS_DUE, words, reverse("doctors:interests"), once=once) is not None
    return told


def _step(held: InterestDeclaration, today: datetime.date) -> str | None:
    left = (held.valid_until - today).days
    return "over" if left < 0 else next((str(step) for step in STEPS if left <= step), None)


DUTY = Duty("interests", gettext_lazy("利益声明更新提醒"), remind, datetime.timedelta(hours=6))
