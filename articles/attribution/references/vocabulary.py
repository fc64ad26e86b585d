"""The closed lists of a reference: what kind of work it is, how far it can be trusted, and whether it still stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is cited. Designs of research come first, since readers weigh them."""

    GUIDELINE = "guideline", _("临床指南")
    CONSENSUS = "consensus", _("专家共识")
    REVIEW = "review", _("系统评价")
    TRIAL = "trial", _("随机对照试验")
    COHORT = "cohort", _("队列研究")
    CASE = "case", _("病例报告")
    ARTICLE = "article", _("期刊论文")
    PREPRINT = "preprint", _("预印本")
    TEXTBOOK = "textbook", _("教科书")
    BOOK = "book", _("图书")
    COLLECTION = "collection", _("汇编")
    PROCEEDINGS = "proceedings", _("会议论文")
    THESIS = "thesis", _("学位论文")
    REPORT = "report", _("报告")
    STANDARD = "standard", _("标准")
    PATENT = "patent", _("专利")
    LABEL = "label", _("药品说明书")
    NOTICE = "notice", _("监管公告")
    NEWS = "news", _("新闻")
    WEBSITE = "website", _("网页")
    DATASET = "dataset", _("数据集")


class Standing(models.TextChoices):
    """What became of a work after it was published; the words of the facts that the engine reads."""

    GOOD = "", _("有效")
    RETRACTED = "retracted", _("已撤稿")
    CONCERN = "concern", _("期刊声明关注")
    CORRECTED = "corrected", _("已更正")


class Evidence(models.TextChoices):
    """Levels of the Oxford Centre for Evidence-Based Medicine (2011), in words."""

    ONE = "1", _("1 级：系统评价")
    TWO = "2", _("2 级：随机对照试验")
    THREE = "3", _("3 级：非随机对照研究、队列研究")
    FOUR = "4", _("4 级：病例系列、病例对照研究")
    FIVE = "5", _("5 级：机理推断、专家意见")


# Document type marks of GB/T 7714 for kinds that have one of their own; the rest depends on where the work appeared.
MARKS = {
    Kind.TEXTBOOK: "M",
    Kind.BOOK: "M",
    Kind.COLLECTION: "G",
    Kind.PROCEEDINGS: "C",
    Kind.THESIS: "D",
    Kind.REPORT: "R",
    Kind.STANDARD: "S",
    Kind.PATENT: "P",
    Kind.NEWS: "N",
    Kind.DATASET: "DS",
    Kind.PREPRINT: "EB",
    Kind.WEBSITE: "EB",
}
KINDS_BY_MARK = {
    "J": Kind.ARTICLE,
    "M": Kind.BOOK,
    "G": Kind.COLLECTION,
    "C": Kind.PROCEEDINGS,
    "D": Kind.THESIS,
    "R": Kind.REPORT,
    "S": Kind.STANDARD,
    "P": Kind.PATENT,
    "N": Kind.NEWS,
    "EB": Kind.WEBSITE,
    "PP": Kind.PREPRINT,
    "DS": Kind.DATASET,
    "DB": Kind.DATASET,
    "A": Kind.REPORT,
    "Z": Kind.REPORT,
}
