"""The one filter for HTML that comes from outside: paste, import, complaints, and the editor's own markup."""

import re

import bleach

TAGS = frozenset({"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "sup", "sub", "h3", "h4", "blockquote"})
ATTRIBUTES = {"a": ["href", "linktype", "id"], "p": ["data-block-key"], "li": ["data-block-key"], "h3": ["data-block-key"], "h4": ["data-block-key"]}
PROTOCOLS = frozenset({"https", "http", "mailto"})
# Browsers run or hide what stands in these; the words in them are no text of the article.
_DROPPED = re.compile(r"<(script|style|iframe|object|svg|math|template|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)

_cleaner = bleach.Cleaner(tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True, strip_comments=True)


def sanitize(html: str) -> str:
    """The same words with allowed marks only. NUL characters and lone surrogates are dropped; never raises on markup."""
    text = html.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return _cleaner.clean(_DROPPED.sub("", text))
