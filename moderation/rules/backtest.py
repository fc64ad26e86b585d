"""Runs a ruleset over the whole archive of settled submissions beside the live one, and holds both against what people decided."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation

from .. import ledger, scanning
from ..engine import Document, Finding, mask
from ..models import ArchiveRun, Decision, FindingReview, Ruleset, Submission, Verb
from . import metrics, runs, standing
from .intervals import Share, wilson

BATCH = 100
SAMPLES = 60
SERIOUS = ("block", "review")


@dataclass
class Told:
    """What one batch of submissions says, in counts by code and a few samples."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    samples: list[dict[str, Any]] = field(default_factory=list)
    documents: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Judged:
    """What people said of one submission: let through, given back for these codes, and of findings one by one."""

    approved: bool
    returned_for: frozenset[str]
    verdicts: Mapping[tuple[str, str], str]

    def of(self, finding: Finding) -> str:
        """right, wrong or nothing."""
        if self.verdicts and finding.text:
            verdict = self.verdicts.get((finding.code, ledger.commitment(finding.text, finding.code)))
            if verdict is not None:
                return "wrong" if verdict == metrics.OVERTURNED else "right"
        return "right" if finding.code in self.returned_for else ""


UNJUDGED = Judged(False, frozenset(), {})


def ask(ruleset: Ruleset, by: Any) -> ArchiveRun:
    """Queue a backtest; an unfinished one of the same ruleset makes way."""
    for run in ArchiveRun.objects.filter(ruleset=ruleset, kind=ArchiveRun.Kind.BACKTEST, state__in=runs.UNFINISHED):
        runs.stop(run, "")
    with transaction.atomic():
        run = ArchiveRun.objects.create(
            ruleset=ruleset, kind=ArchiveRun.Kind.BACKTEST, asked_by=by, names=False, result={"sha256": ruleset.sha256}
        )
        ledger.append("ruleset backtest asked", ruleset, ruleset.sha256, {"by": by.pk, "run": run.pk})
    return run


def look(run: ArchiveRun, stage: str, ids: Sequence[int]) -> Told:
    """Scan these submissions under both rulesets; reads only."""
    candidate, base = _candidate(run.ruleset_id or 0, run.result["sha256"]), standing.current().base
    told = Told()
    judged = _judgements(ids)
    with translation.override(None):
        _look(told, ids, judged, base, candidate)
    return told


def _look(told: Told, ids: Sequence[int], judged: Mapping[int, Judged], base: standing.Ready, candidate: standing.Ready) -> None:
    for submission, instance in _objects(ids):
        document = Document(instance.surface().passages, instance.facts())
        authors = frozenset(instance.author_accounts())
        before, _aside = base.scan(document, authors)
        after, _aside = candidate.scan(document, authors)
        told.documents += 1
        _compare(told, submission, before.findings, after.findings, judged.get(submission.pk, UNJUDGED))


def _compare(told: Told, submission: Submission, before: Sequence[Finding], after: Sequence[Finding], judged: Judged) -> None:
    new, gone = scanning.difference(before, after)
    told.changed += bool(new or gone)
    fires = {finding.code for finding in after}
    for finding in after:
        told.counts[finding.code]["after"] += 1
        told.counts[finding.code][judged.of(finding)] += 1
    for finding in before:
        told.counts[finding.code]["before"] += 1
        if verdict := judged.of(finding):
            told.counts[finding.code][f"{verdict} before"] += 1
    for finding in new:
        told.counts[finding.code]["new"] += 1
        conflict = judged.approved and finding.severity in SERIOUS and not judged.of(finding)
        told.counts[finding.code]["against approval"] += conflict
        told.samples.append(_sample(submission, finding, "new", "approved" if conflict else judged.of(finding)))
    for finding in gone:
        told.counts[finding.code]["gone"] += 1
        conflict = judged.of(finding) == "right" and finding.code not in fires
        told.counts[finding.code]["against confirmation"] += conflict
        told.samples.append(_sample(submission, finding, "gone", "confirmed" if conflict else judged.of(finding)))


