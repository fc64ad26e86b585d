"""Proof of work in the place of picture puzzles: a few seconds of a machine's time, nothing of a person's eyes or patience."""

import base64
import datetime
import json
import secrets
from typing import Any

import altcha
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..models import SpentProof

# One try is one call of the browser's own PBKDF2; the answer lies between the two counts, so everybody waits about as long.
ALGORITHM, COST = "PBKDF2/SHA-256", 5_000
FEWEST, MOST = 150, 300
LIFE = datetime.timedelta(hours=6)
# Without scripts: the form lay open at least this long, and few such forms an hour are taken from one address and from all.
SLOW_SECONDS = 4
LONGEST_PAYLOAD = 4_096


class NotProven(Exception):
    """The sentence says what is wrong and what to do; what was typed is kept."""


def challenge(now: datetime.datetime | None = None) -> str:
    """JSON for the page's script."""
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        expires_at=(now or timezone.now()) + LIFE,
        hmac_secret=_secret(),
        hmac_key_secret=_secret("key"),
    )
    return json.dumps(made.to_dict())


def ticket(now: datetime.datetime | None = None) -> str:
    """Says, signed, when a form was opened; its first part names the files that wait for it."""
    return _signer().sign(f"{secrets.token_hex(16)}.{int((now or timezone.now()).timestamp())}")


def ticket_id(value: str, at_least: int = 0) -> str:
    """The id in a ticket; empty when it is not ours, or older than a day, or younger than `at_least` seconds."""
    try:
        identity, _dot, opened = _signer().unsign(value[:300]).partition(".")
        age = timezone.now().timestamp() - int(opened)
    except (signing.BadSignature, ValueError):
        return ""
    return identity if at_least <= age < 86_400 else ""


def _signer() -> signing.Signer:
    return signing.Signer(salt="complaint form")


def check(payload: str) -> str:
    """The signature to spend once the rest is right. Raises NotProven."""
    if len(payload) > LONGEST_PAYLOAD:
        raise NotProven(_("页面的自动验证没有完成，请等几秒再提交；不用重新填写。"))
    result = altcha.verify_solution(payload, _secret(), hmac_key_secret=_secret("key"))
    if result.expired:
        raise NotProven(_("这一页打开太久，自动验证过期了。已经换了新的，请再点一次提交；不用重新填写。"))
    if not result.verified:
        raise NotProven(_("页面的自动验证没有完成，请等几秒再提交；不用重新填写。"))
    signature = str(_parsed(payload)["challenge"]["signature"])
    if SpentProof.objects.filter(signature=signature).exists():
        raise NotProven(_("这份表格已经提交过一次。如果是要再投诉一件事，请再点一次提交。"))
    return signature


def spend(signature: str) -> None:
    """Use it up, in the caller's transaction. Raises NotProven when somebody was quicker."""
    try:
        with transaction.atomic():
            SpentProof.objects.create(signature=signature, expires_at=timezone.now() + LIFE)
    except IntegrityError as again:
        raise NotProven(_("这份表格已经提交过一次。如果是要再投诉一件事，请再点一次提交。")) from again


def forget(now: datetime.datetime) -> int:
    """Take away what has expired anyway."""
    return SpentProof.objects.filter(expires_at__lt=now).delete()[0]


def _secret(part: str = "challenge") -> str:
    return salted_hmac("moderation.complaints.proof", part, algorithm="sha256").hexdigest()


def _parsed(payload: str) -> dict[str, Any]:
    return dict(json.loads(base64.b64decode(payload)))
