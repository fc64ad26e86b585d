"""The emergency brake: a fresh rule that fires on too many distinct authors goes back to what it was, by itself.

Authors are counted, not hits: one author's series of alike articles is no flood. Braking never takes a rule below what
stood before: its words of the ruleset before come back; a rule that was not live before goes into shadow. The ruleset that
was braked goes on in shadow, so that what it would do stays to be seen.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import ledger, notices
from ..engine import Ruleset as EngineRuleset
from ..models import Finding, Ruleset, Scan, Submission
from ..models.notice import NoticeKind
from . import compiling, layers, lifecycle, people, pointer, runs, standing

# A rule counts as fresh for this long after its ruleset went live.
FRESH = datetime.timedelta(days=3)
# It brakes when so many authors are hit at least, and this share of all whose words were scanned since.
LEAST_AUTHORS = 5
LARGEST_SHARE = 0.25


def watch(now: datetime.datetime) -> int:
    """The duty: brake what must be braked; answers how many rules."""
    return check(now)


def check(now: datetime.datetime | None = None) -> int:
    """Look at every live ruleset that is fresh."""
    now = now or timezone.now()
    braked = 0
    fresh = Ruleset.objects.filter(state=Ruleset.State.LIVE, activated_at__gt=now - FRESH, predecessor__isnull=False)
    for ruleset in fresh.exclude(origin=Ruleset.Origin.BRAKE).select_related("shipped", "predecessor__shipped"):
        for code, authors, scanned in floods(ruleset):
            brake(ruleset, code, authors, scanned)
            braked += 1
            break  # The derived ruleset is looked at in the next round.
    return braked


def floods(ruleset: Ruleset) -> Iterator[tuple[str, int, int]]:
    """Fresh rules that fire on too many: code, authors hit, authors scanned since it went live."""
    codes = fresh_codes(ruleset)
    if not codes or ruleset.activated_at is None:
        return
    scans = Scan.objects.filter(ruleset_sha256=ruleset.sha256, at__gte=ruleset.activated_at)
    authors = _authors(scans)
    everybody = {author for author in authors.values() if author}
    hit: dict[str, set[int]] = defaultdict(set)
    known = _known_before(ruleset)
    rows = Finding.objects.filter(scan__in=scans, code__in=codes).order_by()
    for scan_id, code, digest in rows.values_list("scan_id", "code", "scan__digest").distinct():
        if authors.get(scan_id) and (digest, code) not in known:
            hit[code].add(authors[scan_id])
    for code in sorted(hit):
        if len(hit[code]) >= LEAST_AUTHORS and len(hit[code]) >= LARGEST_SHARE * len(everybody):
            yield code, len(hit[code]), len(everybody)


def fresh_codes(ruleset: Ruleset) -> set[str]:
    """Rules that this ruleset made fire otherwise than the one before it."""
    before = ruleset.predecessor
    if before is None:
        return set()
    codes = layers.changed_codes(before.layer, ruleset.layer)
    if before.shipped_id != ruleset.shipped_id:
        old, new = standing.rules_of(before), standing.rules_of(ruleset)
        codes |= {code for code, rule in new.items() if old.get(code) != rule}
    return codes


def _authors(scans: Any) -> dict[int, int]:
    """Whose words each scan is about: who handed them in, or who handed in what is live."""
    own = dict(scans.filter(submission__isnull=False).values_list("pk", "submission__submitted_by"))
    about = {
        pk: (kind, identity, digest)
        for pk, kind, identity, digest in scans.filter(submission=None).values_list(
            "pk", "content_type_id", "object_id", "digest"
        )
    }
    digests = {digest for _kind, _identity, digest in about.values()}
    handed_in = Submission.objects.filter(digest__in=digests).order_by("pk")
    senders = {
        (kind, identity, digest): author
        for kind, identity, digest, author in handed_in.values_list("content_type_id", "object_id", "digest", "submitted_by")
    }
    return own | {pk: senders.get(key, 0) for pk, key in about.items()}


def _known_before(ruleset: Ruleset) -> set[tuple[str, str]]:
    """(digest, code) that scans under another ruleset had found already: the change is not to blame for those."""
    rows = Finding.objects.exclude(scan__ruleset_sha256=ruleset.sha256).filter(code__in=fresh_codes(ruleset))
    return set(rows.order_by().values_list("scan__digest", "code").distinct())


def brake(ruleset: Ruleset, code: str, authors: int, scanned: int) -> Ruleset:
    """Put one rule back to what it was before this ruleset; the ruleset itself goes on in shadow."""
    before = ruleset.predecessor
    assert before is not None  # only rulesets with one are looked at
    release, layer = _without(ruleset, before, code)
    sha256 = layers.sha256_of(release, layer)
    facts = {"code": code, "authors": authors, "scanned": scanned, "braked": ruleset.sha256}
    with transaction.atomic():
        pointer.lock()
        pointer.move(ruleset, Ruleset.State.LIVE, state=Ruleset.State.SHADOW, share=0, brake=facts)
        made = Ruleset.objects.create(
            title=_("制动：%(title)s") % {"title": ruleset.title[:100]},
            origin=Ruleset.Origin.BRAKE,
            shipped=lifecycle.keep_release(release),
            layer=layer,
            sha256=sha256,
            version=layers.version_of(release, sha256),
            state=Ruleset.State.LIVE,
            share=ruleset.share,
            activated_at=timezone.now(),
            predecessor=before,
            brake=facts,
        )
        pointer.move_pointer()
        ledger.append("rule braked", made, sha256, facts)
        runs.queue_rescan(made, None, 0, made.share)
        _tell(ruleset, made, facts)
    return made


def _tell(braked: Ruleset, made: Ruleset, facts: Mapping[str, Any]) -> None:
    """Everybody who edits rules, and whoever proposed this one, in the same transaction: nobody finds it out by chance."""
    proposers = {braked.made_by_id, braked.submitted_by_id, *braked.editors} - {None}
    context = {name: str(facts[name]) for name in ("code", "authors", "scanned")} | {"title": braked.title}
    for person in people.staff("moderation.edit_ruleset", also=proposers):
        notices.tell(person, NoticeKind.RULE_BRAKED, context, reverse("moderation_ruleset", args=[made.pk]))


def _without(ruleset: Ruleset, before: Ruleset, code: str) -> tuple[EngineRuleset, dict[str, Any]]:
    """Release and layer in which this rule is what it was; the whole of what was when only that brings it back."""
    release, old = compiling.release(ruleset), standing.rules_of(before)
    if release.rules.get(code) == old.get(code):
        layer = layers.with_part(ruleset.layer, code, layers.part_of(before.layer, code))
        if code == "BRAND.PROMO":
            layer = layers.tidy({**layer, "brands": before.layer.get("brands", [])})
        if code == "PRIV.NAME":
            layer = layers.tidy({**layer, "people": before.layer.get("people", {})})
        return release, layer
    if code not in old:
        return release, layers.with_part(ruleset.layer, code, {**layers.part_of(ruleset.layer, code), "status": "shadow"})
    return compiling.release(before), layers.tidy(before.layer)
