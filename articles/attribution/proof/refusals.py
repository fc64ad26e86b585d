"""Says in the reader's language why the offline script, which speaks English alone, refuses a manifest."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

_KEY = re.compile(r"key (\S+) (?:is not|was not)")
_DAY = re.compile(r"made at (\S+), when")


def _of_json(said: str) -> str:
    place = re.search(r"line (\d+) column (\d+)", said)
    if place is None:
        return _("它不是完整的 JSON 文本")
    return _("第 %(line)s 行第 %(column)s 个字符附近不是合法的 JSON") % {"line": place[1], "column": place[2]}


def _of_key(said: str) -> str:
    return _("签名用的密钥 %(key)s 不是本站的") % {"key": _found(_KEY, said)[:60]}


def _of_day(said: str) -> str:
    told = {"day": _found(_DAY, said)[:40], "key": _found(_KEY, said)[:60]}
    return _("它自称于 %(day)s 签名，而密钥 %(key)s 当时没有在用") % told


def _found(pattern: re.Pattern[str], said: str) -> str:
    found = pattern.search(said)
    return found[1].strip("'\"") if found else ""


# Part of what the script says, and how a reader is told.
_TOLD: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("stands twice", lambda said: _("同一个名称写了两次")),
    ("is no whole number", lambda said: _("里面有小数或不是数字的数值，清单里只有整数")),
    ("this is no JSON:", _of_json),
    ("this is no JSON object", lambda said: _("它不是一个 JSON 对象")),
    ("as UTF-8", lambda said: _("里面有残缺的字符")),
    ("its format is not", lambda said: _("它的格式不是本站清单的格式")),
    ("is not in the ring", _of_key),
    ("was not in use", _of_day),
)


def told(said: str) -> str:
    """One sentence without its full stop."""
    for part, words in _TOLD:
        if part in said:
            return words(said)
    return _("签名、密钥或日期缺失、损坏，或者签的不是这份内容")
