"""Sets a certificate on paper: one A4 page with its rows, a QR code and the manifest attached."""

import io
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from . import canonical, fonts

LEAF, INK, SOFT, STOP = (27, 106, 77), (34, 40, 37), (98, 108, 102), (166, 50, 40)
MARGIN, LABEL, QR = 22, 28, 36


def pdf(content: dict[str, Any], rows: list[tuple[str, str]], address: str, demo: bool) -> bytes:
    """Raises LookupError when the system has no Chinese font."""
    font = fonts.chinese()
    if font is None:
        raise LookupError("no Chinese font")
    page = FPDF(format="A4", unit="mm")
    page.set_title(_("%(site)s内容存证证书") % {"site": settings.SITE_NAME})
    page.set_lang("zh-CN")
    page.set_auto_page_break(True, MARGIN)
    page.set_margins(MARGIN, MARGIN, MARGIN)
    page.add_font("cjk", "", font[0], collection_font_number=font[1])
    page.add_page()
    page.set_draw_color(*LEAF)
    page.set_line_width(0.5)
    page.rect(12, 12, 186, 273)
    _line(page, settings.SITE_NAME, 12, LEAF, 7)
    _line(page, _("内容存证证书"), 24, LEAF, 13)
    _line(page, _("本站证明：下列文章的这一版本曾按下列署名、许可与审核结果公开发布，其内容由数字签名固定。"), 9.5, SOFT, 6)
    if demo:
        page.ln(2)
        _line(page, _("演示证书：由演示密钥签名，不证明任何事实。"), 12, STOP, 8)
    page.ln(4)
    for label, words in rows:
        _row(page, label, words)
    _foot(page, address, content)
    return bytes(page.output())


def _line(page: FPDF, words: str, size: float, colour: tuple[int, int, int], height: float) -> None:
    page.set_font("cjk", size=size)
    page.set_text_color(*colour)
    # Chinese has no spaces to break at.
    page.multi_cell(0, height, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L", wrapmode=WrapMode.CHAR)


def _row(page: FPDF, label: str, words: str) -> None:
    page.set_font("cjk", size=10)
    page.set_text_color(*SOFT)
    page.cell(LABEL, 7, label)
    page.set_text_color(*INK)
    # A hash has no place to break.
    page.multi_cell(0, 7, words or "—", new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L", wrapmode=WrapMode.CHAR)


def _foot(page: FPDF, address: str, content: dict[str, Any]) -> None:
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=8, border=2)
    page.ln(5)
    if page.get_y() > 285 - QR - 6:
        page.add_page()
    top = page.get_y()
    page.image(picture, x=MARGIN, y=top, w=QR)
    page.set_left_margin(MARGIN + QR + 6)
    page.set_xy(MARGIN + QR + 6, top + 2)
    _line(page, _("扫码或打开下面的网址核对：这一版是否由本站签名，之后有没有改动或撤下。"), 9.5, INK, 6)
    _line(page, address, 7.5, SOFT, 4.5)
    _line(
        page,
        _("签名清单 manifest.json 作为附件在本文件中，可用公开的脚本离线核对。图片登记的是站内原图与读者所见各尺寸文件的哈希。"),
        8,
        SOFT,
        5,
    )
    page.embed_file(
        basename="manifest.json", bytes=canonical.encode(content), desc="manifest", mime_type="application/json", compress=True
    )