def _sample(submission: Submission, finding: Finding, kind: str, judged: str) -> dict[str, Any]:
    place = {"code": finding.code, "severity": finding.severity, "path": finding.path[:160], "masked": mask(finding)[:80]}
    return {"submission": submission.pk, "kind": kind, "judged": judged, **place}


def write(run: ArchiveRun, cursor: int, looked: int, told: Told) -> int:
    """Add a batch to the result. Raises RunLost when the draft was edited meanwhile."""
    with transaction.atomic():
        row = ArchiveRun.objects.select_for_update().get(pk=run.pk)
        result = row.result
        counts = result.setdefault("codes", {})
        for code, counted in told.counts.items():
            sums = Counter(counts.get(code, {})) + Counter({name: number for name, number in counted.items() if name})
            counts[code] = dict(sums)
        # Conflicts first: they are what somebody must look at.
        samples = [*result.get("samples", []), *told.samples]
        samples.sort(key=lambda sample: sample["judged"] not in ("approved", "confirmed"))
        result["samples"] = samples[:SAMPLES]
        for name, number in (("documents", told.documents), ("changed", told.changed)):
            result[name] = result.get(name, 0) + number
        runs.advance(run, cursor, looked, told.changed, result=result)
    return told.changed


def finish(run: ArchiveRun) -> None:
    row = ArchiveRun.objects.select_related("ruleset").get(pk=run.pk)
    if row.ruleset is not None and row.state == ArchiveRun.State.DONE:
        data = {"run": row.pk, "seen": row.done, "changed": row.hits}
        ledger.append("ruleset backtest done", row.ruleset, row.result["sha256"], data)


def precision(counted: Mapping[str, int], suffix: str = "") -> Share:
    """Of the findings that people judged, those that they held right."""
    right, wrong = counted.get(f"right{suffix}", 0), counted.get(f"wrong{suffix}", 0)
    return wilson(right, right + wrong)


@lru_cache(maxsize=4)
def _candidate(ruleset_id: int, sha256: str) -> standing.Ready:
    row = Ruleset.objects.select_related("shipped").get(pk=ruleset_id)
    if row.sha256 != sha256:
        raise runs.RunLost(ruleset_id)
    return standing.ready(row)


def _objects(ids: Sequence[int]) -> Iterator[tuple[Submission, Any]]:
    """Each submission with its words: those of the live row where they are the same, else of the frozen revision."""
    by_type: dict[int, list[Submission]] = defaultdict(list)
    for submission in Submission.objects.filter(pk__in=ids).select_related("revision").order_by("pk"):
        by_type[submission.content_type_id].append(submission)
    for content_type_id, group in by_type.items():
        model: Any = ContentType.objects.get_for_id(content_type_id).model_class()
        rows = model._base_manager.in_bulk({submission.object_id for submission in group}) if model else {}
        for submission in group:
            row = rows.get(submission.object_id)
            if row is not None and row.live and row.live_digest == submission.digest:
                yield submission, row
            elif row is not None and submission.revision is not None:
                yield submission, submission.revision.as_object()


def _judgements(ids: Sequence[int]) -> dict[int, Judged]:
    approved: set[int] = set()
    returned: dict[int, set[str]] = defaultdict(set)
    verdicts: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    decisions = Decision.objects.filter(submission_id__in=ids, verb__in=(Verb.APPROVE, Verb.RETURN))
    for submission, verb, codes in decisions.values_list("submission_id", "verb", "reason_codes"):
        if verb == Verb.APPROVE:
            approved.add(submission)
        else:
            returned[submission].update(codes)
    reviews = FindingReview.objects.filter(finding__scan__submission_id__in=ids).order_by("pk")
    fields = ("finding__scan__submission_id", "finding__code", "finding__keyed_hash", "verdict")
    for submission, code, hashed, verdict in reviews.values_list(*fields):
        verdicts[submission][(code, hashed)] = verdict
    known = approved | returned.keys() | verdicts.keys()
    return {pk: Judged(pk in approved, frozenset(returned[pk]), verdicts[pk]) for pk in known}
