"""What generators did in an article: what the record says, what it still lacks, and what the AI rules read."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models.reference import key

from .. import passages
from . import aigc
from .ai_places import COVER, WHOLE, PlacesError, read
from .vocabulary import AI_LEVELS, GENERATED, AIUse

if TYPE_CHECKING:
    from ..models import ArticlePage

TEXT, PICTURE = AI_LEVELS[AIUse.PARAGRAPHS], AI_LEVELS[AIUse.MEDIA]
_LONGEST = 60
_TEXTS = ("level", "tool", "used_on", "purpose", "places", "checker", "checked_on")


@dataclass(frozen=True)
class Use:
    """One declared use; texts as stored, empty where unknown."""

    level: int
    name: str
    tool: str
    used_on: str
    purpose: str
    places: tuple[str | int, ...]
    checker: str
    checked_on: str
    references_checked: bool
    path: str = ""

    def as_json(self) -> dict[str, Any]:
        """As machines read it, without what is empty."""
        found = {name: getattr(self, name) for name in ("tool", "used_on", "purpose", "checker", "checked_on")}
        found |= {"use": self.name, "level": self.level, "places": [str(place) for place in self.places]}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Block:
    """One block that a generator made. `place` is its number in the body, or `cover`; `path` is where findings point."""

    place: str
    path: str
    words: str
    is_picture: bool
    image: int | None = None


def level(page: "ArticlePage") -> int:
    return AI_LEVELS.get(AIUse(page.ai_use), 0) if page.ai_use in AIUse else 0


def is_generated(page: "ArticlePage") -> bool:
    """Whether readers are told first thing that parts were generated."""
    return level(page) >= GENERATED or any(use.level >= GENERATED for use in uses(page))


def uses(page: "ArticlePage") -> list[Use]:
    stored = enumerate(page.ai_uses.get_prep_value())
    return [_use(block.get("value") or {}, f"ai_uses.{block.get('id') or number}") for number, block in stored]


def _use(value: Mapping[str, Any], path: str) -> Use:
    text = {name: str(value.get(name) or "").strip() for name in _TEXTS}
    try:
        where = read(text["places"])
    except PlacesError:
        where = ()
    known = text["level"] in AIUse
    return Use(
        level=AI_LEVELS.get(AIUse(text["level"]), 0) if known else 0,
        name=text["level"],
        tool=text["tool"],
        used_on=text["used_on"],
        purpose=text["purpose"],
        places=where,
        checker=text["checker"],
        checked_on=text["checked_on"],
        references_checked=bool(value.get("references_checked")),
        path=path,
    )


def checkers(page: "ArticlePage") -> list[str]:
    """Who checked what was generated, each once."""
    return list(dict.fromkeys(use.checker for use in uses(page) if use.level >= GENERATED and use.checker))


def blocks(page: "ArticlePage") -> list[Block]:
    """Every block that the record says was generated, in reading order: text by level 3, pictures by level 4."""
    body = page.body.get_prep_value()
    named = {use_level: _numbers(page, use_level, len(body)) for use_level in (TEXT, PICTURE)}
    covers = page.cover.get_prep_value() if COVER in named[PICTURE] else []
    found = [Block("cover", "cover", _said(block), True, block["value"].get("image")) for block in covers]
    for number, block in enumerate(body, 1):
        is_picture = block["type"] == "picture"
        if number in named[PICTURE if is_picture else TEXT]:
            image = block["value"].get("image") if is_picture else None
            found.append(Block(str(number), f"body.{block.get('id') or number - 1}", _said(block), is_picture, image))
    return found


def _numbers(page: "ArticlePage", wanted: int, count: int) -> set[str | int]:
    """The whole means what the level is about; a block named by its number counts whatever it is, so that none slips through."""
    found: set[str | int] = set()
    for use in uses(page):
        if WHOLE in use.places:
            found |= {*range(1, count + 1), COVER} if use.level == wanted else set()
        elif use.level >= GENERATED:
            found |= set(use.places)
    return found


def _said(block: dict[str, Any]) -> str:
    """The beginning of what a block says, to tell it from the others."""
    words = "".join(passage.text for passage in passages.passages("body", [block]))
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "……"


def objections(page: "ArticlePage", today: datetime.date) -> list[str]:
    """Mistakes that only the author can mend."""
    found = list(_of_level(page))
    for number, use in enumerate(uses(page), 1):
        if use.level >= GENERATED:
            found += [
                _("AI 使用第 %(number)d 条：%(fault)s") % {"number": number, "fault": fault}
                for fault in _faults(page, use, today)
            ]
    return [*found, *_of_pictures(page)]


def _of_level(page: "ArticlePage") -> Iterator[str]:
    declared = uses(page)
    highest = max((use.level for use in declared), default=0)
    if AIUse.DIGITAL_HUMAN in (page.ai_use, *(use.name for use in declared)):
        yield _("本站的作者都是实名医生，不接受数字人出镜或配音：读者会以为是医生本人在说话，也容易被用来冒充医生")
    elif declared and highest > level(page):
        name = {"use": declared[[use.level for use in declared].index(highest)].name}
        yield _("AI 使用的明细里有“%(use)s”，“AI 使用”也要选这一级") % name
    elif level(page) >= GENERATED and highest < level(page):
        yield _("“AI 使用”选了“%(use)s”，请在明细里写明工具、日期、涉及哪几块、由谁核对") % {"use": page.ai_use}


def _faults(page: "ArticlePage", use: Use, today: datetime.date) -> Iterator[str]:
    needed: dict[str, Any] = {
        _("工具和版本"): use.tool,
        _("使用日期"): use.used_on,
        _("涉及哪几块"): use.places,
        _("由谁核对"): use.checker,
        _("核对日期"): use.checked_on,
    }
    if len(page.references):
        needed[_("文献是否核对")] = use.references_checked
    if absent := [label for label, value in needed.items() if not value]:
        yield _("缺少%(what)s") % {"what": _("、").join(absent)}
    yield from _misplaced(page, use)
    if use.checked_on and not use.used_on <= use.checked_on <= today.isoformat():
        yield _("核对日期应在使用之后、今天以前")
    authors = [str(person.get("name") or "") for person in page.byline]
    if use.checker and authors and use.checker not in authors:
        yield _("“%(name)s”不是署名作者，请由署名的医生核对") % {"name": use.checker}


def _misplaced(page: "ArticlePage", use: Use) -> Iterator[str]:
    body = page.body.get_prep_value()
    beyond = [place for place in use.places if isinstance(place, int) and place > len(body)]
    if beyond:
        yield _("正文只有 %(count)d 块，没有第 %(place)s 块") % {"count": len(body), "place": beyond[0]}
    kinds = [body[place - 1]["type"] == "picture" for place in use.places if isinstance(place, int) and place <= len(body)]
    has_picture = any(kinds) or (COVER in use.places and len(page.cover) > 0) or WHOLE in use.places
    if use.level == PICTURE and use.places and not beyond and not has_picture:
        yield _("选了生成图片，但所写的块都不是图片")
    if use.level == TEXT and COVER in use.places:
        yield _("封面是图片，请另加一条“生成图片/音视频”")


def _of_pictures(page: "ArticlePage") -> Iterator[str]:
    """Once the piece says that it used a generator, the rule on marked files is silent: then the record must name them."""
    made = [block for block in blocks(page) if block.is_picture]
    for mark in marks(page):
        named = mark["path"] in {block.path for block in made}
        if not named and (mark["label"] == "1" or page.ai_use != AIUse.NONE):
            yield _("图片“%(name)s”的文件里有人工智能生成的标识，请在 AI 使用里按“生成图片/音视频”登记") % {"name": mark["name"]}
    for block in made:
        if block.image in _frozen_unmarked(made):
            yield _("“%(words)s”已在发布的文章里使用，当时没有标为 AI 生成，不能补标：请重新上传这张图") % {"words": block.words}


def _frozen_unmarked(made: Sequence[Block]) -> set[int]:
    from ..models import ArticleImage

    wanted = [block.image for block in made if block.image]
    return set(ArticleImage.objects.filter(pk__in=wanted, frozen=True, aigc={}).values_list("pk", flat=True))


def marks(page: "ArticlePage") -> list[dict[str, str]]:
    """Pictures of this article whose file came with the mark of GB 45438, or got it here: path, name, label."""
    from ..models import ArticleImage

    used = [
        (path, str(block["value"].get("alt") or _("图片")), block["value"].get("image"))
        for path, block in [("cover", one) for one in page.cover.get_prep_value()] + _of_body(page)
        if block["type"] == "picture"
    ]
    wanted = [image for _path, _name, image in used if image]
    held = dict(ArticleImage.objects.filter(pk__in=wanted).exclude(aigc={}).values_list("pk", "aigc")) if wanted else {}
    return [{"path": path, "name": name, "label": str(held[image]["Label"])} for path, name, image in used if image in held]


def _of_body(page: "ArticlePage") -> list[tuple[str, dict[str, Any]]]:
    return [(f"body.{block.get('id') or number}", block) for number, block in enumerate(page.body.get_prep_value())]


def facts(page: "ArticlePage") -> dict[str, Any]:
    """The fact `ai`. Only what was generated costs a query for its signatures, and its digest."""
    generated = is_generated(page)
    waiting = unsigned(page) if generated else []
    return {
        "use": page.ai_use,
        "generated": generated,
        "marks": marks(page),
        "rewritten": False,
        "unlabelled": _unlabelled(page) if generated else [],
        "unsigned": [block.path for block in waiting] or ([] if not generated or blocks(page) else ["ai_uses"]),
    }


def _unlabelled(page: "ArticlePage") -> list[str]:
    """Pictures that lists and shares would show bare: the label is drawn into every size of a picture that has the mark.
    Text is labelled at the head of the page; title and summary, which lists show alone, cannot be declared as generated."""
    marked = {mark["path"] for mark in marks(page)}
    return [block.path for block in blocks(page) if block.is_picture and block.path not in marked]


def unsigned(page: "ArticlePage", digest: str = "") -> list[Block]:
    """Generated blocks that no author has signed for exactly this version."""
    wanted = blocks(page)
    if not wanted or page.pk is None:
        return wanted
    from ..models import SignedPassage

    rows = SignedPassage.objects.filter(**key(page), digest=digest or page.surface().digest())
    signed = set(rows.values_list("place", flat=True))
    return [block for block in wanted if block.place not in signed]


def confirmations(page: "ArticlePage") -> Sequence[tuple[str, str]]:
    """One sentence to tick for each generated block that nobody has signed yet."""
    text = _("第 %(place)s 块由 AI 参与：我已逐字核对它的事实和所引文献，为它负责。“%(words)s”")
    picture = _("这幅图由 AI 生成：我已核对画面里的医学内容，为它负责。“%(words)s”")
    return [
        (f"ai:{block.place}", (picture if block.is_picture else text) % {"place": block.place, "words": block.words})
        for block in (unsigned(page) if is_generated(page) else [])
    ]


def sign(page: "ArticlePage", user: Any, confirmed: Sequence[str]) -> int:
    """Keep an author's word for the blocks among `confirmed`, for exactly this version; how many were new.

    Pictures get the mark with it. Whoever is not in the byline signs nothing.
    """
    from ..models import SignedPassage

    authors = {page.owner_id, *(person.get("account") for person in page.byline)}
    if user.pk not in authors or not is_generated(page):
        return 0
    digest = page.surface().digest()
    ticked = [block for block in unsigned(page, digest) if f"ai:{block.place}" in confirmed]
    rows = [SignedPassage(**key(page), digest=digest, place=block.place, by=user) for block in ticked]
    with transaction.atomic():
        SignedPassage.objects.bulk_create(rows, ignore_conflicts=True)
        _mark_pictures(page, [block.image for block in ticked if block.image])
    return len(rows)


def _mark_pictures(page: "ArticlePage", pictures: Sequence[int]) -> None:
    """The declared mark on files that came without one; sizes made before the mark are made anew."""
    from ..models import ArticleImage, ArticleRendition

    tools = "、".join(dict.fromkeys(use.tool for use in uses(page) if use.level >= PICTURE and use.tool))
    for image in ArticleImage.objects.filter(pk__in=pictures, frozen=False, aigc={}):
        ArticleImage.objects.filter(pk=image.pk).update(aigc=aigc.declared(tools, str(image.pk)))
        for rendition in ArticleRendition.objects.filter(image=image):
            rendition.file.delete(save=False)
            rendition.delete()
