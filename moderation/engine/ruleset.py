"""The versioned, hashed set of rules: what is shipped beside the code, and the staff's layer over it."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

from .document import SEVERITIES

if TYPE_CHECKING:
    from .compiled import Compiled
    from .names.lexicon import Lexicon

# Part of the canonical form: a change of the code that changes findings changes the hash too.
ENGINE = 1
STATUSES = ("live", "shadow", "declared")
LAYER_KEYS = frozenset({"brands", "terms", "patterns", "allow", "status", "thresholds", "without", "people"})
# The last takes names from the others, those that are shipped included.
PEOPLE_KEYS = ("experts", "public_figures", "eponyms", "removed")
RULE_KEYS = ("severity", "where", "name", "basis", "message", "fix")


class RulesetError(ValueError):
    """A rule that cannot be used; says which one, and why."""


class Ruleset:
    """Rules, contexts and lexicons as one canonical JSON; equal content has equal version and hash."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        _check(data)

    @classmethod
    def shipped(cls) -> Self:
        """The rules that stand beside the code, without a staff's layer."""
        return cls(json.loads(_shipped_json()))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a canonical JSON; every pattern and term is compiled here, so a broken one is refused at once."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise RulesetError(f"ruleset: not JSON ({error})") from None
        if not isinstance(data, dict):
            raise RulesetError("ruleset: not a JSON object")
        ruleset = cls(data)
        ruleset.compiled.prove(ruleset.data["contexts"])
        return ruleset

    def with_layer(self, layer: Mapping[str, Any]) -> Self:
        """The same rules under another staff's layer."""
        return self.from_json(json.dumps({**self.data, "layer": layer}))

    @cached_property
    def _canonical(self) -> str:
        return json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def canonical_json(self) -> str:
        return self._canonical

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self._canonical.encode()).hexdigest()

    @property
    def version(self) -> str:
        return f"{self.data['date']}-{self.sha256[:8]}"

    @property
    def rules(self) -> Mapping[str, Mapping[str, Any]]:
        rules: Mapping[str, Mapping[str, Any]] = self.data["rules"]
        return rules

    @property
    def layer(self) -> Mapping[str, Any]:
        layer: Mapping[str, Any] = self.data.get("layer", {})
        return layer

    def status(self, code: str) -> str:
        """live: findings are reported; shadow: evaluated elsewhere for comparison, reported nowhere.

        declared: there is no rule yet, or the product supplies none of the facts that it reads.
        """
        needs = self.rules.get(code, {}).get("needs", [])
        if code not in self.rules or (needs and not set(needs) <= set(self.data["supplied"])):
            return "declared"
        return str(self.layer.get("status", {}).get(code, "live"))

    @cached_property
    def compiled(self) -> "Compiled":
        from .compiled import Compiled

        return Compiled(self)

    @cached_property
    def people(self) -> "Lexicon":
        """Surnames, everyday words and people of note, with those that the staff added."""
        from .names.lexicon import Lexicon

        medicines = {generic for _, generic, _ in self.data["brands"] if generic}
        return Lexicon(self.data.get("people", {}), self.layer.get("people", {}), medicines)


@lru_cache(maxsize=1)
def _shipped_json() -> str:
    here = files(__package__)
    rules: dict[str, Any] = {}
    for path in sorted((here / "rules").iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            rule = tomllib.loads(path.read_text(encoding="utf-8"))
            rules[rule.pop("code")] = rule
    catalogue = tomllib.loads((here / "codes.toml").read_text(encoding="utf-8"))
    contexts: dict[str, Any] = {}
    for path in sorted((here / "contexts").iterdir(), key=lambda entry: entry.name):
        contexts.update(tomllib.loads(path.read_text(encoding="utf-8")))
    data = {
        "engine": ENGINE,
        "date": catalogue["date"],
        "declared": catalogue["declared"],
        "learned": {"weights": _weights_sha256(), "threshold": catalogue["learned_threshold"]},
        "supplied": sorted(name for name, fact in _facts().items() if fact["supplied"]),
        "rules": rules,
        "contexts": contexts,
        "brands": _brands((here / "lexicons" / "brands.tsv").read_text(encoding="utf-8")),
        "people": _people(),
        "layer": {},
    }
    return json.dumps(data, ensure_ascii=False)


def _weights_sha256() -> str:
    """Which weights the second reading uses: a ruleset is one with them."""
    return hashlib.sha256((files(__package__) / "learned" / "weights.tsv").read_bytes()).hexdigest()


def _facts() -> dict[str, dict[str, Any]]:
    """The facts that the rules on facts read, with their meaning and whether the product supplies them."""
    return tomllib.loads((files(__package__) / "flows" / "facts.toml").read_text(encoding="utf-8"))


def _brands(text: str) -> list[list[str]]:
    return [[row[0], row[1], row[2] if len(row) > 2 else ""] for row in _rows(text)]


def _people() -> dict[str, Any]:
    """What is known of names; only the newest rulesets have it."""
    here = files(__package__) / "lexicons"

    def rows(name: str) -> list[list[str]]:
        return _rows((here / name).read_text(encoding="utf-8"))

    return {
        "surnames": rows("surnames.tsv"),
        "given": rows("given_names.tsv"),
        "everyday": rows("everyday_names.tsv"),
        "parts": [row[0] for row in rows("name_parts.tsv")],
        "eponyms": [row[0] for row in rows("eponyms.tsv")],
        "public_figures": rows("public_figures.tsv"),
    }


def _rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _check(data: Mapping[str, Any]) -> None:
    """Shape only; patterns and terms are checked where they are compiled."""
    for key in ("engine", "date", "declared", "learned", "supplied", "rules", "contexts", "brands"):
        if key not in data:
            raise RulesetError(f"ruleset: {key!r} is missing")
    if data["engine"] != ENGINE:
        raise RulesetError(f"ruleset: made for engine {data['engine']}, this is engine {ENGINE}")
    for code, rule in data["rules"].items():
        for key in RULE_KEYS:
            if not rule.get(key):
                raise RulesetError(f"{code}: {key!r} is missing")
        for severity in [rule["severity"], *(cue.get("severity", rule["severity"]) for cue in rule.get("cue", []))]:
            if severity not in SEVERITIES:
                raise RulesetError(f"{code}: unknown severity {severity!r}")
    layer = data.get("layer", {})
    unknown = set(layer) - LAYER_KEYS
    if unknown:
        raise RulesetError(f"layer: unknown key {sorted(unknown)[0]!r}")
    _check_people(layer.get("people", {}))
    for code, status in layer.get("status", {}).items():
        if code not in data["rules"]:
            raise RulesetError(f"layer: status of {code}, which has no rule")
        if status not in STATUSES[:2]:
            raise RulesetError(f"{code}: unknown status {status!r}")


def _check_people(people: Mapping[str, Any]) -> None:
    for kind, names in people.items():
        if kind not in PEOPLE_KEYS:
            raise RulesetError(f"layer: people: unknown key {kind!r}")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise RulesetError(f"layer: people: {kind!r} is no list of names")
