"""Connects sanctions to the rest: what they stop, what counts as a strike, what ends by itself."""

import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import decisions, duties
from ..desk import parts
from ..models import Decision
from ..models.decision import ENDING
from ..models.reference import key
from ..views.access import is_moderator
from . import appealing, effects, gatekeeping, imposing, part, strikes


def register() -> None:
    post_save.connect(strikes.count, sender=Decision, dispatch_uid="moderation.strikes")
    user_logged_in.connect(gatekeeping.remember_sign_in, dispatch_uid="moderation.sanctions")
    decisions.object_to_restoring(_against_restoring)
    duties.register(
        duties.Duty("sanctions", _("处置期满与紧急处置复核"), imposing.end_what_ran_out, datetime.timedelta(minutes=1))
    )
    part.register()
    appealing.register()
    parts.register_link(parts.Link("sanctions", _("处置"), "moderation_sanctions", is_moderator))
    parts.register_link(parts.Link("orders", _("监管指令"), "moderation_orders", is_moderator))


def _against_restoring(instance: Any) -> list[str]:
    newest = Decision.objects.filter(**key(instance), verb__in=ENDING).first()
    return list(effects.against(instance, newest.digest, timezone.now()).to_show) if newest is not None else []
