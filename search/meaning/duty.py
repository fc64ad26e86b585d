"""The duty that makes what is missing and looks for neighbours, a few seconds at a time beside all the others."""

import datetime

from django.utils.translation import gettext_lazy as _

from moderation.duties import Duty

from . import model, neighbours, vectors

SECONDS = 4.0


def work(now: datetime.datetime) -> int:
    """Articles that went live while no duty ran are found here too: nothing has to be remembered for them."""
    if not model.available():
        return 0
    made = sum(vectors.catch_up(SECONDS))
    return made + sum(neighbours.relate(SECONDS / 4))


DUTY = Duty("search meaning", _("为检索准备文章的含义"), work, datetime.timedelta(seconds=5))
