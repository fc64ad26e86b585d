"""The seam: the one abstract base through which content comes to moderation."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from . import gate
from .models import Submission
from .models.reference import key
from .surface import Surface


@dataclass(frozen=True)
class Obstacles:
    """Why something may not be shown at all, and why no new words may go live; sentences for a reader."""

    to_show: Sequence[str] = field(default_factory=tuple)
    to_publish: Sequence[str] = field(default_factory=tuple)


class Moderated(models.Model):
    """A page, or a snippet with drafts, whose words go live only through the gate.

    No name of this class exists on Wagtail's own bases; a test holds that.
    """

    # Columns of the model's tables that readers see; the database lets nobody change them on a live row without a permit.
    surface_columns: ClassVar[frozenset[str]] = frozenset()
    # Words for coded values inside the surface's lists, such as the roles of a byline.
    record_words: ClassVar[Mapping[str, Any]] = {}

    # Declared by every concrete model: Wagtail's page, or the snippet itself.
    if TYPE_CHECKING:
        live: bool

    live_digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's bases are born live; what nobody cleared is born as a draft.
        if not args and "live" not in kwargs and self.pk is None:
            self.live = False

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save as Wagtail does, within one transaction that opens a permit after the checks and closes it at the end."""
        with transaction.atomic(), gate.crossing(self) as crossing:
            if crossing.names_only(kwargs.get("update_fields")):
                kwargs["update_fields"] = [*kwargs["update_fields"], "live_digest"]
            super().save(*args, **kwargs)

    def surface(self) -> Surface:
        """What readers see of this object. Every content type brings its own; a system check says which one does not."""
        raise NotImplementedError(type(self).__name__)

    def facts(self) -> dict[str, Any]:
        """What the engine must know of the piece besides its words; keys as in `moderation.engine`."""
        return {}

    def contributor_accounts(self) -> Iterable[int]:
        """Ids of the accounts that took part in these words, so none of them may clear them."""
        return ()

    def draft_accounts(self) -> Iterable[int]:
        """Ids of those among them who may read its drafts; to have proposed a word is not enough."""
        return self.contributor_accounts()

    def author_accounts(self) -> Iterable[int]:
        """Ids of those among them whose words these are: they hand in, take back, and allowances for an author are theirs."""
        return self.contributor_accounts()

    def signing_accounts(self) -> Iterable[int]:
        """Ids of the accounts that signed any version of these words; who vouched for them does not decide about them."""
        return ()

    def specialty_code(self) -> str:
        return ""

    def risk_level(self) -> str:
        return "normal"

    def obstacles(self, now: datetime.datetime) -> Obstacles:
        """Asked at the moment of going live and not left to a job."""
        return Obstacles()

    def objections(self, now: datetime.datetime) -> Sequence[str]:
        """Mistakes that only the author can mend: with one of these the words are given back when they are handed in."""
        return ()

    def awaits(self) -> Sequence[str]:
        """What it waits for besides a decision, in short words for the head of a screen."""
        return ()

    def redact_kept(self, masked: Callable[[str], str]) -> Sequence[tuple[Any, Sequence[str]]]:
        """Rows beside the revisions that hold words of drafts, where `masked` changes them; not yet saved, with their columns."""
        return ()

    def confirmations(self) -> Sequence[tuple[str, str]]:
        """(name, sentence) of what the author confirms one by one beside the warranty; kept with it, word for word."""
        return ()

    def keep_confirmed(self, user: Any, names: Sequence[str]) -> None:
        """Keep what the author ticked among `confirmations`, just before the words are scanned."""

    def hand_in_parts(self) -> Sequence[str]:
        """Templates that the author's screen shows before the button, each with `draft`."""
        return ()

    def waiting_parts(self) -> Sequence[str]:
        """Templates that the author's screen shows while a submission waits, each with `instance` and `pending`."""
        return ()

    def publish_submission(self, submission: Submission) -> None:
        """Make exactly the frozen revision live; the author's newer words stay in the editor. Every content type brings its own."""
        raise NotImplementedError(type(self).__name__)

    def frozen(self, submission: Submission) -> Any:
        """The object as it was submitted. Raises PublicationBlocked when its digest is not the one on record."""
        submitted = submission.revision.as_object() if submission.revision else None
        if submitted is None or submitted.surface().digest() != submission.digest:
            raise gate.PublicationBlocked(_("提交之后内容发生了变化，不能发布"))
        return submitted

    def withdraw_live(self, reason: str) -> None:
        """Take the live words away from readers; the drafts stay."""
        row: Any = type(self)._base_manager.get(pk=self.pk)
        if row.live:
            row.unpublish()

    def restore_live(self, digest: str) -> None:
        """Show again the words with this digest, which were live before. Raises PublicationBlocked when they are not kept."""
        submission = Submission.objects.filter(**key(self), digest=digest, revision__isnull=False).first()
        if submission is None:
            raise gate.PublicationBlocked(_("没有这一版的存档，不能恢复"))
        self.publish_submission(submission)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail's, but a revision that a submission names is never overwritten: a new one is made."""
        overwritten = kwargs.get("overwrite_revision")
        if overwritten is not None and Submission.objects.filter(revision=overwritten).exists():
            kwargs["overwrite_revision"] = None
        parent: Any = super()
        return parent.save_revision(*args, **kwargs)

    def exchange_words(self, path: str, start: int, end: int, replacement: str) -> None:
        """Put other words at one place of this draft, in memory. Raises LookupError when the path leads nowhere."""
        words = getattr(self, path, None)
        if not isinstance(words, str) or end > len(words):
            raise LookupError(path)
        setattr(self, path, words[:start] + replacement + words[end:])

    def submission_preview(self, request: HttpRequest, submission: Submission | None) -> HttpResponse:
        """The page as readers will see it: of the submission, or of the newest draft."""
        row: Any = self
        submitted = submission.revision if submission else None
        shown = submitted.as_object() if submitted else row.get_latest_revision_as_object()
        return shown.make_preview_request(request, shown.default_preview_mode)

    def review_tabs(self) -> list[tuple[str, str]]:
        """(label, template) of what a moderator may look at besides the page itself."""
        return []
