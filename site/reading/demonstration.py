"""Loads the demonstration site: invented people and articles, taken through the real chain from draft to decision."""

import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone

from articles.attribution.signatures import answering, asking, people
from articles.models import ArticleImage, ArticleIndexPage, ArticlePage, DepartmentPage, ShelfPage, Signature, TopicPage
from doctors import interests, verification
from doctors.models import Certificate, DoctorProfile, User
from doctors.models.certificate import Kind
from doctors.qualification import DOCTORS, MODERATORS, OPERATORS
from doctors.specialties import Specialty
from moderation import decisions, submissions
from moderation.models import Case, Notice, Submission, Verb

from . import invented_ai, invented_evidence, invented_searches
from .invented_casework import WARRANTY, Casework
from .models import HomePage, PolicyPage

DATA = Path(__file__).parent / "demo"
PASSWORD = "xinglin-demo"  # noqa: S105  (the demo's known password; no other site has one)
SPECIALTIES = {str(label): value for value, label in Specialty.choices}
ISSUERS = {
    Kind.IDENTITY: "青禾市公安局",
    Kind.LICENCE: "青禾市卫生健康委员会",
    Kind.QUALIFICATION: "青禾省卫生健康委员会",
    Kind.TITLE: "青禾省人力资源和社会保障厅",
}


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


