"""One of many processes that try to claim the same cases at the same moment; started by `claiming.py`, told by the environment.

Prints `ready`, waits for a line, tries, and prints one line of JSON with the cases it was told are its own.
"""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from moderation.cases import CaseClosed, DecisionRefused
    from moderation.desk import choosing, claiming
    from moderation.models import Case

    user = get_user_model().objects.get(pk=int(os.environ["CLAIMER"]))
    mine: list[int] = []
    numbers = [int(number) for number in os.environ["CASES"].split(",") if number]
    tries = int(os.environ["NEXT"])
    print("ready", flush=True)
    sys.stdin.readline()
    for number in numbers:
        try:
            mine.append(claiming.claim(Case.objects.get(pk=number), user).pk)
        except (DecisionRefused, CaseClosed):
            continue
    taken: list[int] = []
    last = None
    for _try in range(tries):
        last = choosing.claim_next(user, after=last)
        if last is None:
            break
        taken.append(last.pk)
    print(json.dumps({"user": user.pk, "claimed": mine, "next": taken}), flush=True)


if __name__ == "__main__":
    main()
