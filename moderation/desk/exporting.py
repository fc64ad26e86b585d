"""A list of cases as CSV or XLSX: safe to open in a spreadsheet, and without anything that names a person."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ..models import Case
from ..moderated import Moderated
from ..presentation import outcome_words, specialty_words
from . import calendar, leases, lights

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Titles of accounts, orders and profiles name people; those of pages were scanned before they came here.
COLUMNS: tuple["StrOrPromise", ...] = (
    gettext_lazy("编号"),
    gettext_lazy("类别"),
    gettext_lazy("状态"),
    gettext_lazy("结果"),
    gettext_lazy("风险"),
    gettext_lazy("专科"),
    gettext_lazy("标题"),
    gettext_lazy("收到"),
    gettext_lazy("应办结"),
    gettext_lazy("时限"),
    gettext_lazy("有人办理"),
    gettext_lazy("搁置至"),
    gettext_lazy("已升级"),
    gettext_lazy("来源数"),
)
# A spreadsheet reads a cell that begins like this as a formula.
FORMULA = re.compile(r"^[=+\-@\t\r\n|%＝＋－＠]")
# What XML 1.0 does not allow in a file.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CHUNK = 500


def safe(value: str) -> str:
    """The text with nothing that a spreadsheet would compute or could not read."""
    clean = CONTROL.sub("", value)
    return f"'{clean}" if FORMULA.match(clean) else clean


def rows(cases: QuerySet[Case]) -> Iterator[list[str]]:
    hours = calendar.current()
    now = timezone.now()
    for case in cases.select_related("content_type").prefetch_related("sources").iterator(chunk_size=CHUNK):
        is_open = case.state == Case.State.OPEN
        yield [
            safe(value)
            for value in (
                case.number,
                str(case.get_kind_display()),
                str(case.get_state_display()),
                outcome_words(case.outcome),
                str(case.get_risk_display()),
                specialty_words(case),
                _title(case),
                _time(case.opened_at),
                _time(case.due_at),
                lights.of(case, hours, now).words if is_open else "",
                _("是") if leases.standing(case, now=now).running else _("否"),
                _time(case.held_until),
                _("是") if case.escalated_at else _("否"),
                str(len(case.sources.all())),
            )
        ]


def as_csv(cases: QuerySet[Case]) -> Iterator[bytes]:
    """Line by line, with the mark by which a spreadsheet knows that it is UTF-8."""
    yield "\ufeff".encode()
    for row in _with_head(cases):
        line = io.StringIO()
        csv.writer(line).writerow(row)
        yield line.getvalue().encode()


def as_xlsx(cases: QuerySet[Case]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("案件"))
    for row in _with_head(cases):
        sheet.append([_text(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_head(cases: QuerySet[Case]) -> Iterable[list[str]]:
    yield [str(column) for column in COLUMNS]
    yield from rows(cases)


def _text(sheet: Any, value: str) -> Any:
    """Kept as text whatever it looks like."""
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


def _title(case: Case) -> str:
    model = case.content_type.model_class()
    named = model is not None and issubclass(model, Moderated) and any(field.name == "title" for field in model._meta.fields)
    return case.title if named else ""


def _time(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
