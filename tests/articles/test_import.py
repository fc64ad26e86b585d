"""An operator's archive: scanned and marked, a bad line stops nothing, and a second run goes on where the first stopped."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import ArticlePage, LibraryEntry, TopicPage
from doctors.models import User
from moderation.models import Case, Decision, LedgerEntry
from tests import factories

pytestmark = pytest.mark.django_db

FINE = {
    "title": "拉肚子怎么补水",
    "summary": "少量多次。",
    "paragraphs": ["少量多次喝口服补液盐。", "尿少、没精神要就医。"],
    "topic": "腹泻",
    "sources": [],
}
BLOCKED = {**FINE, "title": "家属怎么联系", "paragraphs": ["患者家属电话13800138000，可以直接问她。"]}
HELD = {**FINE, "title": "谁来治", "paragraphs": ["我们医院拥有最佳的治疗团队。"]}


def write(folder: Path, *rows: Any) -> Path:
    file = folder / "archive.jsonl"
    file.write_text(
        "".join(row + "\n" if isinstance(row, str) else json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8"
    )
    return file


def run(file: Path, author: User, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[dict[str, Any], str]:
    call_command("import_articles", str(file), "--author", author.email, *options)
    captured = capsys.readouterr()
    return json.loads(captured.out.strip().splitlines()[-1]), captured.err


@pytest.fixture
def author() -> User:
    doctor = factories.make_doctor()
    factories.make_profile(doctor)
    return doctor


def test_what_is_clean_is_published_and_marked(tmp_path: Path, author: User, capsys: pytest.CaptureFixture[str]) -> None:
    operator = factories.make_operator()
    summary, _said = run(write(tmp_path, FINE), author, capsys, "--publish", "--operator", operator.email)
    assert summary["published"] == 1
    page = ArticlePage.objects.published().get()
    assert page.imported
    assert page.common_knowledge
    assert page.byline[0]["name"] == author.name
    decision = Decision.objects.get(verb="import")
    assert decision.by == operator
    assert LedgerEntry.objects.filter(kind="imported").count() == 1
    assert Case.objects.filter(kind="sample").count() == 1
    assert TopicPage.objects.filter(title="腹泻", live=False).exists()


def test_a_bad_line_is_named_and_stops_nothing(tmp_path: Path, author: User, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["{broken", "[]", {"title": "没有段落"}, {"paragraphs": ["没有标题"]}, {**FINE, "title": "长" * 300}, BLOCKED, FINE]
    operator = factories.make_operator()
    summary, said = run(write(tmp_path, *rows), author, capsys, "--publish", "--operator", operator.email)
    assert (summary["published"], summary["held"], summary["refused"]) == (1, 0, 6)
    for number in range(1, 7):
        assert f"line {number}: refused: " in said
    assert "13800138000" not in said
    assert not ArticlePage.objects.filter(title=BLOCKED["title"]).exists()


def test_what_needs_a_human_is_held_unless_the_operator_accepts_it(
    tmp_path: Path, author: User, capsys: pytest.CaptureFixture[str]
) -> None:
    operator = factories.make_operator()
    options = ("--publish", "--operator", operator.email)
    summary, _said = run(write(tmp_path, HELD), author, capsys, *options)
    assert (summary["published"], summary["held"]) == (0, 1)
    assert Case.objects.filter(kind="submission", state="open").count() == 1
    summary, _said = run(write(tmp_path, {**HELD, "title": "换一个标题"}), author, capsys, *options, "--accept-review")
    assert summary["published"] == 1
    assert LedgerEntry.objects.get(kind="imported").data["accepted_review"] is True


def test_a_second_run_imports_nothing_twice(tmp_path: Path, author: User, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, FINE, BLOCKED)
    options = ("--publish", "--operator", factories.make_operator().email)
    run(file, author, capsys, *options)
    summary, _said = run(file, author, capsys, *options)
    assert summary["published"] == summary["refused"] == 0
    assert ArticlePage.objects.count() == 1


def test_mark_up_is_cleaned_and_plain_text_stays_plain(tmp_path: Path, author: User, capsys: pytest.CaptureFixture[str]) -> None:
    row = {**FINE, "paragraphs": ["<p onclick=x>早晚<b>各一次</b></p><script>alert(1)</script>", "血压 < 140 & 心率正常"]}
    run(write(tmp_path, row), author, capsys, "--publish", "--operator", factories.make_operator().email)
    body = str(ArticlePage.objects.get().body.get_prep_value())
    assert "onclick" not in body
    assert "script" not in body
    assert "各一次" in body
    assert "血压 &lt; 140 &amp; 心率正常" in body


def test_without_publish_they_stay_drafts(tmp_path: Path, author: User, capsys: pytest.CaptureFixture[str]) -> None:
    run(write(tmp_path, FINE), author, capsys, "--operator", factories.make_operator().email)
    assert not ArticlePage.objects.get().live


def test_nobody_decides_on_their_own_archive(tmp_path: Path, author: User) -> None:
    with pytest.raises(CommandError, match="不能是作者本人"):
        call_command("import_articles", str(write(tmp_path, FINE)), "--author", author.email, "--operator", author.email)
    with pytest.raises(CommandError, match="没有"):
        call_command("import_articles", str(write(tmp_path, FINE)), "--author", "nobody@xinglin.example")


def test_marks_of_an_archive_without_their_list_hold_nothing_up(
    tmp_path: Path, author: User, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.make_operator()
    line = {
        **FINE,
        "paragraphs": ["少量多次喝口服补液盐[3]。"],
        "sources": ["某学会. 腹泻共识[J]. 某刊, 2020, 1(2): 3-9. DOI: 10.1000/d."],
    }
    told, _errors = run(write(tmp_path, line), author, capsys, "--publish")
    assert told["published"] == 1
    assert LibraryEntry.objects.get().doi == "10.1000/d"
