"""Which questions are emergencies, in how many ways people ask them, and which only sound like one."""

import tomllib
from importlib.resources import files

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from search import emergencies

SHOUTS = {
    "heart": """胸痛 胸口疼 胸痛的原因 胸痛怎么办 胸口像压了块石头 心口疼得厉害 胸口一阵阵疼还出冷汗 左边胸口有点疼 胸悶胸痛 心梗的症状 心肌梗死 心肌梗塞前兆 急性心梗怎么急救
        心绞痛发作怎么办 心梗术后突然又发病 xiongtong xiōng+tòng 胸疼 心慌得厉害还冒冷汗 后背撕裂样疼痛 爸爸胸口痛左胳膊也痛 老人心脏疼 主动脉夹层""",
    "brain": """中风 中風 脑卒中 脑梗 老人突然说话不清 说话突然说不清楚 嘴突然歪了 嘴角歪斜 半边身子发麻 半边身体没力气 一侧手脚无力 突然看不见东西 突然剧烈头痛 脑溢血 中风了怎么办
        妈妈中风康复期突然不会动了 zhongfeng 脑梗的早期症状 口眼歪斜 右手一侧麻木 左侧身体麻木怎么回事 讲话口齿很不清""",
    "breath": "呼吸困难 喘不上气 喘不过气来 孩子嘴唇发紫 嘴唇都紫了 呼吸很急促 哮喘突然发作 huxikunnan 自发性气胸 晚上躺下就喘不上来气 肺栓塞",
    "choking": "噎住了 老人吃汤圆噎住 果冻卡住喉咙 花生卡在气管里 海姆立克急救法 宝宝呛奶 窒息 花生呛到气管里了",
    "arrest": "心脏骤停 心肺复苏怎么做 老人叫不醒 突然晕倒 昏倒在地 不省人事 昏迷 AED怎么用 爷爷没有呼吸了 猝死 hunmi 晕过去了 失去意识",
    "self": """自杀 自殺 不想活了 我想死 活不下去了 割腕 想结束自己的生命 活着没有意义 活着太没意思 轻生 孩子自残 跳楼 zisha zi+sha 死了算了 抑郁症想自杀 怎么死不痛苦 吃多少安眠药会死
        不想再活下去了 我要上吊 这个药一次吃多少会死 预防自杀""",
    "poison": "误服农药 孩子误吞纽扣电池 喝了洁厕灵 煤气中毒 食物中毒 吃错药了 药吃多了 吃了毒蘑菇 被蛇咬了 被毒蛇咬了一口 百草枯 宝宝误食樟脑丸 酒精中毒",
    "bleeding": "大出血 血止不住 伤口流血不止 吐血 咳血 手指切断了 呕血",
    "seizure": "抽搐 孩子高烧抽风 热性惊厥怎么处理 口吐白沫 癫痫突然发作 发烧惊厥 浑身抽搐",
    "water": "溺水急救 孩子掉进水里",
    "electric": "触电 被电到了",
    "allergy": "过敏性休克 喉头水肿 过敏了喘不上气",
    "burn": "大面积烧伤 被硫酸泼到",
    "injury": "车祸 从高处坠落受伤 头撞了一直吐",
    "birth": "羊水破了怎么办 孕39周破水 老婆要生了",
    "heat": "中暑 热射病",
    "help": "120 急救电话 打120说什么 救命",
}
IN_ENGLISH = {
    "heart": ["chest pain", "Heart attack symptoms", "my chest pain is getting worse"],
    "brain": ["stroke", "slurred speech"],
    "breath": ["can't breathe", "can’t breathe", "shortness of breath"],
    "self": ["suicide", "I want to die", "how to kill myself"],
    "poison": ["overdose", "carbon monoxide"],
    "heat": ["heat stroke"],
    "arrest": ["CPR", "not breathing"],
    "help": ["call 120"],
}
QUIET_WRITTEN = """
    孩子发烧38度要去医院吗 孩子不爱吃饭 吃海鲜过敏起疹子 喝牛奶拉肚子 手脚冰凉 手麻是什么原因 脚麻 颈椎病手麻 睡觉手麻 腿抽筋缺钙吗 摔伤擦破皮 脚崴了怎么办 小孩摔倒磕破膝盖
    吃药期间能喝酒吗 安眠药有副作用吗 酒精消毒伤口 消毒液怎么稀释 洗衣液对皮肤有害吗 84消毒液配比 开水烫伤起泡怎么处理 鸡胸肉热量 丰胸 乳腺增生胸部胀 断奶 断食 眼睛干涩
    眼睛看不清近视了 突然发胖 突然长痘 嘴角起泡 脸上长斑 舌头发麻上火 血糖高吃什么水果 血脂高 抽血前能喝水吗 电疗仪 电动牙刷 烤火皮肤干 车载急救包 怀孕血糖高怎么办 怀孕能吃螃蟹吗
    产检时间表 新生儿黄疸 羊水指数正常值 羊水偏少 想怀孕吃什么 跳绳减肥 跳舞膝盖疼 心情不好怎么办 压力大失眠 坚持不下去减肥 生活没有动力 高血压心脏病能跑步吗 心脏早搏要紧吗 呼吸道感染
    打鼾 慢性支气管炎 雾化吸入 流感疫苗 便秘三天 痔疮出血
    预防中风 中风后遗症康复 中风偏瘫康复训练 脑梗后遗症怎么恢复 脑梗死二级预防 脑卒中患者的饮食 心梗支架术后吃什么药 心梗后多久能运动 心肌梗死康复 心梗出院后注意什么
    卒中后抑郁护理 中风的危险因素 预防心梗 心绞痛患者食谱 老年人预防猝死 预防食物中毒 食物中毒预防措施 预防煤气中毒 预防中暑 中暑预防 儿童防溺水 预防触电 脑出血术后护理 昏迷病人护理 休克的历史
    高血压 糖尿病饮食 感冒吃什么 拉肚子 发烧39度 头痛 偏头痛怎么缓解 颈椎病 胸椎间盘突出痛 痛风 风湿 失眠 抑郁症 焦虑 情绪低落 小腿抽筋 眼皮抽搐 眼皮跳 腿抽搐 面肌抽搐 老人不想活动 想死你了
    晚上吊针打完 角质死皮 去死皮 独自伤心 血压120/80正常吗 120/80 手术中风险有多大 老年中风湿病 电脑中毒 儿童铅中毒检测 鸡骨头卡喉咙 甲亢诊断指标 脑梗的人吃什么好 孕妇晕车 哮喘能治好吗 卡介苗 早搏心跳漏停一拍 流鼻血 痔疮便血 牙龈出血 鱼刺卡喉咙 喉咙卡鱼刺
    家用急救箱 急救培训报名 孩子说话不清几岁看 细胞自杀 没意识到自己胖 高血压脑病 心电图 心律不齐 冠心病 冠心病饮食 心脏支架 心脏彩超 房颤 早搏 贫血 咽炎 鼻炎 咳嗽 支气管炎 哮喘 哮喘用药 过敏性鼻炎 荨麻疹
    烫伤起泡 晒伤 骨折康复 骨质疏松 月经不调 孕期饮食 疫苗接种 幽门螺杆菌 胃痛 腰痛 膝盖疼 尿频 脱发 湿疹 近视 白内障 打呼噜 高血脂 脂肪肝 结石 癫痫遗传吗 癫痫患者可以开车吗 脑血管检查 xueya tangniaobing
    自我检查 自闭症 自然分娩 伤口换药 献血 骨髓捐献 安全用药 药物说明书 乳房胀痛 心理咨询 跳绳 跳楼机 减肥 瘦身 体检 高考压力 中国队 stroke+rehabilitation stroke+prevention heart+attack+prevention
    high+blood+pressure diabetes breast+stroke how+to+sleep"""
