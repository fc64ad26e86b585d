"""The metadata block of GB 45438-2025 that says that a file was generated: read from uploads, written into what readers get."""

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from PIL import Image

# The seven fields, in the order of the standard's annex on implicit labels.
FIELDS = ("Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID", "ReservedCode2")
GENERATED, POSSIBLY, SUSPECTED = "1", "2", "3"
NAMESPACE = "http://www.tc260.org.cn/ns/AIGC/1.0/"
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_LONGEST, _LARGEST = 200, 256 * 1024
# Where EXIF has room for words: description, what Windows calls comment, and the comment of the sub-directory.
_DESCRIPTION, _COMMENT, _SUBDIRECTORY, _USER_COMMENT = 0x010E, 0x9C9C, 0x8769, 0x9286


def read(opened: Image.Image) -> dict[str, str]:
    """The block of an opened file; empty when it has none. One block is kept, the first that names a label."""
    for text in _texts(opened):
        if (found := in_text(text)) is not None:
            return found
    return {}


def in_text(text: str) -> dict[str, str] | None:
    """The first JSON object in metadata that carries a label of 1, 2 or 3; escaped or not, alone or under `AIGC`."""
    text = html.unescape(text[:_LARGEST])
    place = text.find('"Label"')
    while place >= 0:
        start = text.rfind("{", 0, place)
        try:
            found, _end = json.JSONDecoder().raw_decode(text, start) if start >= 0 else ({}, 0)
        except ValueError:
            found = {}
        if isinstance(found, dict) and str(found.get("Label")) in (GENERATED, POSSIBLY, SUSPECTED):
            return {name: str(found[name])[:_LONGEST] for name in FIELDS if found.get(name) not in (None, "")}
        place = text.find('"Label"', place + 1)
    return None


def _texts(opened: Image.Image) -> Iterator[str]:
    for value in opened.info.values():
        yield from _text(value)
    try:
        exif = opened.getexif()
        values: list[Any] = [exif.get(_DESCRIPTION), exif.get(_COMMENT), exif.get_ifd(_SUBDIRECTORY).get(_USER_COMMENT)]
    except Exception:  # damaged EXIF raises a dozen classes and says nothing worth keeping
        return
    for value in values:
        yield from _text(value)


def _text(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes) and b"L" in value:
        yield value.decode("utf-16-le" if b"L\x00a\x00b" in value else "utf-8", "replace")


def declared(tool: str, number: str) -> dict[str, str]:
    """The block for a picture whose author says that it was generated."""
    return {"Label": GENERATED, "ContentProducer": tool[:_LONGEST], "ProduceID": number}


def spread(block: Mapping[str, str], number: str) -> dict[str, str]:
    """The block as this site passes it on: who produced it stays, who propagates it is the site."""
    return {name: block.get(name, "") for name in FIELDS} | {"ContentPropagator": str(settings.SITE_NAME), "PropagateID": number}


def as_json(block: Mapping[str, str]) -> str:
    return json.dumps(block, ensure_ascii=False, separators=(",", ":"))


def packet(block: Mapping[str, str]) -> bytes:
    """An XMP packet with the block and the kind of source that IPTC names."""
    value = html.escape(as_json(block), quote=True)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:TC260="{NAMESPACE}" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'TC260:AIGC="{value}" Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}"/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
