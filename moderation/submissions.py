"""Handing in: freeze the newest draft, scan it, and open a case or give it back with every finding."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from . import cases, endings, ledger, redaction, scanning
from .delivery import limits
from .desk import opinions
from .engine import IDENTIFIERS, Report
from .models import Case, CaseSource, Kind, Submission
from .models.reference import key
from .moderated import Moderated
from .sanctions import effects
from .signals import handed_in
from .surface import Surface

PENDING = (Submission.State.OPEN, Submission.State.DISPUTED, Submission.State.APPROVED)


class SubmissionRefused(Exception):
    """Nothing was handed in, and the draft is untouched. `reasons` are sentences for the author."""

    def __init__(self, *reasons: str) -> None:
        self.reasons: Sequence[str] = reasons
        super().__init__("；".join(reasons))


def newest_draft(instance: Any) -> tuple[Revision, Any, Surface]:
    """The newest revision, the object as it says, and its surface."""
    row = type(instance)._base_manager.get(pk=instance.pk)
    revision = row.get_latest_revision() or row.save_revision(clean=False)
    draft = revision.as_object()
    return revision, draft, draft.surface()


def check(instance: Any) -> tuple[Any, Surface, Report]:
    """Scan the newest draft for its author; leaves no row."""
    row = type(instance)._base_manager.get(pk=instance.pk)
    revision = row.get_latest_revision()
    draft = revision.as_object() if revision else row
    surface = draft.surface()
    return draft, surface, scanning.examine(draft, surface)


def pending(instance: Moderated) -> Submission | None:
    """What of this object is with the moderators or waits for its time."""
    return Submission.objects.filter(**key(instance), state__in=PENDING).first()


def submit(
    instance: Any,
    user: Any,
    warranty: str,
    publish_at: datetime.datetime | None = None,
    shown: str = "",
) -> Submission:
    """Freeze and scan the newest draft; `shown` is the digest that the person saw, where a page showed it. The answer's state is `open` (a case was opened) or `refused` (a block was found).

    Raises SubmissionRefused when nothing can be handed in at all.
    """
    if not warranty.strip():
        raise SubmissionRefused(_("请先确认作者保证"))
    if publish_at is not None and publish_at <= timezone.now():
        publish_at = None
    revision, draft, surface = newest_draft(instance)
    digest = surface.digest()
    if shown and shown != digest:
        raise SubmissionRefused(_("您打开这一页之后，内容又有改动。请看过现在的内容再提交"))
    contributors = sorted(draft.contributor_accounts())
    if user.pk not in draft.author_accounts():
        raise SubmissionRefused(_("只有作者本人可以提交"))
    if refusal := effects.refusal(user, "submit") or limits.refusal(user):
        raise SubmissionRefused(refusal)
    _check_form(draft)
    if draft.live and draft.live_digest == digest:
        raise SubmissionRefused(_("和已发布的内容相同，没有需要审核的改动"))
    report = scanning.examine(draft, surface)
    blocked = report.verdict == "block"
    identified = any(found.code in IDENTIFIERS for found in report.findings)
    try:
        with transaction.atomic():
            if pending(instance):
                raise SubmissionRefused(_("已有一份在审核或等待发布，请先撤回它"))
            frozen = Revision.objects.select_for_update().get(pk=revision.pk)
            if frozen.as_object().surface().digest() != digest:
                raise SubmissionRefused(_("内容刚刚又有改动，请再提交一次"))
            submission = Submission.objects.create(
                **key(instance),
                revision=None if identified else frozen,
                digest=digest,
                title="" if identified else str(draft)[:255],
                surface=None if identified else surface.as_json(),
                state=Submission.State.REFUSED if blocked else Submission.State.OPEN,
                submitted_by=user,
                contributors=contributors,
                publish_at=publish_at,
                warranty=warranty,
                settled_at=timezone.now() if blocked else None,
            )
            scan = scanning.record(draft, digest, report, "submission", submission)
            facts: dict[str, Any] = {
                "submission": submission.pk,
                "scan": scan.pk,
                "verdict": report.verdict,
                "ruleset": report.ruleset,
            }
            facts |= {"codes": sorted({found.code for found in report.findings})}
            ledger.append("refused" if blocked else "submitted", draft, digest, facts)
            if not blocked:
                about: dict[str, Any] = {
                    "submission": submission,
                    "scan": scan,
                    "title": str(draft),
                    "needs": opinions.needed(draft),
                }
                case = cases.open_case(Kind.SUBMISSION, draft, _("作者提交"), **about)
                if warning := endings.warning(draft):
                    CaseSource.objects.create(case=case, what=warning[:200])
                handed_in.send(type(draft), instance=draft, submission=submission)
    except IntegrityError as twice:
        if pending(instance):
            raise SubmissionRefused(_("已有一份在审核或等待发布，请先撤回它")) from twice
        raise SubmissionRefused(
            _("这一版里有两处内容的编号重复（多半是复制出来的），没能提交。请在编辑器里删掉重复的一处，重新添加并保存，再提交")
        ) from twice
    if not identified:
        redaction.redact_older_drafts(draft)
    return submission


def _check_form(draft: Any) -> None:
    """A draft may be saved with required fields empty or mistakes in it; what is handed in may not. Raises SubmissionRefused."""
    try:
        draft.full_clean()
    except ValidationError as invalid:
        labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in draft._meta.get_fields()}
        reasons = [f"{labels.get(name, name)}：{'；'.join(messages)}" for name, messages in invalid.message_dict.items()]
        raise SubmissionRefused(*reasons) from invalid
    objections = draft.objections(timezone.now())
    if objections:
        raise SubmissionRefused(*objections)


def withdraw(submission: Submission, user: Any) -> None:
    """Take back what was handed in and is not live yet. Raises SubmissionRefused when it is too late."""
    if user.pk not in {submission.submitted_by_id, *submission.content().author_accounts()}:
        raise SubmissionRefused(_("只有作者本人可以撤回"))
    with transaction.atomic():
        taken = Submission.objects.filter(pk=submission.pk, state__in=PENDING).update(
            state=Submission.State.WITHDRAWN, settled_at=timezone.now()
        )
        if not taken:
            raise SubmissionRefused(_("这一份已经办结，不能撤回"))
        for case in Case.objects.filter(submission=submission, state=Case.State.OPEN):
            cases.close(case, "withdrawn")
        ledger.append_about(
            "submission withdrawn",
            submission.content_type_id,
            submission.object_id,
            submission.digest,
            {"submission": submission.pk},
        )
