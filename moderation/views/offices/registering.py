"""Brings the rules of office to the review page and the rail."""

from django.utils.translation import gettext_lazy as _

from ...desk import appealable, offices, parts
from ...models import Kind
from . import appealing, disputing, quality, second


def register() -> None:
    parts.register(
        Kind.DISPUTE,
        parts.Part("moderation/offices/_dispute.html", disputing.context, {"judge_dispute": disputing.judge}, decides=True),
    )
    acts = {"affirm": appealing.affirm, "overturn": appealing.overturn}
    parts.register(Kind.APPEAL, parts.Part("moderation/offices/_appeal.html", appealing.context, acts, decides=True))
    appealable.register()
    parts.register(Kind.SUBMISSION, parts.Part("moderation/offices/_second.html", second.context))
    parts.register_link(parts.Link("quality", _("质检"), "moderation_quality", quality.sees_quality))
    parts.register_link(parts.Link("staffing", _("人员与职责"), "moderation_staffing", offices.is_operator))
