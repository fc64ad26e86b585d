"""Changes one part of a draft's layer; what cannot be used is refused whole, with every word of it still in the form."""

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ... import asked
from ...models import Ruleset
from ...rules import compiling, known_people, layers, lifecycle, lines, soundness
from ...rules.people import account_by_mail
from ...rules.pointer import RulesetRefused
from .access import for_editors
from .ruleset import one, screen

Layer = dict[str, Any]
# Takes the form, the layer and the ruleset; answers with the new layer and what to say.
Edit = Callable[[HttpRequest, Layer, Ruleset], tuple[Layer, str]]


@require_POST
@for_editors
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    row, part = one(pk), request.POST.get("part", "")
    if part not in EDITS:
        return redirect("moderation_ruleset", pk=pk)
    edition = request.POST.get("edition", "")
    try:
        if row.state != Ruleset.State.DRAFT:
            raise RulesetRefused(_("这个规则集已经送出，内容不能再改；请另起草稿"))
        layer, said = EDITS[part](request, dict(row.layer), row)
        lifecycle.save_layer(row, request.user, layer, asked.whole(edition))
    except RulesetRefused as refused:
        return screen(request, row, refused.reasons, part, _typed(request))
    messages.success(request, said)
    chosen = urlencode({"rule": request.POST["code"]}) if "code" in request.POST else ""
    return redirect(f"{reverse('moderation_ruleset', args=[pk])}?{chosen}#part-{part.partition('_')[0]}")


def _typed(request: HttpRequest) -> dict[str, str]:
    """The form as it was sent, an uploaded list in its field, so that no refusal loses a word."""
    typed = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    with contextlib.suppress(RulesetRefused):
        typed["lines"] = _whole(request)
    return typed


def _whole(request: HttpRequest) -> str:
    """The words of the field and of the uploaded file. Raises RulesetRefused for a file that is no text."""
    text, uploaded = request.POST.get("lines", ""), request.FILES.get("file")
    if uploaded is None:
        return text
    uploaded.seek(0)
    try:
        more = lines.decoded(uploaded.read())
    except UnicodeDecodeError as error:
        raise RulesetRefused(_("文件不是文本，请另存为 CSV（UTF-8 或 GBK）后再上传")) from error
    return f"{text}\n{more}" if text.strip() else more


