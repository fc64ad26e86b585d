"""Identifiers of works, brought to one form; what is none is refused with a sentence that says why."""

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

# DOI Handbook 2.2; the suffix may hold nearly anything, the prefix is 10 and a registrant's number.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_DOI_LEAD = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi\s*[:：]?\s*|urn:doi:)", re.IGNORECASE)
_REGISTRY = re.compile(
    r"NCT\d{8}|ChiCTR(?:-[A-Z]{2,4})?-?\d{6,10}|ISRCTN\d{8}|EUCTR\d{4}-\d{6}-\d{2}(?:-[A-Z]{2})?|UMIN\d{9}|CRD\d{6,15}|"
    r"PACTR\d{15,16}|ACTRN\d{14}|jRCT[s]?\d{9,10}|CTRI/\d{4}/\d{2,3}/\d{6}",
    re.IGNORECASE,
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．／（）：－", "0123456789./():-")


class NotAnIdentifier(ValueError):
    """The sentence is for the doctor who typed it."""


def doi(text: str) -> str:
    """The DOI in lower case and without its address. Raises NotAnIdentifier."""
    plain = _DOI_LEAD.sub("", text.strip().translate(_FULL_WIDTH)).rstrip(".,;。，；、")
    if "%" in plain:
        plain = unquote(plain)
    if not plain:
        return ""
    if not plain.startswith("10."):
        raise NotAnIdentifier(_("“%(text)s”不是 DOI：DOI 以“10.”开头，例如 10.1056/NEJMoa2034577") % {"text": text[:60]})
    if "/" not in plain:
        raise NotAnIdentifier(_("“%(text)s”不是完整的 DOI：缺少斜线和后面的部分") % {"text": text[:60]})
    if not _DOI.fullmatch(plain):
        raise NotAnIdentifier(
            _("“%(text)s”不是 DOI：“10.”后面应是 4 到 9 位数字、斜线，再是不含空格的编号") % {"text": text[:60]}
        )
    return plain.lower()


def pmid(text: str) -> str:
    """Digits only. Raises NotAnIdentifier."""
    plain = re.sub(r"^(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid\s*[:：]?\s*)", "", text.strip(), flags=re.IGNORECASE).strip(
        "/ ."
    )
    plain = plain.translate(_FULL_WIDTH)
    if plain and not re.fullmatch(r"[1-9]\d{0,8}", plain):
        raise NotAnIdentifier(_("“%(text)s”不是 PMID：PMID 是最多 9 位的数字") % {"text": text[:60]})
    return plain


def isbn(text: str) -> str:
    """ISBN-13 without hyphens; an ISBN-10 is lengthened. Raises NotAnIdentifier."""
    plain = re.sub(r"^isbn(?:-1[03])?\s*[:：]?\s*", "", text.strip(), flags=re.IGNORECASE).translate(_FULL_WIDTH)
    plain = re.sub(r"[\s\-‐–—]", "", plain).upper()
    if not plain:
        return ""
    if re.fullmatch(r"\d{9}[\dX]", plain):
        if sum((10 - place) * (10 if mark == "X" else int(mark)) for place, mark in enumerate(plain)) % 11:
            raise NotAnIdentifier(_("ISBN %(text)s 的校验位不对，请核对") % {"text": text[:40]})
        body = "978" + plain[:9]
        return body + _check_digit(body)
    if not re.fullmatch(r"97[89]\d{10}", plain):
        raise NotAnIdentifier(_("“%(text)s”不是 ISBN：应是 13 位（978 或 979 开头）或 10 位") % {"text": text[:40]})
    if _check_digit(plain[:12]) != plain[12]:
        raise NotAnIdentifier(_("ISBN %(text)s 的校验位不对，请核对") % {"text": text[:40]})
    return plain


def _check_digit(twelve: str) -> str:
    """ISO 2108: weights 1 and 3 in turn."""
    return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve)) % 10)


def found_doi(text: str) -> str:
    """The first DOI within running text, or nothing."""
    match = _DOI.search(text.translate(_FULL_WIDTH))
    if match is None:
        return ""
    plain = match.group().rstrip(".,;。，；、)]）］”’")
    # A bracket that the DOI itself opened belongs to it, as in the older ones of The Lancet.
    closing = match.group()[len(plain) : len(plain) + 1]
    return (plain + closing if closing == ")" and plain.count("(") > plain.count(")") else plain).lower()


def found_pmid(text: str) -> str:
    match = re.search(r"\bPMID\s*[:：]?\s*([1-9]\d{0,8})\b", text, re.IGNORECASE)
    return match[1] if match else ""


def found_registry(text: str) -> str:
    """A number of a trial's or a review's registration."""
    match = _REGISTRY.search(text)
    return match.group() if match else ""
