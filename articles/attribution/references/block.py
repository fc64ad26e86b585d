"""The editor's block of one reference: a line as readers see it, made from the data where there is data."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from .reference import Reference
from .render import rendered
from .soundness import faults, sound
from .vocabulary import Evidence, Kind

LINE = ("text", "url")
DATA = (
    "kind", "authors", "title", "container", "year", "volume", "issue", "pages", "edition", "place", "publisher",
    "doi", "pmid", "isbn", "registry", "accessed", "access_path",
)  # fmt: skip
WEIGHT = ("evidence", "population", "quote", "entry")


class ReferenceBlock(blocks.StructBlock):
    """One numbered source; its number is its place in the list. Nothing but text, so that what is empty leaves no trace."""

    text = blocks.TextBlock(
        label=gettext_lazy("文献"),
        max_length=1500,
        rows=2,
        required=False,
        help_text=gettext_lazy(
            "按 GB/T 7714 著录，例如：作者. 题名[J]. 刊名, 年, 卷(期): 页码. 填了下面的题名时，这一行由系统写出"
        ),
    )
    url = blocks.URLBlock(label=gettext_lazy("网址"), required=False)
    kind = blocks.ChoiceBlock(label=gettext_lazy("类型"), choices=Kind.choices, required=False)
    authors = blocks.TextBlock(
        label=gettext_lazy("作者"),
        rows=2,
        required=False,
        help_text=gettext_lazy("一行一位，机构写全称；西文姓名写“Smith, John A”。更多的作者在末行写“等”"),
    )
    title = blocks.CharBlock(label=gettext_lazy("题名"), max_length=500, required=False)
    container = blocks.CharBlock(label=gettext_lazy("刊名、报名或所在的书"), max_length=300, required=False)
    year = blocks.CharBlock(label=gettext_lazy("年或日期"), max_length=12, required=False, help_text="2024 / 2024-05-01")
    volume = blocks.CharBlock(label=gettext_lazy("卷"), max_length=30, required=False)
    issue = blocks.CharBlock(label=gettext_lazy("期"), max_length=30, required=False)
    pages = blocks.CharBlock(label=gettext_lazy("页码"), max_length=60, required=False)
    edition = blocks.CharBlock(label=gettext_lazy("版本"), max_length=40, required=False)
    place = blocks.CharBlock(label=gettext_lazy("出版地"), max_length=100, required=False)
    publisher = blocks.CharBlock(label=gettext_lazy("出版者"), max_length=200, required=False)
    doi = blocks.CharBlock(label="DOI", max_length=300, required=False)
    pmid = blocks.CharBlock(label="PMID", max_length=60, required=False)
    isbn = blocks.CharBlock(label="ISBN", max_length=40, required=False)
    registry = blocks.CharBlock(label=gettext_lazy("注册号、标准号或批准文号"), max_length=120, required=False)
    accessed = blocks.CharBlock(label=gettext_lazy("访问日期"), max_length=12, required=False, help_text="2024-05-01")
    access_path = blocks.CharBlock(
        label=gettext_lazy("获取路径"), max_length=300, required=False, help_text=gettext_lazy("没有网址时，在哪里能查到")
    )
    evidence = blocks.ChoiceBlock(label=gettext_lazy("证据等级"), choices=Evidence.choices, required=False)
    population = blocks.CharBlock(label=gettext_lazy("研究人群"), max_length=200, required=False)
    quote = blocks.TextBlock(label=gettext_lazy("所引原文"), max_length=600, rows=2, required=False)
    entry = blocks.CharBlock(
        label=gettext_lazy("文献库编号"), max_length=8, required=False, help_text=gettext_lazy("从文献库插入时自动填写")
    )

    def clean(self, value: Any) -> Any:
        """Identifiers in their one form, and the line written anew from the data."""
        cleaned = super().clean(value)
        reference = Reference.of_value(cleaned)
        wrong = faults(reference)
        if not reference.is_data and not (cleaned.get("text") or "").strip() and not self.is_deferred_validation:
            wrong["text"] = _("请写上文献，或在“著录项”里填写题名")
        if wrong:
            raise StructBlockValidationError({name: ValidationError(reason) for name, reason in wrong.items()})
        if not reference.is_data:
            return cleaned
        settled = sound(reference)
        return self._to_struct_value([*{**cleaned, **settled.as_value(), "text": rendered(settled)}.items()])

    class Meta:
        icon = "doc-full"
        label = gettext_lazy("参考文献")
        label_format = "{text}"
        form_layout = BlockGroup(
            children=[
                *LINE,
                BlockGroup(children=list(DATA), heading=gettext_lazy("著录项"), classname="collapsed", icon="list-ul"),
                BlockGroup(children=list(WEIGHT), heading=gettext_lazy("证据与核对"), classname="collapsed", icon="check"),
            ]
        )
