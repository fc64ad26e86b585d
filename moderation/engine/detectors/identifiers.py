"""Checks of numbers that can lead to a person: checksum, grouping and boundaries, which RE2 patterns cannot express."""

import re
from collections.abc import Callable, Mapping

from ..reading import Reading
from .links import foreign_link
from .whereabouts import employer, home, numbered_place

Span = tuple[int, int]
Check = Callable[[Reading, int, int], Span | None]

# GB 11643-1999: weights modulo 11, and the check characters by remainder.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10x98765432"
PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91))
)
IDENTITY_WORDS = re.compile(r"身[份分]证|证件|公民身份|身份号|身份信息|户口|id号|\bid\b|sfz")
NOT_AN_IDENTITY = re.compile(r"(?:订单|流水|运单|快递|单|批|合同|发票|货|条码|序列|设备|产品|追溯码|登记|注册)号?[:\s]*$")
DIGIT_SEPARATORS = re.compile(r"[^0-9x×]")
IDENTITY_LENGTH = 18
HIDING = re.compile(r"[*×x·•●○#_□■◆]{2,}")
HIDDEN_MIDDLE = re.compile(r"\d{6}[*×x·•●○#_□■◆]{3,}\d{3}[\dx]")

# How eleven digits of a mobile number are grouped by people; anything else is a row of other numbers.
GROUPINGS = frozenset(
    {(11,), (3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 5, 3), (3, 8), (5, 6), (6, 5), (7, 4), (2, 9), (1, 10), (3, 2, 2, 4)}
    | {(1,) * 11, (2, 2, 2, 2, 2, 1), (1, 2, 2, 2, 2, 2), (3, 2, 2, 2, 2), (3, 4, 2, 2), (3, 2, 2, 2, 2)}
)
NOT_A_PHONE_BEFORE = re.compile(
    r"(?:国药准字|批准文号|注册证|备案|许可证|批号|批次|登记号|注册号|编号|货号|条形码|条码|订单号?|单号|证书号?|标准号?|准字|"
    r"doi|isbn|issn|nct|chictr|ctr|pmid|gb/?t|qq|扣扣|企鹅)[号码]*[是为:#\s./\-a-z]*[a-z]?$|10\.\d{4,9}/$"
)
# A number inside an address of the web or an identifier of a paper (ISO 26324) is a part of it.
IN_AN_ADDRESS = re.compile(r"(?:10\.\d{4,9}/|https?://|www\.)[^\s\u4e00-\u9fff]*$")
ROW_BEFORE, ROW_AFTER = re.compile(r"\d[\s,:|/.\-]{1,3}$"), re.compile(r"[\s,:|/.\-]{1,3}\d")
LOOSE_GROUPS = 5  # so many groups of digits are a telephone number only where no other number is in their row
PHONE_WORD_BEFORE = re.compile(r"(?:^|[^a-z])(?:tel|phone|mobile|mob|cell|t|m|p|v|vx|wx|wechat|call|no|num|number)$")
NOT_A_PHONE_AFTER = re.compile(r"\s*(?:%|‰|mg|ml|μg|ug|kg|iu|人次|人(?!接)|例|元|万|亿|单位|个百分|年)")
REGISTRY = re.compile(
    r"(?:nct|chictr|ctr|crd|isrctn|actrn|umin|jprn|drks|eudract|irct|kct|rbr|pactr|gb|yy|ws|doi|pmid|10\.|国|京|沪|粤|苏|浙|20\d\dsr)"
)
REGISTERED_THINGS = re.compile(
    r"(?:试验|临床研究|研究注册|注册平台|著作权|软著|软件|农药|兽药|器械|备案|产品|商标|专利|综述|prospero|房产|车辆|机构|企业|工商|税务|文物|船舶)"
    r"[^。;]{0,8}(?:登记|注册|流水|备案)"
)
BANK_WORDS = re.compile(r"银行|[工农建中招邮交]行|邮储|卡号|储蓄|借记|信用卡|账[号户]|户头|打款|转账|汇款|捐款|收款|工资卡")
PLACES_OF_TREATMENT = re.compile(
    r"(?:医院|科室|门诊|护士站|服务台|总机|急诊|卫生院|疾控|药监|卫健委|挂号|投诉|中心|热线|客服|公司|出版社|编辑部)"
)


def id_card(reading: Reading, start: int, end: int) -> Span | None:
    """18 digits of GB 11643: a valid checksum anywhere, or a valid place and date where the number stands by itself."""
    text = reading.digits
    compact = DIGIT_SEPARATORS.sub("", text[start:end]).replace("×", "x")
    if len(compact) != 18 or compact[:2] not in PROVINCES or not _is_date(compact[6:14]):
        return None
    if checksum_holds(compact):
        return start, end
    if NOT_AN_IDENTITY.search(reading.text[max(0, start - 12) : start]):
        return None
    return (start, end) if _alone(text, start, end) else None


