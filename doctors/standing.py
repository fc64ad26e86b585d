"""Where a doctor stands on a day, in words that a list, a page and the doctor can share."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Certificate, User
from .models.certificate import Kind

# Days before the end from which a certificate counts as expiring soon.
SOON = 30


@dataclass(frozen=True)
class Card:
    """One of the four kinds: the certificate if there is one, and its state as word and tone (good, soon, stop, none)."""

    kind: Kind
    certificate: Certificate | None
    state: str
    word: str
    tone: str
    days_left: int | None = None


@dataclass(frozen=True)
class Standing:
    """All four together."""

    cards: tuple[Card, ...]
    state: str
    word: str
    tone: str
    next_expiry: datetime.date | None

    @property
    def qualified(self) -> bool:
        return self.state in ("qualified", "expiring")


def card(kind: Kind, certificate: Certificate | None, today: datetime.date) -> Card:
    state = certificate.status(today) if certificate else "missing"
    days = (certificate.expires_on - today).days if certificate and certificate.expires_on else None
    if state == "verified" and days is not None and days <= SOON:
        word = _("今天到期") if days == 0 else _("还有 %(days)s 天到期") % {"days": days}
        return Card(kind, certificate, "expiring", word, "soon", days)
    words = {
        "verified": (_("已核验"), "good"),
        "unverified": (_("待核验"), "soon"),
        "expired": (_("已过期"), "stop"),
        "revoked": (_("已吊销"), "stop"),
        "missing": (_("未录入"), "none"),
    }
    return Card(kind, certificate, state, *words[state], days)


def standing(user: User, certificates: Iterable[Certificate], today: datetime.date) -> Standing:
    """Closed accounts first, then what stops the doctor, then what is still to do."""
    held = {certificate.kind: certificate for certificate in certificates}
    cards = tuple(card(kind, held.get(kind), today) for kind in Kind)
    states = {one.state for one in cards}
    valid = [one.certificate for one in cards if one.certificate and one.state != "revoked"]
    ladder = [
        (not user.is_active, "closed", _("账号已停用"), "none"),
        ("revoked" in states, "revoked", _("证件被吊销"), "stop"),
        ("expired" in states, "expired", _("证件已过期"), "stop"),
        ("missing" in states, "incomplete", _("证件不齐"), "none"),
        ("unverified" in states, "waiting", _("待核验"), "soon"),
        ("expiring" in states, "expiring", _("合格，即将到期"), "soon"),
        (True, "qualified", _("合格"), "good"),
    ]
    state, word, tone = next(rest for holds, *rest in ladder if holds)
    return Standing(cards, state, word, tone, min((held.expires_on for held in valid if held.expires_on), default=None))
