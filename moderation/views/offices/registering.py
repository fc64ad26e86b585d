"""Brings the rules of office to the review page and the rail."""

from ...desk import appealable, parts
from ...models import Kind
from . import appealing, disputing, second


def register() -> None:
    parts.register(
        Kind.DISPUTE, parts.Part("moderation/offices/_dispute.html", disputing.context, {"judge_dispute": disputing.judge})
    )
    acts = {"affirm": appealing.affirm, "overturn": appealing.overturn}
    parts.register(Kind.APPEAL, parts.Part("moderation/offices/_appeal.html", appealing.context, acts))
    appealable.register()
    parts.register(Kind.SUBMISSION, parts.Part("moderation/offices/_second.html", second.context))
