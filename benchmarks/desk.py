"""The desk at 100, 5,000 and 50,000 open cases: next case, list, decision; and claims by 20 processes on both databases.

.venv/bin/python benchmarks/desk.py            about eight minutes on two cores; --quick for a look
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import claiming, measuring

SIZES = (100, 5_000, 50_000)
PROCESSES, EACH = 20, 500
TIMES = 60
DECISIONS = 9
QUICK = "--quick" in sys.argv


def p95(action: Callable[[int], Any], times: int = TIMES, warm_up: int = 3) -> float:
    """Milliseconds by the clock that 95 of 100 calls stay below."""
    figures = []
    for number in range(times + warm_up):
        started = time.perf_counter()
        action(number)
        figures.append((time.perf_counter() - started) * 1000)
    return round(quantiles(figures[warm_up:], n=20, method="inclusive")[-1], 2)


def fill(number: int, people: list[Any], start: int) -> None:
    """Add cases as a busy desk has them: a tenth on hold, some claimed, escalated, by people here or somebody's own."""
    import datetime

    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from articles.models import ArticlePage
    from moderation.models import Case, CaseParticipant, Kind

    chance, now = random.Random(start), timezone.now()
    kind_of_content = ContentType.objects.get_for_model(ArticlePage)
    hour = datetime.timedelta(hours=1)
    rows = []
    for count in range(start, start + number):
        claimed, held = chance.random() < 0.05, chance.random() < 0.1
        rows.append(
            Case(
                content_type=kind_of_content,
                object_id=10**9 + count,
                number=f"B-{count:06}",
                kind=chance.choice([Kind.SUBMISSION, Kind.COMPLAINT, Kind.RESCAN, Kind.SAMPLE]),
                title=f"量血压 {count}",
                risk="high" if chance.random() < 0.2 else "normal",
                specialty=chance.choice(["03.04", "03.01", "04.05", "07", "13", ""]),
                due_at=now + chance.random() * 400 * hour - 40 * hour,
                assignee=chance.choice(people[1:]) if claimed else None,
                lease_until=now + 5 * hour if claimed else None,
                held_until=now + 30 * hour if held else None,
                escalated_at=now if chance.random() < 0.02 else None,
            )
        )
    Case.objects.bulk_create(rows, batch_size=2_000)
    took_part = [CaseParticipant(case=case, user=chance.choice(people)) for case in rows if chance.random() < 0.5]
    CaseParticipant.objects.bulk_create(took_part, batch_size=2_000)


def naive(user: Any) -> Any:
    """The next case as one would write it first: every open case, the rules of office asked of each in turn."""
    from django.utils import timezone

    from moderation.models import Case

    now = timezone.now()
    fit = [
        case
        for case in Case.objects.filter(state=Case.State.OPEN).order_by("due_at").prefetch_related("participants", "opinions")
        if user.pk not in {row.user_id for row in case.participants.all()} | {said.by_id for said in case.opinions.all()}
        and not (case.assignee_id and case.lease_until and case.lease_until > now)
        and not (case.held_until and case.held_until > now)
        and case.escalated_at is None
    ]
    return fit[0]


def measure(name: str, sizes: tuple[int, ...]) -> tuple[dict[str, float], dict[str, float]]:
    """Times at each size on the database that is connected; `name` ends the figures' names where it is not the default."""
    from django.db import connection
    from django.test import Client

    from moderation import cases, decisions
    from moderation.desk import choosing
    from moderation.models import Case, Kind, Skills
    from tests import factories

    figures: dict[str, float] = {}
    baseline: dict[str, float] = {}
    people = [factories.make_moderator() for _number in range(PROCESSES)]
    narrow = factories.make_moderator()
    Skills.objects.bulk_create([Skills(moderator=person, cap=32_000) for person in people])
    Skills.objects.create(moderator=narrow, specialties=["99"], kinds=[Kind.SAMPLE])
    pages = [factories.publish(factories.make_article(title=f"量血压 {number}")) for number in range(DECISIONS + 3)]
    client = Client()
    client.force_login(people[0])
    stand = 0
    for size in sizes:
        fill(size - stand, people, stand)
        stand = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        figures[f"next_case_p95_ms_{size}{name}"] = p95(lambda _n: choosing.next_case(people[0]))
        figures[f"next_case_narrow_skills_p95_ms_{size}{name}"] = p95(lambda _n: choosing.next_case(narrow), 20)
        figures[f"claim_next_p95_ms_{size}{name}"] = p95(lambda number: choosing.claim_next(people[1 + number % 19]))
        figures[f"list_p95_ms_{size}{name}"] = p95(lambda _n: client.get("/admin/desk/?queue=all"), 20)
        waiting = [cases.open_case(Kind.COMPLAINT, page, "试验") for page in pages]

        def decide(number: int, waiting: list[Case] = waiting) -> None:
            decisions.dismiss(waiting[number], people[0], "不成立")

        figures[f"decision_p95_ms_{size}{name}"] = p95(decide, DECISIONS)
        baseline[f"next_case_p95_ms_{size}{name}"] = p95(lambda _n: naive(people[0]), 3, warm_up=0)
        print({key: value for key, value in figures.items() if f"_{size}{name}" in key}, flush=True)
    Case.objects.filter(number__startswith="B-", assignee=None).update(held_until=None, escalated_at=None)
    numbers = list(Case.objects.filter(number__startswith="B-", assignee=None).values_list("pk", flat=True)[:EACH])
    started = time.perf_counter()
    ran = claiming.race(people, numbers, 20 if QUICK else EACH, after=5)
    figures |= {f"claims{name}": ran.attempts, f"cases_won{name}": ran.won, f"double_claims{name}": ran.double + ran.lost}
    figures[f"claims_per_second{name}"] = round(ran.attempts / (time.perf_counter() - started), 1)
    print(ran, flush=True)
    return figures, baseline


def main() -> None:
    """Measures on SQLite, and in a process of its own, which is this file with an address, on PostgreSQL."""
    given = next((word for word in sys.argv[1:] if word.startswith("postgres://")), "")
    measuring.scratch_site(given)
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    figures, baseline = measure("_postgresql" if given else "", SIZES[:2] if QUICK else SIZES)
    if not given:
        with measuring.postgresql() as address:
            ran = subprocess.run([sys.executable, *sys.argv, address], stdout=subprocess.PIPE, text=True, check=True)
        other = json.loads(ran.stdout.splitlines()[-1])
        figures |= {"claims_sqlite": figures["claims"], "double_claims_sqlite": figures["double_claims"], **other["figures"]}
        baseline |= other["baseline"]
        figures["claims"] += figures["claims_postgresql"]
        figures["double_claims"] += figures["double_claims_postgresql"]
    measuring.close("desk", figures, baseline)


if __name__ == "__main__":
    main()
