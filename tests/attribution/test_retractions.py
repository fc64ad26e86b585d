"""A list of retractions marks the works that it names, and brings every live article that cites one to a moderator and its author."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.attribution.references import library, retractions
from articles.models import ArticlePage, LibraryEntry, Retraction
from moderation.models import Case, Notice
from tests import factories

pytestmark = pytest.mark.django_db
LINE = "周若水. 运动与中风[J]. 某刊, 2020, 1(2): 3-9. DOI: 10.1000/Stroke."
CSV = "DOI,PMID,date,reason,kind\n10.1000/stroke,,2024-05-01,数据造假,retraction\n10.1000/other,,2024-05-02,,correction\n"


def published(line: str = LINE, **fields: Any) -> ArticlePage:
    page = factories.make_article(
        references=[("reference", {"text": line})], text="运动有益[1]。", common_knowledge=False, **fields
    )
    live: ArticlePage = factories.publish(page)
    return live


def load(content: str) -> retractions.Tally:
    return retractions.load(content.encode())


def test_every_live_article_that_cites_it_gets_a_case_and_its_author_a_notice(client: Client) -> None:
    first, second, other = published(), published("王一. 另一篇[J]. 某刊, 2021."), published(title="另一篇讲运动的文章")
    draft = factories.make_article(references=[("reference", {"text": LINE})])
    tally = load(CSV)
    assert (tally.lines, tally.new, tally.marked, tally.cases, tally.notices) == (2, 2, 1, 2, 2)
    cases = Case.objects.filter(kind="rescan", state="open")
    assert {case.object_id for case in cases} == {first.pk, other.pk}
    assert cases.get(object_id=first.pk).sources.get().what == "所引第 1 条文献已撤稿：数据造假"
    notice = Notice.objects.get(recipient=first.owner, kind="source")
    assert notice.context["title"] == first.title
    assert not Notice.objects.filter(recipient__in=[second.owner, draft.owner], kind="source").exists()
    page = client.get(f"/articles/{first.slug}/").content.decode()
    assert '<strong class="standing standing--retracted">已撤稿</strong>' in page
    assert client.get(f"/api/articles/{first.slug}/attribution").json()["references"][0]["standing"] == "retracted"
    assert ArticlePage.objects.published().filter(pk=first.pk).exists()


def test_loading_again_does_nothing() -> None:
    published()
    load(CSV)
    before = (Case.objects.count(), Notice.objects.count(), Retraction.objects.count())
    tally = load(CSV)
    assert (tally.new, tally.marked, tally.cases, tally.notices) == (0, 0, 0, 0)
    assert (Case.objects.count(), Notice.objects.count(), Retraction.objects.count()) == before


def test_a_reader_is_shown_the_change_at_once(client: Client) -> None:
    page = published()
    before = client.get(f"/articles/{page.slug}/").headers["ETag"]
    load(CSV)
    answer = client.get(f"/articles/{page.slug}/", headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert "已撤稿" in answer.content.decode()


def test_a_work_entered_later_is_known_as_well() -> None:
    load(CSV)
    entry = library.remember(library.of_value({"text": LINE}), LINE)
    assert entry is not None
    assert (entry.standing, entry.standing_reason) == ("retracted", "数据造假")


def test_a_correction_is_marked_and_calls_nobody() -> None:
    published()
    tally = load("doi,kind\n10.1000/stroke,correction\n")
    assert (tally.marked, tally.cases, tally.notices) == (1, 0, 0)
    assert load("doi,kind\n10.1000/stroke,retraction\n").cases == 1
    assert LibraryEntry.objects.get().standing == "retracted"
    assert load("doi,kind\n10.1000/stroke,concern\n").marked == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"doi": "10.1000/stroke"}\nnot json\n', "不是有效的 JSON"),
        ("doi,kind\nabc,retraction\n", "不是 DOI"),
        ("doi,kind\n,retraction\n", "没有 DOI"),
        ("doi,kind\n10.1000/a,nonsense\n", "不认识的类别"),
        ("doi,date\n10.1000/a,yesterday\n", "不是日期"),
    ],
)
def test_a_bad_line_stops_no_other(content: str, reason: str) -> None:
    tally = load(content)
    assert reason in tally.refused[0][1]
    assert tally.lines - len(tally.refused) == tally.new


def test_the_columns_of_retraction_watch_are_known() -> None:
    content = "OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate,Reason\n10.1000/A,0,Retraction,5/1/2024 0:00,+Fake\n"
    assert load(content).new == 1
    line = Retraction.objects.get()
    assert (line.identifier, line.kind, str(line.noticed_on)) == ("doi:10.1000/a", "retracted", "2024-05-01")


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    file = tmp_path / "retractions.csv"
    file.write_text(CSV, encoding="utf-8-sig")
    out = io.StringIO()
    call_command("load_retractions", str(file), stdout=out)
    assert out.getvalue().strip() == "2 lines, 2 new, 0 works marked, 0 cases, 0 notices, 0 refused"
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_retractions", str(tmp_path / "none.csv"))
