"""What each moderator is offered and how much at a time, as operators set it."""

import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Case, Skills
from ..triggers import moderated_models
from . import leases


def of(user: Any) -> Skills:
    """What operators set for this person; without that everything, twenty at a time."""
    return Skills.objects.filter(moderator=user).first() or Skills(moderator=user)


def offers(skills: Skills) -> Q:
    """The cases that fall to these skills. A specialty includes those below it; cases without one fall to everybody."""
    wanted = Q()
    if skills.kinds:
        wanted &= Q(kind__in=skills.kinds)
    if not skills.high_risk:
        wanted &= Q(risk="normal")
    if skills.specialties:
        fits = Q(specialty="")
        for code in skills.specialties:
            fits |= Q(specialty=code) | Q(specialty__startswith=f"{code}.")
        wanted &= fits
    return wanted


def load(user: Any, now: datetime.datetime) -> int:
    """How many cases this person works on at this moment."""
    return Case.objects.filter(leases.running(now), state=Case.State.OPEN, assignee=user).count()


def objection(skills: Skills, case: Case, user: Any) -> str:
    """Why operators do not want this case in these hands; specialty and kind steer what is offered, and forbid nothing."""
    if case.risk == "high" and not skills.high_risk:
        return _("运营人员没有把高风险案件分给 %(name)s") % {"name": user}
    return ""


def full(skills: Skills, user: Any) -> str:
    return _("%(name)s 同时办理的案件已到上限（%(cap)s 件），请先办结或交还几件") % {"name": user, "cap": skills.cap}


def specialty_choices() -> dict[str, str]:
    """Every specialty that any kind of content knows, by its code."""
    choices: dict[str, str] = {}
    for model in moderated_models():
        try:
            choices |= {code: str(label) for code, label in model._meta.get_field("specialty").flatchoices if code}  # type: ignore[union-attr]
        except (FieldDoesNotExist, AttributeError):
            continue
    return dict(sorted(choices.items()))
