"""A sanction may be appealed against like any other measure; what an appeal overturns is lifted."""

from typing import Any

from django.utils.translation import gettext as _

from ..desk import appeals
from ..desk.appeals import Ground
from ..models import Case, Sanction
from . import imposing


def ground_of(sanction: Sanction) -> Ground | None:
    """Only of what was ever in force; who proposed and who reviewed it both stay away from the appeal."""
    if sanction.starts_at is None:
        return None
    return Ground(
        concerns=frozenset({sanction.account_id}),
        what=_("处置“%(step)s”") % {"step": sanction.get_step_display()},
        reason=sanction.reason,
        at=sanction.starts_at,
        instance=sanction,
        overturn=_Lifting(sanction),
        decided_by=sanction.decided_by,
        also=frozenset({sanction.reviewed_by_id} if sanction.reviewed_by_id else ()),
        fields={"about_user": sanction.account, "title": f"{sanction.account.name} · {sanction.get_step_display()}"},
    )


class _Lifting:
    def __init__(self, sanction: Sanction) -> None:
        self.sanction = sanction

    def __call__(self, case: Case, by: Any, note: str) -> str:
        if self.sanction.state != Sanction.State.IN_FORCE:
            return _("处置已经结束，记为不成立。")
        imposing.lift(self.sanction, by, note)
        return _("处置已解除。")


def register() -> None:
    appeals.register(Sanction, ground_of)
