"""What of an article is compared, and what is left out: quotations with their source, and passages of laws and inserts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from articles import passages

from ..references.citations import MARK
from .text import Span, Words, words_of

if TYPE_CHECKING:
    from articles.models import ArticlePage

SHORTEST_QUOTE = 8
_QUOTED = re.compile(r"“([^“”\n]{8,})”|「([^「」\n]{8,})」|『([^『』\n]{8,})』|\"([^\"\n]{8,})\"")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_TITLE = re.compile(r"《[^《》\n]{2,60}》|https?://")
# An article of a law as it is printed (立法技术规范（试行）：条 numbered in Chinese at the head of the paragraph).
_LAW_HEAD = re.compile(r"^\s*第[一二三四五六七八九十百千零〇\d]{1,7}条(?:之[一二三四五六七八九十])?[\s　]")
# A law named with its article in running words.
_LAW_NAMED = re.compile(
    r"《[^《》\n]{1,40}(?:法|法典|条例|规定|办法|规范|解释|细则|通则|决定|标准)(?:（[^）]{1,12}）)?》[^。！？\n]{0,12}"
    r"第[一二三四五六七八九十百千零〇\d]{1,7}条[^。！？\n]*"
)
# Headings of a package insert (化学药品和治疗用生物制品说明书规范细则, 中药、天然药物处方药说明书格式).
_INSERT_HEAD = re.compile(
    r"^\s*[【\[［](?:药品名称|成份|成分|性状|适应症|功能主治|规格|用法用量|不良反应|禁忌|注意事项|药物相互作用|药物过量|药理毒理|"
    r"药代动力学|临床试验|孕妇及哺乳期妇女用药|儿童用药|老年用药|贮藏|包装|有效期|执行标准|批准文号|警示语|黑框警告)[】\]］]"
)


@dataclass(frozen=True)
class Text:
    """The compared passages of a piece, the places left out of them, and the quotations among those, their lengths counted."""

    passages: tuple[tuple[str, str], ...]
    left_out: tuple[Span, ...] = ()
    quoted: tuple[int, ...] = ()

    @cached_property
    def words(self) -> Words:
        return words_of(self.passages, self.left_out)


def text_of(page: "ArticlePage") -> Text:
    """Summary and body as readers read them; neither the list of references nor the record."""
    stream = page.body.get_prep_value()
    kinds = {str(block.get("id") or number): block["type"] for number, block in enumerate(stream)}
    found: list[tuple[str, str]] = [("summary", page.summary)] if page.summary else []
    quotations = []
    for passage in passages.passages("body", stream):
        _body, block, part = (*passage.path.split(".", 2), "")[:3]
        if "link." in part or (kinds.get(block) == "picture" and part == "credit"):
            continue
        if kinds.get(block) == "quotation":
            quotations.append((passage.path, passage.text, part))
        else:
            found.append((passage.path, passage.text))
    return of_passages(found, quotations)


def of_passages(found: list[tuple[str, str]], quotations: list[tuple[str, str, str]] | None = None) -> Text:
    """`quotations` are blocks marked as such: path, text, and which part of the block it is."""
    left_out, quoted = [], []
    for path, text in found:
        for start, end in cited_quotes(text):
            left_out.append(Span(path, start, end))
            quoted.append(_length(text[start:end]))
        left_out += [Span(path, start, end) for start, end in _of_nobody(text)]
    for path, text, part in quotations or []:
        found.append((path, text))
        left_out.append(Span(path, 0, len(text)))
        if part == "text":
            quoted.append(_length(text))
    return Text(tuple(found), tuple(left_out), tuple(quoted))


def cited_quotes(text: str) -> Iterator[tuple[int, int]]:
    """Words in quotation marks whose sentence says where they come from: a mark like [3] after them, or a title before."""
    for quote in _QUOTED.finditer(text):
        begin = max((end.end() for end in _SENTENCE_END.finditer(text, 0, quote.start())), default=0)
        # The mark may stand behind the full stop that belongs to the quotation.
        closing = _SENTENCE_END.search(text, quote.end() + 1)
        after = text[quote.end() : min(closing.end() if closing else len(text), quote.end() + 40)]
        if MARK.search(after) or _TITLE.search(text[begin : quote.start()]):
            group = next(number for number in range(1, 5) if quote.group(number) is not None)
            yield quote.span(group)


def _of_nobody(text: str) -> Iterator[tuple[int, int]]:
    if _LAW_HEAD.match(text) or _INSERT_HEAD.match(text):
        yield 0, len(text)
    else:
        for named in _LAW_NAMED.finditer(text):
            yield named.span()


def _length(text: str) -> int:
    return words_of([("", text)]).count
