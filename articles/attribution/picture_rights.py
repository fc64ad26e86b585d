"""What the rights in an article's pictures still lack or have lost: contracts, licences, and a release of each person shown."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from . import evidence, licensing, record
from .evidence_vocabulary import Release, Standing
from .vocabulary import Licence

if TYPE_CHECKING:
    from ..models import ArticlePage, ImageRelease
    from .rights import Rights

# Licences of a picture that say nothing themselves: a contract or a release stands behind them.
BY_CONTRACT = frozenset({Licence.STOCK, Licence.PERMISSION})


def check(page: "ArticlePage", today: datetime.date, found: "Rights") -> None:
    """Add what every use of a picture lacks, or has lost, to what was found."""
    used = record.pictures(page)
    held = evidence.releases(page) if used else []
    for picture in used:
        mine = [one for one in held if one.image_id == picture["image"]]
        _contracts(picture, mine, today, found)
        _people(picture, [one for one in mine if one.about == Release.PORTRAIT], today, found)
        if any(one.standing(today) == Standing.WAITING for one in mine):
            found.lacking.append(_("图片“%(name)s”的授权凭证还没有核验") % {"name": picture["name"]})
        if picture["changed"] and picture["licence"] in licensing.OPEN:
            conflict = licensing.adaptation_conflict(picture["licence"], page.licence)
            if conflict:
                found.objections.append(_("图片“%(name)s”：%(conflict)s") % {"name": picture["name"], "conflict": conflict})


def _contracts(picture: dict[str, Any], mine: list["ImageRelease"], today: datetime.date, found: "Rights") -> None:
    """What photographers, draughtsmen and picture agencies gave."""
    others = [one for one in mine if one.about != Release.PORTRAIT]
    good = evidence.usable(others, today)
    for about in {one.about for one in others if one.has_ended(today)} - {one.about for one in good}:
        _over(picture, about, "IP.NO_PERMISSION", found)
    waits = any(one.standing(today) == Standing.WAITING for one in mine)
    if picture["licence"] not in BY_CONTRACT or good or waits:
        return
    if reason := evidence.why_unfit(others, today):
        words = {"name": picture["name"], "reason": reason}
        found.lacking.append(_("图片“%(name)s”的凭证不能用在这里：%(reason)s") % words)
    else:
        found.lacking.append(_("图片“%(name)s”标为单独授权或图库合同，请上传它的凭证") % {"name": picture["name"]})


def _people(picture: dict[str, Any], portraits: list["ImageRelease"], today: datetime.date, found: "Rights") -> None:
    """Each person who can be recognised needs a verified release; one that ended counts until the same person gives another."""
    name, people = {"name": picture["name"]}, picture["people"]
    if licensing.is_irrevocable(picture["licence"]) and (portraits or people):
        found.objections.append(_("图片“%(name)s”里有可以认出的人，不能用 CC 许可：肖像不随版权许可给别人") % name)
    good = persons(evidence.usable(portraits, today))
    over = persons(one for one in portraits if one.has_ended(today)) - good
    unnamed = persons(one for one in portraits if one.verified_at and not one.person)
    if over - unnamed or (over & unnamed and len(good) < max(people, len(unnamed))):
        _over(picture, Release.PORTRAIT, "PRIV.CASE_NO_CONSENT", found)
    elif len(good) < people:
        words = {**name, "people": people, "good": len(good)}
        found.lacking.append(
            _(
                "图片“%(name)s”里能认出 %(people)s 个人，已核验的肖像同意书只有 %(good)s 个人的；"
                "请在“归属证据”里逐个人上传，并写明是图中哪一位（例如“左一，患者”）"
            )
            % words
        )
    if reason := evidence.why_unfit((one for one in portraits if persons([one]) - good), today):
        found.lacking.append(_("图片“%(name)s”的肖像同意书不能用在这里：%(reason)s") % {**name, "reason": reason})


def persons(releases: Iterable["ImageRelease"]) -> set[str]:
    """Who gave them, by label without its punctuation; one without a label speaks for a person of its own."""
    return {"".join(sign for sign in one.person.casefold() if sign.isalnum()) or f"#{one.pk}" for one in releases}


def _over(picture: dict[str, Any], about: str, code: str, found: "Rights") -> None:
    words = {"name": picture["name"], "about": Release(about).label}
    found.ended.append(_("图片“%(name)s”的%(about)s已经到期或被撤回") % words)
    found.codes.add(code)
