"""The certificate of a version: one page as PDF with a QR code, the manifest attached, and a seal over the file itself.

The seal is one line after the end of the document, where readers of PDF ignore it: a comment that holds the manifest's hash,
a key, a time and the signature over everything before it. So a changed figure in the picture of the page is found, too.
Setting a page of Chinese takes about a second, so a certificate is made once and kept as a file.
"""

import datetime
import hashlib
import os
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import Manifest

from ..verify_manifest import Refused, check_signature, read_json
from ..vocabulary import Role
from . import canonical, keyring
from .sheet import pdf
from .signing import content_of

FORMAT = "xinglin-certificate-1"
SEAL = b"\n%xinglin-certificate "
LONGEST_SEAL = 1000


def address(sha256: str) -> str:
    """Where the QR code leads."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/verify/?code={sha256}"


def code_picture(sha256: str) -> str:
    """The QR code as a data address, for a page."""
    return segno.make(address(sha256), error="m", micro=False).svg_data_uri(scale=4, border=2)


def rows(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, words) of what a certificate says, for paper and for screens."""
    labels = {role.value: str(role.label) for role in Role}
    words = [one["name"] + f"（{labels.get(one['role'], one['role'])}）" * ("role" in one) for one in content["contributors"]]
    originals = sum(asset["kind"] == "original" for asset in content["assets"])
    return [
        (_("文章"), content["title"]),
        (_("版本"), _("第 %(number)d 版") % {"number": content["version"]}),
        (_("网址"), content["url"]),
        (_("署名"), "、".join(words)),
        (_("权利人"), content["owner"] or "、".join(one["name"] for one in content["contributors"][:1])),
        (_("来源类型"), content["origin"]),
        (_("许可"), content["licence"]),
        (_("参考文献"), _("%(number)d 篇") % {"number": content["references"]["count"]}),
        (_("图片"), _("%(number)d 张，按文件哈希登记在清单里") % {"number": originals}),
        *_signatures(content),
        (_("平台审核"), "、".join(one["day"] for one in content["decisions"]) or _("无")),
        (_("签名时间"), local(content["created_at"])),
        (_("签名密钥"), content["key"]),
        (_("内容指纹"), content["digest"]),
        (_("清单哈希"), canonical.sha256({name: value for name, value in content.items() if name != "signature"})),
    ]


def _signatures(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Who signed this version besides the platform; a colleague's review and the platform's decision are two things."""
    reviews = [one for one in content["confirmations"] if one["purpose"] == "review"]
    confirmed = [one["name"] for one in content["confirmations"] if one["purpose"] != "review"]
    rows = []
    if confirmed:
        rows.append((_("署名确认"), "、".join(confirmed)))
    if reviews:
        rows.append((_("医学审稿"), "、".join(f"{one['name']} {one['day']}" for one in reviews)))
    return rows


def local(moment: str) -> str:
    return timezone.localtime(datetime.datetime.fromisoformat(moment)).strftime("%Y-%m-%d %H:%M:%S %Z")


def certificate(row: Manifest) -> bytes:
    """The sealed PDF. Raises LookupError when the manifest was erased or no Chinese font is here, NoKey."""
    content = content_of(row)
    key = keyring.active()
    kept = Path(settings.CERTIFICATES_ROOT) / f"{row.sha256}-{key.id}.pdf"
    if kept.is_file():
        return kept.read_bytes()
    with override(settings.LANGUAGE_CODE):
        document = pdf(content, rows(content), address(row.sha256), demo=key.demo or keyring.is_demo(row.key))
    made = sealed(document, row.sha256, key)
    kept.parent.mkdir(parents=True, exist_ok=True)
    beside = kept.with_name(f"{kept.name}.{os.getpid()}")
    beside.write_bytes(made)
    beside.replace(kept)
    return made


def sealed(document: bytes, manifest_sha256: str, key: keyring.Key) -> bytes:
    """The document with its seal."""
    seal = {
        "format": FORMAT,
        "document": hashlib.sha256(document).hexdigest(),
        "manifest": manifest_sha256,
        "key": key.id,
        "created_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
    }
    seal["signature"] = keyring.signature(key, canonical.encode(seal))
    return document + SEAL + canonical.encode(seal) + b"\n"


def opened(document: bytes, keys: dict[str, Any]) -> str:
    """The hash of the manifest that a certificate stands for. Raises Refused for a file that is none or was changed."""
    body, found, seal_text = document.rpartition(SEAL)
    if not found or len(seal_text) > LONGEST_SEAL:
        raise Refused(_("这份 PDF 里没有本站的签章"))
    try:
        seal = read_json(seal_text)
        as_sealed = canonical.encode(seal) + b"\n"
    except (Refused, TypeError, ValueError):
        raise Refused(_("这份证书的签章不完整")) from None
    if as_sealed != seal_text:  # another spelling of the same seal could hold a whole other page
        raise Refused(_("这份证书的签章不完整"))
    check_signature(seal, keys, FORMAT)
    if seal.get("document") != hashlib.sha256(body).hexdigest():
        raise Refused(_("这份证书文件在签章之后被改动过"))
    return str(seal.get("manifest", ""))
