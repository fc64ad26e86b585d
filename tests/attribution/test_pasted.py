"""What doctors paste becomes data; what cannot be read comes back whole, with a reason."""

import json
import time

import pytest

from articles.attribution.references import bibtex, csl, pasted, ris
from articles.attribution.references.reference import Reference
from articles.attribution.references.render import rendered

LINES = [
    "林知远, 周若水, 沈怀谷, 等. 家庭血压监测专家共识[J]. 中华高血压杂志, 2023, 31(5): 401-409. DOI: 10.16439/j.issn.1.2023.05.001.",
    "Smith J A, Brown K, Green P, et al. Home blood pressure[J]. J Hypertens, 2021, 39(2): 211-219.",
    "国家卫生健康委员会. 高血压诊疗规范[S]. 北京: 人民卫生出版社, 2022: 3-5.",
    "World Health Organization. Guideline for hypertension[R/OL]. Geneva: WHO, 2021(2021-08-25)[2024-05-01]. https://example.org/9.",
    "南湖市疾病预防控制中心. 冬季防流感提示[EB/OL]. (2023-11-02)[2024-01-05]. https://example.org/flu/2023.",
    "葛一, 徐二. 内科学[M]. 9版. 北京: 人民卫生出版社, 2018: 246-260.",
    "Lee S. Fever in children[M]//Brown K. Pediatrics. 2nd ed. London: House, 2020: 3-9.",
    "王一. 老年高血压研究[D]. 南湖: 南湖大学, 2019.",
    "张三. 一种袖带: CN201210000000.1[P]. 2013-05-01.",
    "李四. 冬季血压为什么高[N]. 健康报, 2023-12-01(3).",
    "某委员会. 信息与文献 参考文献著录规则: GB/T 7714—2015[S]. 北京: 中国标准出版社, 2015.",
    "Lee S. The trial of [M] things[J/OL]. BMJ, 2020, 368: m123[2020-05-01]. https://doi.org/10.1136/bmj.m123.",
    "冬天要保暖[J]. 某刊, 2020.",
]
DOI_IN_BRACKETS = "Lee S. T[J]. Lancet, 2020, 1(1): 1-2. DOI: 10.1016/S0140-6736(20)30000-1."


@pytest.mark.parametrize("line", [line for line in LINES if "//Brown" not in line])
def test_a_line_reads_to_the_same_line(line: str) -> None:
    result = pasted.read(line)
    assert not result.unread
    assert [rendered(one) for one in result.read] == [line]


def test_a_chapter_names_its_book() -> None:
    (chapter,) = pasted.read(LINES[6]).read
    assert (chapter.title, chapter.container, chapter.edition, chapter.place) == (
        "Fever in children",
        "Pediatrics",
        "2nd ed",
        "London",
    )


def test_the_fields_of_a_line() -> None:
    (one,) = pasted.read(f"[3] {LINES[0].replace('. ', '．').replace(',', '，')}").read
    assert one == Reference(
        kind="consensus",
        authors=("林知远", "周若水", "沈怀谷", "et al."),
        title="家庭血压监测专家共识",
        container="中华高血压杂志",
        year="2023",
        volume="31",
        issue="5",
        pages="401-409",
        doi="10.16439/j.issn.1.2023.05.001",
    )
    (lancet,) = pasted.read(DOI_IN_BRACKETS).read
    assert lancet.doi == "10.1016/s0140-6736(20)30000-1"


def test_a_title_keeps_its_own_marks() -> None:
    line = "某会. 膳食指南（2022）：要点[J]. 某刊（中英文）, 2022, 1（2）：3-9."
    (one,) = pasted.read(line).read
    assert (one.title, one.container, one.issue) == ("膳食指南（2022）：要点", "某刊（中英文）", "2")


def test_numbered_lines_may_break() -> None:
    result = pasted.read("[1] 林知远. 血压[J].\n  某刊, 2020.\n[2] 周若水. 体温[J]. 某刊, 2021.\n")
    assert [one.title for one in result.read] == ["血压", "体温"]
    assert result.read[0].container == "某刊"


BIBTEX = r"""
@article{a, author={Smith, John A. and {World Health Organization} and Jan van der Berg}, title={{H}ome {BP} \& M{\"u}ller},
  journal={J Hypertens}, year=2021, volume=3, number=2, pages={1--9}, doi={https://doi.org/10.1097/X.1}}
@book{b, author = {张三 and 李四 and others}, title={内科学}, publisher={某社}, year={2018}, edition={9}, isbn={978-0-306-40615-7}}
@article{c, title={Broken {brace}, year=2020}
@article{d, title={Good after}, journal={X}, year={2020}}
"""


def test_bibtex_with_a_broken_entry_keeps_the_others() -> None:
    result = pasted.read(BIBTEX)
    first, second, third = result.read
    assert first.authors == ("Smith, John A.", "World Health Organization", "van der Berg, Jan")
    assert (first.title, first.pages, first.doi) == ("Home BP & Müller", "1-9", "10.1097/x.1")
    assert (second.authors, second.isbn) == (("张三", "李四", "et al."), "9780306406157")
    assert third.title == "Good after"
    (broken,) = result.unread
    assert "大括号" in broken.reason
    assert "Broken {brace}" in broken.source