QUIET = [words.replace("+", " ") for words in QUIET_WRITTEN.split()]
# As people write when they are frightened: whole sentences, collected apart from the words of the file.
TOLD_WRITTEN = """
    老伴突然晕在厕所里 孩子从沙发上摔下来一直吐 吃鱼的时候被枣核卡住喉咙 心口窝疼得直不起腰出汗 感觉心脏快停了 早上起来右胳膊抬不起来嘴也歪了 突然说话说不利索 爸爸喝了一瓶白酒昏迷不醒
    孩子吃了降糖药 小孩误喝花露水 邻居家煤气泄漏有人晕了 被眼镜蛇咬了 血从伤口往外喷 老人吐了好多血 孕晚期突然大出血 宝宝发烧抽搐 工友触电了 小孩掉游泳池里捞上来没气了 油锅着火烧到脸和手
    被车撞了腿断了 我真的好想死掉 不知道活着是为了什么 朋友发信息说要跳河 女儿用刀划手 吃安眠药自杀怎么救 呼吸越来越费力 嘴唇发乌喘得厉害 肺气肿病人突然喘不过气 吃了海鲜喉咙肿了
    打完疫苗晕倒了 中暑昏倒怎么办 突然半身不能动 老人摔了一跤站不起来神志不清 心跳骤停怎么按压 头被砖头砸了流血 脑溢血抢救 昏厥了怎么办 手指头被门夹断了 喝了假酒眼睛看不见 有人晕倒在地铁里
    外婆洗澡的时候摔倒了叫也不答应 弟弟误把洗厕所的水喝下去了 小孩子发烧到40度浑身发抖翻白眼 丈夫喝醉了叫不醒一直吐 手被机器压断了 老公胸口像刀割一样 爬山的时候突然胸口一阵绞痛
    妈妈说话大舌头而且手没劲 爷爷吃饭的时候突然拿不住筷子 宝宝被奶呛到脸都青了 奶奶吃汤圆卡住了说不出话 我不想再坚持下去了想离开 想割腕自杀 同学站在楼顶要跳 吃了很多感冒药想死
    孩子把清洁剂喝了 被蜜蜂叮了以后嘴唇肿喘不上气 打了青霉素以后晕倒 电热水器漏电把人电晕了 游泳的时候溺水了怎么救 有人掉到水里怎么办 天气热干活晕倒了 孕妇突然肚子疼得厉害还出血 羊水流出来了
    脖子上的血管割破了 鼻血流了半小时止不住 呕吐出咖啡色的东西 拉黑色柏油样大便头晕 车祸伤员怎么处理 骨折骨头戳出来了 开水烫到孩子全身 火灾吸入烟雾晕了 老人突然喘不上来还吐粉红色泡沫痰
    哮喘犯了没有药 吃花生后全身起疹子喘 癫痫发作咬舌头怎么办 没有呼吸怎么做人工呼吸 心跳停止多久会死 爸爸突然认不得人了 突然一只胳膊没劲
"""
TOLD = TOLD_WRITTEN.split()
# A space inside a question is written +.
SHOULD = [(words.replace("+", " "), kind) for kind, listed in SHOUTS.items() for words in listed.split()]


