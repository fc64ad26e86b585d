"""How often one line or person may complain: enough for everybody who reads, little for machines, less after groundless ones."""

import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import addresses
from ..models import Complaint

HOUR = 3_600
# Tries of the form that were refused count too, since each may carry files.
TRIES_PER_HOUR = 40
# Without scripts: from one line, and from everybody, in an hour.
PLAIN_PER_HOUR, PLAIN_OF_ALL_PER_HOUR = 3, 60
# After so many groundless ones in a month this many a day are taken: slower, and never none.
GROUNDLESS, THEN_PER_DAY = 3, 2
LOOKUPS_PER_HOUR = 120


class TooOften(Exception):
    """The sentence says when to come back and which other road is open."""


def check_tries(address: str) -> None:
    """Raises TooOften."""
    if not addresses.is_exempt(address):
        _refuse(addresses.wait("complaint-tries", addresses.network(address), TRIES_PER_HOUR, HOUR))


def check_plain(address: str) -> None:
    """For forms without a proof of work. Raises TooOften."""
    if addresses.is_exempt(address):
        return
    _refuse(addresses.wait("complaint-plain", addresses.network(address), PLAIN_PER_HOUR, HOUR))
    _refuse(addresses.wait("complaint-plain", "all", PLAIN_OF_ALL_PER_HOUR, HOUR))


def check_lookups(address: str) -> None:
    """For receipts: nobody may try numbers. Raises TooOften."""
    if not addresses.is_exempt(address):
        _refuse(addresses.wait("complaint-lookup", addresses.network(address), LOOKUPS_PER_HOUR, HOUR))


def check_person(address: str, source_hash: str, contact_hash: str, now: datetime.datetime | None = None) -> None:
    """What this line or person filed in a day, by the rows, so that it holds in every process. Raises TooOften."""
    if addresses.is_exempt(address):
        return
    now = now or timezone.now()
    same = Q(source_hash=source_hash)
    if contact_hash:
        same |= Q(contact_hash=contact_hash)
    theirs = Complaint.objects.filter(same)
    groundless = theirs.filter(groundless=True, decided_at__gt=now - datetime.timedelta(days=30)).count()
    allowed = THEN_PER_DAY if groundless >= GROUNDLESS else settings.COMPLAINTS_PER_DAY
    day = now - datetime.timedelta(days=1)
    filed = list(theirs.filter(received_at__gt=day).order_by("received_at").values_list("received_at", flat=True))
    if len(filed) >= allowed:
        again = timezone.localtime(filed[len(filed) - allowed] + datetime.timedelta(days=1))
        raise TooOften(
            _("您一天里提交的投诉已到上限，%(time)s 以后可以再提交；急事请写信到 %(mail)s。您写的内容还在。")
            % {"time": again.strftime("%m-%d %H:%M"), "mail": settings.COMPLAINTS_MAIL}
        )


def _refuse(seconds: int | None) -> None:
    if seconds is not None:
        raise TooOften(
            _("提交太频繁，请 %(minutes)d 分钟后再试，或写信到 %(mail)s。您写的内容还在。")
            % {"minutes": seconds // 60 + 1, "mail": settings.COMPLAINTS_MAIL}
        )
