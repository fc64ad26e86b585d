"""The closed lists of the attribution record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Where the words come from; each later asks for its own evidence."""

    ORIGINAL = "原创", _("原创")
    WORK_FOR_HIRE = "职务作品", _("职务作品")
    REPOST = "转载", _("转载")
    TRANSLATION = "翻译", _("翻译")
    ADAPTATION = "改编", _("改编")
    COMPILATION = "汇编", _("汇编")


DERIVED = frozenset({Origin.REPOST, Origin.TRANSLATION, Origin.ADAPTATION, Origin.COMPILATION})


class Licence(models.TextChoices):
    """What readers may do with an article or a picture."""

    ARR = "ARR", _("保留所有权利（仅限本站）")
    SITE = "SITE-1.0", _("本站非独占许可")
    BY = "CC BY 4.0", _("CC BY 4.0（署名）")
    BY_SA = "CC BY-SA 4.0", _("CC BY-SA 4.0（署名—相同方式共享）")
    BY_NC = "CC BY-NC 4.0", _("CC BY-NC 4.0（署名—非商业）")
    BY_NC_SA = "CC BY-NC-SA 4.0", _("CC BY-NC-SA 4.0（署名—非商业—相同方式共享）")
    BY_ND = "CC BY-ND 4.0", _("CC BY-ND 4.0（署名—禁止演绎）")
    BY_NC_ND = "CC BY-NC-ND 4.0", _("CC BY-NC-ND 4.0（署名—非商业—禁止演绎）")
    IGO = "CC BY-NC-SA 3.0 IGO", _("CC BY-NC-SA 3.0 IGO（世界卫生组织等国际组织）")
    CC0 = "CC0", _("CC0（放弃权利）")
    PDM = "PDM", _("公有领域")
    STOCK = "STOCK", _("图库合同")
    PERMISSION = "PERM", _("权利人单独授权")
    GOVERNMENT = "GOV-CN", _("法规与官方文件（著作权法第五条）")


LICENCE_ADDRESSES = {
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/deed.zh-hans",
    Licence.BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/deed.zh-hans",
    Licence.BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/deed.zh-hans",
    Licence.BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.zh-hans",
    Licence.BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/deed.zh-hans",
    Licence.BY_NC_ND: "https://creativecommons.org/licenses/by-nc-nd/4.0/deed.zh-hans",
    Licence.IGO: "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/deed.zh",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/deed.zh-hans",
    Licence.PDM: "https://creativecommons.org/publicdomain/mark/1.0/deed.zh-hans",
}


class Role(models.TextChoices):
    """What a contributor did; the terms of ANSI/NISO Z39.104-2022 (CRediT) stand behind them in the machine's record."""

    AUTHOR = "author", _("作者")
    CO_AUTHOR = "co-author", _("共同作者")
    EDITOR = "editor", _("编辑")
    TRANSLATOR = "translator", _("译者")
    ADAPTER = "adapter", _("改编")
    ILLUSTRATOR = "illustrator", _("绘图")
    PHOTOGRAPHER = "photographer", _("摄影")
    DATA = "data", _("数据核对")
    VIDEO = "video", _("视频")
    COMPILER = "compiler", _("汇编")
    PLANNER = "planner", _("策划")
    FUNDER = "funder", _("资助")
    PATIENT = "patient", _("患者审读")


AUTHORS = frozenset({Role.AUTHOR, Role.CO_AUTHOR})
CREDIT_TERMS = {
    Role.AUTHOR: "writing-original-draft",
    Role.CO_AUTHOR: "writing-original-draft",
    Role.EDITOR: "writing-review-editing",
    Role.TRANSLATOR: "writing-review-editing",
    Role.ADAPTER: "writing-original-draft",
    Role.ILLUSTRATOR: "visualization",
    Role.PHOTOGRAPHER: "resources",
    Role.DATA: "data-curation",
    Role.VIDEO: "visualization",
    Role.COMPILER: "writing-original-draft",
    Role.PLANNER: "project-administration",
    Role.FUNDER: "funding-acquisition",
}


class AIUse(models.TextChoices):
    """How far a generator took part, from level 0 to level 5; the highest one counts for the whole piece."""

    NONE = "未使用", _("未使用")
    POLISH = "语言润色", _("语言润色或翻译核对")
    OUTLINE = "提纲或检索", _("提纲或检索辅助")
    PARAGRAPHS = "生成段落", _("生成了部分文字，由作者逐块核对")
    MEDIA = "生成图片/音视频", _("生成了图片、音频或视频")
    DIGITAL_HUMAN = "数字人", _("数字人出镜或配音（本站不接受）")
    UNDECLARED = "未声明", _("未声明（仅限存档导入）")

    @classmethod
    def declared(cls) -> list[str]:
        """Those that say that a generator was used, the lowest level first."""
        return [cls.POLISH, cls.OUTLINE, cls.PARAGRAPHS, cls.MEDIA, cls.DIGITAL_HUMAN]


AI_LEVELS = {AIUse.NONE: 0, **{use: level for level, use in enumerate(AIUse.declared(), 1)}}
# From this level on readers see a label first thing, and a doctor signs block by block.
GENERATED = 3


class AIPurpose(models.TextChoices):
    """What a generator was used for."""

    WORDING = "润色文字", _("润色文字")
    TRANSLATION = "核对翻译", _("核对翻译")
    OUTLINE = "列提纲", _("列提纲")
    SEARCH = "查资料", _("查资料")
    DRAFT = "起草文字", _("起草文字")
    ILLUSTRATION = "画示意图", _("画示意图")
    COVER = "做封面", _("做封面")
    SOUND = "音频或视频", _("音频或视频")


class Audience(models.TextChoices):
    """Whom an article is written for."""

    PUBLIC = "一般公众", _("一般公众")
    PATIENTS = "患者", _("患者")
    FAMILIES = "家属与照护者", _("家属与照护者")
    PARENTS = "家长", _("家长")
    ELDERLY = "老年人", _("老年人")
