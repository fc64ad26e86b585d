"""Releases under layers, made ready to run once and kept: the steps of one ruleset ask for the same several times."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable

from ..engine import Ruleset as EngineRuleset
from ..engine import RulesetError
from ..models import Ruleset
from . import layers

# A lexicon of 50,000 terms takes some ten megabytes.
KEPT = 6
_lock = threading.Lock()
_releases: OrderedDict[str, EngineRuleset] = OrderedDict()
_compiled: OrderedDict[str, EngineRuleset] = OrderedDict()


def release(row: Ruleset) -> EngineRuleset:
    """The shipped rules that a ruleset was made over. Raises RulesetError when this code cannot use them."""
    return _kept(_releases, row.shipped_id, lambda: EngineRuleset(json.loads(row.shipped.canonical)))


def under(rules: EngineRuleset, layer: layers.Layer) -> EngineRuleset:
    """These rules under the engine's part of a layer, compiled. Raises RulesetError."""
    own = layers.engine_layer(layer)
    return _kept(_compiled, f"{rules.sha256} {layers.canonical(own)}", lambda: _with_layer(rules, own))


def _with_layer(rules: EngineRuleset, layer: layers.Layer) -> EngineRuleset:
    try:
        return rules.with_layer(layer)
    except RulesetError:
        raise
    except Exception as error:  # rules made for other code, whose parts this code does not find
        raise RulesetError(f"{type(error).__name__} {error}") from error


def _kept(kept: OrderedDict[str, EngineRuleset], name: str, make: Callable[[], EngineRuleset]) -> EngineRuleset:
    with _lock:
        if name in kept:
            kept.move_to_end(name)
            return kept[name]
    made = make()
    with _lock:
        kept[name] = made
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return made
