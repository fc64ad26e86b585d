"""Rules on the facts of the piece: nothing of them can be read from its words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

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


@dataclass(frozen=True)
class FlowDraft:
    """A finding about a fact: `path` names where the author mends it; `values` fill the message."""

    path: str
    cue: str
    values: Mapping[str, str] = field(default_factory=dict)


def missing(facts: Mapping[str, Any]) -> Iterator[FlowDraft]:
    """Required fields of the attribution record that are empty."""
    labels = facts.get("missing") or []
    if labels:
        yield FlowDraft("attribution", "missing", {"fields": "、".join(map(str, labels))})


def permission(facts: Mapping[str, Any]) -> Iterator[FlowDraft]:
    """Somebody else's work without a permission that is valid today or a licence that allows this use."""
    origin = facts.get("origin")
    if not origin or origin in OWN_WORK:
        return
    if any(_runs(entry.get("expires_on"), facts.get("today")) for entry in facts.get("permissions") or []):
        return
    licence = str(facts.get("source_licence") or "ARR").strip()
    if licence in FREE or (licence in COPY_ONLY and origin not in ADAPTED):
        return
    cue = "no adaptation" if licence in COPY_ONLY else "no permission"
    yield FlowDraft("attribution", cue, {"origin": str(origin), "licence": licence})


def pictures(facts: Mapping[str, Any]) -> Iterator[FlowDraft]:
    """Pictures without a credit, or whose licence is empty or no licence at all."""
    for picture in facts.get("pictures") or []:
        licence = str(picture.get("licence") or "").strip().lower()
        credit = str(picture.get("credit") or "").strip()
        name = str(picture.get("name") or "")
        path = str(picture.get("path") or "pictures")
        if not licence or any(word == licence or (len(word) > 1 and word in licence) for word in NO_LICENCE):
            yield FlowDraft(path, "no licence", {"file": name})
        elif not credit or any(len(word) > 1 and word in credit.lower() for word in NO_LICENCE):
            yield FlowDraft(path, "no credit", {"file": name})


def certificates(facts: Mapping[str, Any]) -> Iterator[FlowDraft]:
    """Certificates that are not verified, were revoked, or have run out by today."""
    for entry in facts.get("certificates") or []:
        kind, holder = str(entry.get("kind") or ""), str(entry.get("holder") or "")
        status = entry.get("status")
        expires = entry.get("expires_on")
        if status != "verified":
            state = "已被撤销" if status == "revoked" else "尚未核验"
        elif not _runs(expires, facts.get("today")):
            state = f"已于{expires}到期"
        else:
            continue
        yield FlowDraft("attribution", str(status if status != "verified" else "expired"), _certificate(holder, kind, state))


def _certificate(holder: str, kind: str, state: str) -> dict[str, str]:
    return {"cert": f"{holder}的{kind}" if holder else kind, "state": state}


def _runs(expires_on: object, today: object) -> bool:
    """Still running today; ISO dates compare as text, and no end means no end."""
    return not expires_on or not today or str(expires_on) >= str(today)


FLOWS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[FlowDraft]]] = {
    "flow.missing": missing,
    "flow.permission": permission,
    "flow.pictures": pictures,
    "flow.certificates": certificates,
}
