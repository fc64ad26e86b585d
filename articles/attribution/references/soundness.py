"""What is wrong with the fields of a reference, each with the reason, and the same reference in its one form."""

import datetime
import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import identifiers
from .reference import Reference

MOST_AUTHORS, LONGEST_NAME = 200, 200
LONGEST = {"title": 500, "container": 300, "publisher": 200, "place": 100, "pages": 60, "volume": 30, "issue": 30, "edition": 40}
_CHECKS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("doi", identifiers.doi),
    ("pmid", identifiers.pmid),
    ("isbn", identifiers.isbn),
)


def faults(reference: Reference) -> dict[str, str]:
    """Sentences by field name; none when all is well."""
    found: dict[str, str] = {}
    for name, check in _CHECKS:
        try:
            check(getattr(reference, name))
        except identifiers.NotAnIdentifier as wrong:
            found[name] = str(wrong)
    if len(reference.authors) > MOST_AUTHORS:
        found["authors"] = _("作者有 %(number)d 位，最多记 %(most)d 位：请留下前几位，最后一行写“等”") % {
            "number": len(reference.authors),
            "most": MOST_AUTHORS,
        }
    elif any(len(name) > LONGEST_NAME for name in reference.authors):
        found["authors"] = _("有一位作者的名字超过 %(most)d 个字：请一行写一位") % {"most": LONGEST_NAME}
    for name, most in LONGEST.items():
        if len(getattr(reference, name)) > most:
            found[name] = _("“%(text)s……”太长，最多 %(most)d 个字") % {"text": getattr(reference, name)[:20], "most": most}
    for name in ("year", "accessed"):
        if (value := getattr(reference, name)) and not is_date(value):
            found[name] = _("“%(text)s”不是年份或日期：请写 2024 或 2024-05-01") % {"text": value[:40]}
    if reference.url and not re.match(r"https?://[^\s/]+", reference.url):
        found["url"] = _("网址要以 https:// 或 http:// 开头")
    return found


def sound(reference: Reference) -> Reference:
    """The same with identifiers in their one form; for a reference without faults."""
    return reference.but(**{name: check(getattr(reference, name)) for name, check in _CHECKS})


def is_date(text: str) -> bool:
    """A year, a month or a day that exists; `2023/2024` and `2023c` are written for some works and stand."""
    if not re.fullmatch(r"\d{4}-\d{1,2}(?:-\d{1,2})?", text):
        return bool(re.fullmatch(r"\d{4}(?:[a-z]|/\d{2,4})?", text))
    numbers = [int(part) for part in text.split("-")]
    try:
        datetime.date(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 1)
    except ValueError:
        return False
    return True


def day(text: str) -> None:
    """A validator. Raises ValidationError."""
    if text and not is_date(text):
        raise ValidationError(_("“%(text)s”不是年份或日期：请写 2024 或 2024-05-01"), params={"text": text[:40]})
