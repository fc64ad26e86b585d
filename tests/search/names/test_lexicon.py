"""The shipped names are sound: each in one group, nothing circular, nothing that means everything."""

from collections import Counter

from search.names import shipped

SAME = [group for group in shipped.groups() if not group.means]
MEANS = [group for group in shipped.groups() if group.means]
# Names that are a single character; they count only where nothing else was asked for.
SINGLE = set("痔疝盲聋疖痈癣痱痣疤")
WIDE = {
    *shipped.around(),
    "身体",
    "医生",
    "医院",
    "健康",
    "问题",
    "办法",
    "疾病",
    "不舒服",
    "孩子",
    "老人",
    "药物",
    "感染",
    "手术",
    "今天",
}


def folded(group: shipped.Group) -> list[str]:
    return [shipped.fold(name) for name in group.names]


def test_there_are_enough_of_them() -> None:
    assert sum(len(group.names) - 1 for group in shipped.groups()) >= 8_000
    assert len({group.file for group in shipped.groups()}) >= 12


def test_a_name_stands_in_one_group_of_equals_and_once_in_it() -> None:
    counted = Counter(name for group in SAME for name in folded(group))
    assert [name for name, number in counted.items() if number > 1] == []


def test_no_name_is_its_own() -> None:
    twice = [group.preferred for group in shipped.groups() if len(set(folded(group))) < len(group.names)]
    assert twice == []


def test_what_only_leads_somewhere_is_nothings_equal() -> None:
    equals = {name for group in SAME for name in folded(group)}
    assert sorted(name for group in MEANS for name in folded(group)[1:] if name in equals) == []


def test_no_road_leads_in_a_circle() -> None:
    roads = {(name, folded(group)[0]) for group in MEANS for name in folded(group)[1:]}
    heads = {head for _name, head in roads}
    assert sorted(name for name, _head in roads if name in heads) == []
    assert len(roads) == sum(len(group.names) - 1 for group in MEANS)


def test_names_are_neither_bare_characters_nor_common_words() -> None:
    every = {name for group in shipped.groups() for name in folded(group)}
    assert {name for name in every if len(name) < 2} <= SINGLE
    assert every & WIDE == set()
    assert [name for name in every if len(name) > 40 or not name.strip()] == []


def test_both_scripts_lead_to_the_same_name() -> None:
    pairs = {"心肌梗塞": "心肌梗塞", "骨質疏鬆": "骨质疏松", "蕁麻疹": "荨麻疹", "攝護腺肥大": "摄护腺肥大", "ＣＯＰＤ": "copd"}
    assert {written: shipped.fold(written) for written in pairs} == pairs


def test_parts_lead_to_other_spellings() -> None:
    for part, others in shipped.elements().items():
        assert others
        assert part not in others
        assert len(part) > 1
