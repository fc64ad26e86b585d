"""The versions of a published article that readers may open, and what changed between two of them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from articles.models import ArticlePage, Manifest
from moderation import cards, comparison
from moderation.models import Decision, Finding, Submission
from moderation.models.decision import CLEARING, ENDING
from moderation.models.reference import key

# A comparison of two frozen versions never changes.
KEPT_SECONDS = 86_400


@dataclass(frozen=True)
class Version:
    """One version that was live. `closed` says why its words are not shown: `taken down`, `privacy`, `ended` (what it rested on),
    `erased`; else empty."""

    number: int
    digest: str
    day: datetime.datetime | None
    submission: Submission
    manifest: Manifest | None
    closed: str = ""
    current: bool = False

    @property
    def sha256(self) -> str:
        return self.manifest.sha256 if self.manifest else ""


def versions_of(page: ArticlePage) -> list[Version]:
    """The newest first; each text once, however often it came back."""
    cleared = _cleared(page)
    manifests: dict[str, Manifest] = {}
    for row in Manifest.objects.filter(**key(page)).order_by("number"):
        manifests[row.digest] = row
    published = Submission.objects.filter(**key(page), state=Submission.State.PUBLISHED).order_by("pk")
    private = set(
        Finding.objects.filter(
            scan__content_type=key(page)["content_type"], scan__object_id=page.pk, severity="block", code__startswith="PRIV."
        ).values_list("scan__digest", flat=True)
    )
    found: dict[str, Version] = {}
    for submission in published:
        digest = submission.digest
        if digest in found:
            continue
        closed = ""
        if digest != page.live_digest:
            closed = (
                "erased" if submission.revision_id is None
                else "taken down" if digest not in cleared
                else "privacy" if digest in private
                else "ended" if _rests_on_what_ended(submission)
                else ""
            )  # fmt: skip
        manifest = manifests.get(digest)
        number = manifest.version if manifest else len(found) + 1
        found[digest] = Version(
            number, digest, submission.settled_at, submission, manifest, closed, current=digest == page.live_digest
        )
    return sorted(found.values(), key=lambda version: -version.number)


def _rests_on_what_ended(submission: Submission) -> bool:
    """A permission or consent that this version needs is over, whatever the live one needs."""
    return bool(submission.as_submitted().obstacles(timezone.now()).to_show)


def _cleared(page: ArticlePage) -> set[str]:
    """Digests that a decision clears which neither was taken back nor ended by a takedown, withdrawal or order."""
    about = Decision.objects.filter(**key(page))
    ended = about.filter(verb__in=ENDING).values_list("pk", flat=True).first() or 0
    return set(about.filter(verb__in=CLEARING, pk__gt=ended, reversed_by=None).values_list("digest", flat=True))


def frozen(version: Version) -> tuple[ArticlePage, bool]:
    """The article as this version had it, and whether places in it were masked since."""
    revision = version.submission.revision
    if revision is None:
        raise LookupError("erased")
    page: ArticlePage = revision.as_object()
    return page, page.surface().digest() != version.digest


def compared(earlier: Version, later: Version) -> Sequence[dict[str, Any]]:
    """Every passage that differs: the field's name, the kind of change, and its pieces."""
    before, _masked = frozen(earlier)
    after, _masked = frozen(later)
    shown = f"{before.surface().digest()}:{after.surface().digest()}:{get_language()}"
    kept = f"versions:{shown}"
    rows: list[dict[str, Any]] | None = cache.get(kept)
    if rows is None:
        found = comparison.changes(before.surface().passages, after.surface().passages)
        rows = [
            {
                "field": str(cards.field_label(after if change.kind != "gone" else before, change.path)),
                "kind": change.kind,
                "pieces": list(change.pieces),
            }
            for change in found
        ]
        cache.set(kept, rows, KEPT_SECONDS)
    return rows
