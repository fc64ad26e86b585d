"""An editor's words reach the draft only where its author accepts them, edit by edit."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.attribution.proposals import answering, people, proposing
from articles.attribution.proposals.cutting import cut, kind_of, kinds_of, place_in
from articles.attribution.proposals.proposing import ProposalRefused
from articles.models import ArticlePage, EditProposal
from moderation import decisions, submissions
from moderation.models import Case, LedgerEntry, Notice
from moderation.models.notice import NoticeKind
from tests import factories

pytestmark = pytest.mark.django_db
TEXT = "早晚各量一次，每次两遍，取平钧值。血压高的时候不要自己停药，先在家休息片刻再量。"
WHY = "读起来更顺"


def scene(role: str = "editor", text: str = TEXT) -> tuple[ArticlePage, Any, str]:
    """An article, an account of its byline, and the path of its only paragraph."""
    page = factories.make_article(text=text)
    editor = factories.make_user("doctors", "白小满")
    page.set_stream(
        "contributors",
        [{"type": "contributor", "value": {"account": editor.pk, "name": "白小满", "role": role}, "id": "c1"}],
    )
    page.save_revision(user=page.owner)
    return page, editor, next(one.path for one in draft_of(page).surface().passages if one.text == text)


def draft_of(page: ArticlePage) -> Any:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def words_of(page: ArticlePage, path: str) -> str:
    return {one.path: one.text for one in draft_of(page).surface().passages}[path]


def proposed(page: ArticlePage, by: Any, path: str, *exchanges: tuple[str, str]) -> list[EditProposal]:
    current = words_of(page, path)
    words = current
    for old, new in exchanges:
        assert old in words
        words = words.replace(old, new)
    return proposing.propose(page, by, path, current, words, WHY)


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        ("取平钧值。", "取平均值。", [(2, 3, "钧", "均")]),
        ("取平钧值，每天记在本子上。", "取平均值，每日记在本子上。", [(2, 3, "钧", "均"), (6, 7, "天", "日")]),
        ("每次两遍", "每次测两遍", [(1, 2, "次", "次测")]),
        ("每次两遍", "请每次两遍", [(0, 1, "每", "请每")]),
        ("每次量两遍", "每次两遍", [(2, 3, "量", "")]),
        ("一样", "一样", []),
        ("甲　乙", "甲　丙乙", [(2, 3, "乙", "丙乙")]),
    ],
)
def test_a_rewritten_paragraph_is_cut_into_single_edits(before: str, after: str, edits: list[tuple[int, int, str, str]]) -> None:
    found = cut(before, after)
    assert [(one.start, one.end, one.before, one.after) for one in found] == edits
    words = before
    for one in reversed(found):
        assert before[one.start : one.end] == one.before
        words = words[: one.start] + one.after + words[one.end :]
    assert words == after


@pytest.mark.parametrize(
    ("path", "before", "after", "kind"),
    [
        ("body.a.0", "取平钧值", "取平均值", "misprint"),
        ("body.a.0", "每次两遍就好", "每次三遍就好", "substantive"),
        ("body.a.0", "血压高时要停药", "血压高时不要停药", "substantive"),
        ("body.a.0", "可以服用阿莫西林片", "可以服用阿莫西琳片", "substantive"),
        ("body.a.0", "先坐下休息", "先坐下来安静地靠在有扶手的椅背上慢慢休息", "substantive"),
        ("body.a.0", "喝一碗汤。", "喝一碗汤也行。", "substantive"),
        ("body.a.0", "喝汤以后歇一歇", "喝汤有益健康以后歇一歇", "substantive"),
        ("body.a.0", "会悄悄存在身体里", "会悄悄地存在身体里", "misprint"),
        ("body.a.0", "量一量,记下来", "量一量，记下来", "misprint"),
        ("references.a.text", "张某. 高血压. 北京", "章某. 高血压. 北京", "substantive"),
    ],
)
def test_what_changes_the_meaning_is_no_misprint(path: str, before: str, after: str, kind: str) -> None:
    (edit,) = cut(before, after)
    assert kind_of(path, before, edit) == kind


def test_what_changes_beside_a_change_of_substance_is_no_misprint_either() -> None:
    before, after = "不要一口气喝下大碗的汤。取平钧值。", "一口气喝下大碗地汤。取平均值。"
    edits = cut(before, after)
    assert [(one.before, one.after) for one in edits] == [("不要", ""), ("的", "地"), ("钧", "均")]
    assert kinds_of("body.a.0", before, edits) == ["substantive", "substantive", "misprint"]


@pytest.mark.parametrize(
    ("text", "start", "end", "place"),
    [
        ("早晚各量一次。", 2, 3, 2),
        ("记住：早晚各量一次。", 2, 3, 5),
        ("早晚都量一次。", 2, 3, None),
        ("早晚各测一次。", 2, 3, None),
        ("完全不同", 2, 3, None),
    ],
)
def test_a_place_is_found_again_only_with_what_stands_beside_it(text: str, start: int, end: int, place: int | None) -> None:
    assert place_in(text, "早晚各量一次。", start, end) == place


def test_a_proposal_touches_nothing_until_the_author_accepts_it() -> None:
    page, editor, path = scene()
    revision, digest = page.latest_revision_id, draft_of(page).surface().digest()
    first, second = proposed(page, editor, path, ("平钧", "平均"), ("不要自己", "别自己"))
    assert (first.kind, second.kind) == ("misprint", "substantive")
    assert draft_of(page).surface().digest() == digest
    told = Notice.objects.get(recipient=page.owner, kind=NoticeKind.EDIT_PROPOSED)
    assert told.context["count"] == "2"
    (third,) = proposed(page, editor, path, ("片刻", "一会儿"))
    assert Notice.objects.get(recipient=page.owner, kind=NoticeKind.EDIT_PROPOSED).context["count"] == "3", "told once"
    answering.refuse(page, [third], page.owner)
    answering.accept(page, [second], page.owner)
    answering.accept(page, [first], page.owner)
    assert words_of(page, path) == TEXT.replace("平钧", "平均").replace("不要自己", "别自己")
    newest = ArticlePage.objects.get(pk=page.pk).get_latest_revision()
    assert newest.pk != revision
    assert newest.user == page.owner, "the accepted words are the author's"
    assert draft_of(page).surface().digest() != digest
    assert "采纳 1 处" in Notice.objects.filter(recipient=editor, kind=NoticeKind.EDIT_ANSWERED)[0].context["answer"]
    entries = LedgerEntry.objects.filter(kind__startswith="edits")
    assert set(entries.values_list("kind", flat=True)) == {"edits proposed", "edits answered"}
    assert not any("平" in str(entry.data) or "白小满" in str(entry.data) for entry in entries)


def test_an_accepted_edit_moves_the_others_of_its_paragraph() -> None:
    page, editor, path = scene()
    first, second = proposed(page, editor, path, ("早晚各", "早上和晚上各"), ("片刻", "五分钟"))
    answering.accept(page, [first], page.owner)
    second.refresh_from_db()
    passage, start, end = second.place
    assert passage == words_of(page, path)
    assert passage[start:end] == second.before
    assert (second.passage, second.passage[second.start : second.end]) == (TEXT, second.before), "what was proposed stays"
    assert [one.pk for one in answering.accept(page, [second], page.owner).accepted] == [second.pk]
    assert "早上和晚上各" in words_of(page, path)
    assert words_of(page, path).endswith("五分钟再量。")


def test_an_edit_inside_mark_up_leaves_the_mark_up() -> None:
    page, editor, path = scene()
    page.body = [("paragraph", "<p>每次<b>两</b>遍，取<b>平钧值</b>。</p>")]
    page.save_revision(user=page.owner)
    path = next(one.path for one in draft_of(page).surface().passages if "平钧" in one.text)
    answering.accept(page, proposed(page, editor, path, ("平钧", "平均")), page.owner)
    assert "<b>两</b>遍，取<b>平均值</b>" in draft_of(page).body.get_prep_value()[0]["value"]


def test_refused_words_stay_out_and_are_kept_in_the_record() -> None:
    page, editor, path = scene()
    (one,) = proposed(page, editor, path, ("片刻", "一会儿"))
    revision = ArticlePage.objects.get(pk=page.pk).latest_revision_id
    answering.refuse(page, [one], page.owner)
    one.refresh_from_db()
    assert (one.state, one.decided_by, one.after) == ("refused", page.owner, "一会儿")
    assert ArticlePage.objects.get(pk=page.pk).latest_revision_id == revision
    assert answering.accept(page, [one], page.owner).late == 1, "an answer stands"
    assert words_of(page, path) == TEXT


def test_all_misprints_are_accepted_at_once_and_nothing_else() -> None:
    page, editor, path = scene(text="早晚各量一次，取平钧值。先作下休息片刻。量完每天记录，血压高时不要停药。")
    rows = proposed(page, editor, path, ("平钧", "平均"), ("作下", "坐下"), ("不要停", "别停"))
    assert [row.kind for row in rows] == ["misprint", "misprint", "substantive"]
    before = ArticlePage.objects.get(pk=page.pk).revisions.count()
    assert len(answering.accept_misprints(page, page.owner).accepted) == 2
    assert ArticlePage.objects.get(pk=page.pk).revisions.count() == before + 1
    assert words_of(page, path) == "早晚各量一次，取平均值。先坐下休息片刻。量完每天记录，血压高时不要停药。"


def test_a_proposal_whose_text_went_is_stale_and_the_authors_words_stand() -> None:
    page, editor, path = scene()
    (one,) = proposed(page, editor, path, ("片刻", "一会儿"))
    draft = draft_of(page)
    at = TEXT.index("休息片刻")
    draft.exchange_words(path, at, at + 4, "静坐五分钟")
    draft.save_revision(user=page.owner)
    answered = answering.accept(page, [one], page.owner)
    assert [row.pk for row in answered.stale] == [one.pk]
    one.refresh_from_db()
    assert (one.state, one.after) == ("stale", "一会儿"), "nothing lost"
    assert "静坐五分钟" in words_of(page, path)
    assert "原文已改" in Notice.objects.get(recipient=editor, kind=NoticeKind.EDIT_ANSWERED).context["answer"]


def test_a_paragraph_that_moved_is_found_by_its_text() -> None:
    page, editor, path = scene()
    (one,) = proposed(page, editor, path, ("平钧", "平均"))
    page.body = [("paragraph", f"<p>新写的一段。</p><p>{TEXT}</p>")]
    page.save_revision(user=page.owner)
    assert answering.accept(page, [one], page.owner).accepted
    assert any("取平均值" in passage.text for passage in draft_of(page).surface().passages)


def test_only_editors_propose_and_only_the_author_answers() -> None:
    page, editor, path = scene()
    (one,) = proposed(page, editor, path, ("平钧", "平均"))
    with pytest.raises(ProposalRefused, match="只有作者本人"):
        answering.accept(page, [one], editor)
    for somebody in (page.owner, factories.make_doctor()):
        with pytest.raises(ProposalRefused, match="不是这篇文章的编辑"):
            proposed(page, somebody, path, ("平钧", "平均"))
    painted, painter, place = scene("illustrator")
    with pytest.raises(ProposalRefused, match="不是这篇文章的编辑"):
        proposed(painted, painter, place, ("平钧", "平均"))
    assert EditProposal.objects.get().state == "open"


@pytest.mark.parametrize(
    ("words", "reason", "said"),
    [
        (TEXT, WHY, "没有变化"),
        (TEXT.replace("平钧", "平均"), "  ", "写一句理由"),
        (TEXT + "有事打13800138000。", WHY, "能认出人的号码"),
        (TEXT.replace("平钧", "平均"), "我的电话13800138000", "能认出人的号码"),
        ("", WHY, "不能整段删去"),
    ],
)
def test_what_cannot_be_proposed_is_refused_with_the_reason(words: str, reason: str, said: str) -> None:
    page, editor, path = scene()
    with pytest.raises(ProposalRefused, match=said):
        proposing.propose(page, editor, path, TEXT, words, reason)
    assert not EditProposal.objects.exists()


def test_the_same_edit_is_proposed_once_and_an_old_text_not_at_all() -> None:
    page, editor, path = scene()
    proposed(page, editor, path, ("平钧", "平均"))
    with pytest.raises(ProposalRefused, match="已经提过"):
        proposed(page, editor, path, ("平钧", "平均"))
    with pytest.raises(ProposalRefused, match="刚刚有改动"):
        proposing.propose(page, editor, path, "旧的文字", "新的文字", WHY)
    with pytest.raises(ProposalRefused, match="刚刚有改动"):
        proposing.propose(page, editor, "body.nowhere.0", TEXT, "新的文字", WHY)


def test_a_moderator_who_proposed_took_part_and_does_not_decide() -> None:
    page, _editor, path = scene(text="早晚各量一次，取平钧值。")
    moderator = factories.make_moderator()
    with pytest.raises(ProposalRefused):
        proposed(page, moderator, path, ("平钧", "平均"))  # nothing was handed in: the draft is none of their business
    submission = factories.submit(page)
    assert submission.state == "open"
    proposed(page, moderator, path, ("平钧", "平均"))
    assert moderator.pk in page.contributor_accounts()
    with pytest.raises(decisions.DecisionRefused, match="自己参与"):
        factories.approve(submission, moderator)
    with pytest.raises(submissions.SubmissionRefused, match="只有作者本人"):
        submissions.withdraw(submission, moderator)
    deciding = factories.make_moderator()
    decisions.return_to_author(Case.objects.get(submission=submission), deciding, ["BL7"], "请改错字")
    with pytest.raises(ProposalRefused, match="审核过"):
        proposed(page, deciding, path, ("平钧", "平均"))


def test_an_accepted_edit_asks_for_confirmation_again() -> None:
    page, editor, path = scene(text="早晚各量一次，取平钧值。")
    first = factories.submit(page)
    assert first.signatures.get().account == editor
    answering.accept(page, proposed(page, editor, path, ("平钧", "平均")), page.owner)
    assert first.as_submitted().surface().digest() == first.digest, "what was handed in stays as it was"
    submissions.withdraw(first, page.owner)
    second = factories.submit(page)
    assert second.digest != first.digest
    assert second.signatures.get().answer == "open"


def test_the_editor_proposes_and_the_author_answers_on_their_screens(client: Client) -> None:
    page, editor, path = scene()
    address, listed = reverse("articles_edits_propose", args=[page.pk]), reverse("articles_edits", args=[page.pk])
    client.force_login(factories.make_doctor())
    assert client.get(address).status_code == client.get(listed).status_code == 404
    client.force_login(editor)
    submit = client.get(reverse("moderation_submit", args=["articles", "articlepage", page.pk])).content.decode()
    assert address in submit
    assert TEXT in client.get(address, {"path": path}).content.decode()
    typed = {"path": path, "passage": TEXT, "words": TEXT.replace("平钧", "平均"), "reason": ""}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "写一句理由" in refused.content.decode()
    assert "平均" in refused.content.decode(), "what was typed is kept"
    assert client.post(address, {**typed, "path": "body.nowhere.0", "reason": WHY}).status_code == 422
    assert client.post(address, {**typed, "reason": WHY}).status_code == 302
    one = EditProposal.objects.get()
    assert "采纳</button>" not in client.get(listed).content.decode()
    client.post(listed, {"action": "accept", "proposal": one.pk})
    assert words_of(page, path) == TEXT, "the editor's own answer does not count"
    client.force_login(page.owner)
    seen = client.get(listed).content.decode()
    assert "<del>钧</del><ins>均</ins>" in seen
    assert client.post(listed, {"action": "accept", "proposal": "x"}).status_code == 404
    done = client.post(listed, {"action": "accept", "proposal": one.pk}, follow=True).content.decode()
    assert "已采纳 1 处" in done
    assert "平均" in words_of(page, path)


def test_the_author_is_told_on_the_screen_that_the_text_changed(client: Client) -> None:
    page, editor, path = scene()
    (one,) = proposed(page, editor, path, ("片刻", "一会儿"))
    page.body = [("paragraph", "<p>整段重写了。</p>")]
    page.save_revision(user=page.owner)
    client.force_login(page.owner)
    listed = reverse("articles_edits", args=[page.pk])
    seen = client.get(listed).content.decode()
    assert "原文已经改过" in seen
    assert 'value="accept"' not in seen
    client.post(listed, {"action": "accept", "proposal": one.pk})
    one.refresh_from_db()
    assert one.state == "stale"
    assert "<ins>" in client.get(listed).content.decode(), "the proposed words are still there to read"


def test_a_moderator_reaches_it_from_the_review_page(client: Client) -> None:
    page, _editor, path = scene(text="早晚各量一次，取平钧值。")
    submission = factories.submit(page)
    client.force_login(factories.make_moderator())
    case = Case.objects.get(submission=submission)
    assert reverse("articles_edits_propose", args=[page.pk]) in factories.review_tabs(client, case)
    assert client.get(reverse("articles_edits_propose", args=[page.pk]), {"path": path}).status_code == 200
    assert people.basis_for(page.owner, page) is None
