"""Signs a manifest when words go live, chains it to the article's one before, and anchors it in the ledger."""

import datetime
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import ArticlePage, Manifest
from moderation import ledger
from moderation.gate import PublicationBlocked
from moderation.models import LedgerHead, Submission
from moderation.models.reference import key

from . import canonical, keyring
from .assets import assets_of, hash_renditions, images_of
from .commitments import Commitments
from .manifest import build


def sign_published(instance: ArticlePage, digest: str, **kwargs: Any) -> None:
    """Receiver of `went_live`, inside its transaction. Raises PublicationBlocked when nothing can be signed."""
    try:
        sign(instance, digest)
    except keyring.NoKey as missing:
        raise PublicationBlocked(_("签名密钥不可用，暂停一切发布，请联系运营人员")) from missing


def sign(page: ArticlePage, digest: str) -> Manifest:
    """Add the manifest of what is live; about 4 ms. Raises NoKey."""
    signing = keyring.active()
    # Without a savepoint: words whose manifest cannot be written do not go live.
    with transaction.atomic(savepoint=False):
        # Locked first: writers of one article's chain stand in line, and the anchor is the true head.
        head = LedgerHead.objects.select_for_update().get(pk=1)
        earlier = _earlier(page)
        last = earlier[0] if earlier else (0, 0, "", "")
        number, version, previous = last[0] + 1, _version(page, digest, earlier), last[3]
        placed = {
            "number": number,
            "version": version,
            "previous": previous or None,
            "ledger": {"number": head.number, "sha256": head.sha256},
            "key": signing.id,
        }
        secret = Commitments()
        content = build(page, digest, secret, placed)
        signed = canonical.encode(content)
        row = Manifest.objects.create(
            **key(page),
            number=number,
            version=version,
            digest=digest,
            sha256=hashlib.sha256(signed).hexdigest(),
            previous=previous,
            key=signing.id,
            signature=keyring.signature(signing, signed),
            created_at=datetime.datetime.fromisoformat(content["created_at"]),
            text=signed.decode(),
            openings=secret.as_text(),
        )
        ledger.append("manifest signed", page, digest, {"manifest": row.sha256, "number": row.number, "key": signing.id})
    return row


def version_of(page: ArticlePage, digest: str) -> int:
    """The number of these words among the article's published versions; words that come back keep theirs."""
    return _version(page, digest, _earlier(page))


Earlier = list[tuple[int, int, str, str]]


def _earlier(page: ArticlePage) -> Earlier:
    """(number, version, digest, SHA-256) of each manifest of this article, the newest first."""
    rows = Manifest.objects.filter(**key(page)).order_by("-number")
    return list(rows.values_list("number", "version", "digest", "sha256"))


def _version(page: ArticlePage, digest: str, earlier: Earlier) -> int:
    known = next((version for _number, version, signed, _sha256 in earlier if signed == digest), None)
    if known is not None:
        return known
    newest = max((version for _number, version, _digest, _sha256 in earlier), default=0)
    published = Submission.objects.filter(**key(page), state=Submission.State.PUBLISHED).count()
    return max(published, newest + 1)


def add_pictures(page_id: int) -> bool:
    """Sign again when sizes of pictures were made after the words went live; True when a manifest was added.

    Called after the publishing transaction, since making and hashing files has no place in one. Does nothing without a key.
    """
    page = ArticlePage.objects.published().filter(pk=page_id).first()
    if page is None:
        return False
    hash_renditions(images_of(page))
    shown = {row["sha256"] for row in assets_of(page)}
    current = current_manifest(page)
    try:
        if current is None or (current.text and not shown <= {row["sha256"] for row in content_of(current)["assets"]}):
            sign(page, page.live_digest)
            return True
    except keyring.NoKey:
        return False
    return False


def current_manifest(page: ArticlePage) -> Manifest | None:
    """The newest one of the words that are live."""
    return Manifest.objects.filter(**key(page), digest=page.live_digest).first()


def content_of(row: Manifest) -> dict[str, Any]:
    """The manifest as it is handed out, with its signature. Raises LookupError after an erasure."""
    if not row.text:
        raise LookupError("the content of this manifest was erased")
    content: dict[str, Any] = json.loads(row.text)
    return {**content, "signature": row.signature}


def erase(row: Manifest, reason: str) -> None:
    """Empty what is personal; hash, signature and chain stay, and the ledger says that and why. `reason` is a code."""
    with transaction.atomic():
        page = row.content()
        Manifest.objects.filter(pk=row.pk).update(text="", openings="")
        ledger.append("manifest erased", page, row.digest, {"manifest": row.sha256, "reason": reason})
