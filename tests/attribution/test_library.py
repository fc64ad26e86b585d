"""One work is one entry of the library, whoever enters it and however; doctors see what is public and what is theirs."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from articles.attribution.references import library
from articles.attribution.references.reference import Reference
from articles.models import ArticlePage, LibraryEntry, ReferenceUse
from doctors.models import User
from moderation.models import Case, Notice
from tests import factories

pytestmark = pytest.mark.django_db
LINE = "周若水. 运动与中风[J]. 某刊, 2020, 1(2): 3-9. DOI: 10.1000/stroke."
FIRST = Reference("article", ("周若水",), "运动与中风", "某刊", "2020")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (FIRST, FIRST.but(title="运动 与 中风。"), True),
        (FIRST, FIRST.but(year="2021"), False),
        (FIRST, FIRST.but(authors=("王一",)), False),
        (FIRST.but(doi="10.1000/a"), Reference("article", title="全不同", doi="10.1000/a"), True),
        (FIRST.but(doi="10.1000/a"), FIRST.but(doi="10.1000/b"), False),
        (FIRST.but(doi="10.1000/a"), FIRST, True),
        (FIRST.but(pmid="1"), FIRST.but(pmid="2"), False),
        (
            Reference(title="内科学", isbn="9780306406157", edition="9"),
            Reference(title="内科学 上", isbn="9780306406157", edition="9"),
            True,
        ),
        (
            Reference(title="内科学", isbn="9780306406157", edition="9", year="2018"),
            Reference(title="内科学", isbn="9780306406157", edition="10", year="2024"),
            False,
        ),
        (Reference("standard", title="规则", registry="GB/T 1"), Reference("standard", title="另题", registry="GB/T 1"), True),
        (Reference("trial", title="甲", registry="NCT01234567"), Reference("trial", title="乙", registry="NCT01234567"), False),
        (
            Reference(authors=("Smith, John",), title="A B", year="2020"),
            Reference(authors=("Smith J",), title="a b", year="2020-05-01"),
            True,
        ),
    ],
)
def test_what_counts_as_one_work(one: Reference, other: Reference, same: bool) -> None:
    first, second = library.remember(one, ""), library.remember(other, "")
    assert first is not None
    assert second is not None
    assert (first.pk == second.pk) is same


def test_a_line_without_title_and_identifier_is_no_work() -> None:
    assert library.remember(library.of_value({"text": "院内讲义"}), "院内讲义") is None


def test_a_circle_of_newer_editions_is_refused_with_its_way() -> None:
    old, new = library.remember(FIRST, ""), library.remember(FIRST.but(year="2024"), "")
    assert old is not None
    assert new is not None
    old.superseded_by = new
    old.clean()
    old.save()
    new.superseded_by = old
    with pytest.raises(ValidationError, match="不能互相替代"):
        new.clean()
    moderator = signed_in(factories.make_moderator())
    address = reverse("references_one", args=[new.number])
    answer = moderator.post(address, {"standing": "", "newer": old.number, "standing_on": "", "standing_reason": "在查"})
    assert answer.status_code == 200
    assert "不能互相替代：运动与中风 → 运动与中风 → 运动与中风" in answer.content.decode()
    assert "在查" in answer.content.decode()
    assert LibraryEntry.objects.get(pk=new.pk).superseded_by is None


def test_publishing_enters_works_and_notes_who_cites_them() -> None:
    page = factories.make_article(references=[("reference", {"text": LINE}), ("reference", {"text": "院内讲义"})])
    assert not LibraryEntry.objects.exists()
    page = factories.publish(page)
    entry = LibraryEntry.objects.get()
    assert (entry.doi, entry.kind, entry.added_by) == ("10.1000/stroke", "article", page.owner)
    assert [use.place for use in ReferenceUse.objects.filter(live=True)] == [1]
    page.references = []
    page.common_knowledge = True
    page.save_revision(user=page.owner)
    factories.publish(page)
    assert not ReferenceUse.objects.exists()


def test_doctors_see_public_works_their_own_and_their_own_drafts() -> None:
    author, reader = factories.make_doctor(), factories.make_doctor()
    signed_in(author).post(reverse("references_read"), {"text": LINE})
    entry = LibraryEntry.objects.get()
    page = reverse("references_one", args=[entry.number])
    assert signed_in(author).get(page).status_code == 200
    assert signed_in(reader).get(page).status_code == 404
    live = factories.publish(factories.make_article(author, references=[("reference", {"text": LINE})]))
    factories.make_article(author, title="还在写的一篇", references=[("reference", {"text": LINE})])
    seen = {user: signed_in(user).get(page).content.decode() for user in (author, reader)}
    assert all(live.title in text for text in seen.values())
    assert "还在写的一篇" in seen[author]
    assert "还在写的一篇" not in seen[reader]
    assert "10.1000/stroke" in signed_in(reader).get(reverse("references_library"), {"q": "中风"}).content.decode()
    assert "没有找到" in signed_in(reader).get(reverse("references_library"), {"q": "不存在"}).content.decode()


def test_only_staff_say_what_became_of_a_work() -> None:
    author = factories.make_doctor()
    entry = library.remember(FIRST, "", author)
    assert entry is not None
    address = reverse("references_one", args=[entry.number])
    values = {"standing": "retracted", "standing_on": "2024-05-01", "standing_reason": "数据造假", "newer": ""}
    assert signed_in(author).post(address, values).status_code in (302, 403)
    assert LibraryEntry.objects.get().standing == ""
    operator = factories.make_operator()
    assert signed_in(operator).post(address, values).status_code == 302
    entry.refresh_from_db()
    assert (entry.standing, entry.checked_by) == ("retracted", operator)


def test_what_staff_say_of_a_work_reaches_who_cites_it() -> None:
    page = factories.publish(factories.make_article(references=[("reference", {"text": LINE})]))
    entry = LibraryEntry.objects.get()
    values = {"standing": "retracted", "standing_on": "", "standing_reason": "数据造假", "newer": ""}
    moderator = signed_in(factories.make_moderator())
    for _again in range(2):
        moderator.post(reverse("references_one", args=[entry.number]), values)
    assert Case.objects.get(kind="rescan").sources.count() == 1
    assert Notice.objects.filter(recipient=page.owner, kind="source").count() == 1
    assert ArticlePage.objects.get(pk=page.pk).source_standing == {"1": "retracted"}


def test_what_is_pasted_comes_back_as_blocks_and_the_rest_as_it_was() -> None:
    answer = signed_in(factories.make_doctor()).post(reverse("references_read"), {"text": f"{LINE}\n读不出来的一行"}).json()
    (item,) = answer["read"]
    assert item["value"]["authors"] == "周若水"
    assert item["value"]["entry"] == LibraryEntry.objects.get().number
    assert item["text"] == LINE
    assert [one["source"] for one in answer["unread"]] == ["读不出来的一行"]


def test_a_bare_doi_says_that_nothing_is_looked_up_here() -> None:
    answer = signed_in(factories.make_doctor()).post(reverse("references_read"), {"text": "10.1000/stroke"}).json()
    assert "没有开启联网查询" in answer["unread"][0]["reason"]
    assert answer["unread"][0]["source"] == "10.1000/stroke"


def test_a_known_work_is_found_by_its_words_and_warns() -> None:
    entry = library.remember(FIRST, "")
    assert entry is not None
    LibraryEntry.objects.update(standing="retracted")
    (item,) = signed_in(factories.make_moderator()).get(reverse("references_find"), {"q": "中风 周若水"}).json()["found"]
    assert (item["value"]["title"], item["warning"]) == ("运动与中风", "已撤稿")


def test_the_editor_says_how_marks_and_list_fit() -> None:
    page = factories.make_article(text="甲[1]，乙[4]。", references=[("reference", {"text": LINE})] * 2)
    answer = signed_in(page.owner).get(reverse("references_marks", args=[page.pk])).json()
    assert answer["advice"] == ["正文没有引用第 2 条文献"]
    assert answer["errors"] == ["第 4 条参考文献（正文有 [4]，而文献只有 2 条）"]
    assert signed_in(factories.make_doctor()).get(reverse("references_marks", args=[page.pk])).status_code in (302, 403)


def stored(page: ArticlePage) -> Any:
    return page.get_latest_revision().as_object().references.get_prep_value()


def form(**reference: str) -> dict[str, Any]:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

    from articles.attribution.references.screens import FIELDS

    streams = {name: streamfield([]) for name in ("cover", "body", "source_works", "contributors")}
    values = {"title": "家里量血压", "summary": "量对时间。", "specialty": "03.04", "audience": "一般公众", "origin": "原创"}
    values |= dict.fromkeys(
        ("topic", "audience_for", "audience_not", "licence", "owner_name", "ai_use", "ai_note", "interests"), ""
    )
    values |= {"seo_title": "", "search_description": "", "tag_line": "", "case_kind": ""}
    block = dict.fromkeys(FIELDS, "") | reference
    return nested_form_data(
        {**values, **streams, "comments": inline_formset([]), "references": streamfield([("reference", block)])}
    )


def post(author: User, data: dict[str, Any]) -> Any:
    from articles.models import ArticleIndexPage

    index = ArticleIndexPage.objects.get()
    return signed_in(author).post(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", index.pk]), data)


def test_the_line_of_a_block_is_written_from_its_fields() -> None:
    answer = post(
        factories.make_doctor(), form(title="血压", authors="Smith, John\nWHO", year="2020", doi="doi:10.1000/A", text="旧的")
    )
    assert answer.status_code == 302
    (block,) = stored(ArticlePage.objects.get())
    assert block["value"]["text"] == "Smith J, WHO. 血压[R]. 2020. DOI: 10.1000/a."
    assert block["value"]["doi"] == "10.1000/a"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "血压", "doi": "11.1000/a"}, "不是 DOI"),
        ({"title": "血压", "isbn": "978-7-117-26638-0"}, "校验位"),
        ({"title": "血压", "authors": "\n".join(f"Smith{n} J" for n in range(300))}, "作者有 300 位"),
        ({"title": "血压", "year": "去年"}, "不是年份或日期"),
    ],
)
def test_a_fault_is_told_at_its_field_and_the_form_keeps_everything(fields: dict[str, str], words: str) -> None:
    answer = post(factories.make_doctor(), form(**fields, quote="原文的一句话"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert words in text or json.dumps(words)[1:-1] in text
    assert "原文的一句话" in text or json.dumps("原文的一句话")[1:-1] in text
