"""Names of people: who is a patient, who may be named, where a name begins and ends, and the tagger's bounds."""

import json
import sys
from dataclasses import asdict
from typing import Any

import pytest

from moderation.engine import Document, Finding, Passage, Ruleset, RulesetError, Scanner, mask
from moderation.engine.folding import fold
from moderation.engine.names import people, tagger
from moderation.engine.names.lexicon import masked
from moderation.engine.names.sentences import LONGEST, pieces, tags_of

SHIPPED = Ruleset.shipped()
SCANNER = Scanner(SHIPPED)
WITHOUT = Scanner(SHIPPED, names=False)


def found(*texts: str, scanner: Scanner = SCANNER, path: str = "body", **facts: Any) -> list[tuple[str, str]]:
    report = scanner.scan(Document(tuple(Passage(path, text) for text in texts), facts))
    assert not [finding for finding in report.findings if finding.code == "SYS.RULE_FAILED"]
    return [(finding.text, finding.severity) for finding in report.findings if finding.code == "PRIV.NAME"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("患者沈国梁,男,61岁。", [("沈国梁", "block")]),
        ("患者沈国梁术后恢复顺利", [("沈国梁", "block")]),
        ("姓名：沈　国　梁　性别：男", [("沈　国　梁", "block")]),
        ("患者罗 文 静自述失眠", [("罗 文 静", "block")]),
        ("患者：欧阳雪　科室：内科", [("欧阳雪", "block")]),
        ("36床葛春兰可以出院了", [("葛春兰", "block")]),
        ("患者莫小梅、古长青和伏志刚都做了手术", [("莫小梅", "block"), ("古长青", "block"), ("伏志刚", "block")]),
        ("患者劉鳳蓮,因胸悶入院", [("劉鳳蓮", "block")]),
        ("产妇巴哈尔古丽·买买提顺产一女婴", [("巴哈尔古丽·买买提", "block")]),
        ("患者安娜・伊万诺娃,女,33岁", [("安娜・伊万诺娃", "block")]),
        ("患者乌云其木格说膝盖疼", [("乌云其木格", "block")]),
        ("病友说，柴玉兰瘫痪八年没长过褥疮", [("柴玉兰", "review")]),
        ("我爸爸许德厚查出了胃癌", [("许德厚", "review")]),
        ("患者Zhang Weimin,男,52岁", [("Zhang Weimin", "review")]),
        ("胶片右上角：LIU GUOQIANG M 56Y", [("LIU GUOQIANG", "review")]),
        ("患者Maria Gonzalez,女,29岁", [("Maria Gonzalez", "review")]),
        ("夏天,女,26岁,停经四十天", [("夏天", "review")]),
        ("小李子轩三岁,反复喘息", [("李子轩", "block")]),
    ],
)
def test_where_a_patients_name_stands(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "患者张某某,男,56岁",
        "患者王××和患者甲都出院了",
        "王女士今年52岁,有糖尿病",
        "小丽(化名)十九岁,得了抑郁症",
        "吴建业(应本人要求使用化名)得了前列腺炎",
        "化名阿强的他查出了艾滋病",
        "文中患者均为化名。\n杜晓婷确诊那天没有哭。",
        "以下为虚构的教学情景:患者李明,男,50岁,突发胸痛",
        "心内科主任医师梁志明提醒,胸痛要拨打120",
        "“先看精神。”儿科副主任卢晓燕说。卢晓燕还说,别急着退烧。",
        "讲者:何欢、林一帆、蒋正",
        "孟庆华,主任医师,医学博士,擅长消化内科",
        "王建华等对六百名老人随访了八年",
        "[3] 周立群,韩冰.痛风患者饮食[J].中华杂志,2021,37(8):745.",
        "格雷夫斯病、白塞病和贝尔麻痹",
        "白求恩大夫因伤口感染去世",
        "《红楼梦》里的林黛玉咳嗽",
        "病人华法林和卡马西平都在吃",
        "患者高热、安静、方便时复查",
        "姓名张三,血型A型",
        "某大学的克莱尔·伍德(Claire Wood)研究疼痛",
    ],
)
def test_who_may_be_named(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("path", ["byline", "references.3", "contributors.1.name", "body.7.credit", "source_works"])
def test_fields_of_those_who_sign(path: str) -> None:
    assert found("沈国梁因胸痛住院", path=path) == []
    assert found("沈国梁因胸痛住院", path="body.7.caption") == [("沈国梁", "review")]


def test_every_mention_counts_once_one_is_a_patients() -> None:
    assert found("患者项建民拒绝治疗。", "一周后,项建民主动来了。") == [("项建民", "block"), ("项建民", "block")]
    assert found("李雨桐出院了。", "每天散步半小时。") == found("李雨桐出院了。")


def test_people_of_this_site_are_no_patients() -> None:
    text = "梁志明在门诊遇到一位喘不上气的老人。"
    assert found(text) == [("梁志明", "review")]
    assert found(text, doctors=["梁志明"]) == []
    assert found(text, byline=["梁 志 明"]) == []
    assert found("患者梁志明,男,56岁。", doctors=["梁志明"]) == [("梁志明", "review")]


def test_facts_of_another_shape_block() -> None:
    report = SCANNER.scan(Document((Passage("body", "好"),), {"doctors": "梁志明"}))
    assert [finding.cue for finding in report.findings] == ["PRIV.NAME: TypeError"]


@pytest.mark.parametrize("kind", ["experts", "public_figures", "eponyms"])
def test_the_staff_add_people(kind: str) -> None:
    text = "梁志明在门诊遇到一位喘不上气的老人。"
    ruleset = SHIPPED.with_layer({"people": {kind: ["梁志明"]}})
    assert ruleset.sha256 != SHIPPED.sha256
    assert found(text, scanner=Scanner(ruleset)) == []


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ({"friends": ["梁志明"]}, "layer: people: unknown key 'friends'"),
        ({"experts": "梁志明"}, "layer: people: 'experts' is no list of names"),
        ({"experts": [7]}, "layer: people: 'experts' is no list of names"),
    ],
)
def test_a_layer_of_another_shape_is_refused(added: dict[str, Any], message: str) -> None:
    with pytest.raises(RulesetError) as caught:
        SHIPPED.with_layer({"people": added})
    assert str(caught.value) == message


