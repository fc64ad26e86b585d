"""Names in disguise: each kind of disguise on any name, exact places, linear time, and ordinary text that hides nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.engine import Document, Passage, Ruleset, Scanner
from moderation.engine.folding import fold
from moderation.engine.reading import Reading
from moderation.engine.spellings import Spellings
from moderation.engine.spellings.halves import parts
from moderation.engine.spellings.syllables import letters, readings_of

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED, names=False)
HAN = [
    name for name, _, flags in SHIPPED.data["brands"] if "everyday" not in flags and all("\u4e00" <= c <= "\u9fff" for c in name)
]
LONG = [name for name in HAN if len(name) >= 3 and all(c in letters() for c in name)]
SIGNS = st.sampled_from("*.-·_|★💊❤✨~^#")
INVISIBLE = st.sampled_from("\u200b\u200d\ufeff\u2060\u00ad\ufe0f\u0336\u0338\u20d2")
FILLERS = "大小人中上个不在我有这们到真"
FRAMES = st.sampled_from(["家里常备{}，头疼时用。", "医生给我开了{}。", "我一直在用{}，已经三年。", "- {}：每日一次"])


def places(text: str) -> set[tuple[int, int]]:
    report = SCANNER.scan(Document((Passage("text", text),)))
    assert all(finding.text == text[finding.start : finding.end] for finding in report.findings)
    return {(f.start, f.end) for f in report.findings if f.code.startswith("BRAND.") or f.code == "PROMO.EVASION"}


def put(frame: str, written: str) -> tuple[str, tuple[int, int]]:
    before, after = frame.split("{}")
    return before + written + after, (len(before), len(before) + len(written))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HAN), FRAMES, st.data())
def test_signs_between(name: str, frame: str, data: st.DataObject) -> None:
    written = name[0] + "".join(data.draw(SIGNS) + character for character in name[1:])
    text, place = put(frame, written)
    assert place in places(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HAN), FRAMES, st.data())
def test_invisible_characters_and_strokes(name: str, frame: str, data: st.DataObject) -> None:
    written = name[0] + "".join(data.draw(INVISIBLE) + character for character in name[1:])
    text, place = put(frame, written)
    assert place in places(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LONG), FRAMES, st.data())
def test_a_syllable_or_all_in_pinyin(name: str, frame: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name)))
    written = "".join(letters()[c] if place in (number, len(name)) else c for number, c in enumerate(name))
    text, span = put(frame, written.upper() if data.draw(st.booleans()) else written)
    assert span in places(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([name for name in HAN if any(c in parts() for c in name)]), FRAMES, st.data())
def test_a_character_in_parts(name: str, frame: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([number for number, c in enumerate(name) if c in parts()]))
    written = name[:place] + data.draw(st.sampled_from(parts()[name[place]])) + name[place + 1 :]
    text, span = put(frame, written)
    # A shorter name within it may be what is left whole: 念慈庵 of 京者阝念慈庵.
    assert any(start < span[1] and span[0] < end for start, end in places(text))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LONG), st.sampled_from(FILLERS))
def test_the_same_filler_in_every_gap(name: str, filler: str) -> None:
    text, span = put("医生给我开了{}。", filler.join(name))
    assert any(start < span[1] and span[0] < end for start, end in places(text))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LONG))
def test_a_name_sounds_like_itself(name: str) -> None:
    others = {syllable: character for character, syllable in letters().items() if fold(character).text == character}
    written = "".join(others[letters()[c]] for c in name)
    (spelling, *_) = Spellings([name], frozenset(), "").find(Reading(Document((Passage("text", f"就吃{written}吧"),)))) or [None]
    assert written == name or (spelling.kind, spelling.start, spelling.end) == ("sound", 2, 2 + len(name))


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("头疼就吃芬必德", ["芬必德"]),
        ("头疼就吃芬b得", ["芬b得"]),
        ("买一盒fbd缓释胶囊", ["fbd"]),
        ("辶大喜饭后嚼服", ["辶大喜"]),
        ("艹分必得早晚各一粒", ["艹分必得"]),
        ("妈咪ài孩子喝了三天", ["妈咪ài"]),
        ("络x活x喜每天一次", ["络x活x喜"]),
        ("糖niao病人的好消息", ["糖niao病"]),
        ("高*血*压不用愁", ["高*血*压"]),
        ("加我薇信聊", ["加我薇信"]),
    ],
)
def test_what_is_called_a_disguise(text: str, spans: list[str]) -> None:
    report = SCANNER.scan(Document((Passage("text", text),)))
    assert [f.text for f in report.findings if f.code == "PROMO.EVASION"] == spans
    assert {f.severity for f in report.findings if f.code == "PROMO.EVASION"} == {"review"}


@pytest.mark.parametrize(
    "text",
    [
        "血压高/血糖高的人都要少盐。",
        "采用RT-PCR检测,CT值小于35为阳性。",
        "LDL-C每降低1mmol/L,风险下降22%。",
        "利多卡因、达克罗宁都是局部麻醉药。",
        "使儿童养成好习惯,是教育的本分。",
        "意大利分别统计了三个地区。",
        "可谓是众说纷纭,有危险也有机会。",
        "药箱里有云南白药和创可贴。",
        "He can take a day off, and we meng about it.",
        "女子半程马拉松,木木同学得了第一。",
        "恢复得快不快,要看年龄。",
        "芬 必 得 是布洛芬的一个商品名。",
    ],
)
def test_ordinary_text_hides_nothing(text: str) -> None:
    report = SCANNER.scan(Document((Passage("text", text),)))
    assert [f.text for f in report.findings if f.code == "PROMO.EVASION"] == []


def test_readings_of_a_name_begin_with_the_usual_one() -> None:
    assert readings_of("可乐必妥")[0] == ("ke", "le", "bi", "tuo")
    assert ("ke", "yue", "bi", "tuo") in readings_of("可乐必妥")
    assert readings_of("可x妥") == []


@pytest.mark.parametrize("piece", ["fenbide", "芬大必", "fen ", "f必b", "水皮", "(^_^)芬", "a", "芬必", "木木木"])
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    spellings = Spellings(LONG, frozenset(), "")

    def seconds(count: int) -> float:
        reading = Reading(Document((Passage("text", piece * count),)))
        start = time.process_time()
        for _ in spellings.find(reading):
            pass
        return time.process_time() - start

    seconds(50)
    short, long = min(seconds(2_000) for _ in range(3)), seconds(16_000)
    assert long < 30 * max(short, 0.001)
