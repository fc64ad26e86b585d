"""Makes the sizes of pictures when words go live, so that no reader waits for them, and takes them away when words leave."""

from typing import Any

from django.db import transaction

from moderation.signals import left, went_live


def register() -> None:
    went_live.connect(make_renditions, dispatch_uid="reading.renditions")
    left.connect(take_renditions, dispatch_uid="reading.renditions")


def make_renditions(sender: Any, instance: Any, digest: str, **kwargs: Any) -> None:
    """After the commit, since decoding pictures has no place in a write transaction; a failure costs time later, no words."""
    from . import renditions

    transaction.on_commit(lambda: renditions.make_for(instance), robust=True)


def take_renditions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """After the commit, before the answer to whoever took the page down."""
    from . import renditions

    transaction.on_commit(lambda: renditions.take_away(instance), robust=True)
