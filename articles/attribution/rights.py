"""What the rights in an article still lack, or have lost, asked at one moment."""

import datetime
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from . import derivation, evidence, licensing, picture_rights
from .evidence_vocabulary import CaseKind, HireKind, Right, Standing
from .vocabulary import DERIVED, Origin

if TYPE_CHECKING:
    from ..models import ArticlePage, CaseConsent, EmployerLetter, Permission

# Which right each origin needs; to be read here at all, every one needs communication through networks as well.
NEEDED = {
    Origin.REPOST: {Right.NETWORK},
    Origin.TRANSLATION: {Right.TRANSLATION, Right.NETWORK},
    Origin.ADAPTATION: {Right.ADAPTATION, Right.NETWORK},
    Origin.COMPILATION: {Right.COMPILATION, Right.NETWORK},
}


@dataclass
class Rights:
    """Sentences for author and moderator. `codes` says which rules an ending falls under."""

    # Mistakes that only the author can mend: refused when the article is handed in.
    objections: list[str] = field(default_factory=list)
    # What new words wait for.
    lacking: list[str] = field(default_factory=list)
    # Why the words may not even be shown: what they rested on is over.
    ended: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)


def rights_of(page: "ArticlePage", today: datetime.date) -> Rights:
    """Reads only the evidence that this article's record calls for."""
    found = Rights()
    if page.origin in DERIVED:
        _sources(page, today, found)
    if page.origin == Origin.WORK_FOR_HIRE:
        _letters(page, today, found)
    picture_rights.check(page, today, found)
    _case(page, today, found)
    return found


def works(page: "ArticlePage") -> list[dict[str, str]]:
    """The source works with what was written about each."""
    names = ("title", "author", "url", "licence")
    return [{name: str(block["value"].get(name) or "").strip() for name in names} for block in page.source_works.get_prep_value()]


def serves(permission: "Permission", work: dict[str, str]) -> bool:
    """Whether a permission is for exactly this work: same title and author, and same address where it names one."""
    if plain(permission.work_title) != plain(work["title"]) or not plain(work["title"]):
        return False
    if plain(permission.work_author) != plain(work["author"]):
        return False
    return not permission.work_url or permission.work_url.rstrip("/") == work["url"].rstrip("/")


def plain(words: str) -> str:
    """For comparing strictly: width, case and blanks apart, every sign counts."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def _sources(page: "ArticlePage", today: datetime.date, found: Rights) -> None:
    if derivation.is_circular(page):
        found.objections.append(_("原作品又是由本文改来的：两篇文章不能互为来源，请写明最初的作品"))
    held = evidence.permissions(page)
    for work in works(page):
        conflict = licensing.conflict(page.origin, work["licence"], page.licence)
        if conflict:
            _permission(page, work, [one for one in held if serves(one, work)], conflict, today, found)


def _permission(
    page: "ArticlePage", work: dict[str, str], held: list["Permission"], conflict: str, today: datetime.date, found: Rights
) -> None:
    title = {"title": work["title"]}
    if any(not shortcoming(one, page) for one in evidence.usable(held, today)):
        return
    faults = [fault for one in evidence.hoped_for(held, today) if (fault := shortcoming(one, page))]
    if any(one.has_ended(today) for one in held):
        found.ended.append(_("《%(title)s》的授权已经到期或被撤回") % title)
        found.codes.add("IP.NO_PERMISSION")
    elif faults:
        found.lacking.append(_("《%(title)s》的授权不够：%(fault)s") % {**title, "fault": faults[0]})
    elif evidence.hoped_for(held, today):
        found.lacking.append(_("《%(title)s》的授权凭证还没有核验") % title)
    elif reason := evidence.why_unfit(held, today):
        found.lacking.append(_("《%(title)s》的授权不能用在这里：%(reason)s") % {**title, "reason": reason})
    else:
        words = _("《%(title)s》：%(conflict)s；请改选相容的许可，或上传权利人的授权") % {**title, "conflict": conflict}
        # The engine blocks what no licence allows at all; what a better choice of licence would mend is said here.
        mendable = bool(work["licence"]) and not licensing.conflict(page.origin, work["licence"], work["licence"])
        (found.objections if mendable else found.lacking).append(words)


def shortcoming(permission: "Permission", page: "ArticlePage") -> str:
    """What a running permission does not allow of this article's use; empty when it allows all of it."""
    absent = sorted(NEEDED[Origin(page.origin)] - set(permission.rights))
    if absent:
        return _("没有授予%(rights)s的权利") % {"rights": "、".join(absent)}
    if licensing.is_irrevocable(page.licence) and not permission.sublicensing:
        return _("权利人没有允许转授权，文章不能选 %(licence)s") % {"licence": page.licence}
    if permission.single_use and is_used_elsewhere(permission, page):
        return _("这份授权仅限一次使用，已用于另一篇文章")
    return ""


def is_used_elsewhere(permission: "Permission", page: "ArticlePage") -> bool:
    """Whether another article that was ever published rests on it."""
    from ..models import ArticlePage

    others = permission.uses.exclude(article_id=page.pk).values_list("article_id", flat=True)
    return ArticlePage.objects.filter(pk__in=list(others), first_published_at__isnull=False).exists()


