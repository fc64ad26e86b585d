"""Checks of places: whether an address or an employer is named, and where its words begin and end."""

import re

from ..reading import Reading

HAN = "\u4e00-\u9fff"
NUMBER = "[0-9a-z一二三四五六七八九十百零〇]{1,6}"
# Larger places before a street, and what follows its number (GB/T 23705: from province down to room).
LARGER = re.compile(rf"(?:[{HAN}]{{1,9}}?(?:省|市|区|县|镇|乡|街道|村|旗|州|盟|社区|新区)[\-—, ]?)+$")
SMALLER = re.compile(
    rf"(?:[\-— ]?[{HAN}]{{0,8}}?{NUMBER}(?:[\-—]{NUMBER})*(?:号楼|号院|号|幢|栋|座|单元|室|层|楼|弄|组|队|户|区|期))+|(?:-\d{{1,4}})+室?"
)
LEAD_IN = re.compile(rf"^[{HAN}]*(?:家住|居住|住|位于|来自|老家|户籍|地址|搬到|租在|[在于是到址从为:])")
MASKED = re.compile(r"某|×|x{2}|\*|○|□")
# Words that end like a place and name none.
NAMELESS = re.compile(
    r"(?:^|[的在个座条片间一为是到于从和与及])(?:(?:一|这|那|该|本|每|各|同|几|两|全|邻|旧|老|新|小|大|古|农|山|渔|乡|城|市|高|中|低|普通|高档|封闭|附近|隔壁|临近|周边|郊区|县城|"
    r"偏远|贫困|城中|城乡|海边|湖边|江边|山区|牧区|水边|路边|学校|单位|员工|职工|集体|工地|学生|教师|工厂|公司|厂区|医院|养老|老年|干休|安置|拆迁|回迁|电梯|无电梯|没电梯|"
    r"商品房|我们|你们|他们|我家|你家|他家|干预|对照|试验|研究|观察|样本|抽样|调查|项目|示范|某)*)(?:村|村庄|山村|渔村|小村|村子|湾|沟|坡|塘|集|屯|寨|庄|镇|乡镇|城镇|乡|小区|社区|花园|公寓|街道|街|马路|公路|铁路|道路|路|巷|胡同|宿舍|家属院|大院|苑|园)$"
)
NO_STREET = re.compile(
    r"(?:尿|胆|气|[^万]通|旁|电|回|线|思|网|管|套|半|走|销|出|退|弯)路$|(?:家|院|心|夜|店|村|城|县|镇|屋|车|手|嘴|体|房|科|这|那|哪|公|英|海|千|万|百)里$|(?:幼儿|校|公|动物|植物|学)园$|"
    r"(?:逆|上|下|步|当|轻|大)街$|医药大厦$"
)
# What a unit is called by its trade, rank or place in general: a name is what is left without these words.
TRADES = re.compile(
    r"(?:一|某|这|那|该|几|各|每|本|哪|两|同|整|全|多|许多|所有|部分|一些|有些|某些|多数|少数|不少|很多|大量)(?:家|所|个|间|座|名|支|位|类|种)?|"
    r"当地|本地|附近|隔壁|私立|公立|民营|民办|外资|外企|合资|国有|国企|私企|私营|个体|互联网|知名|著名|名牌|大型|小型|中型|重点|普通|公办|县级|市级|省级|国家级|基层|乡镇|社区|正规|"
    r"专科|综合|全国|全市|全县|全省|全球|我国|国内|国外|海外|我市|我县|本市|城市|城乡|农村|乡村|山区|偏远|贫困|城区|县城|镇上|村里|乡里|市里|省里|中小|寄宿|特殊|职业|成人|老年|中等|高等|本科|师范|"
    r"化工|纺织|水泥|钢铁|电子|服装|制鞋|鞋|皮革|印刷|食品|机械|机床|家具|玩具|汽车|造纸|玻璃|陶瓷|农药|化肥|蓄?电池|铸造|五金|塑料|橡胶|石棉|砖|糖|酒|烟草?|面粉|木材|煤炭?|石油|天然气|制药|药|"
    r"网络|科技|房地产|地产|保险|贸易|外贸|物流|快递|外卖|家政|装修|广告|建筑|传媒|影视|游戏|软件|金融|证券|投资|咨询|培训|旅游|航空|铁路|公交|出租|电力|供电|自来水|燃气|环卫|物业|"
    r"眼镜|理发|美容|美发|水果|早餐|面|花|书|奶茶|火锅|便利|烟酒|宠物|按摩|足疗|养生|健身|咖啡|图书|体育|博物|殡仪|酱|母婴|服饰|五星级?|露天|地下|小|大|老|新|好|国立|州立|皇家"
)
CUT = re.compile(r".*[的在是到去从于为任给让把和与及跟对向被由等了过着有叫说请找就也都还而但若如当以其里]")
SCHOLARS = re.compile(
    r"研究|科研|学者|教授|专家|院士|团队|课题|调查|发现|志愿者|全体|各位|人员|离不开|感谢|多亏|邀请|联合|携手|售后"
)
UNIT_NAMES = (
    "中学|小学|[一二三四五六七八九]中|附中|附小|村小|完小|中心校|学校|幼儿园|大学|学院|职高|技校|高中|有限公司|公司|集团|厂|局|派出所|供电所|支队|大队|中队|支行|分行|银行|法院|检察院|"
    "街道办|居委会|村委会|政府|电视台|电台|报社|剧团|歌舞团|文工团|超市|商场|酒店|饭店|酒楼|宾馆|营业厅|加油站|车站|机场|敬老院|养老院|福利院|博物馆|图书馆|体校|驾校|寺|庙|教堂|矿|农场|林场|车间|"
    "信用社|店|馆|俱乐部|工作室"
)
UNIT = re.compile(rf"([{HAN}]*?)(?:第?[一二三四五六七八九十]+|实验|中心|附属|附)?(?:{UNIT_NAMES})")


