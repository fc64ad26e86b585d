"""What the body of an article is made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

from .attribution.ai_block import AIUseBlock
from .attribution.references.block import ReferenceBlock
from .attribution.references.soundness import day
from .attribution.signatures.block import ContributorBlock
from .attribution.vocabulary import Licence

# The editor offers these marks and stores no others; the public page and the gate sanitise again.
INLINE = ["bold", "italic", "link", "superscript", "subscript"]
RICH = [*INLINE, "ol", "ul"]


class PictureBlock(blocks.StructBlock):
    """A picture with everything readers and rights holders need beside it."""

    image = ImageChooserBlock(label=_("图片"))
    alt = blocks.CharBlock(label=_("替代文字"), max_length=200, help_text=_("看不见图片的人靠它理解：写图里讲了什么"))
    caption = blocks.CharBlock(label=_("图注"), max_length=300, required=False)
    credit = blocks.CharBlock(label=_("作者或来源"), max_length=120, required=False, help_text=_("谁画的、谁拍的，或取自哪里"))
    licence = blocks.ChoiceBlock(label=_("图片许可"), choices=Licence.choices, required=False)
    # A choice and not a tick: what is left empty stays out of the digests of older articles.
    changed = blocks.ChoiceBlock(
        label=_("是否改动"),
        choices=[("改编", _("改动过：重画、改字、翻译或裁去内容"))],
        required=False,
        help_text=_("原样使用的留空"),
    )
    people = blocks.IntegerBlock(
        label=_("画面里能认出几个人"),
        required=False,
        min_value=0,
        max_value=20,
        help_text=_("没有人、或者认不出是谁，留空或写 0；能认出的每一位都要有本人或监护人的肖像同意书"),
    )

    class Meta:
        icon = "image"
        label = _("图片")
        template = "articles/blocks/picture.html"


class KeyPointsBlock(blocks.StructBlock):
    """The few sentences a hurried reader takes away."""

    items = blocks.ListBlock(blocks.CharBlock(label=_("一句话"), max_length=200), label=_("要点"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("要点")
        template = "articles/blocks/key_points.html"


class DoDontBlock(blocks.StructBlock):
    """Two lists side by side; every don't repeats 不要, since a list item is often heard alone."""

    do = blocks.ListBlock(blocks.CharBlock(label=_("要这样做"), max_length=200), label=_("要这样做"))
    dont = blocks.ListBlock(blocks.CharBlock(label=_("不要……"), max_length=200), label=_("不要这样做"))

    class Meta:
        icon = "check"
        label = _("要与不要")
        template = "articles/blocks/do_dont.html"


class CareCardBlock(blocks.StructBlock):
    """When to seek care, in three levels; the first one is a call to 120."""

    emergency = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("立即拨打 120"), default=[])
    soon = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("尽快就诊"), default=[])
    routine = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("预约门诊即可"), default=[])

    class Meta:
        icon = "warning"
        label = _("何时就医")
        template = "articles/blocks/care_card.html"


class QuestionBlock(blocks.StructBlock):
    """One question as readers ask it, and its answer."""

    question = blocks.CharBlock(label=_("问"), max_length=200)
    answer = blocks.RichTextBlock(label=_("答"), features=RICH)


class QuestionsBlock(blocks.StructBlock):
    """Questions and answers that fold on the page."""

    items = blocks.ListBlock(QuestionBlock(), label=_("问答"), min_num=1)

    class Meta:
        icon = "help"
        label = _("常见问题")
        template = "articles/blocks/questions.html"


class DataTableBlock(blocks.StructBlock):
    """A table of plain cells with a caption."""

    caption = blocks.CharBlock(label=_("表题"), max_length=200)
    table = TableBlock(label=_("表格"), table_options={"startRows": 3, "startCols": 3, "first_row_is_table_header": True})

    class Meta:
        icon = "table"
        label = _("表格")
        template = "articles/blocks/table.html"


class QuotationBlock(blocks.StructBlock):
    """Somebody else's words, marked as such, with their source."""

    text = blocks.TextBlock(label=_("引文"), max_length=1000)
    source = blocks.CharBlock(label=_("出处"), max_length=300)

    class Meta:
        icon = "openquote"
        label = _("引文")
        template = "articles/blocks/quotation.html"


class CalloutBlock(blocks.StructBlock):
    """A note set apart from the running text."""

    tone = blocks.ChoiceBlock(label=_("语气"), choices=[("info", _("提示")), ("warning", _("警示"))], default="info")
    title = blocks.CharBlock(label=_("小标题"), max_length=80)
    text = blocks.TextBlock(label=_("内容"), max_length=1000)

    class Meta:
        icon = "info-circle"
        label = _("提示框")
        template = "articles/blocks/callout.html"


class BodyBlock(blocks.StreamBlock):
    """The running order of an article."""

    heading = blocks.CharBlock(label=_("小标题"), icon="title", max_length=80, template="articles/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("正文"), icon="pilcrow", features=RICH, template="articles/blocks/paragraph.html")
    picture = PictureBlock()
    key_points = KeyPointsBlock()
    do_dont = DoDontBlock()
    care_card = CareCardBlock()
    questions = QuestionsBlock()
    table = DataTableBlock()
    quotation = QuotationBlock()
    callout = CalloutBlock()


class CoverBlock(blocks.StreamBlock):
    """The one picture that stands for an article in lists."""

    picture = PictureBlock()


class ReferencesBlock(blocks.StreamBlock):
    """The numbered list under an article."""

    reference = ReferenceBlock()


class ContributorsBlock(blocks.StreamBlock):
    """Everybody who took part, in order."""

    contributor = ContributorBlock()


class TagsBlock(blocks.StreamBlock):
    """Words that readers may look for."""

    tag = blocks.CharBlock(max_length=30, label=_("标签"))


class AIUsesBlock(blocks.StreamBlock):
    """What generators did, one entry for each use."""

    use = AIUseBlock()

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """A form that knows nothing of this list leaves it empty; Wagtail's answers 500."""
        return super().value_from_datadict(data, files, prefix) if f"{prefix}-count" in data else self.empty_value()


class SourceWorkBlock(blocks.StructBlock):
    """Somebody else's work that this article reprints, translates or adapts."""

    title = blocks.CharBlock(label=_("原题"), max_length=200)
    author = blocks.CharBlock(label=_("原作者"), max_length=120)
    published_on = blocks.CharBlock(
        label=_("首发日期"), max_length=10, required=False, validators=[day], help_text=_("例如 2024-05-01")
    )
    url = blocks.URLBlock(label=_("首发地址"), required=False)
    licence = blocks.ChoiceBlock(label=_("原作品许可"), choices=Licence.choices, required=False)

    class Meta:
        icon = "link"
        label = _("原作品")
