"""Wagtail's rich text editor, with a floor under it: whatever a browser sends becomes clean markup, and no words are lost."""

import html
import json
from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea

from .sanitize import sanitize


class SafeDraftailRichTextArea(DraftailRichTextArea):
    """Stock Wagtail answers 500 to editor JSON that it cannot convert, and stores links that break the public page."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        sent = data.get(name)
        if sent is None:
            return None
        try:
            stored = super().value_from_datadict(data, files, name)
        except Exception:  # the converter raises a dozen different classes on what it does not expect
            stored = _plain_words(sent)
        return sanitize(stored) if stored else stored

    def format_value(self, value: Any) -> str:
        try:
            return super().format_value(value)
        except Exception:  # stored by an older version or another road
            return super().format_value(_paragraphs([str(value)]))


def _plain_words(sent: str) -> str:
    """The text of editor JSON of any shape, as plain paragraphs."""
    try:
        blocks = json.loads(sent)["blocks"]
        return _paragraphs([str(block["text"]) for block in blocks if isinstance(block, dict) and block.get("text")])
    except (ValueError, TypeError, KeyError, RecursionError):
        return _paragraphs([sent] if sent not in ("[]", "{}", "null") else [])


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts)
