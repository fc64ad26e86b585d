"""Invented medical articles in plain Chinese, any number, the same for the same seed: text alone, for measuring indexes."""

import random

PEOPLE = ["老人", "孩子", "孕妇", "家属", "青少年", "上班族", "夜班工人", "司机", "教师", "运动员", "新手父母", "独居者", "术后病人", "慢病患者", "过敏的人", "肥胖的人", "吸烟者"]
ILLS = ["高血压", "糖尿病", "痛风", "哮喘", "胃炎", "湿疹", "贫血", "失眠", "颈椎病", "骨质疏松", "干眼症", "偏头痛", "肾结石", "脂肪肝", "甲减", "心衰", "房颤", "肺炎", "流感", "肠炎", "胆囊炎", "口腔溃疡", "鼻炎", "荨麻疹", "带状疱疹", "尿路感染", "痔疮", "便秘", "腰肌劳损", "关节炎", "白内障", "中耳炎"]
SIGNS = ["头晕", "乏力", "发热", "咳嗽", "胸闷", "心慌", "皮疹", "腹胀", "恶心", "反酸", "口干", "夜尿多", "手麻", "视物模糊", "耳鸣", "关节肿", "食欲差", "体重下降", "气短", "浮肿", "鼻塞", "咽痛", "盗汗", "抽筋", "背痛", "尿频", "便血", "眼红"]
DOINGS = ["量体温", "记饮食", "少放盐", "多喝水", "散步", "拉伸", "按时吃药", "复查血糖", "做心电图", "查肝功能", "早睡", "开窗通风", "洗手", "戴口罩", "称体重", "测血压", "做笔记", "打疫苗", "看牙", "换床单", "戒烟", "限酒", "吃早饭", "做力量练习", "晒太阳", "热敷", "冷敷", "抬高患肢", "清洗伤口", "复诊"]
PLACES = ["家里", "门诊", "社区医院", "药店", "学校", "办公室", "病房", "路上", "厨房", "体检中心", "急诊", "康复科"]
TIMES = ["早上", "晚上", "饭后", "睡前", "换季时", "出院后", "头两周", "每个月", "连续三天", "第二天", "半年内", "运动前", "出差时", "周末", "服药期间", "发作当天"]
MANNERS = ["慢慢地", "尽量", "坚持", "不必急着", "可以先", "最好", "反复", "少量多次地", "和医生商量后", "按说明", "在家人陪同下", "适当", "提前", "分几次"]
LINKS = ["因为", "所以", "不过", "另外", "同时", "如果", "等到", "只要", "除非", "其实", "通常", "多数情况下", "少数时候", "反过来说", "说到底"]
ENDINGS = ["会舒服一些", "要留意", "再作决定", "并不少见", "比较稳妥", "就该就诊", "没有那么可怕", "要分清", "常被忽略", "值得记下来", "不能代替检查", "因人而异", "往往能缓解", "要告诉医生"]
NUMBERS = ["两三次", "十分钟", "半小时", "一到两周", "三个月", "七成左右", "五毫升", "一小把", "八小时", "三十七度五", "一百四十", "六点一"]
SHAPES = (
    ("LINKS", "PEOPLE", "有", "SIGNS", "和", "SIGNS"),
    ("TIMES", "在", "PLACES", "MANNERS", "DOINGS"),
    ("ILLS", "的", "SIGNS", "ENDINGS"),
    ("PEOPLE", "MANNERS", "DOINGS", "NUMBERS"),
    ("LINKS", "SIGNS", "持续", "NUMBERS", "ENDINGS"),
    ("DOINGS", "之后", "TIMES", "又", "SIGNS"),
    ("PLACES", "的", "PEOPLE", "容易把", "ILLS", "当成", "ILLS"),
    ("MANNERS", "DOINGS", "再", "DOINGS", "ENDINGS"),
    ("TIMES", "NUMBERS", "的", "DOINGS", "对", "ILLS", "ENDINGS"),
)
WORDS = {name: value for name, value in globals().items() if name.isupper() and name != "SHAPES" and isinstance(value, list)}


def article(number: int, characters: int = 1_600, seed: int = 5) -> list[tuple[str, str]]:
    """Passages of about 200 characters, as (path, text)."""
    chance = random.Random(seed * 1_000_003 + number)
    pick = chance.choice
    found: list[tuple[str, str]] = []
    paragraph, length = "", 0
    while length < characters:
        clauses = [
            "".join(pick(WORDS[part]) if part in WORDS else part for part in pick(SHAPES)) for _n in range(chance.randint(2, 4))
        ]
        paragraph += "，".join(clauses) + "。"
        if len(paragraph) > 180:
            found.append((f"body.{len(found)}", paragraph))
            length += len(paragraph)
            paragraph = ""
    return found
