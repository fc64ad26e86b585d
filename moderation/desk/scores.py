"""What checks and appeals say of each reviewer and of each rule."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count

from ..models import Appeal, Case, Decision, FindingReview, Kind, Opinion, QualityCheck, Verb
from ..overruling import FALSE_ALARM
from ..rules.intervals import Share, wilson
from .agreement import Agreement, cohen


@dataclass(frozen=True)
class ReviewerScore:
    """`samples`: their decisions against a second person's answer; `golden`: their answers against the agreed one."""

    person: Any
    decisions: int
    samples: Agreement
    golden: Agreement
    overturned: Share


@dataclass(frozen=True)
class RuleScore:
    """How two people judge findings of one rule: false alarm or not."""

    code: str
    agreement: Agreement
    disputes: int
    false_alarms: int


@dataclass
class _Pairs:
    samples: list[tuple[str, str]] = field(default_factory=list)
    golden: list[tuple[str, str]] = field(default_factory=list)


def reviewers(only: Any = None) -> list[ReviewerScore]:
    """Everybody who decided anything, or one person alone; overturned is of the appeals that were decided."""
    pairs: dict[int, _Pairs] = defaultdict(_Pairs)
    for check, answer in _answers():
        if check.decision is not None and check.decision.by_id:
            pairs[check.decision.by_id].samples.append((check.expected, answer.verb))
        elif check.golden_id:
            pairs[answer.by_id].golden.append((check.expected, answer.verb))
    made = Decision.objects.filter(verb__in=(Verb.APPROVE, Verb.RETURN, Verb.TAKEDOWN), by__isnull=False)
    counts = dict(made.order_by().values_list("by").annotate(Count("pk")))
    heard, lost = _appeals()
    people = get_user_model().objects.filter(pk__in={*counts, *pairs, *heard}).order_by("name", "pk")
    if only is not None:
        people = people.filter(pk=only.pk)
    return [
        ReviewerScore(
            person=person,
            decisions=counts.get(person.pk, 0),
            samples=cohen(pairs[person.pk].samples),
            golden=cohen(pairs[person.pk].golden),
            overturned=wilson(lost[person.pk], heard[person.pk]),
        )
        for person in people
    ]


def _answers() -> Iterable[tuple[QualityCheck, Opinion]]:
    checks = QualityCheck.objects.select_related("decision").prefetch_related("case__opinions")
    return [(check, answer) for check in checks for answer in list(check.case.opinions.all())[:1]]


def _appeals() -> tuple[Counter[int], Counter[int]]:
    """Of each person's decisions: appeals that were decided, and decisions that were taken back by them."""
    heard: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    decided = Appeal.objects.filter(case__state=Case.State.CLOSED, case__first_reviewer__isnull=False)
    for reviewer, outcome in decided.values_list("case__first_reviewer", "case__outcome"):
        if outcome in ("affirmed", "overturned"):
            heard[reviewer] += 1
            lost[reviewer] += outcome == "overturned"
    return heard, lost


def rules() -> list[RuleScore]:
    """Every rule of which two people judged a finding apart from each other."""
    judged: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, first, second in [*_by_samples(), *_by_disputes()]:
        judged[code].append((_kind(first), _kind(second)))
    asked: Counter[str] = Counter()
    fell: Counter[str] = Counter()
    closed = Case.objects.filter(kind=Kind.DISPUTE, state=Case.State.CLOSED, decided_by__isnull=False)
    newest: dict[tuple[int, str], str] = {}
    reviews = FindingReview.objects.filter(finding__grounds__case__in=closed).order_by("pk")
    for finding, code, verdict in reviews.values_list("finding_id", "finding__code", "verdict"):
        newest[finding, code] = verdict
    for (_finding, code), verdict in newest.items():
        asked[code] += 1
        fell[code] += verdict == FALSE_ALARM
    codes = sorted({*judged, *asked})
    return [RuleScore(code, cohen(judged[code]), asked[code], fell[code]) for code in codes]


def _kind(verdict: str) -> str:
    return FALSE_ALARM if verdict == FALSE_ALARM else "stands"


def _by_samples() -> Iterable[tuple[str, str, str]]:
    """What the first reviewer said of each finding, and what the second did."""
    for check, answer in _answers():
        said = answer.typed.get("answers", {})
        if check.decision is None or not said:
            continue
        first = FindingReview.objects.filter(finding__in=[int(pk) for pk in said], by=check.decision.by)
        for finding, code, verdict in first.values_list("finding_id", "finding__code", "verdict"):
            other = said[str(finding)][0]
            if other:
                yield code, verdict, other


def _by_disputes() -> Iterable[tuple[str, str, str]]:
    """The first two opinions about each block, given blindly."""
    for case in Case.objects.filter(kind=Kind.DISPUTE, state=Case.State.CLOSED).prefetch_related("opinions", "grounds__finding"):
        given = list(case.opinions.all())[:2]
        if len(given) == 2:
            for ground in case.grounds.all():
                verdicts = [opinion.typed["verdicts"][str(ground.finding_id)][0] for opinion in given]
                yield ground.finding.code, verdicts[0], verdicts[1]
