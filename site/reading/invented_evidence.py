"""Evidence for the demonstration: small letters made by code, about people and works that do not exist."""

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.attribution import evidence_acts
from articles.models import ArticlePage
from doctors.models import User

# A4 in points, with a margin; one line of text every 26 points.
_TOP, _LEFT, _STEP = 760, 72, 26


def attach(page: ArticlePage, author: User, moderator: User, rows: list[dict[str, Any]]) -> None:
    """Add each row of `[[evidence]]` as its author would, and verify it as a moderator would."""
    today = timezone.localdate()
    for row in rows:
        values = {name: value for name, value in row.items() if name not in ("kind", "says", "days_left", "completed_days_ago")}
        values |= {"valid_from": today - datetime.timedelta(days=40), "obtained_by": author.name}
        if "days_left" in row:
            values["valid_until"] = today + datetime.timedelta(days=row["days_left"])
        if "completed_days_ago" in row:
            values["completed_on"] = today - datetime.timedelta(days=row["completed_days_ago"])
        file = SimpleUploadedFile("letter.pdf", letter([*row["says"], f"{today:%Y-%m-%d}", "（演示数据，人物与单位均为虚构）"]))
        evidence_acts.verify(evidence_acts.add(row["kind"], page, author, file, values), moderator)


def letter(lines: list[str]) -> bytes:
    """A PDF of one page; its Chinese type is one that readers of PDF bring along."""
    shown = "\n".join(f"1 0 0 1 {_LEFT} {_TOP - number * _STEP} Tm <{_hex(line)}> Tj" for number, line in enumerate(lines))
    text = f"BT /F 14 Tf\n{shown}\nET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = "%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def _hex(line: str) -> str:
    return line.encode("utf-16-be").hex().upper()
