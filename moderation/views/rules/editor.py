"""What the forms of a draft offer: every rule with its words, switches and numbers in this layer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import reasons
from ...engine import IDENTIFIERS
from ...engine import Ruleset as EngineRuleset
from ...rules import known_people, layers, soundness
from ...rules.people import account_names
from . import identifiers
from .words import condition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 60
# Where an exception may be confined to.
FIELDS: Mapping[str, "StrOrPromise"] = {
    "title": gettext_lazy("标题"),
    "summary": gettext_lazy("摘要"),
    "body": gettext_lazy("正文"),
    "references": gettext_lazy("参考资料"),
}
# The rule that forms propose when none was chosen: the one that staff add words to most.
PROPOSED = "PROMO.CONTACT"


def offered(release: EngineRuleset, layer: layers.Layer, chosen: str) -> dict[str, Any]:
    """What the forms offer: every rule with its words, switches and numbers in this layer."""
    codes = [code for code in sorted(release.rules) if "flow" not in release.rules[code]]
    accounts = account_names(row["author"] for row in layer.get("allow", []) if row.get("author"))
    switches = [_switch(release, layer, code) for code in sorted(release.rules)]
    return {
        "chosen": chosen if chosen in codes else PROPOSED,
        "fields": [("", _("不限")), *((name, str(words)) for name, words in FIELDS.items())],
        "codes": [(code, reasons.name_of(code)) for code in codes],
        "terms": _listed(layer.get("terms", {})),
        "patterns": [(code, reasons.name_of(code), found) for code, found in layer.get("patterns", {}).items()],
        "brands": layer.get("brands", [])[:SHOWN],
        "brands_total": len(layer.get("brands", [])),
        "people": _people(release, layer),
        "allow": [
            {
                **row,
                "field": str(FIELDS.get(row.get("field", ""), row.get("field", ""))),
                "who": accounts.get(row.get("author"), ""),
            }
            for row in layers.allow_rows(layer)
        ],
        "examples": list(enumerate(layer.get("examples", []))),
        "waived": list(enumerate(layer.get("waived", []))),
        "touched": [one for one in switches if one["touched"] or one["code"] == chosen],
        "switches": [one for one in switches if not one["touched"] and one["code"] != chosen],
    }


def _listed(terms: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": reasons.name_of(code),
            "total": len(found),
            "terms": found[:SHOWN],
            "left": max(0, len(found) - SHOWN),
        }
        for code, found in terms.items()
    ]


def _people(release: EngineRuleset, layer: layers.Layer) -> list[dict[str, Any]]:
    """Every list of people with what the staff put on it, and how many were shipped on it."""
    shipped = release.data.get("people", {})
    added = layer.get("people", {})
    return [
        {
            "kind": kind,
            "name": words,
            "shipped": len(shipped.get(kind, [])),
            "names": added.get(kind, [])[:SHOWN],
            "total": len(added.get(kind, [])),
            "left": max(0, len(added.get(kind, [])) - SHOWN),
        }
        for kind, words in known_people.KINDS.items()
    ]


def _switch(release: EngineRuleset, layer: layers.Layer, code: str) -> dict[str, Any]:
    own = layer.get("thresholds", {}).get(code, {})
    off = set(layer.get("without", {}).get(code, []))
    return {
        "code": code,
        "name": reasons.name_of(code),
        "identifier": code in IDENTIFIERS,
        "shadow": layer.get("status", {}).get(code) == "shadow",
        "suppressors": [(name, condition(name), name in off) for name in soundness.suppressors_of(release, code)],
        "thresholds": [
            (name, identifiers.said("thresholds", name), value, own.get(name, value))
            for name, value in soundness.thresholds_of(release, code).items()
        ],
        "touched": code in layer.get("status", {}) or bool(own) or bool(off),
    }