def checksum_holds(number: str) -> bool:
    """Whether the last of 18 characters is the check character of the first 17."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECK_CHARACTERS[total % 11] == number[17]


def id_card_15(reading: Reading, start: int, end: int) -> Span | None:
    """The old number of 15 digits, only where the words before it call it one."""
    text = reading.digits
    compact = DIGIT_SEPARATORS.sub("", text[start:end])
    if len(compact) != 15 or compact[:2] not in PROVINCES or not _is_date("19" + compact[6:12]):
        return None
    if not _alone(text, start, end) or IDENTITY_WORDS.search(reading.text[max(0, start - 24) : start]) is None:
        return None
    return start, end


def hidden_id(reading: Reading, start: int, end: int) -> Span | None:
    """An identity number with its middle hidden: place and last digits still lead to few people."""
    number = reading.digits[start:end]
    shown = HIDING.sub("", number)
    named = IDENTITY_WORDS.search(reading.text[max(0, start - 24) : start]) is not None
    whole = (len(number) == IDENTITY_LENGTH or HIDDEN_MIDDLE.fullmatch(number) is not None) and number[:2] in PROVINCES
    whole = whole and _alone(reading.digits, start, end) and BANK_WORDS.search(reading.text[max(0, start - 20) : start]) is None
    return (start, end) if len(shown) >= (6 if named else 8) and (named or whole) else None


def _is_date(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    return 1800 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _alone(text: str, start: int, end: int) -> bool:
    """No digit touches the number, and no decimal point does."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isdigit() or after.isdigit():
        return False
    if before == "." and text[start - 2 : start - 1].isdigit():
        return False
    return not (after == "." and text[end + 1 : end + 2].isdigit())


def mobile(reading: Reading, start: int, end: int) -> Span | None:
    """Eleven digits from 13 to 19, grouped as people group them, and not part of another kind of number."""
    text = reading.digits
    if not _alone(text, *_without_country(text, start, end)):
        return None
    groups = re.findall(r"[0-9]+", text[start:end])
    separators = {separator.strip() for separator in re.findall(r"[^0-9()]+", text[start:end])} - {""}
    if tuple(map(len, groups)) not in GROUPINGS or len(separators) > 1:
        return None
    if separators & {"/", ",", ":"} and len(groups) > 3:
        return None
    first = _without_country(text, start, end)[0]
    if len(groups) >= LOOSE_GROUPS and (ROW_BEFORE.search(text[max(0, first - 5) : first]) or ROW_AFTER.match(text, end)):
        return None
    if IN_AN_ADDRESS.search(reading.text[max(0, first - 80) : first]):
        return None
    before = reading.text[max(0, first - 16) : first]
    if NOT_A_PHONE_BEFORE.search(before) or NOT_A_PHONE_AFTER.match(text, end):
        return None
    if before[-1:].isascii() and before[-1:].isalpha() and PHONE_WORD_BEFORE.search(before) is None:
        return None
    return first, end


def _without_country(text: str, start: int, end: int) -> Span:
    """The span with a country code before it, so that +86 does not count as a digit that touches."""
    country = re.search(r"(?:\(?\+|00|(?<![0-9]))86\)?[\s\-]*$", text[max(0, start - 8) : start])
    return (start - len(country.group()), end) if country else (start, end)


def landline(reading: Reading, start: int, end: int) -> Span | None:
    """A fixed line that the words before it give to a person; one of a hospital or an office is not a person's."""
    text = reading.digits
    if not _alone(text, start, end):
        return None
    low, _ = reading.window("sentence", start, end)
    before = reading.text[max(low, start - 16) : start]
    if NOT_A_PHONE_BEFORE.search(before) or PLACES_OF_TREATMENT.search(before):
        return None
    return start, end


def bank_card(reading: Reading, start: int, end: int) -> Span | None:
    """16 to 19 digits with the check digit of ISO/IEC 7812, or the words of a bank before them."""
    text = reading.digits
    compact = DIGIT_SEPARATORS.sub("", text[start:end])
    before = reading.text[max(0, start - 20) : start]
    if not _alone(text, start, end) or NOT_AN_IDENTITY.search(before) or IN_AN_ADDRESS.search(before):
        return None
    return (start, end) if luhn_holds(compact) or BANK_WORDS.search(before) else None


def luhn_holds(number: str) -> bool:
    """Whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)) % 10 == 0


def account_number(reading: Reading, start: int, end: int) -> Span | None:
    """What stands after the name of an account: six digits or more, and no code of a list."""
    digits = sum(character.isdigit() for character in reading.digits[start:end])
    after = reading.text[end : end + 3]
    return (start, end) if digits >= 6 and not re.match(r"\s*(?:年|元|万|人|次|例|%)", after) else None


def record_number(reading: Reading, start: int, end: int) -> Span | None:
    """A number that looks like one: four digits or more, no year, no number of a registry."""
    text = reading.digits
    value = re.search(r"[a-z0-9][a-z0-9\-_/ .]*$", text[start:end])
    if value is None or sum(character.isdigit() for character in value.group()) < 4:
        return None
    if REGISTRY.match(value.group()) or REGISTERED_THINGS.search(reading.text[max(0, start - 14) : end]):
        return None
    if IN_AN_ADDRESS.search(reading.text[max(0, start - 60) : start]):
        return None
    after = text[end : end + 3]
    if "(" in text[start:end] and ")" not in text[start:end] and text[end : end + 1] == ")":
        return start, end + 1
    if re.match(r"\s*(?:年|位|个|例|人|份|%|元|万)", after) or text[end : end + 1].isdigit():
        return None
    return start, end


def hotline(reading: Reading, start: int, end: int) -> Span | None:
    """A number of seven digits or more that readers are to call; the public short numbers are shorter."""
    digits = sum(character.isdigit() for character in reading.digits[start:end])
    return (start, end) if digits >= 7 and not reading.digits[end : end + 1].isdigit() else None


def brand(reading: Reading, start: int, end: int) -> Span | None:
    """Candidates of a brand are judged by its detector; the check only lets them overlap."""
    return start, end


CHECKS: Mapping[str, Check] = {
    "foreign_link": foreign_link,
    "id_card": id_card,
    "id_card_15": id_card_15,
    "hidden_id": hidden_id,
    "bank_card": bank_card,
    "account_number": account_number,
    "numbered_place": numbered_place,
    "home": home,
    "employer": employer,
    "mobile": mobile,
    "landline": landline,
    "record_number": record_number,
    "hotline": hotline,
    "brand": brand,
    "named": brand,
}
