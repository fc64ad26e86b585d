"""Sets Chinese text: headings break between words, and a number never parts from its unit."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import rjieba
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# No line may begin with a closing mark or a particle that leans on the word before it, nor end with an opening mark.
_CLOSING = frozenset("，。、；：？！）》」』】〉”’…—·,.;:?!)]}%％℃")
_OPENING = frozenset("（《「『【〈“‘([{")
_LEANS_BACK = frozenset({"的", "了", "吗", "呢", "吧", "着", "过", "地", "得", "们", "儿"})
_LEANS_FORWARD = frozenset({"不", "没", "别", "很", "最", "更", "每", "第", "再", "太"})

_UNITS = (
    "mmHg|mmol/L|μmol/L|umol/L|kcal|kPa|mg/dL|mg/kg|mg|μg|kg|km|cm|mm|mL|ml|dL|Hz|IU|min|g|h|m|L|℃|°C|%|％|"
    "毫米汞柱|毫摩尔|毫升|毫克|微克|千克|公斤|厘米|毫米|公里|分钟|小时|个月|星期|岁|天|次|周|年|月|日|度|米|克|升|秒|片|粒|斤|倍|步|杯|勺|口"
)
_QUANTITY = re.compile(rf"\d+(?:[.,:/～~–—−-]\d+)*\s?(?:{_UNITS})(?![A-Za-z])")


def _words(text: str) -> Iterator[str]:
    """Words with the marks and particles that may not be cut off them."""
    held = ""
    for word in rjieba.cut(text):
        joins = held and (word[0] in _CLOSING or word in _LEANS_BACK or held[-1] in _OPENING or held in _LEANS_FORWARD)
        latin = held and held[-1].isascii() and word[0].isascii() and not held[-1].isspace() and not word.isspace()
        if held and not joins and not latin:
            yield held
            held = ""
        held += word
    if held:
        yield held


@lru_cache(maxsize=4096)
def broken_at_words(text: str) -> SafeString:
    """Escaped text with a `<wbr>` at every word boundary where a line may end, for use with `word-break: keep-all`."""
    return mark_safe("<wbr>".join(escape(word) for word in _words(text)))  # noqa: S308  (every word is escaped)


def with_quantities(text: str) -> str:
    """Escaped text in which number and unit stand in one element that does not break."""
    if not any(character.isdigit() for character in text):
        return escape(text)
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterable[str]:
    cursor = 0
    for found in _QUANTITY.finditer(text):
        yield escape(text[cursor : found.start()])
        yield f'<span class="nb">{escape(found.group())}</span>'
        cursor = found.end()
    yield escape(text[cursor:])
