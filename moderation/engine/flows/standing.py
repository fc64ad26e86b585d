"""Whether the record is complete and the author may write this: fields, certificates, filing, scope, review date, interests."""

from collections.abc import Iterator

from ..document import Document
from .draft import FlowDraft, Settings, entries, runs, table


def missing(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Required fields of the attribution record that are empty."""
    labels = document.facts.get("missing")
    if isinstance(labels, list | tuple) and labels:
        yield FlowDraft("attribution", "missing", {"fields": "、".join(map(str, labels))})


def certificates(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Certificates that are not verified, were revoked, or have run out by today."""
    for entry in entries(document, "certificates"):
        kind, holder = str(entry.get("kind") or ""), str(entry.get("holder") or "")
        status = entry.get("status")
        expires = entry.get("expires_on")
        if status != "verified":
            state = "已被撤销" if status == "revoked" else "尚未核验"
        elif not runs(expires, document.facts.get("today")):
            state = f"已于{expires}到期"
        else:
            continue
        values = {"cert": f"{holder}的{kind}" if holder else kind, "state": state}
        yield FlowDraft("attribution", str(status if status != "verified" else "expired"), values)


def filing(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """An institution named beside an author that knows nothing of it, or that the author has left."""
    for entry in entries(document, "filings"):
        institution = str(entry.get("institution") or "所在机构")
        if not entry.get("filed"):
            yield FlowDraft("attribution", "not filed", {"inst": institution, "state": "还没有报备记录"})
        elif entry.get("employed") is False and entry.get("shown", True):
            yield FlowDraft("attribution", "left", {"inst": institution, "state": "已离职或退休，仍显示该单位的职务"})


def scope(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """A subject outside what every responsible author is registered for, and no medical reviewer of that field."""
    specialty = str(document.facts.get("specialty") or "")
    scopes = entries(document, "scopes")
    if not specialty or not scopes:
        return
    people = [*scopes, *entries(document, "reviewers")]
    if not any(specialty in (person.get("specialties") or []) for person in people):
        yield FlowDraft("attribution", "scope", {"topic": str(document.facts.get("specialty_name") or specialty)})


def outdated(document: Document, _settings: Settings) -> Iterator[FlowDraft]:
    """Past the date of review, or resting on an edition that has a newer one."""
    due = document.facts.get("review_due")
    if due and not runs(due, document.facts.get("today")):
        yield FlowDraft("attribution", "review due", {"what": f"复审日是{due}"})
    for entry in entries(document, "references"):
        if entry.get("superseded_by"):
            what = f"“{entry.get('title') or '所引指南'}”已有新版（{entry['superseded_by']}）"
            yield FlowDraft(str(entry.get("path") or "references"), "superseded", {"what": what})


def interests(document: Document, settings: Settings) -> Iterator[FlowDraft]:
    """No declaration of the last months, a related firm in the text that is not disclosed, or a sponsor without a label."""
    fact = table(document, "interests")
    if not fact:
        return
    if not fact.get("declared"):
        yield FlowDraft("attribution", "not declared", {"org": f"没有最近{settings['months']}个月的利益声明"})
    if fact.get("sponsor") and not fact.get("labelled"):
        yield FlowDraft("attribution", "sponsor", {"org": f"“{fact['sponsor']}”资助了本文而没有标明"})
    text = "\n".join(passage.text for passage in document.passages)
    for relation in fact.get("relations") or []:
        name = str(relation.get("name") or "")
        if len(name) > 1 and name in text and not relation.get("disclosed"):
            yield FlowDraft("attribution", "relation", {"org": f"正文提到的“{name}”与作者登记的关系有关"})
