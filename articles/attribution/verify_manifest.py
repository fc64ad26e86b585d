#!/usr/bin/env python3
"""Check the manifest of a published article offline, and optionally a saved page and picture files against it.

    python3 verify_manifest.py MANIFEST.json KEYS.json [--page FILE.html] [--asset FILE…]

Needs Python and `cryptography`, nothing of the site. Exit status 0 when all holds, else 1, naming the first thing that does not.
MANIFEST.json: /api/articles/<id>/manifest. KEYS.json: /.well-known/xinglin-keys.json, the one thing that has to be trusted.
Signed is the manifest without "signature": UTF-8 JSON, names sorted, no white space, no floats, each name once.
Of a page its title, summary and body are checked; what stands around them, and how the page is styled, is not. Of pictures, the
files that readers get.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "xinglin-manifest-1"
INLINE = frozenset("a abbr b bdi cite code em i mark q s small span strong sub sup time u wbr".split())  # noqa: SIM905
ORDINARY = INLINE | frozenset(  # what title, summary and body are made of
    "blockquote caption details dd div dl dt figcaption figure h1 h2 h3 h4 i img li ol p picture section source summary"  # noqa: SIM905
    " table tbody td tfoot th thead tr ul br".split()
)
AROUND = frozenset("html body main article header div section".split())  # noqa: SIM905
HIDING = frozenset("hidden style inert popover srcdoc".split())  # noqa: SIM905
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905


class Refused(Exception):
    """What does not hold, in one sentence."""


def read_json(text: str | bytes) -> dict[str, Any]:
    """Strictly: each name once, whole numbers only, nothing after the end. Raises Refused."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise Refused("a name stands twice in one object")
        return dict(pairs)

    def never(token: str) -> None:
        raise Refused(f"{token} is no whole number")

    try:
        value = json.loads(
            text.decode() if isinstance(text, bytes) else text, object_pairs_hook=once, parse_float=never, parse_constant=never
        )
    except (ValueError, RecursionError) as broken:
        raise Refused(f"this is no JSON: {broken}") from None
    if not isinstance(value, dict):
        raise Refused("this is no JSON object")
    return value


