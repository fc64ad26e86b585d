"""People and articles to test with; everything that goes live here goes through the real chain."""

import datetime
import io
import itertools
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.models import ArticleImage, ArticleIndexPage, ArticlePage, DepartmentPage, ShelfPage, TopicPage
from doctors.models import Certificate, DoctorProfile, InterestDeclaration, User
from doctors.models.certificate import Kind
from doctors.qualification import DOCTORS, MODERATORS, OPERATORS
from moderation import decisions, submissions
from moderation.models import Case, Submission

_numbers = itertools.count(1)
PASSWORD = "long-enough-for-tests"
WARRANTY = "本人保证内容真实、有据，不侵犯他人权益。"


def make_user(group: str, name: str = "") -> User:
    number = next(_numbers)
    user = User.objects.create_user(f"{group}{number}@xinglin.example", PASSWORD, name=name or f"试验{number}")
    user.groups.add(Group.objects.get(name=group))
    return user


def make_moderator() -> User:
    return make_user(MODERATORS)


def make_operator() -> User:
    return make_user(OPERATORS)


def make_doctor(qualified: bool = True, expires_on: datetime.date | None = None) -> User:
    """A doctor with four verified certificates and a declaration that there are no interests, or with none of it."""
    doctor = make_user(DOCTORS, "林知远")
    if qualified:
        InterestDeclaration.objects.create(doctor=doctor, none=True)
        entered, verified = make_operator(), make_operator()
        for kind in Kind:
            Certificate.objects.create(
                holder=doctor,
                kind=kind,
                issuer="南湖市卫生健康委员会",
                issued_on=datetime.date(2020, 1, 1),
                expires_on=expires_on,
                entered_by=entered,
                verified_by=verified,
                verified_at=timezone.now(),
            )
    return doctor


def make_picture(owner: User | None = None, size: tuple[int, int] = (60, 40)) -> ArticleImage:
    out = io.BytesIO()
    Image.new("RGB", size, (27, 106, 77)).save(out, "PNG")
    return ArticleImage.objects.create(title="袖带的位置", file=ContentFile(out.getvalue(), "cuff.png"), uploaded_by_user=owner)


def make_topic(title: str = "高血压", risk: str = "", live: bool = False) -> TopicPage:
    existing = TopicPage.objects.filter(title=title).first()
    if existing:
        return existing
    operator = make_operator()
    topic = TopicPage(title=title, slug=f"topic-{next(_numbers)}", owner=operator, risk=risk)
    ShelfPage.objects.get(slug="topics").add_child(instance=topic)
    topic.save_revision(user=operator)
    if live:
        publish(topic, operator)
    return TopicPage.objects.get(pk=topic.pk)


def make_department(specialty: str = "03.04", live: bool = False) -> DepartmentPage:
    operator = make_operator()
    department = DepartmentPage(title="心血管内科", slug=f"department-{next(_numbers)}", specialty=specialty, owner=operator)
    ShelfPage.objects.get(slug="departments").add_child(instance=department)
    department.save_revision(user=operator)
    if live:
        publish(department, operator)
    return DepartmentPage.objects.get(pk=department.pk)


def make_profile(doctor: User, live: bool = True) -> DoctorProfile:
    operator = make_operator()
    profile = DoctorProfile(user=doctor, name=doctor.name, title="副主任医师", specialty="03.04", institution="南湖市第一医院")
    profile.save()
    profile.save_revision(user=operator)
    if live:
        publish(profile, operator)
    return DoctorProfile.objects.get(pk=profile.pk)


def make_article(author: User | None = None, text: str = "早晚各量一次，每次两遍，取平均值。", **fields: Any) -> ArticlePage:
    """A complete draft; `fields` replace what it would have."""
    author = author or make_doctor()
    values: dict[str, Any] = {
        "title": "家里量血压，为什么每次都不一样？",
        "summary": "同一个人一天里血压会起落，量对时间，医生才用得上你的数字。",
        "specialty": "03.04",
        "topic": make_topic(),
        "audience_for": "在家中监测血压的成年人",
        "audience_not": "孕期和 18 岁以下人群",
        "origin": "原创",
        "licence": "CC BY 4.0",
        "ai_use": "未使用",
        "interests": "无",
        "common_knowledge": True,
        "owner": author,
    }
    page = ArticlePage(
        **{**values, **{name: value for name, value in fields.items() if name not in ("body", "cover", "references", "tags")}}
    )
    page.body = fields.get("body", [("heading", "怎样量才准"), ("paragraph", f"<p>{text}</p>")])
    for name in ("cover", "references", "tags"):
        setattr(page, name, fields.get(name, []))
    ArticleIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=author)
    return ArticlePage.objects.get(pk=page.pk)


def shown(instance: Any) -> str:
    """The digest of the newest draft, as the hand-in screen carries it."""
    row = type(instance)._base_manager.get(pk=instance.pk)
    return str(row.get_latest_revision_as_object().surface().digest())


def submit(instance: Any, author: User | None = None, publish_at: datetime.datetime | None = None) -> Submission:
    return submissions.submit(instance, author or instance.owner, WARRANTY, publish_at)


def approval(case: Case) -> dict[str, Any]:
    """The form of an approval as the review page sends it: with the digest and the scan that it showed."""
    case = Case.objects.select_related("submission").get(pk=case.pk)
    digest = case.submission.digest if case.submission else ""
    return {"action": "approve", "shown_digest": digest, "shown_scan": case.scan_id or ""}


def review_tabs(client: Any, case: Case) -> str:
    """What a content type's own tabs say on the review page, one after the other, as they are fetched when opened."""
    found: list[str] = []
    while (answer := client.get(f"/admin/desk/{case.number}/tab/extra-{len(found) + 1}/")).status_code == 200:
        found.append(answer.content.decode())
    return "".join(found)


def approve(submission: Submission, moderator: User | None = None) -> bool:
    """Answer every review finding, say the pictures were looked at, and approve."""
    case = Case.objects.get(submission=submission)
    answers = {finding.pk: ("accepted", "已核对上下文") for finding in case.scan.findings.filter(severity="review")}  # type: ignore[union-attr]
    return decisions.approve(case, moderator or make_moderator(), answers, pictures_checked=True)


def publish(instance: Any, author: User | None = None, moderator: User | None = None) -> Any:
    """Through submission and decision to readers; the object as it is afterwards."""
    submission = submit(instance, author)
    assert submission.state == "open", [str(finding) for scan in submission.scans.all() for finding in scan.findings.all()]
    assert approve(submission, moderator)
    return type(instance)._base_manager.get(pk=instance.pk)
