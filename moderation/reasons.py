"""The codes that a decision names: the engine's catalogue and the seven bottom lines that everything else falls under."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .engine import Ruleset

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The seven bottom lines of the account rules, for what no rule of the catalogue names.
BOTTOM_LINES: Mapping[str, "StrOrPromise"] = {
    "BL1": _("违反法律法规"),
    "BL2": _("违反社会主义制度"),
    "BL3": _("损害国家利益"),
    "BL4": _("损害公民合法权益"),
    "BL5": _("扰乱公共秩序"),
    "BL6": _("违背社会道德风尚"),
    "BL7": _("信息不真实"),
}

BOTTOM_LINE_BASIS = _("服务协议“七条底线”；互联网信息服务管理办法15")

FAMILIES: Mapping[str, "StrOrPromise"] = {
    "PRIV": _("隐私"),
    "BRAND": _("药品与器械商品名"),
    "CLAIM": _("夸大与断言"),
    "MED": _("医学内容"),
    "PROMO": _("导流与推广"),
    "SRC": _("依据与出处"),
    "IP": _("著作权与肖像"),
    "AI": _("人工智能"),
    "COI": _("利益关系"),
    "ECO": _("网络生态"),
    "ACC": _("账号与资质"),
}


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every code that the engine ships or declares, with its name in each language."""
    data = Ruleset.shipped().data
    return {code: entry["name"] for part in ("declared", "rules") for code, entry in data[part].items()}


def name_of(code: str) -> str:
    """What a code is called; a code that nobody knows any more names itself."""
    if code in BOTTOM_LINES:
        return str(BOTTOM_LINES[code])
    names = catalogue().get(code, {})
    return names.get((get_language() or "zh").partition("-")[0]) or names.get("zh") or code


@cache
def clauses() -> Mapping[str, str]:
    """The legal basis of every code of the catalogue."""
    data = Ruleset.shipped().data
    return {code: str(entry.get("basis") or "") for part in ("declared", "rules") for code, entry in data[part].items()}


def groups() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Every code a moderator may choose with its name and clause: the bottom lines first, then the catalogue by family."""
    lines = [(code, str(name), str(BOTTOM_LINE_BASIS)) for code, name in BOTTOM_LINES.items()]
    found: list[tuple[str, list[tuple[str, str, str]]]] = [(str(_("七条底线")), lines)]
    families: dict[str, list[tuple[str, str, str]]] = {}
    for code in catalogue():
        families.setdefault(code.partition(".")[0], []).append((code, name_of(code), clauses().get(code, "")))
    known = [family for family in FAMILIES if family in families]
    for family in [*known, *sorted(set(families) - set(known))]:
        found.append((str(FAMILIES.get(family, family)), sorted(families[family])))
    return found


def known(codes: list[str]) -> list[str]:
    """Those of the codes that may be chosen, in their order, each once."""
    return [code for code in dict.fromkeys(codes) if code in BOTTOM_LINES or code in catalogue()]
