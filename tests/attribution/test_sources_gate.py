"""What an article cites decides whether it goes live as it is: marks, retractions, old editions, links, reposts."""

from typing import Any

import pytest
from django.test import override_settings

from articles.attribution.references import library
from articles.attribution.references.facts import source_facts
from articles.models import ArticlePage, LibraryEntry
from moderation import decisions
from moderation.models import Submission
from tests import factories

pytestmark = pytest.mark.django_db
CLAIM = "研究表明，规律运动使中风风险降低30%"
WORK = {"text": "周若水. 运动与中风[J]. 某刊, 2020, 1(2): 3-9. DOI: 10.1000/stroke.", "url": ""}
GUIDELINE = {"text": "某学会. 高血压防治指南[J]. 某刊, 2018, 1(1): 1-9. DOI: 10.1000/guide.", "url": ""}


def article(text: str, *references: dict[str, str], **fields: Any) -> ArticlePage:
    listed = [("reference", reference) for reference in references]
    return factories.make_article(text=text, references=listed, common_knowledge=not references, **fields)


def known(**fields: Any) -> LibraryEntry:
    entry = library.remember(library.of_value(WORK), WORK["text"])
    assert entry is not None
    LibraryEntry.objects.filter(pk=entry.pk).update(**fields)
    return LibraryEntry.objects.get(pk=entry.pk)


def found(page: ArticlePage, code: str) -> list[Any]:
    return list(factories.submit(page).scans.get().findings.filter(code=code))


@pytest.mark.parametrize(
    ("text", "references", "unsourced"),
    [(f"{CLAIM}。", (), True), (f"{CLAIM}[1]。", (WORK,), False), (f"{CLAIM}<sup>[1]</sup>。", (WORK,), False)],
)
def test_a_claim_needs_a_mark_in_its_block(text: str, references: tuple[dict[str, str], ...], unsourced: bool) -> None:
    assert bool(found(article(text, *references), "SRC.CLAIM_UNSOURCED")) is unsourced


@pytest.mark.parametrize(
    ("body", "unsourced"),
    [
        ([("paragraph", f"<p>{CLAIM}。</p>"), ("paragraph", "<p>早晚各量一次[1]。</p>")], True),
        ([("paragraph", f"<p>{CLAIM}。</p><p>早晚各量一次[1]。</p>")], False),
        ([("callout", {"tone": "info", "title": "记住", "text": f"{CLAIM}。"})], True),
        ([("key_points", {"items": [f"{CLAIM}。"]}), ("paragraph", f"<p>{CLAIM}[1]。</p>")], False),
    ],
)
def test_a_list_of_references_alone_excuses_no_block(body: list[tuple[str, Any]], unsourced: bool) -> None:
    page = factories.make_article(body=body, references=[("reference", WORK)], common_knowledge=False)
    assert bool(found(page, "SRC.CLAIM_UNSOURCED")) is unsourced


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("血压会起落[2]。", "第 2 条参考文献（正文有 [2]，而文献只有 1 条）"),
        ("血压会起落[1-3]。", "第 3 条参考文献（正文有 [1-3]，而文献只有 1 条）"),
        ('血压会起落<a href="#ref-2">[2]</a>。', "第 2 条参考文献"),
        ("心率一般在[60-100]次，急症请拨打【120】。", ""),
        ("血压会起落[1]。", ""),
    ],
)
def test_a_mark_that_leads_nowhere_stops_the_submission(text: str, lacking: str) -> None:
    submission = factories.submit(article(text, WORK))
    findings = list(submission.scans.get().findings.filter(code="SRC.META_MISSING"))
    assert bool(findings) is bool(lacking)
    assert (submission.state == Submission.State.REFUSED) is bool(lacking)
    assert lacking in "".join(finding.message for finding in findings)


def test_a_retracted_source_waits_for_a_reason() -> None:
    known(standing="retracted")
    submission = factories.submit(article("运动有益[1]。", WORK))
    (finding,) = submission.scans.get().findings.filter(code="SRC.RETRACTED")
    assert finding.severity == "review"
    assert finding.path.startswith("references.")
    assert "“运动与中风”已撤稿" in finding.message
    with pytest.raises(decisions.DecisionRefused):
        decisions.approve(submission.cases.get(), factories.make_moderator(), {}, pictures_checked=True)


def test_a_text_that_says_so_may_cite_what_was_retracted() -> None:
    known(standing="retracted")
    assert not found(article("这篇论文[1]后来被撤稿，结论不成立。", WORK), "SRC.RETRACTED")


def test_a_correction_stands_as_well_as_the_work() -> None:
    known(standing="corrected")
    assert not found(article("运动有益[1]。", WORK), "SRC.RETRACTED")


def test_a_preprint_is_known_by_its_kind() -> None:
    preprint = {
        "kind": "preprint",
        "title": "某药与流感",
        "authors": "王一",
        "year": "2024",
        "text": "王一. 某药与流感[EB/OL]. 2024.",
    }
    assert len(found(article("有人在研究[1]。", preprint), "SRC.RETRACTED")) == 1


def test_an_old_edition_is_told() -> None:
    newer = library.remember(library.of_value(WORK), WORK["text"])
    old = library.remember(library.of_value(GUIDELINE), GUIDELINE["text"])
    assert newer is not None
    assert old is not None
    LibraryEntry.objects.filter(pk=old.pk).update(superseded_by=newer)
    (finding,) = found(article("按指南测量[1]。", GUIDELINE), "MED.OUTDATED")
    assert "已有新版（2020年版）" in finding.message


@pytest.mark.parametrize(
    ("setting", "fields", "count"),
    [
        ("on", {"link_state": "unreachable"}, 1),
        ("on", {"link_state": "mismatch"}, 1),
        ("on", {"link_state": "unreachable", "link_temporary": True}, 0),
        ("on", {"link_state": "ok"}, 0),
        ("off", {"link_state": "unreachable"}, 0),
    ],
)
def test_a_broken_link_is_advice_while_links_are_looked_at(setting: str, fields: dict[str, Any], count: int) -> None:
    known(**fields)
    with override_settings(REFERENCE_LOOKUP=setting):
        assert len(found(article("运动有益[1]。", WORK), "SRC.BROKEN")) == count


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ({"title": "运动", "author": "王一", "url": "https://example.org/a", "published_on": "2024-05-01"}, ""),
        ({"title": "运动", "author": "王一", "url": "https://example.org/a"}, "首发日期"),
        ({"title": "运动", "author": "王一", "published_on": "2024-05-01"}, "首发处或链接"),
    ],
)
def test_a_repost_names_where_and_when_it_stood_first(work: dict[str, str], words: str) -> None:
    page = factories.make_article(origin="转载")
    page.set_stream("source_works", [{"type": "work", "value": {"licence": "CC BY 4.0", **work}}])
    page.save_revision(user=page.owner)
    findings = found(page, "SRC.REPOST_UNMARKED")
    assert bool(findings) is bool(words)
    assert words in "".join(finding.message for finding in findings)


def test_the_facts_of_sixty_references_cost_one_query(django_assert_num_queries: Any) -> None:
    rows = [{"text": f"王一. 血压{n}[J]. 某刊, 2020, 1({n}): 3-9. DOI: 10.1000/x{n}."} for n in range(1, 61)]
    page = article("血压会起落[1]。", *rows)
    with django_assert_num_queries(1):
        assert len(source_facts(page)["references"]) == 60