def numbered_place(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """A street, estate or village with a number: the whole address around it, or None where its name is no name."""
    text = reading.text
    core = text[start:end]
    name = re.search(rf"[{HAN}]+$", text[max(0, start - 10) : start] + re.match(rf"[{HAN}]*", core).group())  # type: ignore[union-attr]
    if (
        text[end : end + 1] == "年"
        or MASKED.search(core)
        or (name and (_nameless(name.group()) or NO_STREET.search(name.group())))
    ):
        return None
    larger = LARGER.search(text[max(0, start - 40) : start])
    first = start - len(larger.group()) if larger else start
    first += _lead(text[first:end])
    smaller = SMALLER.match(text, end)
    return (first, smaller.end() if smaller else end) if first < end else None


def home(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """What stands after “lives in”: a village, estate or street with a name of its own."""
    start += _lead(reading.text[start:end])
    words = reading.text[start:end]
    last = re.split(r"[的, ]", words)[-1]
    if MASKED.search(words) or _nameless(last) or len(re.findall(rf"[{HAN}]", last)) < 3 or NO_STREET.search(last):
        return None
    smaller = SMALLER.match(reading.text, end)
    return start, smaller.end() if smaller else end


def employer(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """A unit with a name of its own, and what one person does there."""
    words = reading.text[start:end]
    if MASKED.search(words) or SCHOLARS.search(reading.text[max(0, start - 6) : end]) or reading.text[end : end + 1] == "们":
        return None
    unit = UNIT.match(words)
    if unit is None:
        return None
    named = CUT.sub("", unit.group(1))
    if len(TRADES.sub("", named)) < 2:
        return None
    return start + len(unit.group(1)) - len(named), end


def _lead(words: str) -> int:
    """How many characters before a place only lead to it."""
    lead = LEAD_IN.match(words)
    return lead.end() if lead else 0


def _nameless(name: str) -> bool:
    return NAMELESS.search(name) is not None
