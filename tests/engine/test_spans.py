"""Tables of text and the exact places found in it, evasions included."""

import pytest

from moderation.engine import Document, Passage, Ruleset, Scanner

SCANNER = Scanner(Ruleset.shipped())
ID = "11010519491231002X"

TABLE = [
    ("今天天气很好,适合散步。", []),
    (f"号码{ID}。", [("PRIV.ID_CARD", 2, 20)]),
    (f"编码2020{ID}结束", [("PRIV.ID_CARD", 6, 24)]),
    ("号码11010519491231002" + "0。", [("PRIV.ID_CARD", 2, 20)]),  # the check character is wrong: a typing error still leaks
    ("号码110105194902310021。", []),  # no such date
    ("电话１３８　００１３　８０００。", [("PRIV.PHONE", 2, 15)]),
    ("电话138\u200b0013\u200b8000。", [("PRIV.PHONE", 2, 15)]),
    ("138<0013>8000", []),
    (
        "电话1\u20e33\u20e38\u20e30\u20e30\u20e31\u20e33\u20e38\u20e30\u20e30\u20e30\u20e3!",
        [("PRIV.PHONE", 2, 24), ("PROMO.EVASION", 2, 24)],
    ),
    ("𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎", [("PRIV.PHONE", 0, 11), ("PROMO.EVASION", 0, 11)]),
    ("1、3、5、7、9、11、13、15", []),
    ("收缩压140-160/90-100", []),
    ("住院号：8485043。", [("PRIV.RECORD_NO", 0, 11)]),
    ("糖尿病能根\ufe0f治", [("CLAIM.CURE_PROMISE", 4, 7), ("PROMO.EVASION", 4, 7)]),
    ("糖尿病能根⭐治", [("CLAIM.CURE_PROMISE", 4, 7), ("PROMO.EVASION", 4, 7)]),
    ("糖尿病能根.治", [("CLAIM.CURE_PROMISE", 4, 7), ("PROMO.EVASION", 4, 7)]),
    ("糖尿病有根。治要趁早", []),
    ("糖尿病有根\n治要趁早", []),
    ("家中常备芬-必-得", [("BRAND.PROMO", 4, 9), ("PROMO.EVASION", 4, 9)]),
    ("家中常备芬必德", [("BRAND.PROMO", 4, 7), ("PROMO.EVASION", 4, 7)]),  # sounds like the brand: a human decides
    ("認准達克寧", [("BRAND.PROMO", 2, 5)]),
    ("认准氵皮立维", [("BRAND.PROMO", 2, 6), ("PROMO.EVASION", 2, 6)]),
    ("加V信", [("PROMO.CONTACT", 0, 3), ("PROMO.EVASION", 0, 3)]),
    ("力口微信", [("PROMO.CONTACT", 0, 4), ("PROMO.EVASION", 0, 4)]),
    ("Swisse好用", [("BRAND.PROMO", 0, 6)]),
    ("Swissex好用", []),
    ("家中常备芬 必 得", [("BRAND.PROMO", 4, 9)]),  # blanks may come from the layout
    ("家中常备芬(^_^)必t_t得", [("BRAND.PROMO", 4, 15), ("PROMO.EVASION", 4, 15)]),
    ("家中常备芬bi得", [("BRAND.PROMO", 4, 8), ("PROMO.EVASION", 4, 8)]),
    ("家中常备fen1 bi4 de2。", [("BRAND.PROMO", 4, 16), ("PROMO.EVASION", 4, 16)]),
    ("家中常备芬的必的得", [("BRAND.PROMO", 4, 9), ("PROMO.EVASION", 4, 9)]),
    ("家中常备泰诺lin", [("BRAND.PROMO", 4, 9), ("PROMO.EVASION", 4, 9)]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    report = SCANNER.scan(Document((Passage("text", text),)))
    assert sorted((f.code, f.start, f.end) for f in report.findings) == sorted(expected)
    assert all(f.text == text[f.start : f.end] for f in report.findings)


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("家中常备芬必得", "block"),
        ("家中常备芬必德", "review"),
        ("可以试试芬必得", "review"),
        ("他吃过芬必得", "advise"),
        ("本院治愈率98%", "block"),
        ("早期患者治愈率可达90%", "review"),
    ],
)
def test_severity_follows_the_evidence(text: str, severity: str) -> None:
    assert SCANNER.scan(Document((Passage("text", text),))).verdict == severity
