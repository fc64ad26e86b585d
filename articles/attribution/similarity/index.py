"""Keeps the index current: what readers can see is in it, what left is gone in the same transaction."""

import datetime
import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from moderation.duties import Duty

from .left_out import Text, of_passages, text_of
from .signatures import bands
from .text import Span

if TYPE_CHECKING:
    from articles.models import ArticlePage
    from articles.models.similarity import ComparedText

HASHES_AT_ONCE = 400
TEXTS_AT_ONCE = 200
Item = TypeVar("Item")


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size`."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def note_live(instance: "ArticlePage", digest: str, **kwargs: Any) -> None:
    """Receiver of `went_live`: two small rows within the transaction; the words are read right after it."""
    from articles.models.similarity import ComparedText

    new = not _forget(instance.pk)
    row = ComparedText.objects.create(
        article=instance.pk,
        owner=instance.owner_id,
        title=instance.title[:255],
        digest=digest,
        published_at=instance.first_published_at,
    )
    _changed(int(new))
    transaction.on_commit(lambda: read(row.pk), robust=True)


def note_left(instance: "ArticlePage", **kwargs: Any) -> None:
    """Receiver of `left`: within the transaction, so that nobody is shown what was taken down."""
    if _forget(instance.pk):
        _changed(-1)


def _forget(article: int) -> bool:
    from articles.models.similarity import ComparedText, TextBand

    row = ComparedText.objects.filter(article=article).only("pk", "signature").first()
    if row is None:
        return False
    for some in in_batches(unpacked(row.signature), HASHES_AT_ONCE) if row.signature else ():
        TextBand.objects.filter(hash__in=some, text=row.pk).delete()
    row.delete()
    return True


def _changed(more: int) -> None:
    from articles.models.similarity import ComparedText, SimilarityIndex

    changed = SimilarityIndex.objects.filter(pk=1).update(size=F("size") + more, generation=F("generation") + 1)
    if not changed:
        SimilarityIndex.objects.create(pk=1, size=ComparedText.objects.count(), generation=1)


def read(pk: int) -> bool:
    """Make one noted article findable; False when it left, or went live anew, in the meantime."""
    from articles.models import ArticlePage
    from articles.models.similarity import ComparedText

    row = ComparedText.objects.filter(pk=pk, ready=False, article__isnull=False).first()
    words = ArticlePage.objects.only("summary", "body")
    page = words.filter(pk=row.article or 0, live_digest=row.digest).first() if row else None
    if row is None or page is None:
        return False
    fill(row, text_of(page))
    row.found = _found_before(row)
    with transaction.atomic():
        # Locked against a departure at this very moment: bands of a text that is gone would be found by nobody, and stay.
        if not ComparedText.objects.select_for_update().filter(pk=pk, ready=False).exists():
            return False
        row.save()
        add_bands([row])
        _changed(0)
    return True


def fill(row: "ComparedText", text: Text) -> None:
    """What the index keeps of a text, in memory."""
    kept = [text.passages, [(span.path, span.start, span.end) for span in text.left_out]]
    row.content = zlib.compress(json.dumps(kept, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
    row.sha256 = sha256_of(text)
    row.characters = text.words.count
    row.signature = packed(bands(text.words))
    row.ready = True


def text_in(row: "ComparedText") -> Text:
    passages, left_out = json.loads(zlib.decompress(row.content).decode("utf-8", "surrogatepass"))
    return Text(tuple((path, words) for path, words in passages), tuple(Span(*span) for span in left_out))


def sha256_of(text: Text) -> str:
    words = json.dumps(text.passages, ensure_ascii=False)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def packed(hashes: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(hashes)}q", *hashes)


def unpacked(signature: bytes | memoryview) -> tuple[int, ...]:
    return struct.unpack(f"<{len(signature) // 8}q", bytes(signature))


def _found_before(row: "ComparedText") -> list[Any]:
    """What the report of these very words found."""
    from articles.models import ArticlePage
    from articles.models.similarity import SimilarityReport

    about = {"content_type": ContentType.objects.get_for_model(ArticlePage), "object_id": row.article}
    entries = SimilarityReport.objects.filter(**about, digest=row.digest).values_list("entries", flat=True).first()
    return list(entries or [])


def add_bands(rows: Iterable["ComparedText"]) -> None:
    """Straight into the table: an object for each of a hundred rows would take longer than all the rest."""
    from articles.models.similarity import TextBand

    table = connection.ops.quote_name(TextBand._meta.db_table)
    hash_column = connection.ops.quote_name("hash")
    values = [(band, row.kind, row.pk) for row in rows for band in unpacked(row.signature)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({hash_column}, kind, text) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
        else:
            cursor.executemany(f"INSERT INTO {table} ({hash_column}, kind, text) VALUES (%s, %s, %s)", values)  # noqa: S608


def row_of(columns: Mapping[str, Any], passages: list[tuple[str, str]]) -> "ComparedText":
    """A row that is ready to be added; touches no database."""
    from articles.models.similarity import ComparedText

    row = ComparedText(**columns)
    fill(row, of_passages(passages))
    return row


def add(rows: Iterable["ComparedText"]) -> Iterator[int]:
    """Add many texts in batches, each in a transaction of its own; answers how many after each."""
    from articles.models.similarity import ComparedText

    for some in in_batches(rows, TEXTS_AT_ONCE):
        with transaction.atomic():
            kept = ComparedText.objects.bulk_create(some)
            add_bands(kept)
            _changed(len(kept))
        yield len(kept)


def rebuild(told: Callable[[int], None] = lambda done: None) -> int:
    """Make the entries of all articles again from what readers see; texts that staff loaded stay. Answers how many."""
    from articles.models import ArticlePage
    from articles.models.similarity import ComparedText, SimilarityIndex, TextBand, TextKind

    articles = list(ArticlePage.objects.published().order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        TextBand.objects.filter(kind=TextKind.ARTICLE).delete()
        ComparedText.objects.filter(kind=TextKind.ARTICLE).delete()
        SimilarityIndex.objects.update_or_create(pk=1, defaults={"size": ComparedText.objects.count()})
    done = 0
    for some in in_batches(articles, TEXTS_AT_ONCE):
        for page in ArticlePage.objects.published().filter(pk__in=some):
            with transaction.atomic():
                note_live(page, page.live_digest)
            done += 1
        told(done)
    return done


def catch_up(now: datetime.datetime) -> int:
    """The duty: reads what was published while the machine stopped before it could be read."""
    from articles.models.similarity import ComparedText

    waiting = list(ComparedText.objects.filter(ready=False).values_list("pk", flat=True)[:TEXTS_AT_ONCE])
    return sum(read(pk) for pk in waiting)


DUTY = Duty("similarity", _("相似比对索引"), catch_up, datetime.timedelta(seconds=30))
