"""What the demonstration's readers and rights holders wrote to the desk, and what became of some of it."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import ArticlePage
from doctors.models import User
from moderation.complaints import attachments, deciding, filing, infringement, places
from moderation.complaints.filing import Filing
from moderation.models import Case, ComplaintKind, InfringementNotice

from .invented_evidence import letter

Row = Mapping[str, Any]


def complain(row: Row, moderators: Mapping[str, User], decider: User) -> None:
    """One reader's complaint; about a page it folds into what others wrote about the same page."""
    words = {name: row[name] for name in ("text", "quotation") if name in row}
    given = Filing(
        kind=row["kind"],
        words=words,
        place=_place(row),
        private={"contact": row["contact"]},
        about_user=moderators[row["about"]] if "about" in row else None,
    )
    complaint = filing.file(given, timezone.now() - datetime.timedelta(days=row["days_ago"]))
    case = Case.objects.get(complaints=complaint)
    if row.get("act") == "dismiss":
        deciding.dismiss(case, decider, row["reason"])
    elif row.get("act") == "uphold":
        deciding.uphold(case, decider, row["reason"])


def give_notice(row: Row, decider: User) -> None:
    """A rights holder's notice with its proof; one with an answer goes on to its waiting period."""
    ticket = f"demonstration {row['holder']}"[:32]
    attachments.keep(
        SimpleUploadedFile("ownership.pdf", letter([*row["says"], "（演示数据，人物与单位均为虚构）"])), "ownership", ticket
    )
    about = {"holder": row["holder"], "acts_as": "self", "right": "copyright", "work": row["work"], "good_faith": True}
    given = Filing(
        kind=ComplaintKind.INFRINGEMENT,
        words={"text": row["text"]},
        place=_place(row),
        private={"name": row["holder"], "contact": row["contact"]},
        ticket=ticket,
        notice=about,
    )
    notice = InfringementNotice.objects.get(complaint=filing.file(given))
    if "measure" in row:
        author = ArticlePage.objects.get(title=row["article"]).owner
        infringement.measure(notice, decider, ["IP.NO_PERMISSION"], row["measure"])
        infringement.counter(notice, author, row["counter"])
        infringement.forward_counter(notice, decider)


def _place(row: Row) -> Any:
    if "article" not in row:
        return None
    return places.recognise(f"/articles/{ArticlePage.objects.get(title=row['article']).slug}/")
