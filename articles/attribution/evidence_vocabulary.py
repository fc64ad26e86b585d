"""The closed lists of permissions, consents, releases and employers' letters."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """What a rights holder may allow (著作权法 10, 13, 15)."""

    REPRODUCTION = "复制", _("复制")
    NETWORK = "信息网络传播", _("信息网络传播")
    TRANSLATION = "翻译", _("翻译")
    ADAPTATION = "改编", _("改编")
    COMPILATION = "汇编", _("汇编")


class Channel(models.TextChoices):
    """Where the material may appear; without the site itself it cannot appear here at all."""

    SITE = "site", _("本站网页")
    FEED = "feed", _("本站的订阅与接口")
    SOCIAL = "social", _("本站的官方账号")
    PRINT = "print", _("印刷资料")


class Use(models.TextChoices):
    """What the material may be used for; without public education it serves no article here."""

    PUBLIC = "public", _("公开的医学科普")
    TEACHING = "teaching", _("院内教学与培训")
    RESEARCH = "research", _("学术交流与论文")


class Capacity(models.TextChoices):
    """In what capacity the licensor signs."""

    AUTHOR = "author", _("作者本人")
    HOLDER = "holder", _("著作权人（单位）")
    PUBLISHER = "publisher", _("出版者，经著作权人授权")
    HEIR = "heir", _("继承人")
    AGENT = "agent", _("代理人或集体管理组织")


class Signer(models.TextChoices):
    """Who signed for the patient."""

    PATIENT = "patient", _("患者本人")
    GUARDIAN = "guardian", _("监护人")
    RELATIVE = "relative", _("近亲属（患者已去世）")


class Scope(models.TextChoices):
    """What of the case may be told or shown."""

    STORY = "story", _("病情经过")
    PICTURES = "pictures", _("影像与照片")
    FACE = "face", _("可以认出本人的照片")


class Release(models.TextChoices):
    """What a release is about; one picture may need several."""

    PORTRAIT = "portrait", _("肖像同意书")
    AUTHOR = "author", _("摄影者或绘图者授权")
    STOCK = "stock", _("图库合同")


class HireKind(models.TextChoices):
    """The two kinds of work for hire (著作权法 18)."""

    ORDINARY = "ordinary", _("一般职务作品：著作权归作者，单位有权优先使用")
    SPECIAL = "special", _("特殊职务作品：作者只有署名权，其他权利归单位")


class Standing(models.TextChoices):
    """Where one piece of evidence stands today."""

    WAITING = "waiting", _("待核验")
    VALID = "valid", _("有效")
    EARLY = "early", _("尚未生效")
    EXPIRED = "expired", _("已到期")
    WITHDRAWN = "withdrawn", _("已撤回")
    REFUSED = "refused", _("核验未通过")


class CaseKind(models.TextChoices):
    """Whether an article tells of a patient."""

    NONE = "none", _("没有讲具体病例")
    REAL = "real", _("真实病例")
    FICTIONAL = "fictional", _("虚构的教学情景")
    PUBLISHED = "published", _("已公开发表的病例（注明出处）")