def _letters(page: "ArticlePage", today: datetime.date, found: Rights) -> None:
    held = evidence.letters(page)
    waiting = evidence.hoped_for(held, today)
    # The newest verified letter speaks; one that nobody compared with its file says nothing while another was.
    spoken = [*evidence.usable(held, today), *waiting]
    if spoken:
        objection = licence_objection(spoken[0], page, today)
        if objection:
            found.objections.append(objection)
    if evidence.usable(held, today):
        return
    if any(one.has_ended(today) for one in held):
        found.ended.append(_("单位关于职务作品的意见已经到期或被撤回"))
        found.codes.add("IP.NO_PERMISSION")
    elif waiting:
        found.lacking.append(_("单位关于职务作品的意见还没有核验"))
    elif reason := evidence.why_unfit(held, today):
        found.lacking.append(_("单位关于职务作品的意见不能用在这里：%(reason)s") % {"reason": reason})
    else:
        found.lacking.append(_("职务作品要有单位的书面意见，请在“归属证据”里上传"))


def licence_objection(letter: "EmployerLetter", page: "ArticlePage", today: datetime.date) -> str:
    """Why this licence cannot be chosen for this work for hire (著作权法 18); empty when it can."""
    words: dict[str, Any] = {"licence": page.licence, "institution": letter.institution, "day": letter.licensing_from()}
    if letter.hire == HireKind.SPECIAL and plain(page.owner_name) != plain(letter.institution):
        return _("特殊职务作品的著作权归单位，“权利人”请写 %(institution)s") % words
    if not licensing.is_irrevocable(page.licence) or letter.allows_licensing:
        return ""
    if letter.hire == HireKind.SPECIAL:
        return _("特殊职务作品的著作权归单位，没有单位的书面同意，不能选 %(licence)s") % words
    if today < letter.licensing_from():
        return (
            _(
                "作品完成两年内（%(day)s 以前），未经单位同意，作者不能许可第三人以与单位相同的方式使用（著作权法第十八条），"
                "所以现在不能选 %(licence)s。请改选“保留所有权利”，或上传单位同意的意见"
            )
            % words
        )
    return ""


def _case(page: "ArticlePage", today: datetime.date, found: Rights) -> None:
    """A consent that was attached counts until the author declares that this version tells no real case."""
    if page.case_kind not in ("", CaseKind.REAL):
        return
    held = evidence.consents(page)
    if uncovered_cases(held, today):
        found.ended.append(_("病例的知情同意已经到期或被撤回"))
        found.codes.add("PRIV.CASE_NO_CONSENT")
    elif any(one.standing(today) == Standing.WAITING for one in held):
        found.lacking.append(_("病例的知情同意还没有核验"))
    elif reason := evidence.why_unfit(_of_uncovered_cases(held, today), today):
        found.lacking.append(_("病例的知情同意不能用在这里：%(reason)s") % {"reason": reason})
    elif page.case_kind == CaseKind.REAL and not evidence.usable(held, today):
        found.lacking.append(_("真实病例要有患者或监护人的知情同意，请在“归属证据”里上传"))


def _of_uncovered_cases(held: list["CaseConsent"], today: datetime.date) -> list["CaseConsent"]:
    covered = {one.case_label for one in evidence.usable(held, today)}
    return [one for one in held if one.case_label not in covered]


def uncovered_cases(held: list["CaseConsent"], today: datetime.date) -> set[str]:
    """Labels of cases whose consent ended and that no other consent covers."""
    covered = {one.case_label for one in evidence.usable(held, today)}
    return {one.case_label for one in held if one.has_ended(today)} - covered


def permission_facts(page: "ArticlePage", today: datetime.date) -> list[dict[str, Any]]:
    """What the IP rules read of permissions: nothing, unless every source work that its licence does not free has one."""
    return list(_permission_facts(page, today)) if page.origin in DERIVED else []


def _permission_facts(page: "ArticlePage", today: datetime.date) -> Iterator[dict[str, Any]]:
    held = evidence.hoped_for(evidence.permissions(page), today)
    bound = [work for work in works(page) if licensing.conflict(page.origin, work["licence"], page.licence)]
    if not all(any(serves(one, work) for one in held) for work in bound):
        return
    for one in held:
        yield {
            "kind": str(one.get_licensor_capacity_display()),
            "expires_on": one.valid_until.isoformat() if one.valid_until else None,
            "covers_adaptation": bool({Right.TRANSLATION, Right.ADAPTATION} & set(one.rights)),
            "single_use": one.single_use,
            "used": one.single_use and is_used_elsewhere(one, page),
        }


def consent_facts(page: "ArticlePage", today: datetime.date) -> list[dict[str, Any]]:
    """Verified consents for this article; only those that ended, while one case of it has no other."""
    if page.case_kind not in ("", CaseKind.REAL):
        return []
    held = [one for one in evidence.consents(page) if one.verified_at and not one.refused_at and not evidence.unfit(one)]
    bare = uncovered_cases(held, today)
    return [
        {"expires_on": one.valid_until.isoformat() if one.valid_until else None, "withdrawn": one.withdrawn_at is not None}
        for one in held
        if not bare or one.case_label in bare
    ]


def work_for_hire(page: "ArticlePage", today: datetime.date) -> str:
    """`none`, `ordinary`, `special`, or `unknown` while no letter says which."""
    if page.origin != Origin.WORK_FOR_HIRE:
        return "none"
    held = evidence.letters(page)
    letters = [*evidence.usable(held, today), *evidence.hoped_for(held, today)]
    return str(letters[0].hire) if letters else "unknown"
