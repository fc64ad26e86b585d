"""The one row that says which rulesets stand: steps queue at it, and each moves it, so that every process looks again."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from ..models import Ruleset, RulesetPointer


class RulesetRefused(Exception):
    """Nothing was changed. `reasons` are sentences for the person who tried."""

    def __init__(self, *reasons: str) -> None:
        self.reasons: Sequence[str] = reasons
        super().__init__("；".join(reasons))


def move_pointer() -> None:
    """Tell every process that other rulesets stand now; in the caller's transaction."""
    if not RulesetPointer.objects.filter(pk=1).update(token=secrets.token_hex(16)):
        RulesetPointer.objects.create(pk=1, token=secrets.token_hex(16))


def lock() -> None:
    """Steps queue here."""
    RulesetPointer.objects.select_for_update().filter(pk=1).first()


def move(ruleset: Ruleset, expected: str, **changes: Any) -> None:
    """One conditional update. Raises RulesetRefused when somebody else moved it first."""
    try:
        moved = Ruleset.objects.filter(pk=ruleset.pk, state=expected).update(**changes)
    except IntegrityError as error:
        raise RulesetRefused(_("数据库不允许这一步：%(reason)s") % {"reason": error}) from error
    if not moved:
        raise RulesetRefused(_("这个规则集的状态刚刚变了，请刷新后再看"))
    move_pointer()
