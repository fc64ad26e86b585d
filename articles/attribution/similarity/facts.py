"""What the engine is told of likeness and quotation, and the report that authors see of their draft; each text is compared once."""

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from moderation.models import Submission

from .. import licensing, rights
from ..vocabulary import DERIVED
from . import searching
from .index import sha256_of
from .instruments import printed_whole
from .left_out import Text, text_of
from .report import Report, quotation_fact, similarity_fact
from .searching import OwnText, Subject

if TYPE_CHECKING:
    from articles.models import ArticlePage

KEPT = 64
OWN_SUBMISSIONS = 10  # of the author's other articles, the newest
_lock = threading.Lock()
_reports: OrderedDict[tuple[Any, ...], Report] = OrderedDict()
Key = tuple[Any, ...]


def similarity_facts(page: "ArticlePage") -> dict[str, Any]:
    """The facts `similarity` and `quotation`."""
    found = report_of(page)
    return {"similarity": similarity_fact(found.entries), "quotation": quotation_fact(found)}


def report_of(page: "ArticlePage") -> Report:
    """Of these words under the index of now. What is live is not compared again: what came after it is the copy."""
    from articles.models.similarity import ComparedText, SimilarityIndex

    text = text_of(page)
    sha256 = sha256_of(text)
    head = SimilarityIndex.objects.filter(pk=1).first()
    permitted = is_permitted(page)
    key = (page.pk, page.owner_id, sha256, permitted, head.generation if head else 0, timezone.localdate())
    with _lock:
        if key in _reports:
            _reports.move_to_end(key)
            return _reports[key]
    row = ComparedText.objects.filter(article=page.pk, ready=True, sha256=sha256).only("found").first() if page.pk else None
    if row is not None:
        return _keep(key, of_live(text, sha256, row.found, printed_whole(page)))
    return _keep(key, searching.search(subject_of(page), head.size if head else 0))


def subject_of(page: "ArticlePage") -> Subject:
    return Subject(
        text_of(page),
        page.pk,
        page.owner_id,
        is_permitted(page),
        _own_texts(page),
        printed_whole(page),
        page.first_published_at,
    )


def of_live(text: Text, sha256: str, found: list[Any], instrument: str) -> Report:
    """What is live, as it was found to be when it was handed in."""
    from .kept import entry_of

    quoted = sum(text.quoted)
    return Report(
        sha256,
        text.words.count,
        tuple(entry_of(entry) for entry in found),
        quoted=quoted / max(text.words.count + quoted, 1),
        longest_quote=max(text.quoted, default=0),
        instrument=instrument,
        passages=text.passages,
    )


def _keep(key: Key, found: Report) -> Report:
    with _lock:
        _reports[key] = found
        while len(_reports) > KEPT:
            _reports.popitem(last=False)
    return found


def recent(page: "ArticlePage") -> Report:
    """The report that the scan of these words a moment ago was made with, also when the index moved on since."""
    sha256 = sha256_of(text_of(page))
    with _lock:
        for key in reversed(_reports):
            if key[0] == page.pk and key[2] == sha256:
                return _reports[key]
    return report_of(page)


def is_permitted(page: "ArticlePage") -> bool:
    """Whether this is somebody else's work with a permission, or under a licence that allows this use."""
    if page.origin not in DERIVED:
        return False
    works = rights.works(page)
    if works and not any(licensing.conflict(page.origin, work["licence"], page.licence) for work in works):
        return True
    return bool(rights.permission_facts(page, timezone.localdate()))


def _own_texts(page: "ArticlePage") -> tuple[OwnText, ...]:
    """What the same author handed in of other articles and readers do not see: the newest of each, from its frozen revision."""
    from articles.models import ArticlePage

    if page.owner_id is None:
        return ()
    mine = Submission.objects.filter(
        content_type=ContentType.objects.get_for_model(ArticlePage),
        submitted_by_id=page.owner_id,
        revision__isnull=False,
        state__in=(Submission.State.OPEN, Submission.State.APPROVED, Submission.State.RETURNED),
    )
    newest: dict[int, Submission] = {}
    for one in mine.exclude(object_id=page.pk or 0).select_related("revision").order_by("-pk")[:OWN_SUBMISSIONS]:
        newest.setdefault(one.object_id, one)
    return tuple(OwnText(one.pk, one.title, one.digest, text_of(one.revision.as_object())) for one in newest.values())  # type: ignore[union-attr]