@pytest.mark.parametrize(("words", "kind"), SHOULD)
def test_it_is_told_at_once(words: str, kind: str) -> None:
    told = emergencies.card(words)
    assert told is not None
    assert told.number == ("12356" if kind == "self" else "120")


@pytest.mark.parametrize("words", TOLD)
def test_a_frightened_sentence_is_understood(words: str) -> None:
    assert emergencies.card(words) is not None


def test_nearly_every_card_is_of_the_right_kind() -> None:
    right = [emergencies.card(words).kind == kind for words, kind in SHOULD]  # type: ignore[union-attr]
    assert sum(right) / len(right) >= 0.95
    assert len(right) + len(QUIET) >= 250


@pytest.mark.parametrize(("words", "kind"), [(words, kind) for kind, listed in IN_ENGLISH.items() for words in listed])
def test_it_is_told_in_english(words: str, kind: str) -> None:
    told = emergencies.card(words)
    assert told is not None
    assert (told.kind, told.language) == (kind, "en")


@pytest.mark.parametrize("words", QUIET)
def test_what_only_sounds_like_one_is_left_alone(words: str) -> None:
    assert emergencies.card(words) is None


def test_only_what_happens_now_interrupts_typing() -> None:
    assert emergencies.card("胸口疼").clear  # type: ignore[union-attr]
    assert not emergencies.card("中风").clear  # type: ignore[union-attr]


def test_the_language_is_the_page_s() -> None:
    with translation.override("en"):
        assert "call 120" in emergencies.card("胸痛").title  # type: ignore[union-attr]
    assert "拨打 120" in emergencies.card("胸痛").title  # type: ignore[union-attr]


def test_every_kind_says_in_both_languages_whom_to_call_what_to_do_and_what_not() -> None:
    read = tomllib.loads((files("search") / "emergencies.toml").read_text(encoding="utf-8"))
    for kind in read["kinds"]:
        assert kind["number"] in ("120", "12356")
        for language in ("zh", "en"):
            said = kind[language]
            assert said["title"]
            assert said["line"]
            assert 2 <= len(said["do"]) <= 4
            assert 1 <= len(said["dont"]) <= 3
        assert all("不要" in line for line in kind["zh"]["dont"]), kind["code"]


@given(st.text(max_size=120))
def test_nothing_typed_breaks_it(words: str) -> None:
    emergencies.card(words)
