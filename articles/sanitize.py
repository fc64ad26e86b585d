"""The one filter for HTML that comes from outside: paste, import, complaints, and the editor's own markup."""

import re

import bleach

TAGS = frozenset({"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "sup", "sub", "h2", "h3", "h4", "blockquote"})
PROTOCOLS = frozenset({"https", "http", "mailto"})
# Browsers run or hide what stands in these; the words in them are no text of the article.
_DROPPED = re.compile(r"<(script|style|iframe|object|svg|math|template|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_PAGE_ID = re.compile(r"[0-9]{1,18}")


def _allowed(tag: str, name: str, value: str) -> bool:
    """Links lead to an address or to a page by its number; the editor's keys of blocks stay, all else goes."""
    if tag == "a":
        return name == "href" or (name == "linktype" and value == "page") or (name == "id" and bool(_PAGE_ID.fullmatch(value)))
    return name == "data-block-key"


# Stored mark-up has been through the filter already; seeing that costs microseconds, filtering again milliseconds.
_CLEAN = re.compile(
    r"""(?:[^<>\x00\ud800-\udfff]|</?(?:p|br|b|strong|i|em|ul|ol|li|sup|sub|h[234]|blockquote)/?>|</a>|<(?:p|li|h[234])\ data-block-key="[a-z0-9]+">"""
    r"""|<a\ href="(?:https?://|mailto:|[/#])[^"<>\s]*">|<a\ linktype="page"\ id="[0-9]{1,18}">)*"""
)

_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*(?<!/)>")

_cleaner = bleach.Cleaner(tags=TAGS, attributes=_allowed, protocols=PROTOCOLS, strip=True, strip_comments=True)


def _balanced(html: str) -> bool:
    """Every mark is closed, in the order in which it was opened."""
    open_tags: list[str] = []
    for closing, tag in _TAG.findall(html):
        if not closing:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return False
    return not open_tags


def sanitize(html: str) -> str:
    """The same words with allowed marks only. NUL characters and lone surrogates are dropped; never raises on markup."""
    if _CLEAN.fullmatch(html) and _balanced(html):
        return html
    text = html.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return _cleaner.clean(_DROPPED.sub("", text))
