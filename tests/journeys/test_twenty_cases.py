"""One moderator clears twenty of the demonstration's cases without a mouse, and never loses the place."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from doctors.models import User
from moderation.models import Case, Complaint, Decision, Kind, Opinion, Verb
from reading.demonstration import Demonstration
from tests import factories

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
# From the first key to the last: a quiet machine needs less than a minute, one that is busy with other tests several times that.
MOST_SECONDS = 240
CLEARED = 20


class Keyboard:
    """A person with a keyboard only. Every page that is opened is kept, to see where they were taken."""

    def __init__(self, page: Page, user: User) -> None:
        self.page, self.user = page, user
        self.opened: list[str] = []
        page.on("framenavigated", lambda frame: self.opened.append(frame.url) if frame == page.main_frame else None)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def send(self, key: str) -> None:
        """A key that sends the form; the answer has come when this returns."""
        with self.page.expect_navigation():
            self.press(key)

    def to(self, place: Locator) -> None:
        """Tab along until the focus is there; the shorter way round, as people do."""
        expect(place).to_have_count(1)
        back = place.evaluate(
            "there => Boolean(document.activeElement.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_PRECEDING)"
        )
        for _step in range(400):
            if place.evaluate("there => there === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"the keyboard does not reach {place}")

    def enter_queue(self, kind: str) -> None:
        """By its link in the rail, then on to its most urgent case."""
        self.to(self.page.locator(f'.rail a[href$="?queue={kind}"]'))
        self.press("Enter")
        self.page.wait_for_url(f"**?queue={kind}")
        self.press("j")
        self.page.wait_for_url(re.compile(r"/admin/desk/\d{4}-\d{4}-\d+/"))

    def case(self) -> Case:
        """The case on the screen, whose sheet has been loaded."""
        self.page.wait_for_load_state("load")
        number = re.search(r"/admin/desk/(\d{4}-\d{4}-\d+)/", self.page.url)
        assert number is not None, self.page.url
        expect(self.page).to_have_title(re.compile(number[1]))
        return Case.objects.select_related("submission", "scan").get(number=number[1])

    def said(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


def judge(desk: Keyboard) -> bool:
    """N and a reason where the rules see a ranking, Y where they see a dose: true when something stands."""
    stands = False
    for card in desk.page.locator(".finding-card").all():
        desk.press(".")
        expect(card).to_be_focused()
        if card.locator(".verdict--needed").count():
            mine = card.get_attribute("data-code") == "MED.DOSAGE"
            stands = stands or mine
            desk.press("y" if mine else "n")
            reason = card.locator("input[name^=reason-]")
            expect(reason).to_be_focused()
            desk.page.keyboard.type("写了具体剂量" if mine else "说的是做法，不是排名")
            desk.press("Escape")
    return stands


def reload_in_between(desk: Keyboard) -> None:
    """What was typed and not sent, and the finding one was at, outlive a reload."""
    typed = [field.input_value() for field in desk.page.locator("input[name^=reason-]").all()]
    at = desk.page.locator(".finding-card.is-current").get_attribute("id")
    desk.page.reload()
    expect(desk.page.locator(f"#{at}.is-current")).to_have_count(1)
    assert [field.input_value() for field in desk.page.locator("input[name^=reason-]").all()] == typed


def decide_submission(desk: Keyboard, _case: Case) -> str:
    stands = judge(desk)
    if desk.page.locator(".finding-card").count():
        reload_in_between(desk)
    if stands:
        desk.press("r")
        expect(desk.page.locator("textarea[name=note]")).to_be_focused()
        desk.page.keyboard.type("剂量请交给医生，改成“按医嘱”。")
        desk.send("Control+Enter")
        return "returned"
    pictures = desk.page.locator("input[name=pictures_checked]")
    if pictures.count():
        # The first press says what is missing and leads there.
        desk.press("a")
        expect(pictures).to_be_focused()
        desk.press("Space")
    desk.press("a")
    expect(desk.page.locator('[data-key="a"]')).to_be_focused()
    desk.send("Enter")
    return "approved"


def decide_complaint(desk: Keyboard, case: Case) -> str:
    upheld = case.complaints.count() > 1
    desk.to(desk.page.locator("textarea[name=complaint_reason]"))
    desk.page.keyboard.type("已请作者把两处说法写清楚。" if upheld else "逐句核对过，没有发现您说的情形，谢谢提醒。")
    desk.to(desk.page.locator(f'button[value="complaint_{"uphold" if upheld else "dismiss"}"]'))
    desk.send("Enter")
    return "upheld" if upheld else "dismissed"


def dismiss(desk: Keyboard, case: Case) -> str:
    """Without a reason nothing is recorded, and the page comes back to the refusal with everything else as it was."""
    button = desk.page.locator('button[value="dismiss"]')
    desk.to(button)
    desk.send("Enter")
    expect(desk.page.locator(".refused")).to_be_focused()
    assert desk.case() == case
    assert case.decisions.count() == 0
    desk.to(desk.page.locator(".decide textarea[name=note]"))
    desk.page.keyboard.type("查过依据，没有变化，内容不用改。")
    desk.to(button)
    desk.send("Enter")
    return "dismissed"


ACTS: dict[str, Callable[[Keyboard, Case], str]] = {
    Kind.SUBMISSION: decide_submission,
    Kind.COMPLAINT: decide_complaint,
    Kind.EXPIRY: dismiss,
    Kind.RESCAN: dismiss,
}


def test_twenty_cases_by_keyboard(visit: Callable[..., Page], settings: Any) -> None:
    settings.SECOND_REVIEW = "high-risk"
    Demonstration().load()
    user = User.objects.get(email="moderator@xinglin.example")
    user.set_password(factories.PASSWORD)
    user.save()
    page = visit(user)
    page.goto("/admin/desk/")
    desk = Keyboard(page, user)
    begun = time.monotonic()
    cleared: list[tuple[Case, str]] = []
    opinions = 0
    for kind, act in ACTS.items():
        desk.enter_queue(kind)
        while len(cleared) < CLEARED:
            case = desk.case()
            if case.state == Case.State.CLOSED:
                break
            assert case.kind == kind
            outcome = act(desk, case)
            expect(page.locator(".refused")).to_have_count(0)
            case.refresh_from_db()
            if case.state == Case.State.OPEN:
                # A topic that two people read blindly: the page stays, and J goes on.
                desk.said("您的意见已记录")
                assert desk.case() == case
                assert Opinion.objects.filter(case=case, by=user).count() == 1
                opinions += 1
                desk.press("j")
                expect(page).not_to_have_title(re.compile(case.number))
                continue
            desk.said(case.number)
            assert case.outcome == outcome
            assert case.decided_by == user
            cleared.append((case, outcome))
    took = time.monotonic() - begun

    assert len(cleared) == CLEARED
    assert len({case.pk for case, _outcome in cleared}) == CLEARED
    assert opinions == 2
    outcomes = {outcome for _case, outcome in cleared}
    assert outcomes == {"approved", "returned", "upheld", "dismissed"}
    decided = Decision.objects.filter(by=user, case__in=[case for case, _outcome in cleared])
    assert decided.count() == CLEARED
    assert decided.get(verb=Verb.RETURN).reason_codes == ["MED.DOSAGE"]
    assert not Complaint.objects.filter(case__in=[case for case, _outcome in cleared], state="open").exists()
    # From the desk to a list or a case and on to the next: never to a login, and never twice to a case that was done with.
    assert all("/admin/desk/" in address for address in desk.opened)
    assert took < MOST_SECONDS, f"{took:.0f} seconds for {CLEARED} cases"
