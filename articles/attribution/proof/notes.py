"""Public notes: corrections, expressions of concern and retractions, scanned before a reader can see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import ArticlePage, NoteKind, NoteVoice, PublicNote
from articles.models.proof import NOTED
from moderation import ledger
from moderation.engine import Document, Finding, Passage
from moderation.models.reference import key
from moderation.scanning import scanner

from .signing import version_of


class NoteRefused(Exception):
    """Nothing was added. `reasons` are sentences for whoever wrote the note; `findings` those that a human may accept."""

    def __init__(self, *reasons: str, findings: Sequence[Finding] = ()) -> None:
        self.reasons = reasons
        self.findings = findings
        super().__init__("；".join(reasons))


def add(page: ArticlePage, by: Any, kind: str, text: str, voice: str = NoteVoice.EDITORS, accepted: bool = False) -> PublicNote:
    """Show a note on a published article. `accepted` answers findings that need a human; a block is never accepted.

    Raises NoteRefused: without the office, for an own article, for an empty or overlong text, after a scan that found something
    or could not be made.
    """
    if not by.is_active or not by.has_perm("moderation.work_the_desk"):
        raise NoteRefused(_("只有审核员可以发布公开说明"))
    if by.pk in set(page.contributor_accounts()):
        raise NoteRefused(_("不能给自己参与的文章发布公开说明，请由另一位审核员处理"))
    if not ArticlePage.objects.published().filter(pk=page.pk).exists():
        raise NoteRefused(_("只能给正在公开的文章发布说明"))
    text = text.strip()
    longest = PublicNote._meta.get_field("text").max_length or 0
    if kind not in NoteKind or voice not in NoteVoice:
        raise NoteRefused(_("请选择说明的类型和说明人"))
    if not text:
        raise NoteRefused(_("请写明说明的内容"))
    if len(text) > longest:
        raise NoteRefused(_("说明太长，请控制在 %(number)d 字以内") % {"number": longest})
    _scan(page, text, accepted)
    with transaction.atomic():
        version = version_of(page, page.live_digest)
        note = PublicNote.objects.create(**key(page), kind=kind, voice=voice, text=text, version=version, by=by)
        data = {"note": note.pk, "note_kind": str(kind), "by": by.pk, "accepted_findings": accepted}
        ledger.append("public note", page, page.live_digest, data)
    return note


def _scan(page: ArticlePage, text: str, accepted: bool) -> None:
    """Fails closed: a scan that cannot be made refuses like one that finds something."""
    try:
        report = scanner().scan(Document((Passage("text", text),), {"byline": page.facts().get("byline", [])}))
    except Exception as broken:
        raise NoteRefused(_("扫描没有完成，说明暂时不能发布，请稍后再试")) from broken
    blocking = [finding for finding in report.findings if finding.severity == "block"]
    if blocking:
        raise NoteRefused(*dict.fromkeys(finding.message for finding in blocking))
    asking = [finding for finding in report.findings if finding.severity == "review"]
    if asking and not accepted:
        raise NoteRefused(*dict.fromkeys(finding.message for finding in asking), findings=asking)


def of_page(pk: int) -> list[PublicNote]:
    """The notes that readers see, the newest first; an erased one has no text and still says that there was one."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    return list(PublicNote.objects.filter(content_type=kind, object_id=pk))


@dataclass(frozen=True)
class Noted:
    """The gravest note of an article; `kind` is for machines, `words` for people."""

    kind: str
    words: str


def noted(identities: Iterable[int]) -> dict[int, Noted]:
    """Of those among these articles that have notes; for lists, in one query."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    rows = PublicNote.objects.filter(content_type=kind, object_id__in=list(identities), kind__in=NOTED).order_by().distinct()
    found: dict[int, set[str]] = {}
    for identity, note in rows.values_list("object_id", "kind"):
        found.setdefault(identity, set()).add(note)
    gravest = {identity: next(kind for kind in NOTED if kind in kinds) for identity, kinds in found.items()}
    return {identity: Noted(str(kind), str(NOTED[kind])) for identity, kind in gravest.items()}


def erase(note: PublicNote, reason: str) -> None:
    """Empty its words; kind and day stay, and the ledger says that and why. `reason` is a code."""
    with transaction.atomic():
        PublicNote.objects.filter(pk=note.pk).update(text="")
        ledger.append("public note erased", note.content(), "", {"note": note.pk, "reason": reason})
