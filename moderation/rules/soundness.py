"""Whether a layer can be used at all: every fault in a sentence, and nothing is lost by hearing them."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ..engine import IDENTIFIERS, Ruleset, RulesetError
from ..engine.compiled import LONGEST_TERM
from ..engine.folding import fold
from ..engine.patterns import PatternError, compile_pattern
from . import compiling, known_people, layers

# Beyond this a ruleset no longer compiles within a second.
MOST_TERMS = 100_000
MOST_FAULTS = 20


def faults(shipped: Ruleset, layer: layers.Layer) -> list[str]:
    """Why this layer cannot be used over these rules; empty when it can. At most twenty sentences and a last one."""
    found: list[str] = []
    for sentence in _sentences(shipped, layer):
        found.append(sentence)
        if len(found) == MOST_FAULTS:
            return [*found, _("还有更多问题，改好这些再看。")]
    if not found:
        try:
            compiling.under(shipped, layer)
        except RulesetError as error:
            found.append(_("规则集不能编译：%(reason)s") % {"reason": error})
    return found


def _sentences(shipped: Ruleset, layer: layers.Layer) -> Iterator[str]:
    count = sum(len(terms) for terms in layer.get("terms", {}).values()) + len(layer.get("brands", []))
    if count > MOST_TERMS:
        yield _("一个规则集最多 %(most)d 个词，这里有 %(count)d 个（已去掉重复）。") % {"most": MOST_TERMS, "count": count}
    for part in ("terms", "patterns", "thresholds", "status", "without"):
        for code in layer.get(part, {}):
            yield from unknown_code(shipped, code)
    for code, terms in layer.get("terms", {}).items():
        for term in terms:
            yield from term_faults(code, term)
    for row in layer.get("brands", []):
        yield from term_faults("BRAND.PROMO", row[0])
    for code, patterns in layer.get("patterns", {}).items():
        for pattern in patterns:
            yield from pattern_faults(code, pattern)
    for code in layer.get("status", {}):
        if code in IDENTIFIERS:
            yield _("%(code)s 查的是能找到患者本人的号码，不能改为影子运行。") % {"code": code}
    for code, names in layer.get("without", {}).items():
        for name in set(names) - set(suppressors_of(shipped, code)):
            yield _("%(code)s 没有名为 %(name)s 的排除条件。") % {"code": code, "name": name}
    for code, values in layer.get("thresholds", {}).items():
        for name in set(values) - set(thresholds_of(shipped, code)):
            yield _("%(code)s 没有名为 %(name)s 的阈值。") % {"code": code, "name": name}
    yield from known_people.faults(layer.get("people", {}))
    for row in layer.get("allow", []):
        yield from allow_faults(shipped, row)


def unknown_code(shipped: Ruleset, code: str) -> Iterator[str]:
    if code not in shipped.rules:
        yield _("没有 %(code)s 这条规则。") % {"code": code}


def term_faults(code: str, term: str) -> Iterator[str]:
    folded = fold(term).text.strip()
    if not folded or "\n" in folded:
        yield _("%(code)s 的词“%(term)s”是空的或跨了行。") % {"code": code, "term": term[:40]}
    elif len(folded) > LONGEST_TERM:
        yield _("%(code)s 的词“%(term)s…”超过 %(most)d 字。") % {"code": code, "term": term[:20], "most": LONGEST_TERM}


def pattern_faults(code: str, pattern: str) -> Iterator[str]:
    try:
        compiled = compile_pattern(pattern)
    except PatternError as error:
        reason = str(error).removeprefix(f"{pattern!r}: ")
        yield _("%(code)s 的表达式“%(pattern)s”写法有误：%(reason)s") % {
            "code": code,
            "pattern": pattern[:80],
            "reason": _reason(reason),
        }
        return
    if compiled.search("") is not None:
        yield _("%(code)s 的表达式“%(pattern)s”连空白也会匹配，请写得具体些。") % {"code": code, "pattern": pattern[:80]}


def _reason(reason: str) -> str:
    """RE2's reason in words."""
    known = {
        "missing )": _("少了一个右括号"),
        "unexpected )": _("多了一个右括号"),
        "missing ]": _("少了一个右方括号"),
        "invalid perl operator": _("不支持这种前后查找的写法"),
        "no argument for repetition operator": _("重复符号前面没有内容"),
        "bad repetition operator": _("重复符号用得不对"),
        "invalid escape sequence": _("不支持这个反斜杠写法"),
        "trailing \\": _("末尾多了一个反斜杠"),
    }
    return next((f"{words}（{reason}）" for start, words in known.items() if reason.startswith(start)), reason)


def allow_faults(shipped: Ruleset, row: Mapping[str, Any]) -> Iterator[str]:
    code = row.get("code", "")
    yield from unknown_code(shipped, code)
    if code in IDENTIFIERS:
        yield _("%(code)s 查的是能找到患者本人的号码，任何例外都不能放行，只能改文字。") % {"code": code}
    if not (row.get("text") or row.get("field") or row.get("author")):
        yield _("%(code)s 的例外至少要限定词、位置或作者中的一项；要停用整条规则，请改它的开关。") % {"code": code}
    if not row.get("reason"):
        yield _("%(code)s 的例外要写明理由。") % {"code": code}
    if row.get("until"):
        try:
            datetime.date.fromisoformat(row["until"])
        except ValueError:
            yield _("%(code)s 的例外的到期日“%(day)s”不是日期。") % {"code": code, "day": str(row["until"])[:20]}


def suppressors_of(shipped: Ruleset, code: str) -> list[str]:
    """Names of the conditions that can keep this rule from firing."""
    rule = shipped.rules.get(code, {})
    own = [rule.get("suppressors", []), *(cue.get("suppressors", []) for cue in rule.get("cue", []))]
    return list(dict.fromkeys(name for names in own for name in names))


def thresholds_of(shipped: Ruleset, code: str) -> dict[str, float]:
    """The numbers that staff may set, with the shipped values."""
    settings = shipped.rules.get(code, {}).get("settings", {})
    return {name: value for name, value in settings.items() if isinstance(value, int | float) and not isinstance(value, bool)}
