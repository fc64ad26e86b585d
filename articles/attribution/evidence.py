"""What evidence is attached to an article."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .evidence_vocabulary import Channel, Scope, Standing, Use

if TYPE_CHECKING:
    from ..models import ArticlePage, CaseConsent, EmployerLetter, Evidence, ImageRelease, Permission


@dataclass(frozen=True)
class Attached:
    """One piece of evidence as a record names it: no name, no address, the file by its hash."""

    kind: str
    id: int
    sha256: str
    valid_from: datetime.date
    valid_until: datetime.date | None
    verified_at: datetime.datetime | None
    withdrawn_at: datetime.datetime | None


def evidence_of(page: "ArticlePage") -> list[Attached]:
    """Everything attached to this article that was not refused, oldest first, whether it is still valid or not."""
    return [
        Attached(one.kind, one.pk, one.file.sha256, one.valid_from, one.valid_until, one.verified_at, one.withdrawn_at)
        for one in attached(page)
        if one.refused_at is None
    ]


def attached(page: "ArticlePage") -> list["Evidence"]:
    """Every piece, with its file and the people behind it, in the order in which it was added."""
    found: list[Evidence] = [*permissions(page), *consents(page), *releases(page), *letters(page)]
    return sorted(found, key=lambda one: (one.added_at, one.kind, one.pk))


def permissions(page: "ArticlePage") -> list["Permission"]:
    from ..models import Permission

    return list(_whole(Permission.objects.filter(uses__article_id=page.pk)))


def consents(page: "ArticlePage") -> list["CaseConsent"]:
    from ..models import CaseConsent

    return list(_whole(CaseConsent.objects.filter(article_id=page.pk)))


def releases(page: "ArticlePage") -> list["ImageRelease"]:
    from ..models import ImageRelease

    return list(_whole(ImageRelease.objects.filter(article_id=page.pk)))


def letters(page: "ArticlePage") -> list["EmployerLetter"]:
    """The newest first: it is the one that counts."""
    from ..models import EmployerLetter

    return list(_whole(EmployerLetter.objects.filter(article_id=page.pk)).order_by("-pk"))


def _whole(rows: Any) -> Any:
    return rows.select_related("file", "added_by", "verified_by").order_by("pk")


def usable(found: Iterable["Evidence"], today: datetime.date) -> list[Any]:
    """Verified, running, and given for what this site does."""
    return [one for one in found if one.standing(today) == Standing.VALID and not unfit(one)]


def hoped_for(found: Iterable["Evidence"], today: datetime.date) -> list[Any]:
    """Usable, or waiting for a moderator to verify it: enough to hand in, not enough to publish."""
    return [one for one in running(found, today) if not unfit(one)]


def running(found: Iterable["Evidence"], today: datetime.date) -> list[Any]:
    """Verified or waiting to be, and neither over nor too early, whatever it was given for."""
    return [one for one in found if one.standing(today) in (Standing.VALID, Standing.WAITING)]


def unfit(one: "Evidence") -> str:
    """Why it serves no article here, in the author's words; empty when it was given for what this site does."""
    if Channel.SITE not in one.channels:
        return _("使用渠道里没有“%(wanted)s”") % {"wanted": Channel.SITE.label}
    if Use.PUBLIC not in one.purposes:
        return _("同意的用途里没有“%(wanted)s”") % {"wanted": Use.PUBLIC.label}
    if one.kind == "consent" and Scope.STORY not in one.scope:  # type: ignore[attr-defined]
        return _("同意的内容里没有“%(wanted)s”") % {"wanted": Scope.STORY.label}
    return ""


def why_unfit(found: Iterable["Evidence"], today: datetime.date) -> str:
    """The first reason why running evidence does not serve; empty when there is none."""
    return next((reason for one in running(found, today) if (reason := unfit(one))), "")