def test_without_the_tagger_rules_still_run() -> None:
    assert found("患者沈国梁,男,61岁。", scanner=WITHOUT) == [("沈国梁", "block")]
    assert found("柴玉兰瘫痪在床八年", scanner=WITHOUT) == []


@pytest.mark.parametrize("error", [ImportError, OSError, RuntimeError])
def test_a_tagger_that_fails_leaves_names_unchecked(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def broken() -> Any:
        raise error

    monkeypatch.setattr(tagger, "tagger", broken)
    report = SCANNER.scan(Document((Passage("body", "患者沈国梁,男,61岁。"),)))
    assert report.unchecked == ("names",)
    assert [finding.text for finding in report.findings if finding.code == "PRIV.NAME"] == ["沈国梁"]


def test_a_text_too_long_for_the_tagger_is_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_CHARACTERS", 10)
    assert SCANNER.scan(Document((Passage("body", "每天散步半小时。"),))).unchecked == ()
    assert SCANNER.scan(Document((Passage("body", "每天散步半小时,少盐少油。"),))).unchecked == ("names",)


def test_a_sentence_is_tagged_alike_in_any_company() -> None:
    sentences = ["柴玉兰瘫痪在床八年。", "血压要控制好。", "昨天石磊出院了。"]
    alone = [tagger.Tagger().tag(sentence) for sentence in sentences]
    assert [tagger.tagger().tag(sentence) for sentence in reversed(sentences)] == alone[::-1]


def test_the_same_text_gives_the_same_bytes() -> None:
    document = Document((Passage("body", "柴玉兰和石磊都出院了。患者沈国梁还在住院。"),))
    first = json.dumps(asdict(SCANNER.scan(document)))
    assert json.dumps(asdict(Scanner(Ruleset.from_json(SHIPPED.canonical_json())).scan(document))) == first


def test_what_is_remembered_has_a_bound() -> None:
    small = tagger.Tagger()
    small.tag("血压要控制好。")
    assert small._remembered.cache_info().maxsize == tagger.CACHED_SENTENCES


@pytest.mark.parametrize("text", ["", "a" * 1000, "好" * 1000, "一。二!三?\n四;五……六", "“医生!”石磊说。"])
def test_pieces_are_bounded_and_stand_where_they_say(text: str) -> None:
    for start, piece in pieces(fold(text).text):
        assert fold(text).text[start : start + len(piece)] == piece
        assert len(piece) <= LONGEST + 16


def test_tags_are_as_long_as_the_text() -> None:
    text = fold("昨天 张·伟·民又来拿药。\n石磊,好。").text
    tags = tags_of(text, tagger.tagger())
    assert len(tags.likely) == len(tags.words) == len(text)
    assert all(0 <= start < end <= len(text) for start, end in tags.persons)


@pytest.mark.parametrize(("text", "shown"), [("李建国", "李**"), ("张 伟", "张*"), ("买买提·艾力", "买****"), ("Li Na", "L***")])
def test_masked_names(text: str, shown: str) -> None:
    finding = Finding("PRIV.NAME", "block", "body", 0, len(text), text, "label", "", "", "", None)
    assert mask(finding) == shown
    assert masked(shown)


def test_the_package_is_loaded_by_the_first_line_that_needs_it() -> None:
    assert "moderation.engine.names.tagger" in sys.modules
    assert not hasattr(tagger, "numpy")
    assert not hasattr(tagger, "onnxruntime")
