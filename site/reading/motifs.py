"""The drawn motif of a specialty, inlined so that it follows the page's colours."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from doctors.specialties import Specialty

_FILES: Mapping[str, str] = {
    Specialty.RESPIRATORY: "huxi",
    Specialty.GASTROENTEROLOGY: "xiaohua",
    Specialty.NEUROLOGY: "shenjing",
    Specialty.CARDIOLOGY: "xinxueguan",
    Specialty.ENDOCRINOLOGY: "neifenmi",
    Specialty.ORTHOPAEDICS: "guke",
    Specialty.OBSTETRICS: "fuchan",
    Specialty.PAEDIATRICS: "erke",
    Specialty.OPHTHALMOLOGY: "yanke",
    Specialty.ENT: "erbihou",
    Specialty.STOMATOLOGY: "kouqiang",
    Specialty.DERMATOLOGY: "pifu",
    Specialty.PSYCHIATRY: "xinli",
    Specialty.ONCOLOGY: "zhongliu",
    Specialty.EMERGENCY: "jizhen",
}
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)


@cache
def motif(specialty: str) -> SafeString:
    """The SVG of a specialty; the site's mark where none is drawn."""
    images = Path(settings.PROJECT) / "static" / "img"
    name = _FILES.get(specialty, "")
    file = images / "departments" / f"{name}.svg" if name else images / "mark.svg"
    return mark_safe(_COMMENT.sub("", file.read_text(encoding="utf-8")).strip())  # noqa: S308  (our own drawing)
