"""Says whether an unknown word looks like a brand: made only of the characters that name medicines."""

# The characters that brand names of medicines are mostly made of (counted over names in public medicine registers).
BRAND_CHARACTERS = frozenset(
    "欣安康乐力克宁达诺可舒特美瑞泰尔维普利迪林立奥平新赛斯艾福得洛博通贝奇金必尼思芬威素复益佳清罗苏天能星优灵定多迈莱德西爱菲邦"
    "宝阿信丽凯百卡欧悦坦来纳君妥依万喜科海亚兰捷丁倍吉麦沙保希格明施华易朗松仙伊健加米恩太汀莫恒敏扶畅怡适派澳龙双络隆泽森青路速"
    "孚那英索盖夫唯托润尤洁强雅正长爽停丹静齐锐芙巴顺意拉枢圣富珠亭替卫玛源晴方善帕抒韦雪联凡弗惠元辛锋蒙悉兴卓沃辰彼露伦丰亿川波"
    "耐拜霖雷芯潘珍贺盛帝培宏若感活衡伯琪婷典令碧嘉莎津久友裕阳谱环宜佐净伏佩舍匹桑本密延珂赫每弥滴拓胜敖玉汇脉纾琳伽千升凝帅咪奈律"
)
# Endings of generic names, which are made of the same characters.
GENERIC_ENDINGS = (
    *(
        "他汀",
        "沙坦",
        "地平",
        "普利",
        "洛尔",
        "列汀",
        "列净",
        "拉唑",
        "霉素",
        "西林",
        "双胍",
        "替尼",
        "单抗",
        "沙星",
        "米松",
        "奈德",
    ),
    *(
        "布洛芬",
        "洛韦",
        "美辛",
        "西泮",
        "唑仑",
        "氯平",
        "西汀",
        "舍曲林",
        "格雷",
        "沙班",
        "孢",
        "格列",
        "鲁肽",
        "洛芬",
        "他定",
        "利嗪",
    ),
)
LONGEST = 5
QUOTES = frozenset('"“”「」『』‘’')
# The characters that names of medicines like to end in; a quoted word of three or four that does so may hold any others.
LAST_CHARACTERS = frozenset("宁康舒平灵欣乐安力通泰清净定妥适达克林停静维源健美佳芬立迪诺素敏得必亭坦汀星福爽宝贝仙")


def shaped_like_a_brand(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part of `[start, end)` that can be a brand: before ® two characters do, elsewhere the whole must fit."""
    marked = text[end : end + 1] in ("®", "™")
    if text[start:end].isascii():
        return (start, end) if marked else None
    first = end
    while first > start and end - first < LONGEST and text[first - 1] in BRAND_CHARACTERS:
        first -= 1
    if text[first:end].endswith(GENERIC_ENDINGS):
        return None
    if marked:
        before = text[start - 1 : start]
        alone = end - start <= LONGEST and not before.isalnum()  # nothing else stands before it: all of it is the name
        return (start if alone else first, end) if alone or end - first >= 2 else None
    if first == start and end - first >= 3:
        return first, end
    quoted = text[start - 1 : start] in QUOTES and text[end : end + 1] in QUOTES
    return (start, end) if quoted and 3 <= end - start <= 4 and text[end - 1] in LAST_CHARACTERS else None
