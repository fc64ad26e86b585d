"""The staff's lists of people whom texts may name: who stands on which, and what is no name at all."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..engine.folding import fold
from .lines import Pasted

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The last list takes from the others, those that are shipped included.
KINDS: Mapping[str, "StrOrPromise"] = {
    "experts": gettext_lazy("专家和同行"),
    "public_figures": gettext_lazy("公众人物"),
    "eponyms": gettext_lazy("病名、术语里的人名"),
    "removed": gettext_lazy("不再算知名（从各名单移出）"),
}
LONGEST_NAME = 30
MOST_NAMES = 20_000


def add(layer: Mapping[str, Any], kind: str, pasted: Pasted) -> dict[str, Any]:
    """The layer with these names more on one list."""
    return _with(layer, kind, [*layer.get("people", {}).get(kind, []), *pasted.terms])


def drop(layer: Mapping[str, Any], kind: str, pasted: Pasted) -> tuple[dict[str, Any], int]:
    """The layer without these names on one list, and how many it had."""
    gone = {fold(name).text.strip() for name in pasted.terms}
    before = layer.get("people", {}).get(kind, [])
    kept = [name for name in before if fold(name).text.strip() not in gone]
    return _with(layer, kind, kept), len(before) - len(kept)


def _with(layer: Mapping[str, Any], kind: str, names: list[str]) -> dict[str, Any]:
    return {**layer, "people": {**layer.get("people", {}), kind: names}}


def faults(people: Mapping[str, list[str]]) -> Iterator[str]:
    """Why these lists cannot be used, in sentences."""
    for kind in people.keys() - KINDS.keys():
        yield _("没有名为 %(kind)s 的人名名单。") % {"kind": kind}
    count = sum(len(names) for names in people.values())
    if count > MOST_NAMES:
        yield _("人名名单最多 %(most)d 个名字，这里有 %(count)d 个。") % {"most": MOST_NAMES, "count": count}
    for name in (name for names in people.values() for name in names):
        letters = "".join(character for character in fold(name).text if character.isalnum())
        if len(letters) < 2 or letters.isdigit():
            yield _("“%(name)s”不是姓名：至少要两个字。") % {"name": name[:40]}
        elif len(name) > LONGEST_NAME:
            yield _("“%(name)s…”超过 %(most)d 字，不是姓名。") % {"name": name[:20], "most": LONGEST_NAME}
