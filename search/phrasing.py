"""How questions about health are phrased: what is asked of a thing, the filler around it, and everyday spellings of one word."""

import re

from . import text

# What is asked, by the words it is asked with. The order is the place of each kind in `asks`.
ASKED = (
    ("怎么回事|怎么会|为什么|为何|什么原因|原因|引起|病因|导致|造成|什么情况|怎么引|怎么得"),
    ("怎么办|[怎如][么何]治|怎样治|治疗|处理|解决|缓解|调理|怎么[消去止好]|如何去|怎样去|办法|方法|偏方|妙招"),
    ("可以|能不能|可不可以|能否|是否可以|可否|能(?![不力量够])|宜不宜|不能|适合|会不会|是否能"),
    ("要不要|需要|需不需|用不用|必须|必要"),
    ("是什么|什么是|什么意思|什么病|什么叫|指的是"),
    ("症状|表现|[征症前先]兆|信号|特征|什么样|什么感觉"),
    ("危害|坏处|害处|后果|影响|副作用|不良反应|后遗症|伤害|危险"),
    ("好处|功效|作用|益处|用处|疗效|功能|效果|营养"),
    ("什么药|用药|药物|哪种药|哪些药|药好"),
    ("吃什么|食疗|饮食|食谱|食物|喝什么|忌口|不能吃|水果|吃哪些"),
    ("什么时候|何时|几点|时间|最佳"),
    ("多久|多长|几天|几个月|几年|多少天|几周"),
    ("多少|几次|多大|剂量|用量|几片|几毫升|标准"),
    ("多少钱|费用|价格|贵不贵|报销"),
    ("什么科|哪个科|哪里|医院|去哪"),
    ("如何|怎么|怎样|方式|步骤"),
    ("严重|要紧|大碍|致命|有事|死亡"),
    ("治好|根治|治愈|痊愈|恢复|能好|自愈"),
    ("传染|遗传"),
    ("预防|避免|防止"),
    ("正常|好不好|好吗|对不对|有没有|有用吗|管用"),
    ("检查|诊断|确诊|判断|看出|区分|区别|鉴别"),
    ("哪个|哪些|哪种|有几种|分类|类型|种类|哪款|品牌|牌子"),
)
_ASKED = [re.compile(pattern) for pattern in ASKED]
_FILLER = re.compile(
    "怎么回事|为什么|怎么办|什么|怎么|怎样|如何|可以|需要|是否|能不能|要不要|会不会|原因|治疗|方法|哪些|哪个|多少|多久"
    "|请问|一下|之|等|该|应|又|就|都|也|得|吗|呢|的|了|是|有|会|能|啊|呀|和|与|在|要"
)
# Said one way or the other in questions; other names of diseases are in `search.names`.
_EVERYDAY = {
    "咋": "怎么",
    "啥": "什么",
    "疼": "痛",
    "涨": "胀",
    "女人": "女性",
    "女生": "女性",
    "女士": "女性",
    "男人": "男性",
    "男生": "男性",
    "男士": "男性",
    "小孩子": "儿童",
    "小孩": "儿童",
    "孩子": "儿童",
    "宝宝": "儿童",
    "小儿": "儿童",
    "婴儿": "儿童",
    "婴幼儿": "儿童",
    "幼儿": "儿童",
    "小朋友": "儿童",
    "老年人": "老人",
    "老人家": "老人",
    "怀孕": "妊娠",
    "孕妇": "妊娠",
    "孕期": "妊娠",
    "例假": "月经",
    "大姨妈": "月经",
    "头昏": "头晕",
    "发烧": "发热",
    "拉肚子": "腹泻",
    "拉稀": "腹泻",
    "睡不着": "失眠",
    "食用": "吃",
    "服用": "吃",
    "最好": "最佳",
    "坏处": "危害",
    "害处": "危害",
    "功效": "好处",
    "作用": "好处",
    "益处": "好处",
}
_SAID = re.compile("|".join(sorted(_EVERYDAY, key=len, reverse=True)))


def levelled(words: str) -> str:
    """Letters and digits alone, folded, with one spelling of what is said in several ways; for comparing, never for finding."""
    return _SAID.sub(lambda match: _EVERYDAY[match.group()], text.squeezed(words))


def core(level: str) -> str:
    """What a levelled question is about, without the words that ask."""
    return _FILLER.sub("", level)


def asks(level: str) -> int:
    """Which kinds of question a levelled text asks, one bit for each."""
    return sum(1 << place for place, pattern in enumerate(_ASKED) if pattern.search(level))
