"""Keeps what was asked: by the hour, with words only for what so many networks asked that nobody's own words are among them."""

import datetime
import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ..models import Asking, Question
from . import masking

# Upper bounds in milliseconds; a slower answer counts as 0.
BUCKETS = (5, 10, 20, 50, 100, 500)
VOICE_DIGITS = 4
UPSERT = (
    "INSERT INTO search_asking (question_id, hour, engine, degraded, within_ms, empty, corrected, times) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (question_id, hour, engine, degraded, within_ms, empty, corrected) "
    "DO UPDATE SET times = search_asking.times + excluded.times"
)


@dataclass(frozen=True)
class Noted:
    """One search as it waits in memory. `network` is what of the address counts as one; it is never stored."""

    text: str
    network: str
    hour: datetime.datetime
    engine: str
    degraded: bool
    within_ms: int
    found: int
    corrected: bool


def bucket(took_ms: float) -> int:
    return next((bound for bound in BUCKETS if took_ms <= bound), 0)


def keep(noted: Sequence[Noted]) -> int:
    """Count these searches; the number that was counted. Questions are read for identifiers before anything is written."""
    masked = {text: masking.without_identifiers(text) for text in {one.text for one in noted}}
    askings = [(masked[one.text], one) for one in noted if masked[one.text]]
    if not askings:
        return 0
    keys = {words: _key(words) for words in {words for words, _one in askings}}
    known = {row.key: row for row in Question.objects.filter(key__in=keys.values())}
    heard = {words: _heard(words, known.get(keys[words]), [one for said, one in askings if said == words]) for words in keys}
    shown = {words: masking.without_names(words) for words, row in heard.items() if _is_told(row) and not row.veiled}
    with transaction.atomic():
        for words, row in heard.items():
            if words in shown:
                row.words, row.veiled, row.voices = shown[words], not shown[words], []
        fields = ["words", "voices", "veiled", "last_asked", "last_found"]
        Question.objects.bulk_update([row for row in heard.values() if row.pk], fields)
        # Another process may have heard it first; then its row stands, and the voices of this batch are lost.
        Question.objects.bulk_create([row for row in heard.values() if not row.pk], ignore_conflicts=True)
        identities = dict(Question.objects.filter(key__in=keys.values()).values_list("key", "pk"))
        _count(Counter((identities[keys[words]], *_kind(one)) for words, one in askings))
    return len(askings)


def _key(words: str) -> str:
    return _keyed(f"question:{words}")[:32]


def _keyed(value: str) -> str:
    return hmac.new(settings.EVIDENCE_KEY.encode(), value.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _heard(words: str, row: Question | None, askings: Sequence[Noted]) -> Question:
    """The question's row with these askings heard, oldest first, not yet stored."""
    row = row or Question(key=_key(words))
    row.last_asked, row.last_found = max(one.hour for one in askings), askings[-1].found
    if not row.words and not row.veiled:
        voices = {_keyed(f"voice:{words}:{one.network}")[:VOICE_DIGITS] for one in askings}
        row.voices = sorted({*row.voices, *voices})[: settings.SEARCH_LOG_NETWORKS]
    return row


def _is_told(row: Question) -> bool:
    """Enough different networks asked it for its words to be kept; that never ends."""
    return not row.words and len(row.voices) >= settings.SEARCH_LOG_NETWORKS


def _kind(one: Noted) -> tuple[datetime.datetime, str, bool, int, bool, bool]:
    return one.hour, one.engine[:16], one.degraded, one.within_ms, one.found == 0, one.corrected


def _count(times: Counter[tuple[int, datetime.datetime, str, bool, int, bool, bool]]) -> None:
    rows: Any = (
        (question, connection.ops.adapt_datetimefield_value(hour), *rest, number)
        for (question, hour, *rest), number in times.items()
    )
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, list(rows))


def forget(now: datetime.datetime) -> int:
    """Take away what is older than the site keeps it; a question that nobody asked since goes altogether."""
    before = now - datetime.timedelta(days=settings.SEARCH_LOG_DAYS)
    gone, _each = Asking.objects.filter(hour__lt=before).delete()
    Question.objects.filter(last_asked__lt=before).delete()
    return gone


def this_hour() -> datetime.datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
