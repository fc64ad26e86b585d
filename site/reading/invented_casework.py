"""What lies on the demonstration's desk: an open case of every kind, and a little history, each through its own service."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from articles.models import ArticlePage, Signature
from doctors.models import DoctorProfile, User
from moderation import cases, decisions, scanning, submissions
from moderation.desk import appeals, claiming, disputes, golden, holding, offices, sampling
from moderation.models import Case, CaseNote, Decision, Kind, QualityCheck, SavedReply, SavedView, Submission, Verb
from moderation.sanctions import imposing, orders

from . import invented_grievances

Row = Mapping[str, Any]
WARRANTY = "本人保证内容真实、有据，不侵犯他人权益，不含患者隐私和商业推广。"


class Casework:
    """Called once, after the articles. The first moderator decides nothing here, so that everything is theirs to decide."""

    def __init__(
        self,
        data: Row,
        moderators: list[User],
        operators: list[User],
        doctors: Mapping[str, User],
        sign: Callable[[Submission], None],
        picture: Callable[[dict[str, Any], User], dict[str, Any]],
    ) -> None:
        self.data, self.doctors, self.sign, self.picture = data, doctors, sign, picture
        self.first, self.second, self.third = moderators
        self.operators = operators
        self.moderators = {"moderator": self.first, "moderator2": self.second, "moderator3": self.third}

    def load(self) -> None:
        for row in self.data["edits"]:
            self._edit(row)
        self._dispute(self.data["dispute"])
        self._appeal(self.data["appeal"])
        for row in self.data["biographies"]:
            self._biography(row)
        for row in self.data["complaints"]:
            invented_grievances.complain(row, self.moderators, self.third)
        for row in self.data["notices"]:
            invented_grievances.give_notice(row, self.third)
        for row in self.data["others"]:
            self._other(row)
        self._sanctions(self.data["sanctions"])
        self._quality()
        for row in self.data["views"]:
            values = {name: value for name, value in row.items() if name != "owner"}
            SavedView.objects.create(owner=self.moderators[row["owner"]], **values)
        for row in self.data["replies"]:
            SavedReply.objects.create(**row, changed_by=self.second)

    def _revise(self, row: Row) -> tuple[Submission, User]:
        """One paragraph more than what readers see, and perhaps a picture."""
        page = page_of(row)
        author = page.owner
        draft: Any = page.get_latest_revision_as_object()
        blocks = draft.body.get_prep_value()
        added: list[dict[str, Any]] = [{"type": "paragraph", "value": row["html"]}]
        if "picture" in row:
            value = self.picture(row["picture"], author)
            added.append({"type": "picture", "value": {**value, "image": value["image"].pk}})
        after = max((place for place, block in enumerate(blocks, 1) if block["type"] == "paragraph"), default=len(blocks))
        blocks[after:after] = added
        draft.set_stream("body", blocks)
        draft.save_revision(user=author)
        return submissions.submit(page, author, WARRANTY), author

    def _edit(self, row: Row) -> None:
        submission, _author = self._revise(row)
        case = submission.cases.get()
        if Signature.objects.filter(submission=submission).exists() or case.needs > 1:
            self.sign(submission)
        act, reason = row.get("act", ""), row.get("reason", "")
        if act == "hold":
            until = timezone.now() + datetime.timedelta(days=3)
            holding.hold(case, self.third, until, reason)
        elif act == "escalate":
            holding.escalate(case, self.third, reason)
        elif act == "return":
            decisions.return_to_author(case, self.third, [row["code"]], reason)
        elif act:
            decisions.approve(case, self.third, answers(case), pictures_checked=True, note=reason)

    def _dispute(self, row: Row) -> None:
        submission, author = self._revise(row)
        disputes.ask(submission, author, {block.pk: row["reason"] for block in disputes.disputable(submission)})

    def _appeal(self, row: Row) -> None:
        page = page_of(row)
        measure = Decision.objects.get(object_id=page.pk, verb=Verb.RETURN, submission__title=page.title)
        appeals.lodge(measure, page.owner, row["reason"])

    def _biography(self, row: Row) -> None:
        profile = DoctorProfile.objects.get(user=self.doctors[row["doctor"]])
        draft: Any = profile.get_latest_revision_as_object()
        draft.biography = row["text"]
        draft.save_revision(user=self.operators[0])
        submissions.submit(profile, self.operators[0], WARRANTY)

    def _other(self, row: Row) -> None:
        page = page_of(row)
        more: dict[str, Any] = {}
        if row["kind"] == Kind.RESCAN and page.live:
            report = scanning.examine(page, page.surface())
            more["scan"] = scanning.record(page, page.live_digest, report, "rescan")
        case = cases.open_case(row["kind"], page, row["what"], title=page.title, **more)
        CaseNote.objects.create(case=case, by=self.second, text="先看依据的年份，再看正文要不要改。")

    def _sanctions(self, row: Row) -> None:
        """An order that was carried out, what followed from it at once, and a step that waits for a second person."""
        account = self.doctors["feng-lan"]
        now = timezone.now()
        received, due = now - datetime.timedelta(hours=5), now + datetime.timedelta(hours=19)
        profile = DoctorProfile.objects.get(user=account)
        about = (row["order_authority"], row["order_number"], received, due, row["order_demand"])
        orders.execute(orders.enter(*about, [profile], self.third), row["codes"], self.third)
        imposing.impose_at_once(account, row["urgent_step"], row["codes"], row["urgent_reason"], 30, self.third)
        proposed = self.doctors[row["proposed_doctor"]]
        imposing.propose(proposed, row["proposed_step"], row["codes"], row["proposed_reason"], None, self.second)

    def _quality(self) -> None:
        """Samples of what was decided while the demonstration was made, two of them answered, and a golden case."""
        now = timezone.now()
        sampling.draw(now + datetime.timedelta(days=7))
        drawn = QualityCheck.objects.filter(decision__isnull=False).select_related("case__scan").order_by("pk")
        theirs = [check.case for check in drawn if not offices.objections(self.third, check.case.content(), None, check.case)]
        for case in theirs[:-2]:
            claiming.claim(case, self.third)
            decisions.approve(Case.objects.get(pk=case.pk), self.third, answers(case), pictures_checked=True)
        known = (
            Case.objects.filter(kind=Kind.SUBMISSION, outcome="approved", decided_by=self.second, needs=1).order_by("-pk").first()
        )
        if known is not None:
            golden.mark(known, Verb.APPROVE, "表述有依据，提醒清楚，可以作为放行的样子。", self.operators[1])


def page_of(row: Row) -> ArticlePage:
    return ArticlePage.objects.get(title=row["article"])


def answers(case: Case) -> dict[int, tuple[str, str]]:
    """A verdict for every finding that asks for one."""
    found = case.scan.findings.filter(severity="review") if case.scan else ()
    return {finding.pk: ("accepted", "已核对上下文，可以保留") for finding in found}
