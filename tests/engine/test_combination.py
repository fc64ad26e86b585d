"""Clues that point at a person only together: what counts, what is listed, what is no story about a patient."""

import pytest

from moderation.engine import Document, Passage, Ruleset, Scanner
from moderation.engine.detectors.combination import detect_combination
from moderation.engine.evidence import Draft, Evidence
from moderation.engine.names.people import People
from moderation.engine.reading import Reading

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED, names=False)
STORY = "那位有80万粉丝的钢琴老师,三年前在我们科做过脑膜瘤手术。"


def found(text: str, code: str) -> list[tuple[str, str]]:
    report = SCANNER.scan(Document((Passage("text", text),)))
    return [(finding.severity, finding.text) for finding in report.findings if finding.code == code]


def drafts(text: str, code: str) -> list[Draft]:
    compiled = SHIPPED.compiled
    rule = next(rule for rule in compiled.rules if rule.code == code)
    evidence = Evidence(compiled, Reading(Document((Passage("text", text),))), People(SHIPPED.people, {}, False))
    return list(detect_combination(rule, evidence))


def test_the_clues_are_listed() -> None:
    (draft,) = drafts(STORY, "PRIV.QUASI_COMBO")
    assert [STORY[start:end] for start, end in draft.parts] == ["80万粉丝", "钢琴老师", "在我们科", "脑膜瘤"]
    assert draft.cue == "followers+trade+place+rare"


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        (STORY, True),
        ("女,45岁,体检发现子宫肌瘤。", False),  # age, sex and a common disease
        ("女,45岁,会计,体检发现子宫肌瘤。", False),
        ("女,45岁,入殓师,体检发现子宫肌瘤。", True),  # one narrow clue and two others
        ("教师和主播都是慢性咽炎的常客。", False),
        ("以下为虚构的教学情景:" + STORY, False),
        ("据一篇病例报告," + STORY, False),
        ("那些有80万粉丝的主播们都在我们科做过体检。", False),
    ],
)
def test_what_counts(text: str, fires: bool) -> None:
    assert bool(found(text, "PRIV.QUASI_COMBO")) is fires


def test_two_paragraphs_are_two_stories() -> None:
    assert found("女,45岁,体检发现结节。\n主播要保护嗓子。", "PRIV.QUASI_COMBO") == []


def test_one_story_is_one_finding() -> None:
    assert len(found(STORY + "她的粉丝都知道她弹琴的口头禅。", "PRIV.QUASI_COMBO")) == 1


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("我给某位顶流歌手看过病,其实他有双相障碍。", "block"),
        ("听说某位顶流歌手有双相障碍。", "review"),
        ("某影星在公开信中讲述自己的乳腺癌治疗(来源:其本人公开信)。", "advise"),
    ],
)
def test_how_the_doctor_knows_decides(text: str, severity: str) -> None:
    assert [grade for grade, _ in found(text, "PRIV.PUBLIC_FIGURE")] == [severity]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("二(3)班的小宇确诊了1型糖尿病。", "block"),
        ("患儿抽搐的视频(面部未遮挡)。", "review"),
        ("小宇(化名)上小学后确诊了多动症。", None),
    ],
)
def test_children(text: str, severity: str | None) -> None:
    assert [grade for grade, _ in found(text, "PRIV.MINOR")] == ([severity] if severity else [])


def test_the_staff_adds_clues_of_its_own() -> None:
    ruleset = SHIPPED.with_layer({"terms": {"PRIV.SENSITIVE_DX": ["青石巷"]}})
    text = "青石巷的那家人得了肺结核。"
    report = Scanner(ruleset, names=False).scan(Document((Passage("text", text),)))
    assert "PRIV.SENSITIVE_DX" in {finding.code for finding in report.findings}
