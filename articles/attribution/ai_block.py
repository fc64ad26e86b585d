"""The editor's block for one use of a generator: what, when, what for, where, and who checked it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from .ai_places import PlacesError, read
from .references.soundness import day
from .vocabulary import AIPurpose, AIUse


def places(value: str) -> None:
    try:
        read(value)
    except PlacesError as error:
        raise ValidationError(_("看不懂“%(word)s”，请写“全文”“封面”或块号，例如：2、5-7") % {"word": error}) from error


class AIUseBlock(blocks.StructBlock):
    """Closed lists and dates wherever they do, so that only the tool's name and the checker's are free text."""

    level = blocks.ChoiceBlock(
        label=gettext_lazy("程度"), choices=[choice for choice in AIUse.choices if choice[0] in AIUse.declared()], required=False
    )
    tool = blocks.CharBlock(
        label=gettext_lazy("工具和版本"), max_length=60, required=False, help_text=gettext_lazy("例如：某某大模型 V3.1")
    )
    used_on = blocks.CharBlock(
        label=gettext_lazy("使用日期"), max_length=10, required=False, validators=[day], help_text="2026-05-01"
    )
    purpose = blocks.ChoiceBlock(label=gettext_lazy("用来做什么"), choices=AIPurpose.choices, required=False)
    places = blocks.CharBlock(
        label=gettext_lazy("涉及哪几块"),
        max_length=120,
        required=False,
        validators=[places],
        help_text=gettext_lazy("正文每一块左边有块号：写“2、5-7”；整篇写“全文”；封面图写“封面”"),
    )
    checker = blocks.CharBlock(
        label=gettext_lazy("由谁核对"), max_length=40, required=False, help_text=gettext_lazy("署名作者中的一位医生，写姓名")
    )
    checked_on = blocks.CharBlock(
        label=gettext_lazy("核对日期"), max_length=10, required=False, validators=[day], help_text="2026-05-02"
    )
    references_checked = blocks.ChoiceBlock(
        label=gettext_lazy("文献是否核对"), choices=[("是", gettext_lazy("已逐条查到原文，确实存在，与正文相符"))], required=False
    )

    class Meta:
        icon = "cogs"
        label = gettext_lazy("AI 使用")
        label_format = "{level} {tool}"
