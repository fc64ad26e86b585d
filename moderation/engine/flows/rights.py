"""Whose work it is: permissions, licences, quotations, likeness to other texts, and who signs."""

from collections.abc import Iterator
from typing import cast

from ..document import SEVERITIES, Document, Severity
from .draft import FlowDraft, Settings, entries, runs, table

# How the message names the other text: one's own earlier work is told from somebody else's.
RELATION = {"self": "曾发表于您的", "other": "与已有的"}
OWN_WORK = frozenset({"原创", "职务作品"})
ADAPTED = frozenset({"翻译", "改编"})
# Licences of the source that allow an unchanged copy, and those that allow an adaptation as well.
FREE = frozenset({"CC0", "PDM", "GOV-CN", "CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC BY-NC-SA 4.0", "CC BY-NC-SA 3.0 IGO"})
COPY_ONLY = frozenset({"CC BY-ND 4.0", "CC BY-NC-ND 4.0"})
NO_LICENCE = (
    "网络图片",
    "网图",
    "来自网络",
    "来源网络",
    "源于网络",
    "百度",
    "未知",
    "不详",
    "侵删",
    "无",
    "none",
    "unknown",
    "internet",
)
# Which licences an adaptation may carry, by the licence of what it adapts (CC 4.0 deeds and legal codes, section 2 and 3).
ADAPTATION = {
    "CC BY 4.0": frozenset({"ARR", "SITE-1.0", "CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC BY-NC-SA 4.0"}),
    "CC BY-SA 4.0": frozenset({"CC BY-SA 4.0"}),
    "CC BY-NC 4.0": frozenset({"CC BY-NC 4.0", "CC BY-NC-SA 4.0"}),
    "CC BY-NC-SA 4.0": frozenset({"CC BY-NC-SA 4.0"}),
    "CC BY-NC-SA 3.0 IGO": frozenset({"CC BY-NC-SA 4.0"}),
    "CC BY-ND 4.0": frozenset(),
    "CC BY-NC-ND 4.0": frozenset(),
}


def permission(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Somebody else's work without a permission that is valid today or a licence that allows this use."""
    facts = document.facts
    origin = facts.get("origin")
    if not origin or origin in OWN_WORK:
        return
    if any(runs(entry.get("expires_on"), facts.get("today")) for entry in entries(document, "permissions")):
        return
    licence = str(facts.get("source_licence") or "ARR").strip()
    if licence in FREE or (licence in COPY_ONLY and origin not in ADAPTED):
        return
    cue = "no adaptation" if licence in COPY_ONLY else "no permission"
    yield FlowDraft("attribution", cue, {"origin": str(origin), "licence": licence})


def pictures(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Pictures without a credit, or whose licence is empty or no licence at all."""
    for picture in entries(document, "pictures"):
        licence = str(picture.get("licence") or "").strip().lower()
        credit = str(picture.get("credit") or "").strip()
        name = str(picture.get("name") or "")
        path = str(picture.get("path") or "pictures")
        if not licence or any(word == licence or (len(word) > 1 and word in licence) for word in NO_LICENCE):
            yield FlowDraft(path, "no licence", {"file": name})
        elif not credit or any(len(word) > 1 and word in credit.lower() for word in NO_LICENCE):
            yield FlowDraft(path, "no credit", {"file": name})


def licence_conflict(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Material whose licence does not allow what this piece does with it.

    Unchanged pictures beside own text are a collection and keep their own licence; adapted ones and translated or adapted
    source works bind the result.
    """
    facts = document.facts
    result = str(facts.get("licence") or "")
    if any(
        runs(entry.get("expires_on"), facts.get("today")) and entry.get("covers_adaptation")
        for entry in entries(document, "permissions")
    ):
        return
    materials = [
        (str(picture.get("path") or "pictures"), picture) for picture in entries(document, "pictures") if picture.get("changed")
    ]
    if facts.get("origin") in ADAPTED:
        materials.append(("attribution", {"licence": facts.get("source_licence")}))
    for path, material in materials:
        licence = str(material.get("licence") or "")
        if result and licence in ADAPTATION and result not in ADAPTATION[licence]:
            yield FlowDraft(path, "adaptation", {"src": licence, "dst": result})
    if facts.get("commercial"):
        for picture in entries(document, "pictures"):
            if "-NC" in str(picture.get("licence") or ""):
                yield FlowDraft(
                    str(picture.get("path") or "pictures"), "commercial", {"src": str(picture["licence"]), "dst": "商业栏目"}
                )
    for entry in entries(document, "permissions"):
        if entry.get("single_use") and entry.get("used"):
            yield FlowDraft("attribution", "single use", {"src": "仅限一次的授权", "dst": result or "再次使用"})


def quotation(document: Document, settings: Settings) -> Iterator[FlowDraft]:
    """More quotation than a purpose can need, or a protected scale copied whole."""
    fact = table(document, "quotation")
    share, longest = float(fact.get("share") or 0), int(fact.get("longest") or 0)
    if fact.get("instrument"):
        yield FlowDraft("body", "instrument", {"what": f"量表《{fact['instrument']}》的全部条目"})
    elif share > settings["share"]:
        yield FlowDraft("body", "share", {"what": f"引文占全文的{share:.0%}"})
    elif longest > settings["longest"]:
        yield FlowDraft("body", "longest", {"what": f"一段{longest}字的引文"})


def similarity(document: Document, settings: Settings) -> Iterator[FlowDraft]:
    """Passages that stand in another text too; laws, labels and marked quotations are left out by who counts.

    Who counts may say what follows, by the site's own thresholds; otherwise the rule's decide. Raises ValueError on a level that
    is none, so that the rule blocks.
    """
    for entry in entries(document, "similarity"):
        score, run = float(entry.get("score") or 0), int(entry.get("run") or 0)
        level = entry.get("level")
        if level is not None and level not in SEVERITIES:
            raise ValueError(f"{level!r} is no level")
        if level is None and score < settings["score"] and run < settings["run"]:
            continue
        cue = "self" if entry.get("own") else "other"
        values = {"relation": RELATION[cue], "title": str(entry.get("title") or ""), "score": f"{score:.0%}", "run": str(run)}
        yield FlowDraft(str(entry.get("path") or "body"), cue, values, cast(Severity | None, level))


def authorship(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Contributors who have not confirmed, nobody who wrote, a ghost writer, or work for hire left open."""
    facts = document.facts
    if "contributors" in facts:
        people = entries(document, "contributors")
        if not any(person.get("role") in ("author", "co-author") for person in people):
            yield FlowDraft("attribution", "no author", {"what": "没有写作者署名"})
        waiting = [str(person.get("name") or "") for person in people if not person.get("confirmed")]
        if waiting:
            yield FlowDraft("attribution", "unconfirmed", {"what": "、".join(waiting) + "尚未确认署名"})
    if facts.get("ghostwriter"):
        yield FlowDraft("attribution", "ghost writer", {"what": "有代笔而没有说明"})
    if facts.get("work_for_hire") == "unknown":
        yield FlowDraft("attribution", "work for hire", {"what": "职务作品状态未填"})
