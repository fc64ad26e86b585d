"""Invented short health texts, any number, the same for the same seed: a title that asks, a body of about 130 characters.

Complaints and diseases are composed of parts, and rare ones are rarer than common ones as in real archives, so that an index over
them meets words of every frequency.
"""

import random
from collections.abc import Iterator
from itertools import accumulate

from benchmarks.bulk_articles import Text
from benchmarks.invented_articles import DOINGS, ENDINGS, ILLS, MANNERS, PEOPLE, PLACES, SIGNS, TIMES

PARTS = [
    "头",
    "额",
    "眼",
    "眼皮",
    "耳",
    "鼻",
    "鼻腔",
    "嘴唇",
    "舌",
    "牙龈",
    "牙",
    "咽",
    "喉",
    "颈",
    "肩",
    "背",
    "腰",
    "胸",
    "乳房",
    "心",
    "肺",
    "胃",
    "肠",
    "肝",
    "胆",
    "脾",
    "肾",
    "膀胱",
    "尿道",
    "子宫",
    "卵巢",
    "前列腺",
    "髋",
    "膝",
    "小腿",
    "脚踝",
    "足跟",
    "脚趾",
    "手腕",
    "手指",
    "指甲",
    "头皮",
    "皮肤",
    "毛囊",
    "淋巴结",
    "甲状腺",
    "胰腺",
    "血管",
    "静脉",
    "动脉",
    "骨盆",
    "尾骨",
    "脊柱",
    "肌腱",
    "韧带",
    "半月板",
    "角膜",
    "视网膜",
    "晶状体",
    "声带",
    "扁桃体",
    "腮腺",
]
TROUBLES = [
    "痛",
    "胀痛",
    "刺痛",
    "麻木",
    "发痒",
    "红肿",
    "出血",
    "结节",
    "囊肿",
    "息肉",
    "溃疡",
    "结石",
    "积液",
    "增生",
    "炎",
    "硬化",
    "萎缩",
    "脱垂",
    "扭伤",
    "骨折",
    "感染",
    "肿瘤",
    "钙化",
    "水肿",
    "痉挛",
]
KINDS = ["慢性", "急性", "老年性", "先天性", "过敏性", "病毒性", "细菌性", "复发性", "外伤性", "妊娠期", ""]
SYLLABLES = "阿贝西达尔芬格林康利莫尼欧派奇瑞舒泰维辛伊佐洛沙坦普特罗米唑平汀定胺酸钠"
FOODS = [
    "苹果",
    "红枣",
    "鸡蛋",
    "牛奶",
    "豆腐",
    "菠菜",
    "海带",
    "核桃",
    "蜂蜜",
    "绿茶",
    "咖啡",
    "羊肉",
    "带鱼",
    "紫薯",
    "燕麦",
    "山药",
    "枸杞",
    "百合",
    "生姜",
    "大蒜",
    "芹菜",
    "香蕉",
    "荔枝",
    "螃蟹",
]
ASKING = [
    "{ill}是怎么回事",
    "{ill}怎么办",
    "{ill}有哪些症状",
    "{ill}吃什么药好",
    "{who}{ill}要注意什么",
    "{ill}能吃{food}吗",
    "{ill}会传染吗",
    "{ill}多久能好",
    "{ill}需要做手术吗",
    "{food}对{ill}有好处吗",
    "{ill}和{other}有什么区别",
    "怎样预防{ill}",
    "{ill}严重吗",
    "{who}为什么容易{ill}",
    "{ill}挂什么科",
    "{drug}能长期吃吗",
    "{drug}的副作用有哪些",
    "{drug}和{other_drug}可以一起吃吗",
    "{ill}吃{drug}管用吗",
    "{when}{ill}加重是什么原因",
    "{ill}{number}天了怎么处理",
    "HPV{number}型和{ill}有关系吗",
    "{ill}做B超还是CT",
    "{ill}的护理方法",
    "{ill}怎么锻炼恢复",
]
SENTENCES = (
    "{who}{when}如果觉得{sign}，{manner}{doing}，{ending}",
    "{ill}的人在{place}{manner}{doing}，{ending}",
    "{sign}持续{number}天，{ending}",
    "说到{ill}，多数人先想到{sign}，其实{other}也会这样",
    "医生会先问{sign}有多久，再看要不要{doing}",
    "{drug}要按说明书吃，{sign}时{manner}{doing}",
    "{food}可以吃，{manner}不要过量",
)


class Words:
    """Everything that a text is put together from; what stands first in each list is met most."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        composed = [f"{kind}{part}{trouble}" for part in PARTS for trouble in TROUBLES for kind in ("", *chance.sample(KINDS, 2))]
        chance.shuffle(composed)
        self.ills = [*ILLS, *dict.fromkeys(composed)]
        self.drugs = [
            "".join(chance.sample(SYLLABLES, chance.choice((3, 3, 4)))) + chance.choice("片胶丸液") for _n in range(1_500)
        ]
        self.weights = {id(words): _falling(len(words)) for words in (self.ills, self.drugs)}

    def one(self, words: list[str], chance: random.Random) -> str:
        return chance.choices(words, cum_weights=self.weights[id(words)])[0]


def _falling(number: int) -> list[float]:
    return list(accumulate(1 / (place + 3) for place in range(number)))


def texts(number: int, seed: int = 7, start: int = 0) -> Iterator[Text]:
    words = Words(seed)
    for count in range(start, number):
        chance = random.Random(seed * 1_000_003 + count)
        ill, drug = words.one(words.ills, chance), words.one(words.drugs, chance)
        named = {
            "ill": ill,
            "other": words.one(words.ills, chance),
            "drug": drug,
            "other_drug": words.one(words.drugs, chance),
            "who": chance.choice(PEOPLE),
            "food": chance.choice(FOODS),
            "when": chance.choice(TIMES),
            "number": str(chance.randrange(2, 99)),
        }
        title = chance.choice(ASKING).format_map(named)
        body = ""
        while len(body) < 120:
            more = {"sign": chance.choice(SIGNS), "place": chance.choice(PLACES), "manner": chance.choice(MANNERS)}
            more |= {"doing": chance.choice(DOINGS), "ending": chance.choice(ENDINGS)}
            body += chance.choice(SENTENCES).format_map(named | more) + "。"
        yield Text(title + chance.choice(("？", "?", "", "")), body, topic=ill if ill in ILLS else "")
