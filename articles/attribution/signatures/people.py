"""Whose signature a submission needs: everybody of the byline but who handed it in, and colleagues who may review it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from doctors.models import DoctorProfile
from doctors.qualification import qualified_among
from moderation.models import Decision
from moderation.models.reference import key
from moderation.shown import shown

from ..vocabulary import Role

if TYPE_CHECKING:
    from ...models import ArticlePage

# Named in thanks; they wrote and drew nothing, and a patient may stay anonymous. Whoever has an account is asked all the same.
NOT_ASKED = frozenset({Role.FUNDER, Role.PATIENT})
EVERY_TOPIC, HIGH_RISK, NO_TOPIC = "all", "high-risk", "none"
REVIEWED_TOPICS = (EVERY_TOPIC, HIGH_RISK, NO_TOPIC)


@dataclass(frozen=True)
class Contributor:
    """One entry of the byline of one version; `number` is its place in the order, from 1."""

    place: str
    number: int
    name: str
    role: str
    account: int | None
    title: str = ""
    institution: str = ""

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label) if self.role in Role else self.role


def contributors_of(page: "ArticlePage") -> list[Contributor]:
    """The byline and the other contributors of this version, in order."""
    rows: list[tuple[str, Any]] = [(f"byline.{number}", row) for number, row in enumerate(page.byline)]
    for number, block in enumerate(page.contributors.get_prep_value()):
        rows.append((f"contributors.{block.get('id') or number}", block["value"]))
    return list(_read(rows))


def _read(rows: Iterable[tuple[str, Any]]) -> Iterator[Contributor]:
    number = 0
    for place, row in rows:
        if not str(row.get("name") or "").strip():
            continue
        number += 1
        account = row.get("account")
        yield Contributor(
            place,
            number,
            str(row["name"]),
            str(row.get("role") or Role.AUTHOR),
            account if isinstance(account, int) else None,
            str(row.get("title") or ""),
            str(row.get("institution") or ""),
        )


def is_colleague(name: str, institution: str) -> bool:
    """Whether this is a doctor whose profile readers may see; a namesake elsewhere has another institution."""
    namesakes = shown(DoctorProfile.objects.filter(name=name.strip()))
    return any(not institution or institution.strip() in one.institution or one.institution in institution for one in namesakes)


def without_their_account(page: "ArticlePage") -> list[str]:
    """Colleagues who are named without their account, so that somebody else could sign for them; in sentences."""
    return [
        _("%(name)s是本站医生，请在“本站医生”里选，由本人确认") % {"name": one.name}
        for one in contributors_of(page)
        if one.account is None and is_colleague(one.name, one.institution)
    ]


def to_confirm(page: "ArticlePage", submitted_by: int | None) -> list[Contributor]:
    """Contributors who have not spoken by handing in themselves."""
    return [
        one
        for one in contributors_of(page)
        if (one.account != submitted_by if one.account is not None else one.role not in NOT_ASKED)
    ]


def needs_review(page: "ArticlePage") -> bool:
    """Whether the site asks for a colleague's review of this topic; `MEDICAL_REVIEW` says of which."""
    wanted = settings.MEDICAL_REVIEW
    return wanted == EVERY_TOPIC or (wanted == HIGH_RISK and page.risk_level() == "high")


def deciders(page: "ArticlePage") -> set[int]:
    """Ids of the accounts that decided anything about it: 审稿 and 审核 are two people's."""
    return set(Decision.objects.filter(**key(page), by__isnull=False).values_list("by_id", flat=True))


def may_review(page: "ArticlePage") -> list[DoctorProfile]:
    """Qualified doctors of the field who took no part in the words, by name."""
    took_part = set(page.contributor_accounts()) | deciders(page)
    named = {one.name for one in contributors_of(page)}
    colleagues = shown(DoctorProfile.objects.filter(specialty=page.specialty, user__is_active=True))
    colleagues = colleagues.exclude(user_id__in=took_part).select_related("user").order_by("name")
    qualified = qualified_among(one.user for one in colleagues)
    return [one for one in colleagues if one.name not in named and one.user_id in qualified]
