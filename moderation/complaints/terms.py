"""For each kind of complaint: what it means, until when it is decided, on what ground, and where else one may turn."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ..models import ComplaintKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_TEXT, LONGEST_QUOTATION, LONGEST_CONTACT = 5_000, 500, 200  # characters
MOST_FILES, MOST_FILE_BYTES = 6, 10 * 1024 * 1024
# An institution's answer, a correction, and the steps of a notice of infringement: days.
REFERRAL_DAYS, CORRECTION_DAYS = 15, 7
COMPLETION_DAYS, COUNTER_DAYS, WAITING_DAYS = 7, 15, 15
# How long it is kept which line or person a complaint came from, in days; enough to know repetition, no longer.
SOURCE_DAYS = 60


@dataclass(frozen=True)
class Body:
    """Somebody outside the site to whom everybody may turn."""

    name: "StrOrPromise"
    phone: str = ""
    url: str = ""


BODIES: Mapping[str, Body] = {
    "12377": Body(_("中央网信办举报中心"), "12377", "https://www.12377.cn/"),
    "12315": Body(_("全国 12315 平台（广告与消费）"), "12315", "https://www.12315.cn/"),
    "12345": Body(_("政务服务便民热线（可转卫生健康部门）"), "12345"),
    "12320": Body(_("卫生热线"), "12320"),
    "110": Body(_("公安机关（隐私泄露、诈骗等紧急情况）"), "110"),
    "12390": Body(_("版权举报"), "12390"),
    "court": Body(_("人民法院：可以依法起诉")),
}


@dataclass(frozen=True)
class Term:
    """`hours` until the decision is due; `needs_page` and `needs_contact` say what the form insists on."""

    hint: "StrOrPromise"
    hours: int
    basis: "StrOrPromise"
    bodies: tuple[str, ...]
    risk: str = "normal"
    needs_page: bool = True
    needs_contact: bool = False

    @property
    def days_or_hours(self) -> tuple[int, bool]:
        """(number, whether these are days), as people say it."""
        return (self.hours // 24, True) if self.hours % 24 == 0 and self.hours >= 48 else (self.hours, False)

    def due(self, at: datetime.datetime) -> datetime.datetime:
        return at + datetime.timedelta(hours=self.hours)


TERMS: Mapping[str, Term] = {
    ComplaintKind.FALSE: Term(
        _("说法有错、过时、与依据不符"),
        48,
        _("科学技术普及法第三十六条；基本医疗卫生与健康促进法第六十七条"),
        ("12377", "12320", "12345"),
    ),
    ComplaintKind.PRIVACY: Term(
        _("能认出您或别人，登出了病情、姓名、照片、电话"),
        24,
        _("民法典第一千一百九十五条、第一千二百二十六条；个人信息保护法第四十七条"),
        ("12377", "110", "court"),
        risk="high",
    ),
    ComplaintKind.COPYING: Term(
        _("您看到的文章抄了别人的；如果您就是权利人，请用侵权通知"),
        72,
        _("网络安全法第四十九条；著作权法第五十三条"),
        ("12390", "court"),
    ),
    ComplaintKind.ADVERT: Term(_("推销药品、产品、医院，留联系方式"), 48, _("广告法第十九条、第四十五条"), ("12315", "12345")),
    ComplaintKind.ILLEGAL: Term(
        _("危险、违法、低俗、危害未成年人"), 24, _("网络安全法第四十九条"), ("12377", "110"), risk="high"
    ),
    ComplaintKind.DOCTOR: Term(
        _("身份不实、言行不当；诊疗中的纠纷会转给医疗机构"),
        120,
        _("网络安全法第四十九条"),
        ("12345", "12320", "court"),
        needs_page=False,
    ),
    ComplaintKind.SITE: Term(
        _("平台的规则、服务或处理方式"), 120, _("网络安全法第四十九条"), ("12377", "12345"), needs_page=False
    ),
    ComplaintKind.MODERATOR: Term(
        _("对某次审核或决定的做法有意见；由另一个人处理"),
        120,
        _("网络安全法第四十九条；本平台审核规范"),
        ("12377", "12345"),
        needs_page=False,
    ),
    ComplaintKind.OTHER: Term(_("上面都不合适时选这一项"), 120, _("网络安全法第四十九条"), ("12377", "12345"), needs_page=False),
    ComplaintKind.INFRINGEMENT: Term(
        _("您或您代理的人就是权利人"),
        24,
        _("民法典第一千一百九十五条、第一千一百九十六条；信息网络传播权保护条例第十四条至第十七条"),
        ("12390", "court"),
        risk="high",
        needs_contact=True,
    ),
}

# Those of the public form, in its order.
ASKED = tuple(kind for kind in ComplaintKind if kind != ComplaintKind.INFRINGEMENT)


def term_of(kind: str) -> Term:
    return TERMS[ComplaintKind(kind)]


def bodies_of(kind: str) -> list[Body]:
    return [BODIES[name] for name in term_of(kind).bodies]
