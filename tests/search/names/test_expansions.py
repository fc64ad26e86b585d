"""A question is also looked for by other names of what stands in it, and of nothing that does not."""

import time

import pytest

from search import text
from search.names import expansions
from search.names.expanding import MOST_ALTOGETHER

pytestmark = pytest.mark.django_db


def told(question: str) -> dict[str, tuple[str, ...]]:
    return {found.written: found.also for found in expansions(text.parse(question))}


@pytest.mark.parametrize(
    ("question", "written", "also"),
    [
        ("心梗", "心梗", "心肌梗死"),
        ("血癌早期症状", "血癌", "白血病"),
        ("缠腰龙怎么治", "缠腰龙", "带状疱疹"),
        ("COPD怎么治", "copd", "慢性阻塞性肺疾病"),
        ("ＣＯＰＤ", "copd", "慢阻肺"),
        ("骨質疏鬆", "骨质疏松", "骨松"),
        ("地包天要不要矫正", "地包天", "反颌"),
        ("孩子老是打呼噜", "打呼噜", "睡眠呼吸暂停综合征"),
        ("痔", "痔", "hemorrhoids"),
        ("GERD 烧心", "gerd", "胃食管反流病"),
        # Nobody listed these: their parts are written otherwise.
        ("摄护腺癌", "摄护腺癌", "前列腺癌"),
        ("子宫颈恶性肿瘤", "子宫颈恶性肿瘤", "宫颈癌"),
        ("柯兴氏综合症", "柯兴氏综合症", "库欣综合征"),
        ("胃粘膜瘜肉", "胃粘膜瘜肉", "胃黏膜息肉"),
    ],
)
def test_lay_and_medical_names_lead_to_each_other(question: str, written: str, also: str) -> None:
    assert also in told(question)[written]


@pytest.mark.parametrize(
    "question", ["中风险地区", "白蛋白尿素", "mind map", "all about it", "", "。？", "痔\0疮"[:0], "123", "怎么办"]
)
def test_nothing_is_read_into_other_words(question: str) -> None:
    assert told(question) == {}


def test_the_wider_word_leads_one_way_only() -> None:
    assert "糖尿病" in told("消渴")["消渴"]
    assert "消渴" not in told("糖尿病").get("糖尿病", ())


def test_neighbours_are_not_taken_for_each_other() -> None:
    assert not {"心梗", "心肌梗死"} & set(told("冠心病")["冠心病"])
    assert "足癣" not in told("脚气病")["脚气病"]
    assert not {"帕金森病"} & set(told("帕金森综合征").get("帕金森综合征", ()))


def test_a_question_full_of_names_stays_bounded() -> None:
    found = expansions(text.parse("心梗脑梗血癌羊癫疯缠腰龙灰指甲香港脚红眼病大脖子病肺痨"))
    assert sum(len(one.also) for one in found) <= MOST_ALTOGETHER


def test_it_costs_next_to_nothing() -> None:
    parsed = [text.parse(words * 5) for words in ("糖尿病患者能不能吃西瓜和葡萄", "血癌早期症状有哪些怎么治疗", "痛" * 80)]
    expansions(parsed[0])
    took = []
    for number in range(300):
        began = time.perf_counter()
        expansions(parsed[number % 3])
        took.append(time.perf_counter() - began)
    assert sorted(took)[150] < 0.001
