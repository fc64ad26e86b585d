"""What proposed edits keep from happening, who sees which words, and who counts as an author."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.attribution import evidence_acts
from articles.attribution.proposals import answering, naming, people, placing, proposing
from articles.attribution.proposals.proposing import ProposalRefused
from articles.attribution.proposals.redacting import redact
from articles.models import ArticlePage, EditProposal
from doctors.models import User
from moderation import cards, decisions, duties, redaction, scanning, submissions
from moderation.models import Case, LedgerEntry, Notice, Submission
from moderation.models.notice import NoticeKind
from moderation.presentation import LEDGER
from moderation.rules import standing
from moderation.views.access import is_author, may_mend, takes_part
from reading.own_articles import own
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "早晚各量一次，每次两遍，取平钧值。血压高的时候不要自己停药，先在家休息片刻再量。"
WHY = "读起来更顺"


def scene(role: str = "editor", text: str = TEXT) -> tuple[ArticlePage, Any, str]:
    page = factories.make_article(text=text)
    editor = factories.make_user("doctors", "白小满")
    named(page, (editor.pk, "白小满", role))
    return page, editor, path_of(page, text)


def named(page: ArticlePage, *people_named: tuple[int | None, str, str]) -> None:
    blocks = [
        {"type": "contributor", "value": {"account": account, "name": name, "role": role}, "id": f"c{number}"}
        for number, (account, name, role) in enumerate(people_named)
    ]
    page.set_stream("contributors", blocks)
    page.save_revision(user=page.owner)


def draft_of(page: ArticlePage) -> Any:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def path_of(page: ArticlePage, text: str) -> str:
    return next(one.path for one in draft_of(page).surface().passages if one.text == text)


def proposed(page: ArticlePage, by: Any, path: str, *exchanges: tuple[str, str], basis: Any = None) -> list[EditProposal]:
    current = {one.path: one.text for one in (basis or draft_of(page)).surface().passages}[path]
    words = current
    for old, new in exchanges:
        assert old in words
        words = words.replace(old, new)
    return proposing.propose(page, by, path, current, words, WHY)


def test_an_article_with_open_edits_is_not_handed_in_and_says_so() -> None:
    page, editor, path = scene(text="早晚各量一次，取平钧值。先在家休息片刻再量。")
    first, second = proposed(page, editor, path, ("平钧", "平均"), ("片刻", "一会儿"))
    assert list(draft_of(page).awaits()) == ["待作者确认：2 处修改建议"]
    with pytest.raises(submissions.SubmissionRefused, match="待作者确认：2 处"):
        factories.submit(page)
    answering.accept(page, [first], page.owner)
    with pytest.raises(submissions.SubmissionRefused, match="待作者确认：1 处"):
        factories.submit(page)
    answering.refuse(page, [second], page.owner)
    assert not draft_of(page).awaits()
    assert factories.submit(page).state == "open"


def test_nothing_goes_live_while_an_edit_waits_and_all_of_it_once_the_author_answered() -> None:
    page = factories.make_article(text="早晚各量一次，取平钧值。")
    path = path_of(page, "早晚各量一次，取平钧值。")
    submission = factories.submit(page)
    (one,) = proposed(page, factories.make_moderator(), path, ("平钧", "平均"))
    assert not factories.approve(submission)
    assert not ArticlePage.objects.get(pk=page.pk).live
    assert "待作者确认" in Notice.objects.get(recipient=page.owner, kind=NoticeKind.NOT_PUBLISHED).context["reason"]
    answering.refuse_all(page, page.owner)
    one.refresh_from_db()
    assert one.state == "refused"
    assert duties.publish_scheduled(timezone.now()) == 1
    assert ArticlePage.objects.get(pk=page.pk).live


def test_words_that_somebody_else_saved_are_not_handed_in() -> None:
    page = factories.make_article()
    root = User.objects.create_superuser("root@xinglin.example", factories.PASSWORD, name="根")
    draft = draft_of(page)
    draft.title = "换了题目"
    draft.save_revision(user=root)
    with pytest.raises(submissions.SubmissionRefused, match="只有作者本人"):
        submissions.submit(page, root, factories.WARRANTY)
    with pytest.raises(submissions.SubmissionRefused, match="最新草稿是根保存的"):
        factories.submit(page)
    draft_of(page).save_revision(user=page.owner)
    assert factories.submit(page).state == "open"


def test_staff_see_what_was_handed_in_and_no_newer_word(client: Client) -> None:
    page = factories.make_article(text="早晚各量一次，取平钧值。")
    path = path_of(page, "早晚各量一次，取平钧值。")
    moderator = factories.make_moderator()
    submission = factories.submit(page)
    (one,) = proposed(page, moderator, path, ("平钧", "平均"))
    submissions.withdraw(submission, page.owner)
    draft = draft_of(page)
    draft.title = "还没给人看的新题目"
    draft.body = [("paragraph", "<p>还没给人看的新正文。</p>")]
    draft.save_revision(user=page.owner)
    client.force_login(moderator)
    listed, address = reverse("articles_edits", args=[page.pk]), reverse("articles_edits_propose", args=[page.pk])
    assert client.get(address).status_code == 404, "what was taken back is the author's again"
    assert not takes_part(moderator, page)
    assert client.get(reverse("moderation_submit", args=["articles", "articlepage", page.pk])).status_code == 404
    seen = client.get(listed).content.decode()
    assert "家里量血压" in seen
    assert "还没给人看" not in seen
    assert "原文已经改过" not in seen
    answering.accept(page, [one], page.owner)
    told = Notice.objects.get(recipient=moderator, kind=NoticeKind.EDIT_ANSWERED)
    assert "家里量血压" in told.context["title"]


def test_staff_propose_on_the_version_that_was_returned() -> None:
    page = factories.make_article(text="早晚各量一次，取平钧值。")
    path = path_of(page, "早晚各量一次，取平钧值。")
    submission = factories.submit(page)
    decisions.return_to_author(Case.objects.get(submission=submission), factories.make_moderator(), ["BL7"], "请改错字")
    draft = draft_of(page)
    draft.title = "还没给人看的新题目"
    draft.save_revision(user=page.owner)
    page = ArticlePage.objects.get(pk=page.pk)
    other = factories.make_operator()
    basis = people.basis_for(other, page)
    assert basis is not None
    assert basis == submission.revision
    (one,) = proposed(page, other, path, ("平钧", "平均"), basis=basis.as_object())
    assert one.title.startswith("家里量血压")
    assert answering.accept(page, [one], page.owner).accepted
    assert str(draft_of(page)) == "还没给人看的新题目", "the author's newer words stand"


def test_one_editors_accepted_words_are_not_shown_to_another(client: Client) -> None:
    text = "早晚各量一次，取平钧值。先在家休息片刻再量。"
    page, editor, path = scene(text=text)
    factories.submit(page)
    operator = factories.make_operator()
    basis = people.basis_for(operator, page)
    assert basis is not None
    (theirs,) = proposed(page, operator, path, ("片刻", "一会儿"), basis=basis.as_object())
    (own,) = proposed(page, editor, path, ("早晚各", "清早和傍晚各"))
    answering.accept(page, [own], page.owner)
    client.force_login(operator)
    seen = client.get(reverse("articles_edits", args=[page.pk])).content.decode()
    assert "一会儿" in seen
    assert "傍晚" not in seen
    assert answering.accept(page, [theirs], page.owner).accepted, "and the place is found all the same"


def test_edits_that_are_harmless_alone_are_no_misprints_together() -> None:
    text = "这时可以服用阿漠西琳胶囊，取平钧值。"
    page, editor, path = scene(text=text)
    proposed(page, editor, path, ("平钧", "平均"))
    rows = [
        EditProposal(
            article=page, by=editor, path=path, passage=text, start=at, end=at + 1, before=text[at], after=new, reason=WHY
        )
        for at, new in ((text.index("漠"), "莫"), (text.index("琳"), "林"))
    ]
    for row in rows:
        row.kind = "misprint"
        row.save()
    answered = answering.accept_misprints(page, page.owner)
    assert (len(answered.accepted), answered.harsh) == (0, 3)
    assert not answering.open_proposals(page).filter(kind="misprint").exists()
    assert text in [one.text for one in draft_of(page).surface().passages]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("每次1片", "每次2片"),
        ("每次一片", "每次二片"),
        ("每次1片", "每次1粒"),
        ("每次5毫克", "每次5克"),
        ("不要停药", "要停药"),
        ("禁用", "使用"),
        ("阿莫西林", "阿莫西琳"),
        ("饭前服", "饭后服"),
        ("升高", "降低"),
    ],
)
def test_no_dose_negation_or_medicine_is_taken_in_the_batch(old: str, new: str) -> None:
    text = f"请记住：{old}，量完记在本子上。"
    page, editor, path = scene(text=text)
    rows = proposed(page, editor, path, (old, new))
    assert {row.kind for row in rows} == {"substantive"}
    assert not answering.accept_misprints(page, page.owner).accepted
    assert text in [one.text for one in draft_of(page).surface().passages]


def test_who_counts_as_author_as_reader_of_drafts_and_as_contributor() -> None:
    page = factories.make_article(text="早晚各量一次，取平钧值。")
    coauthor, editor, painter = (factories.make_user("doctors", name) for name in ("许青", "白小满", "方圆"))
    named(page, (coauthor.pk, "许青", "co-author"), (editor.pk, "白小满", "editor"), (painter.pk, "方圆", "illustrator"))
    moderator = factories.make_moderator()
    submission = factories.submit(page)
    proposed(page, moderator, path_of(page, "早晚各量一次，取平钧值。"), ("平钧", "平均"))
    draft = draft_of(page)
    assert set(draft.author_accounts()) == {page.owner_id, coauthor.pk}
    assert set(draft.draft_accounts()) == {page.owner_id, coauthor.pk, editor.pk, painter.pk}
    assert set(draft.contributor_accounts()) == {*draft.draft_accounts(), moderator.pk}
    assert [takes_part(one, page) for one in (editor, painter, moderator)] == [True, True, False]
    assert [is_author(one, page) for one in (page.owner, coauthor, editor, painter)] == [True, True, False, False]
    assert [may_mend(one, page) for one in (page.owner, coauthor, editor)] == [True, False, False]
    for one in (editor, painter):
        with pytest.raises(submissions.SubmissionRefused, match="只有作者本人"):
            submissions.withdraw(submission, one)
        with pytest.raises(submissions.SubmissionRefused, match="只有作者本人"):
            submissions.submit(page, one, factories.WARRANTY)


def test_an_editor_replaces_no_words_by_the_button_of_a_finding(client: Client) -> None:
    page, editor, _path = scene(text="这个办法根治高血压。")
    address = reverse("moderation_exchange", args=["articles", "articlepage", page.pk])
    draft, surface, report = submissions.check(page)
    card = next(one for one in cards.of_draft(report, draft, surface.passages) if one.replacement is not None)
    sent = {"code": card.code, "path": card.path, "start": card.start, "end": card.end, "key": card.key}
    screen = reverse("moderation_submit", args=["articles", "articlepage", page.pk])
    client.force_login(editor)
    assert address not in client.get(screen).content.decode()
    assert "只有作者本人可以直接替换" in client.post(address, sent, follow=True).content.decode()
    assert draft_of(page).surface().digest() == surface.digest()
    client.force_login(page.owner)
    assert address in client.get(screen).content.decode()
    client.post(address, sent)
    assert draft_of(page).surface().digest() != surface.digest()


def test_allowances_for_an_author_are_no_editors() -> None:
    page, editor, path = scene(text="早晚各量一次，取平钧值。")
    proposed(page, editor, path, ("平钧", "平均"))
    asked: list[frozenset[int]] = []
    ready = standing.current().base

    class Standing:
        shadows = ()

        def pick(self, instance: Any) -> Any:
            return self

        def holding(self) -> list[Any]:
            return [type("Held", (), {"allowed": [type("Entry", (), {"author": editor.pk})()]})()]

        hidden, version, sha256 = None, ready.version, ready.sha256

        def scan(self, document: Any, authors: frozenset[int] = frozenset()) -> Any:
            asked.append(authors)
            return ready.scan(document, authors)

    draft = draft_of(page)
    scanning.examine_under(Standing(), draft, draft.surface().passages)  # type: ignore[arg-type]
    assert asked == [frozenset({page.owner_id})]


def test_evidence_is_taken_back_by_an_author_not_by_an_editor() -> None:
    page, editor, _path = scene()
    page.save()

    class Given:
        withdrawn_at = refused_at = None
        added_by_id = 0

        def article_ids(self) -> list[int]:
            return [page.pk]

    assert evidence_acts.may_withdraw(Given(), page.owner)  # type: ignore[arg-type]
    assert not evidence_acts.may_withdraw(Given(), editor)  # type: ignore[arg-type]


def test_the_author_is_asked_whether_to_name_whoever_edited_in_substance(client: Client) -> None:
    page = factories.make_article(text="早晚各量一次，取平钧值。先在家休息片刻再量。")
    path = path_of(page, "早晚各量一次，取平钧值。先在家休息片刻再量。")
    submission = factories.submit(page)
    operator = factories.make_operator()
    misprint, substantive = proposed(page, operator, path, ("平钧", "平均"), ("片刻", "一会儿"))
    submissions.withdraw(submission, page.owner)
    answering.accept(page, [misprint], page.owner)
    assert naming.unnamed(page, draft_of(page)) == [], "a misprint makes no contributor"
    answering.accept(page, [substantive], page.owner)
    client.force_login(page.owner)
    listed = reverse("articles_edits", args=[page.pk])
    assert "列为编辑" in client.get(listed).content.decode()
    client.post(listed, {"action": "name", "account": operator.pk})
    entry = draft_of(page).contributors.get_prep_value()[-1]["value"]
    assert (entry["name"], entry["role"], entry["account"]) == (operator.name, "editor", None), "no profile readers may see"
    assert "列为编辑" not in client.get(listed).content.decode()
    with pytest.raises(ProposalRefused, match="已经在参与者里"):
        naming.name_editor(page, operator.pk, page.owner)
    with pytest.raises(ProposalRefused, match="只有作者本人"):
        naming.name_editor(page, operator.pk, operator)
    again = factories.submit(page)
    assert "editor" in [one.role for one in again.signatures.all()], "who is named is asked to confirm"


def test_a_colleague_is_named_with_their_account_and_public_profile() -> None:
    page = factories.make_article(text="先在家休息片刻再量。")
    colleague = factories.make_user("doctors", "白小满")
    factories.make_profile(colleague)
    named(page, (colleague.pk, "白小满", "editor"))
    proposed(page, colleague, path_of(page, "先在家休息片刻再量。"), ("片刻", "一会儿"))
    named(page)
    answering.accept(page, list(answering.open_proposals(page)), page.owner)
    naming.name_editor(page, colleague.pk, page.owner)
    entry = draft_of(page).contributors.get_prep_value()[-1]["value"]
    assert (entry["account"], entry["institution"]) == (colleague.pk, "南湖市第一医院")


def test_texts_of_proposals_are_redacted_with_the_older_drafts() -> None:
    number = "13800138000"
    text = f"有事打{number}，先在家休息片刻再量。"
    page, editor, _path = scene(text=text)
    half = text.index("0138000")
    values = {"article": page, "by": editor, "path": "body.x.0", "passage": text, "kind": "substantive", "title": f"电话{number}"}
    inside = EditProposal.objects.create(
        **values, start=half, end=half + 4, before=text[half : half + 4], after="0138", reason=f"打{number}"
    )
    at = text.index("片刻")
    beside = EditProposal.objects.create(
        **values,
        start=at,
        end=at + 2,
        before="片刻",
        after=f"一会儿再打{number}",
        moved_passage=f"电话：{text}",
        moved_start=at + 3,
    )
    assert redaction.redact_older_drafts(draft_of(page))
    for one in EditProposal.objects.all():
        for words in (one.title, one.passage, one.before, one.after, one.moved_passage, one.reason, one.proposed):
            assert number not in words
    beside.refresh_from_db()
    inside.refresh_from_db()
    assert (beside.before, beside.passage[beside.start : beside.end]) == ("片刻", "片刻")
    assert beside.place[0][beside.place[1] : beside.place[2]] == "片刻"
    assert beside.after.startswith("一会儿再打138")
    assert inside.passage[inside.start : inside.end] == inside.before
    assert "片刻" in inside.passage
    assert redact(page, partial(redaction.masked_text, engine=scanning.scanner())) == [], "once is enough"


def test_the_paragraphs_are_read_once_however_many_proposals(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page, editor, path = scene()
    proposed(page, editor, path, ("早晚各", "清早和傍晚各"), ("平钧", "平均"), ("片刻", "一会儿"))
    made: list[Any] = []
    original = placing.Placing.__init__

    def counted(self: placing.Placing, draft: Any) -> None:
        made.append(draft)
        original(self, draft)

    monkeypatch.setattr(placing.Placing, "__init__", counted)
    client.force_login(page.owner)
    assert client.get(reverse("articles_edits", args=[page.pk])).content.decode().count("edit-words") == 3
    assert len(made) == 1


def test_every_act_is_in_the_ledger_in_chinese() -> None:
    page, editor, path = scene(text="先在家休息片刻再量。")
    answering.accept(page, proposed(page, editor, path, ("片刻", "一会儿")), page.owner)
    named(page)
    naming.name_editor(page, editor.pk, page.owner)
    kinds = {"edits proposed", "edits answered", "editor named"}
    assert set(LedgerEntry.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == kinds <= set(LEDGER)


def test_the_state_stands_on_the_authors_and_the_moderators_screen(client: Client) -> None:
    page = factories.make_article(text="早晚各量一次，取平钧值。")
    submission = factories.submit(page)
    proposed(page, factories.make_operator(), path_of(page, "早晚各量一次，取平钧值。"), ("平钧", "平均"))
    client.force_login(page.owner)
    assert (
        "待作者确认：1 处" in client.get(reverse("moderation_submit", args=["articles", "articlepage", page.pk])).content.decode()
    )
    listed = reverse("articles_edits", args=[page.pk])
    assert "不能提交，也不能发布" in client.get(listed).content.decode()
    assert "请先撤回它" in client.get(listed).content.decode()
    client.force_login(factories.make_moderator())
    case = Case.objects.get(submission=submission)
    assert "待作者确认：1 处修改建议" in client.get(reverse("moderation_review", args=[case.number])).content.decode()
    assert Submission.objects.get(pk=submission.pk).state == "open"
    client.force_login(page.owner)
    assert [one.standing for one in own(page.owner)] == ["asked"]
    assert "待作者确认" in client.get(reverse("my_articles:index"), {"standing": "asked"}).content.decode()
    assert f'href="{listed}"' in client.get(reverse("wagtailadmin_home")).content.decode()
