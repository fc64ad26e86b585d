"""Lets signatures go on to a new digest when only a misprint or the layout changed, as a moderator saw and the words prove."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import daachorse
from django.db import transaction
from django.utils.translation import gettext as _

from doctors.qualification import is_qualified
from moderation.comparison import pieces
from moderation.engine import Ruleset
from moderation.models import Submission

from ...models.signature import Answer, Purpose, Signature
from .. import record
from .asking import SignatureRefused, _record

LONGEST_MISPRINT, MOST = 12, 30  # characters of one change, and of all together
FIELDS = frozenset(
    {"title", "summary", "body", "audience_for", "audience_not", "seo_title", "search_description", "cover", "tags"}
)
_DIGIT = re.compile(r"[\d零〇一二三四五六七八九十百千万亿半两几倍壹贰叁肆伍陆柒捌玖拾双单首次%‰.点/:~+\-<>=]")
_NEGATION = re.compile("[不没无未非勿莫别禁忌否免反甭毋缺乏停慎避防只仅]")
# Letters stand for units and short names; the characters for measures, times, sides and opposites.
_MEANING = re.compile(
    "[a-zα-ωµ毫微克升米片粒丸支滴勺杯周月年岁时分秒度前后上下左右高低升降增减多少大小轻重快慢冷热内外早晚先急缓干湿软硬长短"
    "男女儿老孕乳阴阳正负加促抑开关可能应须必宜或和及且而但若]"
)


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
    if [passage.path.partition(".")[0] for passage in old.passages] != [p.path.partition(".")[0] for p in new.passages]:
        return [*found, _("有整段新增或删去的文字")]
    if _kinds(earlier) != _kinds(later):
        found.append(_("有的段落换了类别或次序"))
    total = 0
    for before_one, after_one in zip(old.passages, new.passages, strict=True):  # in their order: what is moved is no misprint
        if before_one.text != after_one.text:
            cut = pieces(before_one.text, after_one.text)
            total += sum(len(text) for kind, text in cut if kind != "same")
            found += objections_to(cut)
    if total > MOST:
        found.append(_("改动太多，不止是错字"))
    return list(dict.fromkeys(found))


def _kinds(page: Any) -> list[str]:
    return [block["type"] for name in ("cover", "body", "tags") for block in getattr(page, name).get_prep_value()]


def carry(submission: Submission, by: Any) -> int:
    """Take over every signature of the earlier version whose request is still open here. Answers how many.

    Raises SignatureRefused with the reasons.
    """
    before = earlier_signed(submission)
    if before is None or submission.revision is None:
        raise SignatureRefused(_("这篇文章没有签署过的上一版"))
    if by.pk in {submission.submitted_by_id, *submission.contributors, *submission.as_submitted().contributor_accounts()}:
        raise SignatureRefused(_("不能审核自己参与的内容，请由另一位审核员处理"))
    reasons = objections(before, submission)
    if reasons:
        raise SignatureRefused("；".join(reasons))
    with transaction.atomic():
        signed = [
            one for one in before.signatures.filter(answer=Answer.SIGNED, erased_at=None) if not _refused_since(one, submission)
        ]
        return sum(_take_over(one, submission, by) for one in signed)


def _refused_since(signed: Signature, submission: Submission) -> bool:
    """They declined a later version, or review and are not qualified any more."""
    if signed.purpose == Purpose.REVIEW and not is_qualified(signed.account):
        return True
    about = {"submission__content_type": submission.content_type, "submission__object_id": submission.object_id}
    same = {"purpose": signed.purpose, "name": signed.name, "account": signed.account}
    later = Signature.objects.filter(**about, **same, answer=Answer.DECLINED, submission_id__gt=signed.submission_id)
    return later.exists()


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


def objections_to(cut: Sequence[tuple[str, str]]) -> list[str]:
    """What speaks against one changed passage, cut into what stayed, went and came."""
    found = []
    texts = {"old": "", "new": ""}
    spans: dict[str, list[tuple[int, int]]] = {"old": [], "new": []}
    for kind, text in cut:
        for side, other in (("old", "new"), ("new", "gone")):
            if kind != other:
                if kind != "same":
                    spans[side].append((len(texts[side]), len(texts[side]) + len(text)))
                texts[side] += text
        if kind != "same":
            plain = unicodedata.normalize("NFKC", text).casefold()
            if len(text) > LONGEST_MISPRINT:
                found.append(_("“%(words)s”不止是错字") % {"words": text[:20]})
            if _NEGATION.search(plain):
                found.append(_("改动涉及否定词：“%(words)s”") % {"words": text[:20]})
            if _MEANING.search(plain):
                found.append(_("改动涉及单位、时间或相反的词：“%(words)s”") % {"words": text[:20]})
    for side, text in texts.items():
        for start, end in spans[side]:
            near = text[max(0, start - 1) : end + 1]  # a digit beside the change is changed with it
            if _DIGIT.search(unicodedata.normalize("NFKC", near)) or any(
                unicodedata.numeric(one, None) is not None for one in near
            ):
                found.append(_("改动涉及数字：“%(words)s”") % {"words": near[:20]})
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
