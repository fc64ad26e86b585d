"""Brings the rules of office to the review page and the rail."""

from ...desk import parts
from ...models import Kind
from . import disputing, second


def register() -> None:
    parts.register(
        Kind.DISPUTE, parts.Part("moderation/offices/_dispute.html", disputing.context, {"judge_dispute": disputing.judge})
    )
    parts.register(Kind.SUBMISSION, parts.Part("moderation/offices/_second.html", second.context))
