"""References are written as GB/T 7714 has them, in either language and whatever kind of work."""

import time

import pytest

from articles.attribution.references.names import written
from articles.attribution.references.reference import Reference
from articles.attribution.references.render import rendered

FOUR_CHINESE = ("林知远", "周若水", "沈怀谷", "白映雪")
FOUR_WESTERN = ("Smith, John Andrew", "Brown, K.", "van der Berg, Jan", "Green, P")


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        (
            Reference("article", FOUR_CHINESE, "家庭血压监测", "中华高血压杂志", "2023", "31", "5", "401-409"),
            "林知远, 周若水, 沈怀谷, 等. 家庭血压监测[J]. 中华高血压杂志, 2023, 31(5): 401-409.",
        ),
        (
            Reference("cohort", FOUR_WESTERN, "Home blood pressure", "J Hypertens", "2021-02-01", "39", "2", "211"),
            "Smith J A, Brown K, van der Berg J, et al. Home blood pressure[J]. J Hypertens, 2021, 39(2): 211.",
        ),
        (
            Reference("article", FOUR_WESTERN, "家庭血压", "某刊", "2021", issue="2"),
            "Smith J A, Brown K, van der Berg J, 等. 家庭血压[J]. 某刊, 2021(2).",
        ),
        (
            Reference("article", ("World Health Organization",), "BP", "Lancet", "2020", doi="10.1016/x"),
            "World Health Organization. BP[J]. Lancet, 2020. DOI: 10.1016/x.",
        ),
        (
            Reference(
                "textbook", FOUR_CHINESE[:2], "内科学", edition="9", place="北京", publisher="某出版社", year="2018", pages="24"
            ),
            "林知远, 周若水. 内科学[M]. 9版. 北京: 某出版社, 2018: 24.",
        ),
        (Reference("book", ("Lee, S",), "Medicine", edition="2", year="2020"), "Lee S. Medicine[M]. 2nd ed. 2020."),
        (Reference("book", ("Lee, S",), "Medicine", edition="1", year="2020"), "Lee S. Medicine[M]. 2020."),
        (Reference("book", ("Lee, S",), "Fever", "Medicine", year="2020"), "Lee S. Fever[M]//Medicine. 2020."),
        (Reference("collection", ("某学会",), "文集", year="2019"), "某学会. 文集[G]. 2019."),
        (Reference("proceedings", (), "发热", "年会论文集", year="2019"), "发热[C]//年会论文集. 2019."),
        (
            Reference("thesis", ("王一",), "血压", place="南湖", publisher="南湖大学", year="2019"),
            "王一. 血压[D]. 南湖: 南湖大学, 2019.",
        ),
        (Reference("report", ("WHO",), "Report", year="2021"), "WHO. Report[R]. 2021."),
        (
            Reference(
                "standard", ("某委员会",), "著录规则", registry="GB/T 7714—2015", place="北京", publisher="某社", year="2015"
            ),
            "某委员会. 著录规则: GB/T 7714—2015[S]. 北京: 某社, 2015.",
        ),
        (
            Reference("patent", ("王一",), "袖带", registry="CN201210000000.1", year="2013-05-01"),
            "王一. 袖带: CN201210000000.1[P]. 2013-05-01.",
        ),
        (Reference("news", ("王一",), "冬天", "健康报", "2023-12-01", pages="3"), "王一. 冬天[N]. 健康报, 2023-12-01(3)."),
        (
            Reference("website", ("某中心",), "流感", year="2023-11-02", url="https://example.org/a", accessed="2024-01-05"),
            "某中心. 流感[EB/OL]. (2023-11-02)[2024-01-05]. https://example.org/a.",
        ),
        (
            Reference(
                "article", ("Lee S",), "T", "BMJ", "2020", "368", pages="m1", url="https://example.org/b", accessed="2020-05-01"
            ),
            "Lee S. T[J/OL]. BMJ, 2020, 368: m1[2020-05-01]. https://example.org/b.",
        ),
        (
            Reference(
                "guideline", ("WHO",), "G", publisher="WHO", place="Geneva", year="2021-08-25", url="https://example.org/g"
            ),
            "WHO. G[R/OL]. Geneva: WHO, 2021(2021-08-25). https://example.org/g.",
        ),
        (Reference("label", ("某药厂",), "某某片说明书", year="2023"), "某药厂. 某某片说明书[Z]. 2023."),
        (Reference("article", ("Lee S", "et al."), "T", "BMJ", "2020"), "Lee S, et al. T[J]. BMJ, 2020."),
        (Reference("article", (), "为什么？", "某刊", "2020", pmid="123"), "为什么？[J]. 某刊, 2020. PMID: 123."),
    ],
)
def test_a_line_of_the_bibliography(reference: Reference, line: str) -> None:
    assert rendered(reference) == line


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Smith, John A.", "Smith J A"),
        ("Smith, JA", "Smith J A"),
        ("Sartre, Jean-Paul", "Sartre J-P"),
        ("King, Martin L, Jr", "King M L Jr"),
        ("Smith J A", "Smith J A"),
        ("国家卫生健康委员会", "国家卫生健康委员会"),
    ],
)
def test_names_are_turned_round(name: str, shown: str) -> None:
    assert written(name) == shown


def test_sixty_references_take_a_few_milliseconds() -> None:
    many = [
        Reference(
            "article", FOUR_WESTERN, f"Home blood pressure {n}", "J Hypertens", "2021", "39", "2", "211-219", doi=f"10.1000/{n}"
        )
        for n in range(60)
    ]
    best = min(_seconds(many) for _again in range(5))
    assert best < 0.02, best


def _seconds(many: list[Reference]) -> float:
    begun = time.perf_counter()
    for one in many:
        rendered(one)
    return time.perf_counter() - begun
