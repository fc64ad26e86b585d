"""Draft, shadow, live, retired: each step is one conditional update with its ledger entry, and moves the pointer."""

import contextlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger
from ..engine import Ruleset as EngineRuleset
from ..engine import RulesetError
from ..models import Ruleset, ShippedRules
from . import compiling, layers, runs, soundness, trials
from .pointer import RulesetRefused, lock, move

MOST_SHADOWS = 2


def may_edit(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("moderation.edit_ruleset"))


def may_approve(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("moderation.approve_ruleset"))


def live() -> Ruleset | None:
    """The ruleset that is live for all; none before the site's first duty has founded one."""
    return Ruleset.objects.filter(state=Ruleset.State.LIVE, share=100).select_related("shipped").first()


def rising() -> Ruleset | None:
    return Ruleset.objects.filter(state=Ruleset.State.LIVE, share__lt=100).select_related("shipped").first()


def keep_release(release: EngineRuleset) -> ShippedRules:
    """The row of a release, made when it is new."""
    kept, _created = ShippedRules.objects.get_or_create(sha256=release.sha256, defaults={"canonical": release.canonical_json()})
    return kept


def draft(by: Any, title: str, like: Ruleset | None = None) -> Ruleset:
    """A new draft with layer and release of another ruleset: the live one, unless told, or else the shipped rules."""
    if not may_edit(by):
        raise RulesetRefused(_("您没有编辑规则集的权限"))
    origin = like or live()
    return new(title, origin.layer if origin else {}, origin, Ruleset.Origin.STAFF, by)


def new(
    title: str,
    layer: layers.Layer,
    predecessor: Ruleset | None,
    origin: str,
    by: Any = None,
    release: EngineRuleset | None = None,
) -> Ruleset:
    """Write a draft. The release is that of its predecessor, unless told, so that a new release never slips in unseen."""
    release = release or _usable_release(predecessor)
    with transaction.atomic():
        sha256 = layers.sha256_of(release, layer)
        made = Ruleset.objects.create(
            title=title.strip()[:120] or _("未命名的草稿"),
            origin=origin,
            shipped=keep_release(release),
            layer=layers.tidy(layer),
            sha256=sha256,
            version=layers.version_of(release, sha256),
            predecessor=predecessor,
            made_by=by,
            editors=[by.pk] if by else [],
        )
        ledger.append("ruleset drafted", made, sha256, {"by": by.pk if by else None, "origin": origin})
    return made


def _usable_release(predecessor: Ruleset | None) -> EngineRuleset:
    """That of the predecessor, or the one beside the code where there is none that this code can use."""
    if predecessor is not None:
        with contextlib.suppress(RulesetError):
            return compiling.release(predecessor)
    return EngineRuleset.shipped()


def usable(ruleset: Ruleset) -> EngineRuleset:
    """Its release. Raises RulesetRefused when this code cannot use it any more."""
    try:
        return compiling.release(ruleset)
    except RulesetError as error:
        raise RulesetRefused(_("它依据的那一版规则已不能使用（%(reason)s），请在新版本上另起草稿") % {"reason": error}) from error


def save_layer(ruleset: Ruleset, by: Any, layer: layers.Layer, edition: int) -> Ruleset:
    """Put another layer into a draft. Raises RulesetRefused with every fault; the draft then stays as it was."""
    if not may_edit(by):
        raise RulesetRefused(_("您没有编辑规则集的权限"))
    release = usable(ruleset)
    tidied = layers.tidy(layer)
    faults = soundness.faults(release, tidied)
    if faults:
        raise RulesetRefused(*faults)
    sha256 = layers.sha256_of(release, tidied)
    with transaction.atomic():
        saved = Ruleset.objects.filter(pk=ruleset.pk, state=Ruleset.State.DRAFT, edition=edition).update(
            layer=tidied,
            sha256=sha256,
            version=layers.version_of(release, sha256),
            edition=edition + 1,
            editors=sorted({*ruleset.editors, by.pk}),
            trial={},
        )
        if not saved:
            raise RulesetRefused(_("这份草稿刚刚被别人改过或已送出，您的改动没有保存；请核对后再提交一次"))
        ledger.append("ruleset edited", ruleset, sha256, {"by": by.pk, "before": ruleset.sha256})
    return Ruleset.objects.get(pk=ruleset.pk)


def try_out(ruleset: Ruleset) -> trials.Trial:
    """Run the examples and keep what they said. Raises RulesetRefused when the ruleset does not compile."""
    try:
        outcome = trials.trial(usable(ruleset), ruleset.layer)
    except RulesetError as error:
        raise RulesetRefused(_("规则集不能编译：%(reason)s") % {"reason": error}) from error
    Ruleset.objects.filter(pk=ruleset.pk, sha256=ruleset.sha256).update(trial=outcome.as_json())
    return outcome


