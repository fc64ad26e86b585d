"""Scans again what is live, approved or under review: a row for every scan, a case for every new hit, never a takedown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from .. import cases, ledger, scanning
from ..desk import opinions
from ..engine import Finding as EngineFinding
from ..engine import Passage, Scanner
from ..engine.document import RANK
from ..gate import PublicationBlocked
from ..models import Allowance, ArchiveRun, Case, CaseSource, Finding, Kind, Scan, ShadowScan, Shown, Submission
from . import archive, rollout, runs, standing

BATCH = 100
SERIOUS = ("block", "review")


@dataclass(frozen=True)
class Seen:
    """One object under the rules of now; what is read in a worker and written by the one who holds the run."""

    content_type_id: int
    object_id: int
    digest: str
    submission_id: int | None
    report: scanning.Examination


def look(run: ArchiveRun, stage: str, ids: Sequence[int]) -> list[Seen]:
    """Examine these rows; reads only. What changed hands meanwhile is left out."""
    # What waits for people is little, and its scan takes the place of the one that they answer: it is never a lesser one.
    now = _standing(run) if stage == "live" else standing.current()
    sha256 = run.ruleset.sha256 if run.ruleset else ""
    found = []
    # In no language but the sources': what is kept is the same whoever asked.
    with translation.override(None):
        for content_type_id, instance, digest, submission_id, passages in _objects(stage, ids):
            if run.low <= rollout.bucket(content_type_id, instance.pk, sha256) < run.high:
                report = scanning.examine_under(now, instance, passages or instance.surface().passages)
                found.append(Seen(content_type_id, instance.pk, digest, submission_id, report))
    return found


def _standing(run: ArchiveRun) -> standing.Standing:
    now = standing.current()
    if run.names:
        return now
    bare = [replace(one, scanner=Scanner(one.scanner.ruleset, names=False)) for one in (now.base, *now.shadows)]
    rising = now.rising and replace(now.rising, scanner=Scanner(now.rising.scanner.ruleset, names=False))
    return replace(now, base=bare[0], shadows=tuple(bare[1:]), rising=rising)


def _objects(stage: str, ids: Sequence[int]) -> Iterator[tuple[int, Any, str, int | None, tuple[Passage, ...]]]:
    """Type, object, digest, submission, and the passages where they are kept already."""
    if stage == "live":
        rows = list(Shown.objects.filter(pk__in=ids).order_by("pk"))
        kept = archive.kept_passages(rows)
        for row, instance in archive.instances(rows):
            passages = kept.get((row.content_type_id, row.object_id, row.digest), ())
            yield row.content_type_id, instance, row.digest, None, passages
        return
    for submission in Submission.objects.filter(pk__in=ids, state=runs.STATES[stage]).select_related("revision"):
        content = submission.content()
        try:
            instance = content.frozen(submission) if content is not None else None
        except PublicationBlocked:
            instance = None
        if instance is not None:
            yield submission.content_type_id, instance, submission.digest, submission.pk, ()


def write(run: ArchiveRun, cursor: int, looked: int, seen: Sequence[Seen]) -> int:
    """Keep scans, open cases and move the run on, in one transaction; answers how many cases. Raises RunLost."""
    with transaction.atomic():
        opened = keep(seen)
        runs.advance(run, cursor, looked, opened)
    return opened


def keep(seen: Sequence[Seen]) -> int:
    """Keep scans with all that belongs to them and open cases, in the caller's transaction; answers how many new hits."""
    earlier = _earlier(seen)
    scans = Scan.objects.bulk_create(
        Scan(
            content_type_id=one.content_type_id,
            object_id=one.object_id,
            submission_id=one.submission_id,
            digest=one.digest,
            purpose="rescan",
            ruleset=one.report.ruleset,
            ruleset_sha256=one.report.sha256,
            verdict=one.report.verdict,
            unchecked=list(one.report.unchecked),
        )
        for one in seen
    )
    pairs = list(zip(scans, seen, strict=True))
    Finding.objects.bulk_create(row for scan, one in pairs for row in scanning.finding_rows(scan, one.report))
    Allowance.objects.bulk_create(row for scan, one in pairs for row in scanning.allowance_rows(scan, one.report))
    ShadowScan.objects.bulk_create(row for scan, one in pairs for row in scanning.shadow_rows(scan, one.report))
    return sum(_open(scan, one, earlier.get(_key(one), {})) for scan, one in pairs)


def _open(scan: Scan, one: Seen, known: Mapping[Any, str]) -> bool:
    """A case for what is new, or for what is under review its own case, which goes on with the newer scan."""
    submission = Submission.objects.filter(pk=one.submission_id).first() if one.submission_id else None
    new = [found for found in one.report.findings if found.severity in SERIOUS and _worse(found, known)]
    codes = sorted({finding.code for finding in new})
    what = _("规则集 %(version)s 新命中：%(codes)s") % {"version": scan.ruleset, "codes": "、".join(codes)}
    if submission is not None and submission.state == Submission.State.OPEN:
        if {scanning.place(found): found.severity for found in one.report.findings} != known:
            _exchange(submission, scan, what if new else "")
        return bool(new)
    if submission is not None and submission.state != Submission.State.APPROVED:
        return False
    instance = scan.content() if new else None
    if instance is None:
        return False
    # What waits for its time was read by as many as its topic asks for; so is what the newer rules say of it.
    needs = opinions.needed(instance) if submission is not None else 1
    cases.open_case(Kind.RESCAN, instance, what, submission=submission, scan=scan, needs=needs)
    return True


def _worse(found: EngineFinding, known: Mapping[Any, str]) -> bool:
    return RANK[found.severity] > RANK[known.get(scanning.place(found), "pass")]


def _exchange(submission: Submission, scan: Scan, what: str) -> None:
    """The case of a submission goes on with another scan; one that was closed meanwhile stays as it was decided."""
    waiting = Case.objects.filter(submission=submission, kind=Kind.SUBMISSION, state=Case.State.OPEN)
    for case in waiting.select_for_update():
        Case.objects.filter(pk=case.pk).update(scan=scan)
        if what:
            CaseSource.objects.create(case=case, what=what[:200])


def _key(one: Seen) -> tuple[int, int, str]:
    return one.content_type_id, one.object_id, one.digest


def _earlier(seen: Iterable[Seen]) -> dict[tuple[int, int, str], dict[Any, str]]:
    """What the newest scan before said of each of these digests: places with their severities."""
    wanted = {_key(one) for one in seen}
    newest: dict[tuple[int, int, str], int] = {}
    rows = Scan.objects.filter(digest__in={digest for _type, _id, digest in wanted}).order_by("pk")
    for pk, kind, identity, digest in rows.values_list("pk", "content_type_id", "object_id", "digest"):
        newest[(kind, identity, digest)] = pk
    by_scan: dict[int, dict[Any, str]] = {pk: {} for pk in newest.values()}
    fields = ("scan_id", "severity", "code", "path", "start", "end")
    for pk, severity, *place in Finding.objects.filter(scan_id__in=by_scan).order_by().values_list(*fields):
        by_scan[pk][tuple(place)] = severity
    return {about: by_scan[pk] for about, pk in newest.items() if about in wanted}


def finish(run: ArchiveRun) -> None:
    """A line in the ledger when all was seen again."""
    row = ArchiveRun.objects.select_related("ruleset").get(pk=run.pk)
    if row.ruleset is not None and row.state == ArchiveRun.State.DONE:
        ledger.append(
            "ruleset re-scan done", row.ruleset, row.ruleset.sha256, {"run": row.pk, "seen": row.done, "cases": row.hits}
        )