def _terms(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    code = request.POST.get("code", "")
    known = layer.get("terms", {}).get(code, [])
    if request.POST.get("how") == "drop":
        changed, gone = lines.drop_terms(layer, code, lines.read(_whole(request)))
        return changed, _("已移除 %(gone)d 个词。") % {"gone": gone}
    pasted = lines.read(_whole(request), known)
    if not pasted.lines:
        raise RulesetRefused(_("请先粘贴或上传词表，每行一个词"))
    facts = {"lines": pasted.lines, "new": len(pasted.terms), "again": pasted.repeated, "empty": pasted.empty}
    said = _("共 %(lines)d 行：新增 %(new)d 个词，重复或已有 %(again)d 行，空行 %(empty)d 行。") % facts
    return lines.add_terms(layer, code, pasted), said


def _brands(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    """One `商品名,通用名` a line; the same field takes brands away."""
    rows = {line[0]: line for line in layer.get("brands", [])}
    count = 0
    for cells in (line.replace("，", ",").split(",") for line in request.POST.get("lines", "").splitlines() if line.strip()):
        name, generic = cells[0].strip(), cells[1].strip() if len(cells) > 1 else ""
        if request.POST.get("how") == "drop":
            count += rows.pop(name, None) is not None
        else:
            count += rows.get(name, ["", ""])[1:2] != [generic]
            rows[name] = [name, generic, ""]
    said = _("已移除 %(count)d 个商品名。") if request.POST.get("how") == "drop" else _("新增或更新 %(count)d 个商品名。")
    return {**layer, "brands": list(rows.values())}, said % {"count": count}


def _people(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    """Names of one list, a line each; the same field takes them away."""
    kind = request.POST.get("kind", "")
    if kind not in known_people.KINDS:
        raise RulesetRefused(_("请选择人名名单"))
    known = [] if request.POST.get("how") == "drop" else layer.get("people", {}).get(kind, [])
    pasted = lines.read(_whole(request), known)
    if pasted.lines == pasted.empty:
        raise RulesetRefused(_("请先填写姓名，每行一个"))
    if request.POST.get("how") == "drop":
        changed, gone = known_people.drop(layer, kind, pasted)
        return changed, _("已移除 %(count)d 个名字。") % {"count": gone}
    return known_people.add(layer, kind, pasted), _("新增 %(count)d 个名字。") % {"count": len(pasted.terms)}


def _patterns(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    """The field holds all patterns of one rule."""
    code = request.POST.get("code", "")
    found = [line.strip() for line in request.POST.get("lines", "").splitlines() if line.strip()]
    return {**layer, "patterns": {**layer.get("patterns", {}), code: found}}, _("已保存 %(count)d 个表达式。") % {
        "count": len(found)
    }


def _allow(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    mail = request.POST.get("author", "").strip()
    author = account_by_mail(mail) if mail else None
    if mail and author is None:
        raise RulesetRefused(_("没有邮箱为 %(mail)s 的账号") % {"mail": mail})
    fields: Mapping[str, str] = {
        name: request.POST.get(name, "").strip() for name in ("code", "text", "field", "until", "reason")
    }
    return {**layer, "allow": [*layer.get("allow", []), {**fields, "author": author}]}, _("已加入例外。")


def _allow_drop(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    gone = request.POST.get("fingerprint", "")
    kept = [entry for entry in layer.get("allow", []) if layers.fingerprint(entry) != gone]
    return {**layer, "allow": kept}, _("已移除例外。")


def _switch(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    """State, suppressors and thresholds of one rule."""
    code, release = request.POST.get("code", ""), compiling.release(row)
    part = layers.part_of(layer, code)
    on = set(request.POST.getlist("suppressor"))
    part["status"] = "shadow" if request.POST.get("status") == "shadow" else "live"
    part["without"] = [name for name in soundness.suppressors_of(release, code) if name not in on]
    part["thresholds"] = _numbers(request, soundness.thresholds_of(release, code))
    return layers.with_part(layer, code, part), _("%(code)s 的开关已保存。") % {"code": code}


def _numbers(request: HttpRequest, shipped: Mapping[str, float]) -> dict[str, float]:
    """Thresholds that differ from the shipped ones. Raises RulesetRefused for what is no number."""
    numbers: dict[str, float] = {}
    for name, value in shipped.items():
        asked = request.POST.get(f"threshold-{name}", "").strip()
        try:
            number = float(asked) if asked else float(value)
        except ValueError as error:
            raise RulesetRefused(_("阈值“%(value)s”不是数字") % {"value": asked[:20]}) from error
        if not 0 <= number <= 1_000_000:
            raise RulesetRefused(_("阈值“%(value)s”超出了范围") % {"value": asked[:20]})
        if number != value:
            numbers[name] = int(number) if number.is_integer() else number
    return numbers


def _examples(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    fire, quiet = (
        [line.strip() for line in request.POST.get(name, "").splitlines() if line.strip()] for name in ("fire", "pass")
    )
    if not fire and not quiet:
        raise RulesetRefused(_("请至少写一个例句"))
    entry = {"code": request.POST.get("code", ""), "of": "", "fire": fire, "pass": quiet}
    return {**layer, "examples": [*layer.get("examples", []), entry]}, _("已加入 %(count)d 个例句。") % {
        "count": len(fire) + len(quiet)
    }


def _examples_drop(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    return _without(request, layer, "examples"), _("已移除例句。")


def _waive(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    """Give up an example that does not come out, with a reason that the approver reads."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise RulesetRefused(_("放弃例句要写明理由，批准的人会看到"))
    entry = {name: request.POST.get(name, "") for name in ("code", "kind", "text")}
    return {**layer, "waived": [*layer.get("waived", []), {**entry, "reason": reason[:200]}]}, _("已放弃这个例句。")


def _waive_drop(request: HttpRequest, layer: Layer, row: Ruleset) -> tuple[Layer, str]:
    return _without(request, layer, "waived"), _("已恢复这个例句。")


def _without(request: HttpRequest, layer: Layer, part: str) -> Layer:
    place = request.POST.get("place", "")
    return {**layer, part: [row for number, row in enumerate(layer.get(part, [])) if str(number) != place]}


EDITS: dict[str, Edit] = {
    "terms": _terms,
    "brands": _brands,
    "people": _people,
    "patterns": _patterns,
    "allow": _allow,
    "allow_drop": _allow_drop,
    "status": _switch,
    "examples": _examples,
    "examples_drop": _examples_drop,
    "waived": _waive,
    "waived_drop": _waive_drop,
}
