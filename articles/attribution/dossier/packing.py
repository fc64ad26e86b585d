"""The dossier as one file to hand on: JSON, every manifest with the keys that check it, and the hashes of what the vault holds."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..proof import keyring
from ..proof.published import key_document
from ..proof.signing import content_of
from .collecting import dossier

if TYPE_CHECKING:
    from articles.models import ArticlePage

README = """权属证据包

dossier.json        文章的版本、提交与决定、署名与签署、授权凭证、相似比对、公开说明和存证记录
manifests/          每一版的签名清单（JSON）；内容已按规定抹除的版本只在 dossier.json 里留有哈希
keys.json           核对签名用的公钥
vault.json          凭证文件的 SHA-256、大小和存入时间；文件本身不在包内，须有权限的人另行调取

核对一份清单：python3 verify_manifest.py manifests/0001.json keys.json
"""


def packed(page: "ArticlePage") -> bytes:
    """A ZIP file. The vault's bytes are never in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        for name, content in files_of(page):
            archive.writestr(name, content)
    return out.getvalue()


def files_of(page: "ArticlePage") -> Iterator[tuple[str, str]]:
    """(name, JSON) of each file."""
    from articles.models import Manifest
    from moderation.models.reference import key

    whole = dossier(page)
    yield "dossier.json", _json(whole)
    for row in Manifest.objects.filter(**key(page)).order_by("number"):
        if row.text:
            yield f"manifests/{row.number:04}.json", _json(content_of(row))
    yield "keys.json", _json(_keys())
    yield "vault.json", _json([{"evidence": one["kind"], "id": one["id"], **one["file"]} for one in whole["evidence"]])


def _keys() -> dict[str, Any]:
    """A site whose ring cannot be read hands out the rest all the same."""
    try:
        return key_document()
    except keyring.NoKey:
        return {"keys": []}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
