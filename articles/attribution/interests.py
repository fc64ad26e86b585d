"""Interests in one article: does its statement agree with what its authors declared, and may it be sponsored at all."""

import datetime
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from doctors import interests
from doctors.models.interests import MONTHS
from moderation.engine.detectors.links import is_trusted

from .vocabulary import AUTHORS, AIUse

if TYPE_CHECKING:
    from ..models import ArticlePage

_NONE = frozenset({"无", "没有", "无利益关系", "无利益冲突", "没有利益关系", "没有利益冲突", "作者声明无", "无冲突"})
_ADDRESS = re.compile(r"https?://[^\s，。；、）)]+|www\.[^\s，。；、）)]+")


def accounts(page: "ArticlePage") -> set[int]:
    """The owner and the authors in the byline that have an account."""
    named = {person.get("account") for person in page.byline if person.get("role") in AUTHORS}
    return {account for account in (page.owner_id, *named) if account}


def is_asked(page: "ArticlePage") -> bool:
    """An imported archive was written before anybody asked; its page says that nothing is warranted."""
    return page.ai_use != AIUse.UNDECLARED


def facts(page: "ArticlePage", today: datetime.date) -> dict[str, Any]:
    """The fact `interests`; nothing for an imported archive. `declared` looks as far back as the declaration does."""
    if not is_asked(page):
        return {}
    held = interests.newest(page.owner)
    months = datetime.timedelta(days=round(MONTHS * 30.44))
    relations = interests.relations_of(accounts(page)) if held is not None else []
    return {
        "interests": {
            "declared": held is not None and held.made_on >= today - months,
            "relations": [row for relation in relations for row in _named(page, relation)],
            "sponsor": page.sponsor,
            # The page names the sponsor at its head.
            "labelled": bool(page.sponsor),
        }
    }


def _named(page: "ArticlePage", relation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Whoever names the firm or a product of it in the statement has disclosed the whole relation."""
    names = interests.names_of(relation)
    disclosed = any(name in page.interests for name in names)
    yield from ({"name": name, "disclosed": disclosed} for name in names)


def lacking(page: "ArticlePage", today: datetime.date) -> list[str]:
    """Why new words must wait, whoever approved them."""
    missing = interests.shortcoming(page.owner, today) if is_asked(page) else ""
    return [missing] if missing else []


def objections(page: "ArticlePage", today: datetime.date) -> list[str]:
    """Mistakes that only the author can mend."""
    if not is_asked(page):
        return []
    return [*lacking(page, today), *_inconsistent(page), *_sponsored(page)]


def _inconsistent(page: "ArticlePage") -> Iterator[str]:
    if page.interests.strip(" 。.") not in _NONE:
        return
    if page.sponsor:
        yield _("文章有资助方，“利益关系”不能写“无”，请写明资助方和作者的关系")
    relations = interests.relations_of(accounts(page))
    if relations:
        firms = _("、").join(list(dict.fromkeys(str(row["organisation"]) for row in relations))[:3])
        yield (
            _(
                "年度利益声明里登记了%(firms)s，“利益关系”不能只写“无”；与本文无关时可以写：近三年与%(firms)s有关系，与本文内容无关"
            )
            % {"firms": firms}
        )


def _sponsored(page: "ArticlePage") -> Iterator[str]:
    """Disease education alone may be sponsored, the sponsor named and nothing else of the sponsor's on the page."""
    if not page.sponsor:
        return
    names = interests.names_of({"organisation": page.sponsor})
    foreign: list[str] = []
    for passage in page.surface().passages:
        field = passage.path.partition(".")[0]
        if field in ("sponsor", "interests", "references", "source_works"):
            continue
        if any(name in passage.text for name in names):
            yield _("有资助方的文章，正文、标题和摘要里不能再出现资助方：“%(text)s……”") % {"text": passage.text[:20]}
            break
        foreign += [address for address in _ADDRESS.findall(passage.text) if not is_trusted(address.lower())]
    if foreign:
        yield _("有资助方的文章不能带外部链接：%(address)s") % {"address": foreign[0][:60]}
    brands = _brands(page)
    if brands:
        yield _("资助只能用于疾病科普，不能谈产品；正文提到了“%(brand)s”") % {"brand": brands[0]}


def _brands(page: "ArticlePage") -> list[str]:
    """Brands in the words of the piece, the everyday ones left out."""
    text = "\n".join(passage.text for passage in page.surface().passages)
    return [brand for brand in interests.brands() if brand in text]
