"""A duty: the first ruleset of a site is founded, and a newly shipped one enters as a draft and waits like any other."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger
from ..engine import Ruleset as EngineRuleset
from ..models import Ruleset
from . import lifecycle, pointer, standing


class RulesetUnusable(RuntimeError):
    """What stands in the database cannot be used by this code; the duty's record says so."""


def notice(now: datetime.datetime) -> int:
    """Found the first ruleset, or draft a newly shipped one. Raises RulesetUnusable while a standing one cannot be used."""
    release = EngineRuleset.shipped()
    did = 0
    if not Ruleset.objects.exists():
        found(release)
        did = 1
    elif not Ruleset.objects.filter(shipped_id=release.sha256).exists():
        enter(release)
        did = 1
    faults = standing.current().faults
    if faults:
        raise RulesetUnusable(" ".join(faults))
    return did


def found(release: EngineRuleset) -> Ruleset:
    """The shipped rules of a new site, live from the start: they are what it would run without any row."""
    with transaction.atomic():
        made = Ruleset.objects.create(
            title=_("建站时的规则"),
            origin=Ruleset.Origin.FOUNDING,
            shipped=lifecycle.keep_release(release),
            sha256=release.sha256,
            version=release.version,
            state=Ruleset.State.LIVE,
            share=100,
            activated_at=timezone.now(),
        )
        ledger.append("ruleset founded", made, made.sha256)
        pointer.move_pointer()
    return made


def enter(release: EngineRuleset) -> Ruleset:
    """A draft of the new release under the layer that is live."""
    base = lifecycle.live()
    title = _("新版本带来的规则 %(date)s") % {"date": release.data["date"]}
    return lifecycle.new(title, base.layer if base else {}, base, Ruleset.Origin.SHIPPED, release=release)
