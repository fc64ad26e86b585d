"""Answers whoever asks what a manifest, a certificate or a code stands for, in plain words."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.models import ArticlePage, Manifest, PublicNote

from ..verify_manifest import Refused, check_manifest, read_json, signed_bytes
from . import certificate, keyring, notes, refusals
from .published import key_document
from .signing import current_manifest

LONGEST_TEXT = 512 * 1024
LONGEST_FILE = 5 * 1024 * 1024
_CODE = re.compile(r"[0-9a-f]{8}|[0-9a-f]{64}")


@dataclass
class Answer:
    """`tone` is `good`, `changed`, `bad` or `unknown`; `lines` are sentences. The rest is what is still public of it."""

    tone: str
    title: str
    lines: list[str] = field(default_factory=list)
    page: ArticlePage | None = None
    manifest: Manifest | None = None
    notes: list[PublicNote] = field(default_factory=list)


def of_file(content: bytes) -> Answer:
    """Of an uploaded file: a certificate's PDF or a manifest."""
    if len(content) > LONGEST_FILE:
        return Answer("bad", _("文件太大"), [_("请上传 5 MB 以内的证书或清单文件。")])
    if not content.startswith(b"%PDF-"):
        return of_text(content)
    try:
        sha256 = certificate.opened(content, key_document())
    except Refused as broken:
        return Answer(
            "bad",
            _("这份证书不成立"),
            [str(broken) if not str(broken).isascii() else _("签章与文件不符，或者不是本站的密钥签的。")],
        )
    row = Manifest.objects.filter(sha256=sha256).first()
    if row is None:
        return Answer("unknown", _("签章属于本站，但没有找到对应的清单"), [_("请联系我们核实。")])
    return _known(row, _("证书由本站签章，签章之后没有改动过。"))


def of_text(text: str | bytes) -> Answer:
    """Of what was pasted: a manifest, the hash of one, a page's digest or the code in its trust box."""
    if len(text) > LONGEST_TEXT:
        return Answer("bad", _("内容太长"), [_("清单一般只有几千字节，请核对粘贴的内容。")])
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError:
            return Answer("bad", _("看不懂这个文件"), [_("请上传本站的证书 PDF 或清单 JSON 文件。")])
    text = text.strip()
    if not text:
        return Answer("bad", _("还没有填写内容"), [_("请粘贴清单、填写校验码，或者上传证书。")])
    code = re.sub(r"[\s\-]+", "", text[:200]).lower() if len(text) <= 200 else ""
    return _of_code(code) if _CODE.fullmatch(code) else _of_manifest(text)


def _of_code(code: str) -> Answer:
    row = Manifest.objects.filter(sha256=code).first() or Manifest.objects.filter(digest=code).order_by("-pk").first()
    if row is None and len(code) == 8:
        page = ArticlePage.objects.published().filter(live_digest__startswith=code).first()
        row = current_manifest(page) if page else None
    if row is None:
        return Answer("unknown", _("没有找到这个校验码"), [_("请核对每一位；校验码是 8 位或 64 位的数字和字母。")])
    return _known(row)


def _of_manifest(text: str) -> Answer:
    try:
        manifest = read_json(text)
        signed = signed_bytes(manifest)
        check_manifest(manifest, key_document())
    except Refused as broken:
        is_json = text.startswith("{") and "format" in text
        told = _("它的内容和签名对不上：可能有一处被改过，也可能不是本站的密钥签的。") if is_json else _("这不是一份清单。")
        return Answer(
            "bad",
            _("这份清单不成立") if is_json else _("看不懂这段内容"),
            [told, _("具体原因：%(reason)s。") % {"reason": refusals.told(str(broken))}],
        )
    row = Manifest.objects.filter(sha256=hashlib.sha256(signed).hexdigest()).first()
    if row is None:
        return Answer("unknown", _("签名属于本站，但记录里没有这份清单"), [_("请联系我们核实。")])
    return _known(row, _("清单的每一项都与签名相符。"))


def _known(row: Manifest, first: str = "") -> Answer:
    """What is true of this version now. Of an article that is withdrawn nothing is told but that."""
    page = ArticlePage.objects.published().filter(pk=row.object_id).first()
    lines = [first] if first else []
    named = _("《%(title)s》") % {"title": page.title} if page else _("一篇文章")
    lines.append(
        _("这是%(named)s第 %(number)d 版的存证，%(when)s 由本站的密钥 %(key)s 签名。")
        % {"named": named, "number": row.version, "when": certificate.local(row.created_at.isoformat()), "key": row.key}
    )
    if keyring.is_demo(row.key):
        lines.append(_("这是演示密钥，不证明任何事实。"))
    if not row.text:
        lines.append(_("这一版的清单内容已按规定抹除，只保留哈希和签名。"))
    if page is None:
        return Answer("changed", _("是本站签名的，但文章已撤下"), [*lines, _("这篇文章现在不再公开，请不要再按它的内容去做。")])
    shown_notes = notes.of_page(page.pk)
    lines += _note_lines(shown_notes)
    if page.live_digest != row.digest:
        current = current_manifest(page)
        told = _("现在公开的是第 %(number)d 版，文字或资料与这一版不同。") % {"number": current.version if current else 0}
        return Answer("changed", _("是本站签名的，之后文章有更新"), [*lines, told], page, row, shown_notes)
    latest = current_manifest(page)
    if latest and latest.pk != row.pk:
        lines.append(_("文字没有变；登记的图片文件或审核记录有补充，最新的清单可在下面下载。"))
    return Answer("good", _("核对无误"), [*lines, _("现在公开的正是这一版，没有改动过。")], page, row, shown_notes)


def _note_lines(found: list[PublicNote]) -> Iterator[str]:
    for note in found:
        yield _("%(day)s 有一条公开说明：%(kind)s。") % {
            "day": certificate.local(note.at.isoformat())[:10],
            "kind": note.get_kind_display(),
        }
