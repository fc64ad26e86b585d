"""The lexicon of products: what its rows look like, that each name is found, and what is no name of a product."""

import re

import pytest

from moderation.engine import Document, Finding, Passage, Ruleset, Scanner

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED, names=False)
ROWS = SHIPPED.data["brands"]
FLAGS = {"everyday", "inside", "written", "old"}
KINDS = {"rx", "otc", "vaccine", "device", "food", "formula", "fsmp", "cosmetic"}
SENTENCES = ("医生给我开了{}。", "孩子发烧用了{}以后退了。", "请问{}和布洛芬能一起吃吗？", "{}每天两次，每次一片。")


def findings(text: str, *codes: str) -> list[Finding]:
    report = SCANNER.scan(Document((Passage("text", text),)))
    return [finding for finding in report.findings if finding.code.startswith(codes or ("BRAND.", "PROMO.EVASION"))]


def test_rows() -> None:
    names = [name for name, _, _ in ROWS]
    assert len(names) >= 5_000
    assert len({name.lower() for name in names}) == len(names)
    assert names == sorted(names)
    for name, generic, flags in ROWS:
        assert len(name) >= 2
        assert generic
        assert name != generic
        assert set(flags.split(",")) <= FLAGS | KINDS, name
        assert len(set(flags.split(",")) & KINDS) == 1, name


def test_each_name_is_found_with_its_generic_name_in_an_ordinary_sentence() -> None:
    missed = []
    for number, (name, generic, _) in enumerate(ROWS):
        before, after = SENTENCES[number % len(SENTENCES)].split("{}")
        exact = [
            finding
            for finding in findings(before + name + after, "BRAND.")
            if (finding.start, finding.end) == (len(before), len(before) + len(name)) and finding.replacement == generic
        ]
        if not exact:
            missed.append(name)
    assert len(missed) <= len(ROWS) // 1_000, missed


@pytest.mark.parametrize(
    "text",
    [
        "他打太极已经十年了。",
        "一诺千金是做人的本分。",
        "隔壁的千金小姐学医去了。",
        "鱼跃龙门是个好彩头。",
        "斯沃琪手表与本文无关。",
        "福尔马林用于固定标本。",
        "单克隆抗体是一类蛋白。",
        "阿卡波糖在餐前嚼服。",
        "甲泼尼龙要逐渐减量。",
        "他在奥克兰生活了十年。",
        "血压能达到目标就好。",
        "这个方法能减少复发。",
        "美国摩托罗拉公司生产过手机。",
        "柯萨奇病毒可引起手足口病。",
        "海伦凯勒是一位作家。",
        "三诺言九鼎只是玩笑话。",
        "静安区的社区医院开了戒烟门诊。",
        "同一通用名的药品可能有多个商品名。",
    ],
)
def test_ordinary_words_are_no_products(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("她吃千金有半年了。", "千金"),
        ("太极胶囊饭后吃。", "太极"),
        ("万通®贴在膝盖上。", "万通®"),
        ("目前用药:达喜,早晚各一次", "达喜"),
        ("优泌乐25早晚各打一次。", "优泌乐25"),
        ("妇科医生给她开了达英-35。", "达英-35"),
        ("Ozempic每周打一针。", "Ozempic"),
        ("用ACCU-CHEK测血糖。", "ACCU-CHEK"),
        ("孩子喝的是爱他美。", "爱他美"),
    ],
)
def test_the_span_is_the_name(text: str, span: str) -> None:
    assert [finding.text for finding in findings(text)] == [span]


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("服用氯吡格雷(波立维)一年。", False),
        ("服用硫酸氢氯吡格雷片（波立维）一年。", False),
        ("波立维(氯吡格雷)要坚持吃。", True),
        ("降压药(络活喜)每天一次。", True),
        ("泰诺和白加黑成分重叠,不要一起吃。", False),
        ("企业召回了一批格华止。", False),
        ("格华止吃多了会恶心。", True),
    ],
)
def test_a_name_that_only_explains_the_generic_name_is_let_stand(text: str, fires: bool) -> None:
    assert bool(findings(text, "BRAND.GENERIC_ADVISE")) is fires


def test_a_device_or_formula_gets_the_kind_of_product() -> None:
    assert [finding.replacement for finding in findings("宝宝喝飞鹤,奶奶用欧姆龙量血压。", "BRAND.")] == [
        "婴儿配方奶粉",
        "电子血压计",
    ]


def test_every_finding_offers_something_to_write_instead() -> None:
    text = "妈妈群里人手一盒“优脉舒”胶囊,推荐大家认准芬必得,孩子就吃妈咪ai。"
    assert [bool(finding.replacement) for finding in findings(text, "BRAND.")] == [True, True, True]
    assert all(re.search(r"\S", finding.replacement or "") for finding in findings(text, "BRAND."))