def to_shadow(ruleset: Ruleset, by: Any) -> None:
    """From here on its words are fixed; it runs beside the live one and decides nothing."""
    if not may_edit(by):
        raise RulesetRefused(_("您没有编辑规则集的权限"))
    faults = soundness.faults(usable(ruleset), ruleset.layer)
    if faults:
        raise RulesetRefused(*faults)
    try_out(ruleset)
    with transaction.atomic():
        lock()
        if Ruleset.objects.filter(state=Ruleset.State.SHADOW).count() >= MOST_SHADOWS:
            raise RulesetRefused(_("已有 %(most)d 个规则集在影子运行，请先停用一个") % {"most": MOST_SHADOWS})
        base = live()
        if base is not None and base.sha256 == ruleset.sha256:
            raise RulesetRefused(_("和现行规则集完全相同，没有可以试的改动"))
        move(ruleset, Ruleset.State.DRAFT, state=Ruleset.State.SHADOW, submitted_by=by, submitted_at=timezone.now())
        ledger.append("ruleset in shadow", ruleset, ruleset.sha256, {"by": by.pk})


def approve(ruleset: Ruleset, by: Any, share: int) -> None:
    """Let a ruleset in shadow take effect for `share` of a hundred objects; by somebody else than who made it."""
    if not may_approve(by):
        raise RulesetRefused(_("您没有批准规则集的权限"))
    reasons = []
    if by.pk in {ruleset.made_by_id, ruleset.submitted_by_id, *ruleset.editors}:
        reasons.append(_("起草、修改或送出的人不能批准，请由另一位有权限的人批准"))
    outcome = try_out(ruleset)
    if not outcome.green:
        reasons.append(_("有 %(count)d 个例句没有通过，全部通过后才能生效") % {"count": len(outcome.failed)})
    if not 1 <= share <= 100:
        reasons.append(_("放量要在 1 到 100 之间"))
    if reasons:
        raise RulesetRefused(*reasons)
    with transaction.atomic():
        lock()
        if rising() is not None:
            raise RulesetRefused(_("另一个规则集正在分步放量，请先放到全部或撤回"))
        base = live()
        if base is not None and share == 100:
            move(base, Ruleset.State.LIVE, state=Ruleset.State.RETIRED, retired_at=timezone.now())
        move(
            ruleset,
            Ruleset.State.SHADOW,
            state=Ruleset.State.LIVE,
            share=share,
            approved_by=by,
            activated_at=timezone.now(),
            predecessor=base,
        )
        data = {"by": by.pk, "share": share, "before": base.sha256 if base else ""}
        ledger.append("ruleset live", ruleset, ruleset.sha256, data)
        runs.queue_rescan(ruleset, by, 0, share)


def set_share(ruleset: Ruleset, by: Any, share: int) -> None:
    """Widen or narrow a roll-out; at a hundred the ruleset before it is retired."""
    if not may_approve(by):
        raise RulesetRefused(_("您没有批准规则集的权限"))
    if not 1 <= share <= 100:
        raise RulesetRefused(_("放量要在 1 到 100 之间"))
    with transaction.atomic():
        lock()
        row = Ruleset.objects.get(pk=ruleset.pk)
        if row.state != Ruleset.State.LIVE or row.share == 100:
            raise RulesetRefused(_("这个规则集不在分步放量中"))
        base = live()
        if base is not None and share == 100:
            move(base, Ruleset.State.LIVE, state=Ruleset.State.RETIRED, retired_at=timezone.now())
        move(row, Ruleset.State.LIVE, share=share)
        ledger.append("ruleset share", row, row.sha256, {"by": by.pk, "share": share, "before": row.share})
        if share > row.share:
            runs.queue_rescan(row, by, row.share, share)


def roll_back(by: Any, note: str = "") -> Ruleset | None:
    """Take the newest live ruleset back: one that rises is retired, else the one before it is live again.

    One person may: it only brings back what two had approved before. Answers with what is live afterwards.
    """
    if not may_approve(by):
        raise RulesetRefused(_("您没有批准规则集的权限"))
    with transaction.atomic():
        lock()
        newest = rising() or live()
        before = live() if newest is not None and newest.share < 100 else newest.predecessor if newest else None
        if newest is None or before is None:
            raise RulesetRefused(_("没有可以回退到的规则集"))
        move(newest, Ruleset.State.LIVE, state=Ruleset.State.RETIRED, share=0, retired_at=timezone.now())
        if before.state == Ruleset.State.RETIRED:
            move(before, Ruleset.State.RETIRED, state=Ruleset.State.LIVE, share=100, retired_at=None)
            runs.queue_rescan(before, by, 0, 100)
        ledger.append("ruleset rolled back", newest, newest.sha256, {"by": by.pk, "to": before.sha256})
    return live()


def retire(ruleset: Ruleset, by: Any) -> None:
    """Discard a draft, or end a run in shadow. What is live is replaced or rolled back, never just switched off."""
    if not may_edit(by):
        raise RulesetRefused(_("您没有编辑规则集的权限"))
    if ruleset.state not in (Ruleset.State.DRAFT, Ruleset.State.SHADOW):
        raise RulesetRefused(_("生效的规则集不能直接停用，请回退或用新的规则集代替"))
    with transaction.atomic():
        lock()
        move(ruleset, ruleset.state, state=Ruleset.State.RETIRED, retired_at=timezone.now())
        ledger.append("ruleset retired", ruleset, ruleset.sha256, {"by": by.pk, "was": ruleset.state})
