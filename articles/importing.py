"""An operator's own migrated archive: the one exception to "a human cleared this text", scanned all the same and marked."""

import hashlib
import html
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from doctors.models import DoctorProfile, User
from doctors.specialties import Specialty
from moderation import cases, decisions, scanning
from moderation.gate import PublicationBlocked
from moderation.models import Kind, Submission
from moderation.models.reference import key

from . import identity
from .attribution.vocabulary import AIUse
from .models import ArticleIndexPage, ArticlePage, ImportedLine, ShelfPage, TopicPage
from .sanitize import sanitize

SAMPLE = 100
PUBLISHED, HELD, REFUSED, DRAFTED = "published", "held", "refused", "drafted"


class LineRefused(Exception):
    """This line cannot become an article; the sentence says why."""


@dataclass
class Options:
    """What a line lacks of attribution comes from here."""

    author: User
    operator: User
    origin: str = "原创"
    licence: str = "ARR"
    audience: str = "一般公众"
    publish: bool = False
    accept_review: bool = False


@dataclass
class Tally:
    """What became of the lines so far."""

    published: int = 0
    held: int = 0
    refused: int = 0
    drafted: int = 0
    skipped: int = 0
    new_topics: list[str] = field(default_factory=list)

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)


class Import:
    """Takes lines one by one, each in its own transaction, so that a bad one never stops the rest."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.tally = Tally()
        self.topics = {topic.title: topic for topic in TopicPage.objects.select_related("department")}
        self.index = ArticleIndexPage.objects.get()
        profile = DoctorProfile.objects.filter(user=options.author).first()
        self.specialty = profile.specialty if profile else Specialty.GENERAL

    def lines(self, source: Iterator[bytes]) -> Iterator[tuple[int, str, str]]:
        """(line number, outcome, reason) for each line that is not blank and was not imported before."""
        for number, raw in enumerate(source, start=1):
            if not raw.strip():
                continue
            sha256 = hashlib.sha256(self.options.author.email.encode() + b"\n" + raw.strip()).hexdigest()
            if ImportedLine.objects.filter(sha256=sha256).exists():
                self.tally.skipped += 1
                continue
            try:
                outcome, reason = self._line(raw, sha256)
            except LineRefused as refused:
                outcome, reason = REFUSED, str(refused)
                ImportedLine.objects.create(sha256=sha256, outcome=REFUSED, reason=reason)
            self.tally.count(outcome)
            yield number, outcome, reason

    def _line(self, raw: bytes, sha256: str) -> tuple[str, str]:
        page = self._article(_parsed(raw))
        surface = page.surface()
        digest = surface.digest()
        page.imported = True
        report = scanning.examine(page, surface)
        worst = [
            f"{found.code} {scanning.masked_message(found)}" for found in report.findings if found.severity == report.verdict
        ]
        reason = "；".join(dict.fromkeys(worst)) if report.verdict in ("block", "review") else ""
        if report.verdict == "block":
            raise LineRefused(reason)
        page.imported = False
        with transaction.atomic():
            self.index.add_child(instance=page)
            revision = page.save_revision(user=self.options.author, clean=False)
            outcome = self._decide(page, revision, surface, digest, report)
            ImportedLine.objects.create(sha256=sha256, page_id=page.pk, outcome=outcome, reason=reason)
        return outcome, reason

    def _decide(self, page: ArticlePage, revision: Any, surface: Any, digest: str, report: Any) -> str:
        if not self.options.publish:
            return DRAFTED
        held = report.verdict == "review" and not self.options.accept_review
        submission = Submission.objects.create(
            **key(page),
            revision=revision,
            digest=digest,
            title=page.title[:255],
            surface=surface.as_json(),
            state=Submission.State.OPEN if held else Submission.State.APPROVED,
            submitted_by=self.options.author,
            warranty="",
        )
        scan = scanning.record(page, digest, report, "import", submission)
        if held:
            cases.open_case(
                Kind.SUBMISSION, page, _("导入时有需要人工判断的问题"), submission=submission, scan=scan, title=page.title
            )
            return HELD
        try:
            with transaction.atomic():
                decisions.clear_import(page, submission, scan, self.options.operator, self.options.accept_review)
        except PublicationBlocked as blocked:
            raise LineRefused("；".join(blocked.reasons)) from blocked
        if (self.tally.published + 1) % SAMPLE == 1:
            cases.open_case(Kind.SAMPLE, page, _("导入抽检"), submission=submission, scan=scan, title=page.title)
        return PUBLISHED

    def _article(self, row: dict[str, Any]) -> ArticlePage:
        topic = self._topic(row["topic"]) if row["topic"] else None
        page = ArticlePage(
            title=row["title"],
            slug=identity.new_id(),
            summary=row["summary"],
            topic=topic,
            specialty=topic.specialty_code() if topic and topic.department_id else self.specialty,
            owner=self.options.author,
            audience=self.options.audience,
            audience_for=self.options.audience,
            audience_not=_("未注明"),
            origin=self.options.origin,
            licence=self.options.licence,
            ai_use=AIUse.UNDECLARED,
            interests=_("未声明"),
            common_knowledge=not row["sources"],
        )
        page.draft_title = page.title
        page.set_stream("body", [_block("paragraph", paragraph) for paragraph in row["paragraphs"]])
        page.set_stream("references", [_block("reference", reference) for reference in row["sources"]])
        page.refresh_byline()
        return page

    def _topic(self, title: str) -> TopicPage:
        if title not in self.topics:
            slug = slugify(title) or f"topic-{identity.new_id()}"
            topic = TopicPage(title=title, slug=slug, owner=self.options.operator)
            ShelfPage.objects.get(slug="topics").add_child(instance=topic)
            topic.save_revision(user=self.options.operator)
            self.topics[title] = topic
            self.tally.new_topics.append(title)
        return self.topics[title]


def _parsed(raw: bytes) -> dict[str, Any]:
    """The fields of one line, checked and made safe. Raises LineRefused."""
    try:
        row = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as broken:
        raise LineRefused(_("这一行不是有效的 JSON")) from broken
    if not isinstance(row, dict):
        raise LineRefused(_("这一行不是一个 JSON 对象"))
    title, paragraphs = row.get("title"), row.get("paragraphs")
    if not isinstance(title, str) or not title.strip():
        raise LineRefused(_("缺少标题"))
    if len(title) > 255:
        raise LineRefused(_("标题超过 255 个字"))
    if not isinstance(paragraphs, list) or not paragraphs or not all(isinstance(text, str) for text in paragraphs):
        raise LineRefused(_("paragraphs 应是一组文字，且不能为空"))
    sources = row.get("sources") or []
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise LineRefused(_("sources 应是一组文字"))
    markup = [_paragraph(text) for text in paragraphs if text.strip()]
    plain = "".join(paragraphs).strip()
    return {
        "title": _plain(title),
        "summary": _plain(str(row.get("summary") or ""))[:240] or _plain(plain)[:100],
        "paragraphs": markup,
        "topic": _plain(str(row.get("topic") or ""))[:100],
        "sources": [_reference(_plain(source)) for source in sources if source.strip()],
    }


def _paragraph(text: str) -> str:
    """Plain text becomes one paragraph; mark-up goes through the one filter."""
    if "<" in text and ">" in text:
        cleaned = sanitize(text)
        return cleaned if cleaned.lstrip().startswith("<p") else f"<p>{cleaned}</p>"
    return f"<p>{html.escape(_plain(text), quote=False)}</p>"


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _reference(source: str) -> dict[str, str]:
    return {"text": source, "url": source if source.startswith(("http://", "https://")) else ""}


def default_operator(author: User, email: str | None) -> User:
    """Who decides: the one named, else the only operator, in a demo the first; never the author. Raises LineRefused."""
    operators = User.objects.filter(groups__name="operators", is_active=True).exclude(pk=author.pk).order_by("pk")
    if email:
        operators = operators.filter(email__iexact=email)
    chosen = list(operators[:2])
    if not chosen:
        raise LineRefused(_("没有可以作出导入决定的运营人员（不能是作者本人）"))
    if len(chosen) > 1 and not chosen[0].email.endswith("@xinglin.example"):
        raise LineRefused(_("有多位运营人员，请用 --operator 指定一位"))
    return chosen[0]
