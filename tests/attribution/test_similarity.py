"""Likeness: what is found, with which places, what is left out, and what follows from it."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.attribution.similarity import facts, index
from articles.attribution.similarity.left_out import cited_quotes, of_passages
from articles.attribution.similarity.matching import Indexed, compare
from articles.attribution.similarity.searching import Subject, search
from articles.attribution.similarity.signatures import bands
from articles.attribution.similarity.text import words_of
from articles.models import ArticlePage, ComparedText, SimilarityIndex, SimilarityReport, TextBand, TextKind
from benchmarks.measuring import prose
from moderation import submissions
from tests import factories
from tests.attribution import scene

SHORT = "早晚各量一次，每次两遍，取平均值，记在本子上带给医生看，连续记一周的事。"
ORIGINAL = [prose(200, number) for number in range(6)]


def body(*paragraphs: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{text}</p>") for text in paragraphs]


def published(run_after_commit: Any, *paragraphs: str, **fields: Any) -> ArticlePage:
    with run_after_commit(execute=True):
        return factories.publish(factories.make_article(body=body(*paragraphs), **fields))


def add(columns: dict[str, Any], passages: list[tuple[str, str]]) -> None:
    assert list(index.add([index.row_of(columns, passages)])) == [1]


def codes(page: ArticlePage) -> list[tuple[str, str]]:
    _draft, _surface, report = submissions.check(page)
    return [(found.code, found.severity) for found in report.findings if found.code.startswith("IP.")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("早晚各量一次血压并记下来给医生看看", "早晚各量一次血压并记下来给医生看看"),
        ("早晚各量一次，血压并记下来给医生 看看。", "早晚各量一次血压，并记下来！给医生看看"),
        ("早晚各量一次血壓並記下來給醫生看看", "早晚各量一次血压并记下来给医生看看"),
        ("早晚各量１次血压并记下来给医生看看", "早晚各量1次血压并记下来给医生看看"),
    ],
)
def test_marks_width_and_script_hide_nothing(first: str, second: str) -> None:
    here, there = words_of([("a", first)]), words_of([("b", second)])
    (run,) = compare(Indexed(here), Indexed(there)).runs
    assert run.length == here.count == there.count


def test_places_are_those_of_the_original_text() -> None:
    text = "先坐五分钟。早晚各量一次，血压并记下來 给医生看看吧。"
    here, there = words_of([("x", "前文。"), ("body.1", text)]), words_of([("b", "早晚各量一次血压并记下来给医生看看")])
    (run,) = compare(Indexed(here), Indexed(there)).runs
    span = here.span(run.start, run.start + run.length)
    assert (span.path, text[span.start : span.end]) == ("body.1", "早晚各量一次，血压并记下來 给医生看看")


def test_nothing_matches_across_passages_or_what_is_left_out() -> None:
    whole = words_of([("a", "早晚各量一次血压并记下来给医生看看")])
    parts = words_of([("a", "早晚各量一次血压"), ("b", "并记下来给医生看看")])
    assert compare(Indexed(parts), Indexed(whole)).runs == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("指南写道：“成人静息血压应低于这个数值。”[3]然后是自己的话。", ["成人静息血压应低于这个数值。"]),
        ("《某某指南》指出“成人静息血压应低于这个数值”。", ["成人静息血压应低于这个数值"]),
        ("他说“成人静息血压应低于这个数值”，我记住了。", []),
        ("前一句引了[3]。他说“成人静息血压应低于这个数值”。", []),
        ("「成人靜息血壓應低於這個數值」（見［12］）。", ["成人靜息血壓應低於這個數值"]),
        ("所谓“低盐”[1]就是少放盐。", []),
    ],
)
def test_quotation_marks_count_only_with_a_source(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in cited_quotes(text)] == quoted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("第一千二百一十九条　医务人员在诊疗活动中应当向患者说明病情和医疗措施。", 0),
        ("【用法用量】口服，一次一片，一日一次，饭后服用。", 0),
        ("医生有说明的义务。《民法典》第一千二百一十九条规定，医务人员应当说明病情。", 8),
        ("第一条建议是少吃盐。", 9),
    ],
)
def test_laws_and_inserts_belong_to_nobody(text: str, counted: int) -> None:
    assert of_passages([("body.1", text)]).words.count == counted


def test_the_copied_part_of_a_text_shares_bands_wherever_it_stands() -> None:
    whole = words_of([(str(number), text) for number, text in enumerate(ORIGINAL)])
    taken = words_of([("x", prose(3_000, 77)), ("y", prose(31, 78) + "。" + ORIGINAL[2] + ORIGINAL[3])])
    assert set(bands(whole)) & set(bands(taken))
    assert not set(bands(whole)) & set(bands(words_of([("x", prose(3_000, 79))])))


@pytest.mark.parametrize("text", ["", "高", "。。。", "😀" * 40, "\ue000\ud800\x00", "啊" * 1_000_000])
@pytest.mark.django_db
def test_texts_that_are_none(text: str) -> None:
    found = search(Subject(of_passages([("body.1", text)])))
    assert (found.entries, found.share) == ((), 0.0)


@pytest.mark.django_db
def test_a_million_characters_and_its_twin() -> None:
    text = [("body.1", prose(1_000_000, 5))]
    add({"title": "甲", "article": 900_001, "owner": 1, "digest": "d"}, text)
    found = search(Subject(of_passages(text), article=900_002, owner=2))
    (entry,) = found.entries
    assert (entry.title, entry.score, entry.level) == ("甲", 1.0, "block")
    (match,) = entry.matches
    assert (match.here.start, match.there.start, match.han) == (0, 0, found.characters)


@pytest.mark.parametrize(
    ("copied", "levels"),
    [
        (6, [("IP.SIMILARITY", "block")]),
        (3, [("IP.SIMILARITY", "review")]),
        (1, [("IP.SIMILARITY", "review")]),  # little of the whole, but a run of two hundred characters
        (0, []),
    ],
)
@pytest.mark.django_db
def test_what_is_taken_from_a_colleague(
    copied: int, levels: list[tuple[str, str]], django_capture_on_commit_callbacks: Any
) -> None:
    published(django_capture_on_commit_callbacks, *ORIGINAL, title="甲文")
    own = [prose(200, 50 + number) for number in range(6 - copied)]
    page = factories.make_article(body=body(*ORIGINAL[:copied], *own), title="乙文")
    assert codes(page) == levels


@pytest.mark.django_db
def test_two_sentences_in_common_are_shown_and_no_more(django_capture_on_commit_callbacks: Any) -> None:
    published(django_capture_on_commit_callbacks, SHORT, title="甲文")
    page = factories.make_article(body=body(SHORT), title="乙文")
    (entry,) = facts.report_of(page.get_latest_revision_as_object()).entries
    assert (entry.score > 0.9, entry.level) == (True, "")
    assert codes(page) == []


@pytest.mark.parametrize("origin", ["转载", "翻译"])
@pytest.mark.django_db
def test_what_a_permission_covers_is_told_and_stops_nothing(origin: str, django_capture_on_commit_callbacks: Any) -> None:
    published(django_capture_on_commit_callbacks, *ORIGINAL, title="甲文")
    page = scene.derived(origin, body=body(*ORIGINAL))
    assert ("IP.SIMILARITY", "block") in codes(page)
    scene.give("permission", page, text=origin)
    assert codes(page) == [("IP.SIMILARITY", "advise")]


@pytest.mark.django_db
def test_ones_own_earlier_words_are_told_and_stop_nothing(django_capture_on_commit_callbacks: Any) -> None:
    first = published(django_capture_on_commit_callbacks, *ORIGINAL, title="甲文")
    again = factories.make_article(first.owner, body=body(*ORIGINAL), title="乙文")
    _draft, _surface, report = submissions.check(again)
    (finding,) = [found for found in report.findings if found.code == "IP.SIMILARITY"]
    assert (finding.severity, finding.cue) == ("advise", "self")
    assert finding.message.startswith("曾发表于您的《甲文》：相同的文字占100%，最长连续")


@pytest.mark.django_db
def test_ones_own_submission_is_compared_and_nobody_elses(django_capture_on_commit_callbacks: Any) -> None:
    waiting = factories.make_article(body=body(*ORIGINAL), title="甲文")
    factories.submit(waiting)
    mine = factories.make_article(waiting.owner, body=body(*ORIGINAL), title="乙文")
    (entry,) = facts.report_of(mine.get_latest_revision_as_object()).entries
    assert (entry.source, entry.own, entry.level) == ("submission", True, "advise")
    theirs = factories.make_article(body=body(*ORIGINAL), title="丙文")
    assert facts.report_of(theirs.get_latest_revision_as_object()).entries == ()


@pytest.mark.django_db
def test_a_draft_of_somebody_else_is_never_found() -> None:
    factories.make_article(body=body(*ORIGINAL), title="甲文")
    assert codes(factories.make_article(body=body(*ORIGINAL), title="乙文")) == []
    assert not ComparedText.objects.exists()


@pytest.mark.django_db
def test_what_is_taken_down_is_gone_at_once(django_capture_on_commit_callbacks: Any) -> None:
    page = published(django_capture_on_commit_callbacks, *ORIGINAL, title="甲文")
    copy = factories.make_article(body=body(*ORIGINAL), title="乙文")
    assert TextBand.objects.exists()
    assert SimilarityIndex.objects.get().size == 1
    assert codes(copy) == [("IP.SIMILARITY", "block")]
    page.withdraw_live("author")
    assert codes(copy) == []
    assert not ComparedText.objects.exists()
    assert not TextBand.objects.exists()
    assert SimilarityIndex.objects.get().size == 0


@pytest.mark.django_db
def test_a_new_version_takes_the_place_of_the_old_one(django_capture_on_commit_callbacks: Any) -> None:
    page = published(django_capture_on_commit_callbacks, *ORIGINAL[:3])
    before = ComparedText.objects.get()
    page.body = body(*ORIGINAL[3:])
    page.save_revision(user=page.owner)
    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(ArticlePage.objects.get(pk=page.pk))
    row = ComparedText.objects.get()
    assert (row.pk != before.pk, row.ready, SimilarityIndex.objects.get().size) == (True, True, 1)
    assert set(TextBand.objects.values_list("text", flat=True)) == {row.pk}


@pytest.mark.django_db
def test_the_original_is_not_accused_of_its_later_copy(django_capture_on_commit_callbacks: Any) -> None:
    first = published(django_capture_on_commit_callbacks, *ORIGINAL, title="甲文")
    add({"title": "抄", "article": 900_001, "owner": 1, "published_at": later(first)}, passages_of(first))
    assert codes(first) == []
    first.body = body(*ORIGINAL, prose(150, 90))
    first.save_revision(user=first.owner)
    assert codes(ArticlePage.objects.get(pk=first.pk)) == []


def later(page: ArticlePage) -> Any:
    return page.first_published_at + datetime.timedelta(days=1)


def passages_of(page: ArticlePage) -> list[tuple[str, str]]:
    return list(index.text_in(ComparedText.objects.get(article=page.pk)).passages)


@pytest.mark.django_db
def test_a_law_that_staff_loaded_counts_for_nobody(django_capture_on_commit_callbacks: Any) -> None:
    published(django_capture_on_commit_callbacks, *ORIGINAL, title="甲文")
    add({"title": "某条例", "kind": TextKind.LAW}, [("text", "\n".join(ORIGINAL))])
    assert codes(factories.make_article(body=body(*ORIGINAL), title="乙文")) == []


@pytest.mark.django_db
def test_a_piece_put_together_from_several(django_capture_on_commit_callbacks: Any) -> None:
    texts = [[prose(150, 10 * number + part) + "。" for part in range(6)] for number in range(5)]
    for number, paragraphs in enumerate(texts):
        published(django_capture_on_commit_callbacks, *paragraphs, title=f"第{number}篇")
    page = factories.make_article(body=body(*[text[0] for text in texts], *[text[1] for text in texts]), title="拼")
    entries = facts.report_of(page.get_latest_revision_as_object()).entries
    assert entries[0].source == "several"
    assert entries[0].level == "block"


@pytest.mark.django_db
def test_the_report_stands_with_the_submission(django_capture_on_commit_callbacks: Any) -> None:
    first = published(django_capture_on_commit_callbacks, *ORIGINAL, title="甲文")
    page = factories.make_article(body=body(ORIGINAL[0], *[prose(200, 60 + number) for number in range(5)]), title="乙文")
    submission = factories.submit(page)
    report = SimilarityReport.objects.get(submission=submission)
    (entry,) = report.entries
    assert (report.digest, report.index_size, entry["number"], entry["level"]) == (submission.digest, 1, first.pk, "review")
    (match,) = entry["matches"]
    assert len(match["words"]) == 26
    assert match["words"][:12] == ORIGINAL[0][:12]


@pytest.mark.django_db
def test_rebuilding_keeps_what_staff_loaded_and_finds_what_is_live(
    django_capture_on_commit_callbacks: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    page = published(django_capture_on_commit_callbacks, *ORIGINAL)
    add({"title": "某条例", "kind": TextKind.LAW}, [("text", prose(200, 99))])
    ComparedText.objects.filter(article=page.pk).delete()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("similarity_rebuild")
    assert "1" in capsys.readouterr().out
    assert set(ComparedText.objects.filter(ready=True).values_list("kind", flat=True)) == {TextKind.ARTICLE, TextKind.LAW}
    assert SimilarityIndex.objects.get().size == 2
    assert codes(factories.make_article(body=body(*ORIGINAL))) == [("IP.SIMILARITY", "block")]


@pytest.mark.django_db
def test_what_was_not_read_after_publishing_is_read_by_the_duty() -> None:
    factories.publish(factories.make_article(body=body(*ORIGINAL)))
    assert ComparedText.objects.get().ready is False
    assert index.catch_up(timezone.now()) == 1
    assert ComparedText.objects.get().ready
    assert index.catch_up(timezone.now()) == 0


@pytest.mark.parametrize(
    ("blocks", "fires"),
    [
        ([("quotation", {"text": prose(500, 3), "source": "某书"})], True),
        ([("quotation", {"text": prose(60, 3), "source": "某书"})], False),
        (
            [("heading", "匹兹堡睡眠质量指数"), *[("paragraph", f"<p>{n}. 入睡要多久？0分 1分 2分</p>") for n in range(1, 19)]],
            True,
        ),
        ([("heading", "匹兹堡睡眠质量指数"), ("paragraph", "<p>医生用它了解睡眠，共 19 个条目。</p>")], False),
    ],
)
@pytest.mark.django_db
def test_quotation_beyond_what_a_purpose_needs(blocks: list[tuple[str, Any]], fires: bool) -> None:
    page = factories.make_article(body=[*body(*[prose(200, 40 + number) for number in range(6)]), *blocks])
    assert (("IP.QUOTE_EXCESS", "review") in codes(page)) is fires