RIS = """TY  - JOUR
AU  - Smith, John
AU  - Lee, Sun
TI  - A randomized trial
T2  - Lancet
PY  - 2020/05/01
VL  - 3
IS  - 2
SP  - 11
EP  - 19
DO  - 10.1016/S0140-6736(20)30000-1
ER  -
TY  - BOOK
TI  - no end
"""


def test_ris_with_a_record_cut_off() -> None:
    result = pasted.read(RIS)
    (one,) = result.read
    assert (one.kind, one.pages, one.year) == ("trial", "11-19", "2020-05-01")
    assert [broken.source.strip() for broken in result.unread] == ["TY  - BOOK\nTI  - no end"]


def test_csl_json() -> None:
    people = [{"family": "Lee", "given": "Sun Y"}, {"literal": "WHO"}, {"family": "林", "given": "知远"}]
    item = {
        "type": "article-journal",
        "title": ["T"],
        "author": people,
        "issued": {"date-parts": [[2020, 5]]},
        "DOI": "10.1000/x",
    }
    (one,) = pasted.read(json.dumps([item])).read
    assert (one.authors, one.year) == (("Lee, Sun Y", "WHO", "林知远"), "2020-05")


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("林知远. 没有标识的一行. 某刊, 2020.", "找不到文献类型标识", "林知远. 没有标识的一行. 某刊, 2020."),
        ("[J]. 某刊, 2020.", "没有题名", "[J]. 某刊, 2020."),
        ("林知远. 题[J]. 某刊, 2020. DOI: 11.1000/xx.", "不是 DOI", "林知远. 题[J]. 某刊, 2020. DOI: 11.1000/xx."),
        ("林知远. 题[J]. 某刊, 2020. DOI: 10.12/xx.", "4 到 9 位", "林知远. 题[J]. 某刊, 2020. DOI: 10.12/xx."),
        ('{"a":', "第 1 行", '{"a":'),
        ('[{"type": "book"}]', "没有题名", '{"type": "book"}'),
        ("[[1]]", "找不到文献类型标识", "[[1]]"),
        ("@article{a, title={never closed", "大括号", "@article{a, title={never closed"),
        (
            "@book{b, title={T}, year={2018}, isbn={978-7-117-26638-0}}",
            "校验位",
            "@book{b, title={T}, year={2018}, isbn={978-7-117-26638-0}}",
        ),
        ("@book{b, title={T}, date={2020-13-45}}", "不是年份或日期", "@book{b, title={T}, date={2020-13-45}}"),
        ("TY  - JOUR\nXX\nER  -\n", "RIS", "TY  - JOUR\nXX\nER  -\n"),
        ("\x00@@@{{{", "找不到文献类型标识", "@@@{{{"),
    ],
)
def test_nothing_is_lost_and_the_reason_is_said(text: str, words: str, kept: str) -> None:
    result = pasted.read(text)
    assert not result.read
    (one,) = result.unread
    assert words in one.reason
    assert one.source == kept


@pytest.mark.parametrize(
    "piece", [".", ",", "(", " ", "a. ", "[J]", "doi ", "http://", "2020, ", "et al. ", "@a{", "TY  - JOUR\n"]
)
def test_hostile_text_is_answered_in_time(piece: str) -> None:
    begun = time.monotonic()
    for text in (f"甲. 乙[J]. {piece * 2000}", f"{piece * 2000}[M]. 社, 2020", piece * 3000):
        pasted.read(text)
    assert time.monotonic() - begun < 3


def test_three_hundred_authors_are_refused_with_the_reason_and_stay_in_the_box() -> None:
    crowd = ", ".join(f"Smith{n} J" for n in range(300))
    (one,) = pasted.read(f"{crowd}. A large trial[J]. Lancet, 2020.").unread
    assert one.reason == "作者有 300 位，最多记 200 位：请留下前几位，最后一行写“等”"
    assert "A large trial" in one.source


@pytest.mark.parametrize("line", [LINES[0], LINES[1], LINES[5], LINES[7]])
def test_what_is_written_in_a_format_reads_the_same(line: str) -> None:
    (one,) = pasted.read(line).read
    for text in (bibtex.written(one, "k"), json.dumps(csl.written(one, "k"))):
        assert [rendered(again) for again in pasted.read(text).read] == [line]
    (from_ris,) = pasted.read(ris.written(one)).read
    assert from_ris.title == one.title
    assert from_ris.doi == one.doi


def test_what_is_written_cannot_break_out_of_its_field() -> None:
    hostile = Reference("article", ("A} @evil{x",), "T}, note={x", "C\nER  - \nTY  - BOOK", "2020")
    assert bibtex.written(hostile, "k").count("\n@") == 0
    assert ris.written(hostile).count("\nER  -") == 1
    (one,) = pasted.read(ris.written(hostile)).read
    assert one.title == "T}, note={x"
