"""Once a privacy finding is mended, the identifier leaves the older drafts and the history labels too."""

import contextlib
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from .engine import IDENTIFIERS, Document, Finding, Passage, Scanner, mask
from .scanning import scanner

# Keys and digests hold runs of digits that mean nothing.
_KEY = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|[0-9a-f]{64}")


def redact_older_drafts(instance: Any) -> int:
    """Mask identifiers in every earlier revision, log label and kept text of this object; the number of rows changed.

    Rows are read and scanned first and written in one short transaction.
    """
    changed: list[Any] = []
    # One engine for all of it: each asking is a query.
    engine = scanner()
    kind = ContentType.objects.get_for_model(Page if isinstance(instance, Page) else type(instance))
    for revision in Revision.objects.filter(base_content_type=kind, object_id=str(instance.pk)).iterator():
        content = _masked(_exchanged(revision, engine), engine)
        label = _masked(revision.object_str, engine)
        if content != revision.content or label != revision.object_str:
            revision.content, revision.object_str = content, label
            changed.append((revision, ["content", "object_str"]))
    for entry in _log_entries(instance):
        label, data = _masked(entry.label, engine), _masked(entry.data, engine)
        if label != entry.label or data != entry.data:
            entry.label, entry.data = label, data
            changed.append((entry, ["label", "data"]))
    changed += instance.redact_kept(partial(masked_text, engine=engine))
    with transaction.atomic():
        for row, fields in changed:
            type(row).objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in fields})
    return len(changed)


def _exchanged(revision: Revision, engine: Scanner) -> Any:
    """The revision's content with each identifier that its surface shows masked in place, inside mark-up too."""
    draft = revision.as_object()
    report = engine.scan(Document(draft.surface().passages))
    found = [finding for finding in report.findings if finding.code in IDENTIFIERS]
    for finding in sorted(found, key=lambda finding: finding.start, reverse=True):
        with contextlib.suppress(LookupError):
            draft.exchange_words(finding.path, finding.start, finding.end, mask(finding))
    return draft.serializable_data() if found else revision.content


def _log_entries(instance: Any) -> Iterator[Any]:
    if isinstance(instance, Page):
        yield from PageLogEntry.objects.filter(page_id=instance.pk)
    else:
        kind = ContentType.objects.get_for_model(type(instance))
        yield from ModelLogEntry.objects.filter(content_type=kind, object_id=str(instance.pk))


def _masked(value: Any, engine: Scanner) -> Any:
    """The same JSON with every identifier in its strings masked."""
    if isinstance(value, dict):
        return {name: _masked(part, engine) for name, part in value.items()}
    if isinstance(value, list):
        return [_masked(part, engine) for part in value]
    if not isinstance(value, str) or not value or _KEY.fullmatch(value):
        return value
    if value[0] in "[{":
        with contextlib.suppress(ValueError):
            nested = json.loads(value)
            masked = _masked(nested, engine)
            return value if masked == nested else json.dumps(masked)
    return masked_text(value, engine)


def masked_text(text: str, engine: Scanner) -> str:
    report = engine.scan(Document((Passage("text", text),)))
    found: list[Finding] = [finding for finding in report.findings if finding.code in IDENTIFIERS]
    for finding in sorted(found, key=lambda finding: finding.start, reverse=True):
        text = text[: finding.start] + mask(finding) + text[finding.end :]
    return text
