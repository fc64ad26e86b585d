"""Takes what a sanctioned account handed in from readers, by decisions, and gives it back when the sanction is over."""

import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import decisions
from ..desk import offices
from ..gate import PublicationBlocked
from ..models import Decision, Sanction, Shown, Submission, Verb
from ..models.decision import ENDING
from ..models.reference import key
from . import effects

logger = logging.getLogger(__name__)


def live_of(account: Any) -> list[Any]:
    """Everything that readers see now and that this account handed in."""
    theirs = Submission.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), digest=OuterRef("digest"), submitted_by=account
    )
    shown = Shown.objects.exclude(digest="").filter(Exists(theirs)).order_by("pk")
    return [content for row in shown if (content := row.content()) is not None]


def hide(sanction: Sanction, by: Any) -> list[str]:
    """Take all of it down; each by a decision of its own. Answers what could not be, as sentences.

    Where one of the two who decided took part in a page, the other's name stands under its decision.

    What was hidden is kept with the sanction, so that exactly that comes back.
    """
    hidden, failed = [], []
    for instance in live_of(sanction.account):
        digest = instance.live_digest
        try:
            with transaction.atomic():
                who = by if not offices.objections(by, instance) else sanction.decided_by
                taken = decisions.take_down(instance, who, Verb.TAKEDOWN, list(sanction.codes), sanction.reason)
        except (decisions.DecisionRefused, PublicationBlocked) as refused:
            failed.append(f"{instance}：{'；'.join(refused.reasons)}")
            continue
        hidden.append([ContentType.objects.get_for_model(type(instance)).pk, instance.pk, digest, taken.pk])
    Sanction.objects.filter(pk=sanction.pk).update(hidden=hidden)
    return failed


def show_again(sanction: Sanction, by: Any, note: str) -> list[str]:
    """Restore what was hidden for this sanction and nothing else hides now; answers what stays away and why.

    While another sanction hides the account's words, they become its own and come back with it.
    """
    other = effects.in_force(timezone.now(), "show").filter(account=sanction.account_id).exclude(pk=sanction.pk).first()
    if other is not None:
        Sanction.objects.filter(pk=other.pk).update(hidden=[*other.hidden, *sanction.hidden])
        return []
    failed = []
    for type_id, object_id, digest, *taken in sanction.hidden:
        instance: Any = ContentType.objects.get_for_id(type_id).model_class()._base_manager.filter(pk=object_id).first()  # type: ignore[union-attr]
        if instance is None or instance.live:
            continue
        ended = Decision.objects.filter(**key(instance), verb__in=ENDING).first()
        if taken and ended is not None and ended.pk != taken[0]:
            failed.append(_("%(title)s：之后另有下架、撤回或监管指令，不随处置结束而恢复") % {"title": instance})
            continue
        try:
            with transaction.atomic():
                decisions.restore(instance, by, digest, note)
        except (decisions.DecisionRefused, PublicationBlocked) as refused:
            logger.warning("object %s of type %s stays hidden after sanction %s", object_id, type_id, sanction.pk)
            failed.append(f"{instance}：{'；'.join(refused.reasons)}")
    return failed
