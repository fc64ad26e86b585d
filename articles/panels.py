"""The article editor: three tabs, in the order in which a doctor works."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from .attribution.references.entry_panel import QuickEntryPanel

IRREVOCABLE = _(
    "注意：CC 许可一经发布就不能收回，任何人都可以一直按它使用那一版；以后改选更严的许可，只对新版本有效。"
    "拿不准时选“保留所有权利”。职务作品完成两年内选 CC，要有单位的同意。"
)

AI_LEVELS = _(
    "选最高的一级。润色、提纲和检索只在文末说明；生成了文字、图片或音视频的，文章开头会有标识，"
    "请在明细里写明涉及哪几块，提交时由署名医生逐块核对签名。标题和摘要请自己写。"
)

WRITING = [
    FieldPanel(
        "title", classname="title", heading=_("标题"), help_text=_("读者会怎么问？例如：家里量血压，为什么每次都不一样？")
    ),
    FieldPanel("summary"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("specialty"), FieldPanel("topic", widget=forms.Select)]), FieldPanel("tag_line")],
        heading=_("归类"),
    ),
    FieldPanel("cover"),
    FieldPanel("body"),
]
READERS = [
    HelpPanel(content=_("<p>写清这篇文章给谁看、不给谁看，并列出依据。读者会在文章里看到这些内容。</p>")),
    FieldPanel("audience"),
    FieldPanel("audience_for"),
    FieldPanel("audience_not"),
    MultiFieldPanel([QuickEntryPanel(), FieldPanel("references"), FieldPanel("common_knowledge")], heading=_("依据")),
]
RECORD = [
    HelpPanel(content=_("<p>归属记录会随文章公开。缺少的项目会在提交时列出，不会影响保存草稿。</p>")),
    MultiFieldPanel(
        [
            FieldPanel("origin"),
            FieldPanel("source_works"),
            FieldPanel("owner_name"),
            FieldPanel("licence", help_text=IRREVOCABLE),
        ],
        heading=_("来源与许可"),
    ),
    MultiFieldPanel([FieldPanel("case_kind"), HelpPanel(template="articles/evidence/_panel.html")], heading=_("病例与归属证据")),
    FieldPanel("contributors"),
    MultiFieldPanel(
        [FieldPanel("ai_use", help_text=AI_LEVELS), FieldPanel("ai_note"), FieldPanel("ai_uses")], heading=_("AI 使用")
    ),
    MultiFieldPanel([FieldPanel("interests"), FieldPanel("sponsor")], heading=_("利益关系与资助")),
]
SHARING = [FieldPanel("seo_title"), FieldPanel("search_description")]

ARTICLE_EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(WRITING, heading=_("一、写文章")),
        ObjectList(READERS, heading=_("二、读者与依据")),
        ObjectList(RECORD, heading=_("三、归属记录")),
        ObjectList(SHARING, heading=_("分享文字")),
    ]
)