def decoded(text: str) -> bytes:
    """Base64 in its one spelling: the last character may hold bits that nothing reads. Raises ValueError."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("another spelling of the same bytes")
    return raw


def signed_bytes(document: dict[str, Any]) -> bytes:
    try:
        signed = {name: value for name, value in document.items() if name != "signature"}
        return json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (UnicodeEncodeError, RecursionError):
        raise Refused("a text in it cannot be written as UTF-8") from None


def check_signature(document: dict[str, Any], keys: dict[str, Any], kind: str) -> dict[str, Any]:
    """The key that signed it, while it was in use. Raises Refused."""
    if document.get("format") != kind:
        raise Refused(f"its format is not {kind}")
    try:
        named = [key for key in keys["keys"] if key["id"] == document["key"]]
        if len(named) != 1:
            raise Refused(f"the key {document['key']!r} is not in the ring")
        public = Ed25519PublicKey.from_public_bytes(decoded(named[0]["public"]))
        public.verify(decoded(document["signature"]), signed_bytes(document))
        at, created = (datetime.fromisoformat(text) for text in (document["created_at"], named[0]["created"]))
        retired = datetime.fromisoformat(named[0]["retired"]) if named[0].get("retired") else None
        in_use = created <= at and (retired is None or at < retired)
    except (InvalidSignature, KeyError, TypeError, ValueError):
        raise Refused("its signature, key or date is missing, damaged, or not over this content") from None
    if not in_use:
        raise Refused(f"it says that it was made at {document['created_at']}, when key {document['key']} was not in use")
    return dict(named[0])


def check_manifest(manifest: dict[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    return check_signature(manifest, keys, FORMAT)


class Shown(HTMLParser):
    """The lines that a reader sees in title, summary and body of a page; white space collapsed, one line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: dict[str, list[list[str]]] = {"title": [[]], "summary": [[]], "body": [[]]}
        self.open: list[tuple[str, str, bool, bool]] = [("", "", False, False)]
        # How many of each are open, and how many of them no part may stand in: counted, since a page may nest 100,000 deep.
        self.named: Counter[str] = Counter()
        self.strange = 0

    def cut(self, part: str, is_cut: bool) -> None:
        if part and is_cut:
            self.lines[part].append([])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names, classes = dict(attrs), (dict(attrs).get("class") or "").split()
        begins = {"h1": "title", "p": "summary" * ("summary" in classes), "div": "body" * ("prose" in classes)}
        part, cuts = self.open[-1][1] or begins.get(tag, ""), tag not in INLINE or "data-cut" in names
        if part and (tag not in ORDINARY or HIDING & names.keys() or self.strange):
            raise Refused(f"the {part} of the page holds or stands in something that may show other words than it says")
        self.cut(part, cuts)
        if tag not in VOID:
            strange = not part and (tag not in AROUND or bool(HIDING & names.keys()))
            self.open.append((tag, part, cuts, strange))
            self.named[tag] += 1
            self.strange += strange

    def handle_endtag(self, tag: str) -> None:
        name = ""
        while self.named[tag] and name != tag:
            name, part, cuts, strange = self.open.pop()
            self.named[name] -= 1
            self.strange -= strange
            self.cut(part, cuts)

    def handle_comment(self, data: str) -> None:
        if self.open[-1][1] or data.startswith((">", "->")) or "--!>" in data or "<!--" in data:
            raise Refused("the page holds a comment that browsers read otherwise")

    def unknown_decl(self, data: str) -> None:
        raise Refused("the page holds a declaration that browsers read otherwise")

    def handle_data(self, data: str) -> None:
        if self.open[-1][1]:
            self.lines[self.open[-1][1]][-1].append(data)


def check_page(manifest: dict[str, Any], keys: dict[str, Any], html: str) -> None:
    """Raises Refused. The words of the site's own templates count by their name, so a page in any language holds."""
    page, labels = Shown(), keys.get("labels", {})
    page.feed(html)
    page.close()
    for part, expected in manifest["text"].items():
        lines = [" ".join("".join(line).split()) for line in page.lines[part]]
        named = "\n".join(f"\x1f{labels[line]}" if line in labels else line for line in lines if line)
        if hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest() != expected:
            raise Refused(f"the {part} of the page is not that of this version")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest")
    parser.add_argument("keys")
    parser.add_argument("--page")
    parser.add_argument("--asset", nargs="+", default=[], action="extend")
    asked = parser.parse_args(arguments)
    about = asked.manifest
    try:
        manifest, keys = (read_json(Path(about := path).read_bytes()) for path in (asked.manifest, asked.keys))
        about = asked.manifest
        key = check_manifest(manifest, keys)
        print(f"holds: signed by key {key['id']} at {manifest['created_at']}")
        print("       A DEMONSTRATION KEY: it proves nothing\n" * bool(key.get("demo")), end="")
        print(f"holds: version {manifest['version']} of article {manifest['id']}, {manifest['title']}")
        print(f"       SHA-256 of the manifest: {hashlib.sha256(signed_bytes(manifest)).hexdigest()}")
        if asked.page is not None:
            about = asked.page
            check_page(manifest, keys, Path(about).read_text(encoding="utf-8"))
            print(f"holds: title, summary and body of {about} are those of this version; the rest of the page was not checked")
        for about in asked.asset:
            if hashlib.sha256(Path(about).read_bytes()).hexdigest() not in [asset["sha256"] for asset in manifest["assets"]]:
                raise Refused("this is no picture of this version")
            print(f"holds: {about} is a picture of this version")
    except (Refused, OSError, ValueError, KeyError, TypeError, AttributeError) as failed:
        print(f"DOES NOT HOLD: {about}: {failed}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