class Demonstration:
    """One load of everything; does nothing where the demo already stands."""

    def __init__(self) -> None:
        self.people = read("people.toml")
        self.pictures: dict[str, ArticleImage] = {}
        self.doctors: dict[str, User] = {}

    def load(self) -> bool:
        """True when something was loaded."""
        if User.objects.filter(email="doctor@xinglin.example").exists():
            return False
        self._staff()
        for row in self.people["doctors"]:
            self._doctor(row)
        self._places()
        for file in sorted((DATA / "articles").glob("*.toml")):
            self._article(tomllib.loads(file.read_text(encoding="utf-8")))
        Casework(read("casework.toml"), self.moderators, self.operators, self.doctors, self._sign, self._use).load()
        self._let_certificates_expire()
        invented_searches.load(read("searches.toml"), self.operators[0])
        # The operators have seen their own pages go live.
        Notice.objects.filter(recipient__in=self.operators).update(read_at=timezone.now())
        return True

    def _account(self, row: dict[str, Any], group: str) -> User:
        user = User.objects.create_user(row["email"], PASSWORD, name=row["name"])
        user.groups.add(Group.objects.get(name=group))
        return user

    def _staff(self) -> None:
        self.moderators = [self._account(row, MODERATORS) for row in self.people["moderators"]]
        self.operators = [self._account(row, OPERATORS) for row in self.people["operators"]]

    def _doctor(self, row: dict[str, Any]) -> None:
        operator, second = self.operators
        user = self.doctors[row["key"]] = self._account(row, DOCTORS)
        issued = timezone.localdate() - datetime.timedelta(days=900)
        for kind in Kind:
            expires = None if kind is Kind.QUALIFICATION else issued + datetime.timedelta(days=3650)
            certificate = verification.enter(user, kind, ISSUERS[kind], issued, expires, operator)
            if row["standing"] != "waiting":
                verification.verify(certificate, second)
        interests.declare(user, row.get("interests", []))
        profile = DoctorProfile(user=user, name=row["name"], title=row["title"], institution=row["institution"])
        profile.specialty, profile.biography = SPECIALTIES[row["specialty"]], row["bio"]
        profile.portrait = self._picture(row["portrait"], f"{row['name']}的画像", operator) if "portrait" in row else None
        profile.save()
        profile.save_revision(user=operator)
        self._clear(profile, operator)

    def _let_certificates_expire(self) -> None:
        """Time passes: one doctor's licence ran out since it was verified."""
        past = timezone.localdate() - datetime.timedelta(days=20)
        expired = [self.doctors[row["key"]] for row in self.people["doctors"] if row["standing"] == "expired"]
        Certificate.objects.filter(holder__in=expired, kind=Kind.LICENCE).update(expires_on=past)

    def _picture(self, stem: str, title: str, owner: User) -> ArticleImage:
        if stem not in self.pictures:
            file = ContentFile((DATA / "pictures" / f"{stem}.png").read_bytes(), name=f"{stem}.png")
            self.pictures[stem] = ArticleImage.objects.create(title=title, file=file, uploaded_by_user=owner)
        return self.pictures[stem]

    def _places(self) -> None:
        operator = self.operators[0]
        data, policies = read("topics.toml"), read("policies.toml")
        home = HomePage.objects.get()
        home.lead = "每一篇都由实名核验的医生撰写，经平台审核，注明依据与复审日期。"
        home.emergency = "胸痛、说话不清、一侧无力、大出血、呼吸困难"
        home.popular = [("tag", word) for word in ("高血压", "儿童发热", "痛风", "颈椎病", "咳嗽", "肺结节")]
        home.save_revision(user=operator)
        self._clear(home, operator)
        shelf = ShelfPage.objects.get(slug="departments")
        for row in data["departments"]:
            department = DepartmentPage(title=row["name"], slug=row["slug"], introduction=row["intro"], examples=row["examples"])
            department.specialty = SPECIALTIES[row["name"]]
            self._add(shelf, department)
        shelf = ShelfPage.objects.get(slug="topics")
        for row in data["topics"]:
            topic = TopicPage(title=row["name"], slug=row["slug"], introduction=row["intro"], risk=row["risk"])
            topic.department = DepartmentPage.objects.get(title=row["department"])
            self._add(shelf, topic)
        shelf = ShelfPage.objects.get(slug="policies")
        for row in policies["pages"]:
            self._add(
                shelf,
                PolicyPage(title=row["title"], slug=row["slug"], body=row["html"], search_description=row.get("summary", "")),
            )

    def _add(self, shelf: ShelfPage, page: Any) -> None:
        operator = self.operators[0]
        page.owner = operator
        ShelfPage.objects.get(pk=shelf.pk).add_child(instance=page)
        page.save_revision(user=operator)
        self._clear(page, operator)

    def _article(self, row: dict[str, Any]) -> None:
        author = self.doctors[row["author"]]
        page = ArticlePage(
            **{
                name: row[name]
                for name in ("title", "summary", "audience_for", "audience_not", "origin", "licence", "ai_use", "interests")
            },
            specialty=SPECIALTIES[row["specialty"]],
            topic=TopicPage.objects.get(title=row["topic"]),
            owner=author,
            owner_name=row.get("owner", ""),
            ai_note=row.get("ai_note", ""),
        )
        page.common_knowledge = row.get("common_knowledge", False)
        page.set_stream("contributors", [{"type": "contributor", "value": one} for one in row.get("contributors", [])])
        page.set_stream("source_works", [{"type": "work", "value": work} for work in row.get("source_works", [])])
        page.tags = [("tag", tag) for tag in row["tags"]]
        page.references = [("reference", reference) for reference in _references(row["references"])]
        page.cover = [("picture", self._use(row["cover"], author))] if "cover" in row else []
        page.set_stream("body", list(self._blocks(row["body"], author)))
        ArticleIndexPage.objects.get().add_child(instance=page)
        page.save_revision(user=author)
        invented_ai.declare(page, author, row.get("ai_uses", []))
        invented_evidence.attach(page, author, self._moderator(page), row.get("evidence", []))
        getattr(self, f"_make_{row['state']}")(page, author, row)

    def _use(self, row: dict[str, Any], author: User) -> dict[str, Any]:
        image = self._picture(row["file"], row["alt"][:200], author)
        return {
            "image": image,
            "alt": row["alt"],
            "caption": row.get("caption", ""),
            "credit": row["credit"],
            "licence": row["licence"],
        }

    def _blocks(self, rows: list[dict[str, Any]], author: User) -> Iterator[dict[str, Any]]:
        for row in rows:
            kind = row["type"]
            values = {name: value for name, value in row.items() if name != "type"}
            if kind == "heading":
                value: Any = row["text"]
            elif kind == "paragraph":
                value = row["html"]
            elif kind == "picture":
                value = self._use(row, author)
                value["image"] = value["image"].pk
            elif kind == "questions":
                value = {"items": [{"question": item["question"], "answer": item["answer_html"]} for item in row["items"]]}
            elif kind == "table":
                value = {
                    "caption": row["caption"],
                    "table": {"data": row["rows"], "table_header_choice": "row", "first_row_is_table_header": True},
                }
            else:
                value = values
            yield {"type": kind, "value": value}

    def _make_draft(self, page: ArticlePage, author: User, row: dict[str, Any]) -> None:
        """Stays with its author."""

    def _make_blocked(self, page: ArticlePage, author: User, row: dict[str, Any]) -> None:
        submissions.submit(page, author, WARRANTY)

    def _make_in_review(self, page: ArticlePage, author: User, row: dict[str, Any]) -> None:
        submissions.submit(page, author, WARRANTY)

    def _make_live(self, page: ArticlePage, author: User, row: dict[str, Any]) -> None:
        self._clear(page, author)

    def _make_scheduled(self, page: ArticlePage, author: User, row: dict[str, Any]) -> None:
        self._clear(page, author, timezone.now() + datetime.timedelta(days=3))

    def _make_returned(self, page: ArticlePage, author: User, row: dict[str, Any]) -> None:
        submission = submissions.submit(page, author, WARRANTY)
        case = submission.cases.get()
        for moderator in self.moderators[1:][: case.needs]:
            decisions.return_to_author(case, moderator, ["SRC.CLAIM_UNSOURCED"], row["return_note"])

    def _make_withdrawn(self, page: ArticlePage, author: User, row: dict[str, Any]) -> None:
        self._clear(page, author)
        reason = row.get("withdraw_note") or "所引指南已有新版，先撤下核对。"
        decisions.take_down(ArticlePage.objects.get(pk=page.pk), self._moderator(page), Verb.TAKEDOWN, ["MED.OUTDATED"], reason)

    def _sign(self, submission: Submission) -> None:
        """Everybody who took part, and a colleague of the field where the topic asks for one."""
        page = submission.as_submitted()
        if people.needs_review(page):
            asking.invite_reviewer(submission, people.may_review(page)[0], submission.submitted_by)
        for signature in Signature.objects.filter(submission=submission):
            outside = signature.account is None
            if outside:
                asking.make_link(signature)
                signature.refresh_from_db()
            answering.sign(signature, signature.name, by_link=outside)

    def _moderator(self, instance: Any) -> User:
        return self.moderators[instance.pk % len(self.moderators)]

    def _readers(self, instance: Any, case: Case) -> list[User]:
        """As many moderators as must read this one, each on their own."""
        first = instance.pk % len(self.moderators)
        return (self.moderators[first:] + self.moderators[:first])[: case.needs]

    def _clear(self, instance: Any, author: User, publish_at: datetime.datetime | None = None) -> None:
        """Through submission and decision like everybody else; review findings are answered, pictures looked at."""
        submission = submissions.submit(instance, author, WARRANTY, publish_at)
        if submission.state != Submission.State.OPEN:
            found = [str(finding) for scan in submission.scans.all() for finding in scan.findings.all()]
            raise ValueError(f"The demo's own content is refused: {instance}: {found}")
        if isinstance(instance, ArticlePage):
            self._sign(submission)
        case = submission.cases.get()
        answers = {
            finding.pk: ("accepted", "已核对上下文，可以保留")
            for finding in submission.scans.get().findings.filter(severity="review")
        }
        for moderator in self._readers(instance, case):
            decisions.approve(case, moderator, answers, pictures_checked=True)


def _references(rows: list[Any]) -> Iterator[dict[str, str]]:
    for row in rows:
        yield {"text": row, "url": ""} if isinstance(row, str) else {"text": row["text"], "url": row.get("url", "")}
