"""What the piece rests on and how it was made: cases, retracted or unreachable sources, reposts, generators."""

from collections.abc import Iterator

from ..document import Document
from .draft import FlowDraft, Settings, entries, runs, table


def case(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """A real case without a consent that is valid today."""
    if document.facts.get("case") == "real" and not consented(document, "case_consents"):
        yield FlowDraft("attribution", "no consent")


def consented(document: Document, name: str) -> bool:
    """Whether one entry of this fact runs today and was not withdrawn."""
    today = document.facts.get("today")
    return any(runs(entry.get("expires_on"), today) and not entry.get("withdrawn") for entry in entries(document, name))


def retracted(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """References that were retracted or are not reviewed, unless the text says so."""
    words = {"retracted": "已撤稿", "preprint": "是未经同行评议的预印本", "concern": "被期刊声明关注"}
    for entry in entries(document, "references"):
        status = str(entry.get("status") or "")
        if status in words and not entry.get("explained"):
            what = f"“{entry.get('title') or '所引文献'}”{words[status]}"
            yield FlowDraft(str(entry.get("path") or "references"), status, {"span": what})


def broken(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Addresses and identifiers that lead nowhere or elsewhere; a passing fault of the network is none."""
    words = {"unreachable": "打不开", "mismatch": "与题名不符"}
    for entry in entries(document, "links"):
        state = str(entry.get("state") or "")
        if state in words and not entry.get("temporary"):
            values = {"span": str(entry.get("address") or ""), "state": words[state]}
            yield FlowDraft(str(entry.get("path") or "references"), state, values)


def repost(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """A repost that does not name author, title, place of first publication and date of the original."""
    if document.facts.get("origin") != "转载" or "source_works" not in document.facts:
        return
    labels = {"title": "标题", "authors": "原作者", "link": "首发处或链接", "published_on": "首发日期"}
    works = entries(document, "source_works") or [{}]
    for work in works:
        empty = [label for key, label in labels.items() if not work.get(key)]
        if empty:
            yield FlowDraft("attribution", "repost", {"span": "转载信息缺" + "、".join(empty)})


def undeclared(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Files marked as generated (GB 45438, label 1, 2 or 3) in a piece declared free of generators."""
    fact = table(document, "ai")
    if fact.get("use") != "未使用" or fact.get("rewritten"):
        return
    for mark in fact.get("marks") or []:
        if str(mark.get("label")) in ("1", "2", "3"):
            yield FlowDraft(
                str(mark.get("path") or "body"), "marked file", {"span": f"文件“{mark.get('name') or '未命名'}”的 AIGC 标识"}
            )


def label_missing(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Generated parts that readers cannot tell, wherever the page shows them."""
    fact = table(document, "ai")
    if not fact.get("generated"):
        return
    for place in fact.get("unlabelled") or []:
        yield FlowDraft(str(place), "no label", {"place": str(place)})


def unverified(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Generated passages that no doctor has checked and signed."""
    fact = table(document, "ai")
    if fact.get("generated") and fact.get("unsigned"):
        count = len(fact["unsigned"])
        yield FlowDraft(str(fact["unsigned"][0]), "unsigned", {"count": str(count)})
