"""Lets signatures go on to a new digest when only a misprint or the layout changed, as a moderator saw and the words prove."""

import re
from functools import cache
from typing import Any

import daachorse
from django.db import transaction
from django.utils.translation import gettext as _

from moderation.comparison import Change, changes
from moderation.engine import Ruleset
from moderation.models import Submission

from ...models.signature import Answer, Signature
from .. import record
from .asking import SignatureRefused, _record

LONGEST_MISPRINT = 12  # characters of one change
FIELDS = frozenset(
    {"title", "summary", "body", "audience_for", "audience_not", "seo_title", "search_description", "cover", "tags"}
)
_DIGIT = re.compile(r"[\d零〇一二三四五六七八九十百千万亿半两几倍％%‰.．点]")
_NEGATION = re.compile("[不没无未非勿莫别禁忌否免反]")


def earlier_signed(submission: Submission) -> Submission | None:
    """The newest earlier submission of the object that somebody signed."""
    about = {"content_type": submission.content_type, "object_id": submission.object_id}
    signed = Submission.objects.filter(**about, pk__lt=submission.pk, signatures__answer=Answer.SIGNED, revision__isnull=False)
    return signed.order_by("-pk").first()


def objections(before: Submission, after: Submission) -> list[str]:
    """Why the difference is more than a misprint, in sentences; empty when it is one."""
    earlier, later = before.as_submitted(), after.as_submitted()
    old, new = earlier.surface(), later.surface()
    found = []
    others = {name for name in {*old.content, *new.content} - FIELDS if old.content.get(name) != new.content.get(name)}
    if others or old.assets != new.assets or record.pictures(earlier) != record.pictures(later):
        found.append(_("归属记录、文献或图片也有改动"))
    for change in changes(old.passages, new.passages):
        found += _objections_to(change)
    return list(dict.fromkeys(found))


def carry(submission: Submission, by: Any) -> int:
    """Take over every signature of the earlier version whose request is still open here. Answers how many.

    Raises SignatureRefused with the reasons.
    """
    before = earlier_signed(submission)
    if before is None or submission.revision is None:
        raise SignatureRefused(_("这篇文章没有签署过的上一版"))
    if by.pk in {submission.submitted_by_id, *submission.contributors}:
        raise SignatureRefused(_("不能审核自己参与的内容，请由另一位审核员处理"))
    reasons = objections(before, submission)
    if reasons:
        raise SignatureRefused("；".join(reasons))
    with transaction.atomic():
        return sum(_take_over(signed, submission, by) for signed in before.signatures.filter(answer=Answer.SIGNED))


def _take_over(signed: Signature, submission: Submission, by: Any) -> int:
    """The same person in the same role: an open request is answered by it, a review gets a row of its own."""
    same = {"purpose": signed.purpose, "name": signed.name, "account": signed.account, "role": signed.role}
    origin = signed.carried_from or signed
    values = {
        "answer": Answer.SIGNED,
        "words": signed.words,
        "answered_at": signed.answered_at,
        "by_link": signed.by_link,
        "carried_from": origin,
        "carried_by": by,
    }
    waiting = Signature.objects.filter(submission=submission, answer=Answer.OPEN, **same).first()
    if waiting is None and signed.purpose == "review" and not submission.signatures.filter(**same).exists():
        waiting = Signature.objects.create(
            submission=submission, asked_by=by, title=signed.title, institution=signed.institution, **same
        )
    if waiting is None or not Signature.objects.filter(pk=waiting.pk, answer=Answer.OPEN).update(**values):
        return 0
    _record("signature carried", waiting, origin=origin.pk, by=by.pk)
    return 1


def _objections_to(change: Change) -> list[str]:
    if change.kind != "changed":
        return [_("有整段新增或删去的文字")]
    found = []
    texts = {"old": "", "new": ""}
    spans: dict[str, list[tuple[int, int]]] = {"old": [], "new": []}
    for kind, text in change.pieces:
        for side, other in (("old", "new"), ("new", "gone")):
            if kind != other:
                if kind != "same":
                    spans[side].append((len(texts[side]), len(texts[side]) + len(text)))
                texts[side] += text
        if kind != "same":
            if len(text) > LONGEST_MISPRINT:
                found.append(_("“%(words)s”不止是错字") % {"words": text[:20]})
            if _DIGIT.search(text):
                found.append(_("改动涉及数字：“%(words)s”") % {"words": text[:20]})
            if _NEGATION.search(text):
                found.append(_("改动涉及否定词：“%(words)s”") % {"words": text[:20]})
    for side, text in texts.items():
        found += [_("改动涉及药名：“%(words)s”") % {"words": name} for name in _drugs_at(text, spans[side])]
    return found


def _drugs_at(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """Names of medicines that a change touches."""
    lowered = text.lower()
    hits = _medicines().find_overlapping(lowered)
    return [text[start:end] for start, end, _number in hits if any(start < high and low < end for low, high in spans)]


@cache
def _medicines() -> Any:
    rows = Ruleset.shipped().data["brands"]
    names = {name.lower() for row in rows for name in row[:2] if len(name) > 1}
    return daachorse.CharwiseDoubleArrayAhoCorasick(sorted(names))
