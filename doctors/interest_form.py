"""The form of the yearly declaration: `none` or not must be chosen, and each kind takes one firm a line."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models.interests import RelationKind

NONE, SOME = "none", "some"
MOST, LONGEST = 30, 60
_PRODUCTS = re.compile(r"[、，,；;/]+")
_FIRM = re.compile(r"[:：]")


class RelationLines(forms.CharField):
    """One firm a line, its products after a colon; empty when there is none."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=2000, **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("一类最多写 %(most)d 行") % {"most": MOST})
        return [self._read(line) for line in lines]

    def _read(self, line: str) -> dict[str, Any]:
        firm, *rest = [part.strip() for part in _FIRM.split(line, maxsplit=1)]
        products = [product.strip() for product in _PRODUCTS.split(rest[0])] if rest else []
        if len(firm) < 2:
            raise ValidationError(_("“%(line)s”里没有公司或机构的名字") % {"line": line[:20]})
        for name in (firm, *products):
            if len(name) > LONGEST:
                raise ValidationError(_("“%(name)s……”太长，一行只写一家，产品用顿号分开") % {"name": name[:20]})
        return {"organisation": firm, "products": [product for product in products if product]}


class InterestForm(forms.Form):
    """Nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label=gettext_lazy("过去 36 个月里，您或近亲属与医药、器械、食品、保健、互联网医疗等企业有没有下列关系？"),
        choices=[(NONE, gettext_lazy("没有任何下列关系")), (SOME, gettext_lazy("有，填在下面"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择“没有”或“有”")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in RelationKind:
            self.fields[kind.value] = RelationLines(label=kind.label)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        rows = [{"kind": str(kind), **row} for kind in RelationKind for row in cleaned.get(kind.value) or []]
        answer = cleaned.get("answer")
        if answer == NONE and rows:
            self.add_error("answer", _("选了“没有”，下面却填写了内容：请删去，或改选“有”"))
        if answer == SOME and not rows and not self.errors:
            self.add_error("answer", _("选了“有”，请至少填写一行：公司或机构的名字，冒号后写产品"))
        cleaned["relations"] = rows
        return cleaned
