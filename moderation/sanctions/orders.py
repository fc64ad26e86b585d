"""A regulator's order: what it covers, its execution page by page, and the receipt that goes back."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import decisions, ledger
from ..cases import CaseClosed, DecisionRefused
from ..gate import PublicationBlocked
from ..models import Decision, Order, OrderItem, Verb
from ..models.decision import CLEARING, ENDING
from ..models.reference import key


def enter(
    authority: str,
    number: str,
    received_at: datetime.datetime,
    due_at: datetime.datetime,
    demand: str,
    objects: Iterable[Any],
    by: Any,
) -> Order:
    """Keep an order and what it covers. Raises DecisionRefused."""
    covered = list({(type(one), one.pk): one for one in objects}.values())
    lacking = []
    if not authority.strip() or not number.strip() or not demand.strip():
        lacking.append(_("请填写来文机关、文号和要求"))
    if due_at < received_at:
        lacking.append(_("执行期限早于收到时间"))
    if not covered:
        lacking.append(_("请选择指令涉及的内容"))
    if lacking:
        raise DecisionRefused(*lacking)
    try:
        with transaction.atomic():
            order = Order.objects.create(
                authority=authority.strip(),
                number=number.strip(),
                received_at=received_at,
                due_at=due_at,
                demand=demand.strip(),
                entered_by=by,
            )
            OrderItem.objects.bulk_create(OrderItem(**key(one), order=order, title=str(one)[:255]) for one in covered)
            ledger.append("order entered", order, "", {"by": by.pk, "items": len(covered)})
    except IntegrityError as twice:
        raise DecisionRefused(_("这个文号已经登记过")) from twice
    return order


def execute(order: Order, codes: list[str], by: Any) -> Order:
    """Take everything down that readers still see, each by its own decision; a page that fails stops no other.

    Running it again does what is still left. Raises DecisionRefused.
    """
    if not codes:
        raise DecisionRefused(_("请选择依据"))
    note = _("按%(authority)s %(number)s 执行") % {"authority": order.authority, "number": order.number}
    for item in order.items.filter(decision=None):
        instance = item.content()
        if instance is None:
            _keep(item, None, _("内容已不存在"))
            continue
        if not instance.live and not _may_come_back(instance):
            _keep(item, None, _("读者已看不到，无需下架"))
            continue
        try:
            with transaction.atomic():
                # Whoever executes the same order at the same moment waits here, and finds it done.
                if not order.items.select_for_update().filter(pk=item.pk, decision=None).exists():
                    continue
                decision = decisions.take_down(instance, by, Verb.ORDER, codes, note)
                _keep(item, decision, _("已下架") if instance.live else _("读者已看不到；已记录，别的处置结束时也不会恢复"))
        except (DecisionRefused, PublicationBlocked) as refused:
            _keep(item, None, "；".join(refused.reasons))
        except CaseClosed:
            _keep(item, None, _("刚刚有人处理了它，请再执行一次"))
    with transaction.atomic():
        Order.objects.filter(pk=order.pk).update(executed_at=timezone.now(), executed_by=by)
        ledger.append("order executed", order, "", {"by": by.pk, "down": order.items.exclude(decision=None).count()})
    order.refresh_from_db()
    return order


def _may_come_back(instance: Any) -> bool:
    """Whether the page is away for a reason that may end by itself, such as a sanction's term, and was not ordered away before."""
    newest = Decision.objects.filter(**key(instance), verb__in=(*CLEARING, *ENDING)).first()
    return newest is not None and newest.verb != Verb.ORDER


def left(order: Order) -> list[OrderItem]:
    """Those that readers still see."""
    return [item for item in order.items.all() if (content := item.content()) is not None and content.live]


def _keep(item: OrderItem, decision: Any, result: str) -> None:
    OrderItem.objects.filter(pk=item.pk).update(decision=decision, result=result[:200])
