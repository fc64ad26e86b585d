"""Who stands behind an article: byline names as published, beside what is public and verified of each account now."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.attribution.vocabulary import AUTHORS, Role
from doctors.models import Certificate, DoctorProfile, User
from doctors.models.certificate import Kind
from doctors.specialties import Specialty
from moderation.shown import shown

from . import prepared

ROLES: Mapping[str, Any] = dict(Role.choices)
SPECIALTIES: Mapping[str, Any] = dict(Specialty.choices)


@dataclass(frozen=True)
class Account:
    """What may be said of one account today. `verified` is the day of the last verification, None unless all four hold."""

    public_id: str = ""
    portrait: int | None = None
    specialty: str = ""
    verified: datetime.date | None = None


@dataclass(frozen=True)
class Person:
    """One name of a byline."""

    name: str
    role: str = Role.AUTHOR
    title: str = ""
    institution: str = ""
    account: Account = field(default_factory=Account)
    path: str = ""

    @property
    def is_author(self) -> bool:
        return self.role in AUTHORS

    @property
    def role_label(self) -> str:
        return str(ROLES.get(self.role, self.role))

    @property
    def initial(self) -> str:
        return self.name[:1]

    @property
    def url(self) -> str:
        return f"/doctors/{self.account.public_id}/" if self.account.public_id else ""

    @property
    def details(self) -> list[str]:
        specialty = str(SPECIALTIES.get(self.account.specialty, "")) if self.account.specialty else ""
        return [part for part in (self.title, specialty, self.institution) if part]


def accounts(identities: Iterable[int], today: datetime.date | None = None) -> dict[int, Account]:
    """Public profile and certificates of these accounts, in one query."""
    wanted = sorted(set(identities))
    if not wanted:
        return {}
    held: dict[int, list[Certificate]] = {}
    profiles: dict[int, tuple[str, int | None, str]] = {}
    for pk, is_public, public_id, portrait, specialty, kind, verified_at, expires_on, revoked_at in prepared.rows(_rows, *wanted):
        profiles[pk] = (public_id, portrait, specialty) if is_public else ("", None, "")
        if kind:
            held.setdefault(pk, []).append(
                Certificate(
                    kind=kind,
                    verified_at=prepared.moment(verified_at),
                    expires_on=prepared.date(expires_on),
                    revoked_at=prepared.moment(revoked_at),
                )
            )
    day = today or timezone.localdate()
    return {pk: Account(*profile, verified=verified_on(held.get(pk, ()), day)) for pk, profile in profiles.items()}


def _rows(*wanted: int) -> QuerySet:
    public = Exists(shown(DoctorProfile.objects.filter(user_id=OuterRef("pk"))))
    return (
        User.objects.filter(pk__in=wanted)
        .annotate(public=public)
        .values_list(
            "pk",
            "public",
            "profile__public_id",
            "profile__portrait_id",
            "profile__specialty",
            "certificates__kind",
            "certificates__verified_at",
            "certificates__expires_on",
            "certificates__revoked_at",
        )
    )


def verified_on(certificates: Iterable[Certificate], today: datetime.date) -> datetime.date | None:
    """The day of the newest verification, when every kind is verified and valid today."""
    valid = {each.kind: each.verified_at for each in certificates if each.status(today) == "verified" and each.verified_at}
    if set(valid) != {str(kind) for kind in Kind}:
        return None
    return timezone.localtime(max(valid.values())).date()


def people_of(byline: Iterable[Any], contributors: Iterable[tuple[str, Any]], known: Mapping[int, Account]) -> list[Person]:
    """Byline first, then the other contributors; an entry without a name is left out."""
    rows = [("", person) for person in byline] + list(contributors)
    found = []
    for path, row in rows:
        if not isinstance(row, Mapping) or not row.get("name"):
            continue
        account = known.get(row.get("account") or 0, Account())
        texts = {name: str(row.get(name) or "") for name in ("name", "title", "institution")}
        found.append(Person(**texts, role=str(row.get("role") or Role.AUTHOR), account=account, path=path))
    return found
