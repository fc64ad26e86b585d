"""What the attribution record of an article still lacks, and the facts that the IP rules read."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .references.facts import lost_marks
from .vocabulary import DERIVED, AIUse, Licence

if TYPE_CHECKING:
    from ..models import ArticlePage

# From the freest to the strictest: of several source works the strictest one counts.
_STRICTNESS = [
    Licence.GOVERNMENT,
    Licence.PDM,
    Licence.CC0,
    Licence.BY,
    Licence.BY_SA,
    Licence.BY_NC,
    Licence.BY_NC_SA,
    Licence.IGO,
    Licence.BY_ND,
    Licence.BY_NC_ND,
    Licence.SITE,
    Licence.STOCK,
    Licence.PERMISSION,
    Licence.ARR,
]


def missing(page: "ArticlePage") -> list[str]:
    """Labels of required fields that are empty; the medical reviewer's signature is asked for by the case, not here."""
    required = {
        _("标题"): page.title.strip(),
        _("摘要"): page.summary.strip(),
        _("正文"): len(page.body),
        _("专科"): page.specialty,
        _("主题"): page.topic_id,
        _("适用人群"): page.audience_for.strip(),
        _("不适用人群"): page.audience_not.strip(),
        _("来源类型"): page.origin,
        _("许可"): page.licence,
        _("AI 使用"): page.ai_use and (page.ai_use != AIUse.UNDECLARED or page.imported),
        _("利益关系"): page.interests.strip(),
        _("参考文献（或选“常识类”）"): len(page.references) or page.common_knowledge,
        _("作者"): page.byline,
    }
    if page.origin in DERIVED:
        required[_("原作品")] = len(page.source_works)
    return [*(label for label, value in required.items() if not value), *lost_marks(page)]


def pictures(page: "ArticlePage") -> list[dict[str, Any]]:
    """Every use of a picture with its credit and licence."""
    found = []
    for field in ("cover", "body"):
        for position, block in enumerate(getattr(page, field).get_prep_value()):
            if block["type"] == "picture":
                value = block["value"]
                found.append(
                    {
                        "path": f"{field}.{block.get('id') or position}.image",
                        "name": value.get("alt") or _("图片"),
                        "credit": value.get("credit") or "",
                        "licence": value.get("licence") or "",
                        "image": value.get("image"),
                        "changed": bool(value.get("changed")),
                        "people": value.get("people") or 0,
                    }
                )
    return found


def source_licence(page: "ArticlePage") -> str:
    """The strictest licence among the source works; empty when one of them has none."""
    licences = [block["value"].get("licence") or "" for block in page.source_works.get_prep_value()]
    if not licences or "" in licences:
        return ""
    return max(licences, key=lambda licence: _STRICTNESS.index(Licence(licence)) if licence in Licence else len(_STRICTNESS))
