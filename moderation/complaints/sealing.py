"""Keeps what people wrote: sealed as it came, and masked for everybody who does not work on the case."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from .. import ledger
from ..engine import IDENTIFIERS, Document, Finding, Passage, mask
from ..models import Complaint, ComplaintText, Referral
from ..scanning import scanner
from ..vault import cipher

# What is masked besides identifiers: who somebody is, where they live, and when something happened to them.
_PERSONAL = frozenset({*IDENTIFIERS, "PRIV.NAME", "PRIV.ADDRESS", "PRIV.DATE_EXACT", "PRIV.DECEASED", "PRIV.MINOR"})
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def sealed(values: Mapping[str, Any], bound: str) -> bytes:
    return cipher.seal_text(json.dumps(dict(values), ensure_ascii=False), bound)


def opened(sealed_values: bytes | memoryview, bound: str) -> dict[str, Any]:
    """Empty when nothing was kept or it was erased. Raises cipher.Unreadable."""
    found = json.loads(cipher.open_text(bytes(sealed_values), bound)) if sealed_values else {}
    return dict(found)


def private_of(complaint: Complaint) -> dict[str, Any]:
    return opened(complaint.private, f"complaint {complaint.receipt}")


def seal_private(complaint: Complaint, values: Mapping[str, Any]) -> None:
    complaint.private = sealed(values, f"complaint {complaint.receipt}")


def words_of(text: ComplaintText) -> dict[str, Any]:
    return opened(text.sealed, f"text of {text.complaint.receipt}")


def keep_words(complaint: Complaint, words: Mapping[str, str], voice: str = "complainant") -> ComplaintText:
    """One more text of a complaint. Scanned here, so never call it inside a long transaction with a long text."""
    masked, codes = masked_words(words)
    return ComplaintText.objects.create(
        complaint=complaint, voice=voice, masked=masked, codes=codes, sealed=sealed(words, f"text of {complaint.receipt}")
    )


def masked_words(words: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The same words with everything masked by which the engine finds a person, and the codes of what it found."""
    shown, codes = {}, set()
    for name, text in words.items():
        found = personal(text)
        codes |= {finding.code for finding in found}
        for finding in sorted(found, key=lambda finding: finding.start, reverse=True):
            text = text[: finding.start] + mask(finding) + text[finding.end :]
        shown[name] = text
    return shown, sorted(codes)


def personal(text: str) -> list[Finding]:
    """Findings by which somebody could be found, those that overlap taken once."""
    if not text:
        return []
    report = scanner().scan(Document((Passage("text", text),)))
    found = [one for one in report.findings if one.code in _PERSONAL and one.end > one.start]
    kept: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def without_identifiers(text: str) -> str:
    """The same words without numbers by which somebody is found; names stay, since a right has a holder."""
    for finding in sorted(personal(text), key=lambda finding: finding.start, reverse=True):
        if finding.code in IDENTIFIERS:
            text = text[: finding.start] + mask(finding) + text[finding.end :]
    return text


def masked_text(text: str) -> str:
    return masked_words({"text": text})[0]["text"]


def mail_in(contact: str) -> str:
    """The address of a contact that is one; empty for a telephone number."""
    found = contact.strip()
    return found if _MAIL.fullmatch(found) else ""


def contact_hash(contact: str) -> str:
    squeezed = "".join(contact.lower().split()).replace("-", "")
    return ledger.commitment(squeezed, "complainant") if squeezed else ""


def source_hash(network: str) -> str:
    return ledger.commitment(network, "complaint source")


def reseal() -> int:
    """Seal every text anew under the newest key of the ring; the number of rows."""
    done = 0
    for complaint in Complaint.objects.exclude(private=b"").iterator():
        seal_private(complaint, private_of(complaint))
        Complaint.objects.filter(pk=complaint.pk).update(private=complaint.private)
        done += 1
    for text in ComplaintText.objects.exclude(sealed=b"").select_related("complaint").iterator():
        again = sealed(words_of(text), f"text of {text.complaint.receipt}")
        ComplaintText.objects.filter(pk=text.pk).update(sealed=again)
        done += 1
    for referral in Referral.objects.exclude(mail=b"").iterator():
        again = sealed(opened(referral.mail, f"referral {referral.case_id}"), f"referral {referral.case_id}")
        Referral.objects.filter(pk=referral.pk).update(mail=again)
        done += 1
    return done


def fingerprint(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
