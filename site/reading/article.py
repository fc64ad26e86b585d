"""Everything that the page of one article shows, gathered in at most four queries."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.attribution import ai, aigc, licences
from articles.attribution.proof import notes
from articles.attribution.references.facts import standings
from articles.attribution.references.reference import Reference as Work
from articles.attribution.vocabulary import LICENCE_ADDRESSES, Licence, Origin
from articles.models import ArticlePage, PublicNote

from . import body, citation, people, renditions, reuse, sources
from .citing import Rendering
from .lookup import Crumb, linked, places_of
from .people import Account, Person
from .renditions import Picture


def accounts_of(page: ArticlePage) -> dict[int, Account]:
    named = [row.get("account") for row in page.byline if isinstance(row, Mapping)]
    contributors = [row.get("account") for _identity, row in stream_rows(page.contributors)]
    return people.accounts(account for account in [*named, *contributors] if isinstance(account, int))


def stream_rows(stream: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """(block id or position, value) of a stream of structs."""
    for position, block in enumerate(stream.get_prep_value()):
        if isinstance(block.get("value"), Mapping):
            yield str(block.get("id") or position), block["value"]


def address_of(page: ArticlePage) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/articles/{page.slug}/"


class Parts:
    """What the template asks for. `preview` marks every passage with its path, so that findings can point at it."""

    def __init__(self, page: ArticlePage, accounts: Mapping[int, Account] | None = None, preview: bool = False) -> None:
        self.page = page
        self.preview = preview
        self.trust_card = ""
        known = accounts_of(page) if accounts is None else accounts
        rows = [(f"contributors.{identity}", row) for identity, row in stream_rows(page.contributors)]
        self.people = people.people_of(page.byline, rows, known)
        self.stream = page.body.get_prep_value()
        self.cover = next((row for _identity, row in stream_rows(page.cover)), {})
        self._renditions = renditions.fetch(self._wanted())
        raw_references = list(sources.values_of(page.references.get_prep_value()))
        self.rendering = Rendering(linked(body.linked_pages(self.stream)), len(raw_references))
        self.body = body.render(self.stream, self.rendering, self._figures(), "body", preview)
        self.references = sources.listed(raw_references, self.rendering, standings(page) if preview else page.source_standing)

    def _wanted(self) -> dict[int, tuple[str, ...]]:
        wanted: dict[int, tuple[str, ...]] = dict.fromkeys(body.pictures_of(self.stream), renditions.FIGURE)
        if isinstance(self.cover.get("image"), int):
            wanted[self.cover["image"]] = (*renditions.FIGURE, *renditions.SHARED)
        wanted |= {person.account.portrait: renditions.PORTRAIT for person in self.people if person.account.portrait}
        return wanted

    def shown(self, image: Any) -> Picture | None:
        """A picture of the body or the cover as this page fetched it."""
        return renditions.picture(self._renditions, image, renditions.FIGURE)

    def _figures(self) -> dict[int, Picture]:
        figures = {image: self.shown(image) for image in self._wanted()}
        made = self.generated_pictures
        return {image: replace(figure, generated=image in made) for image, figure in figures.items() if figure}

    @cached_property
    def cover_html(self) -> SafeString:
        """The cover with its words, for previews; readers meet it in lists."""
        stream = self.page.cover.get_prep_value()
        return body.render(stream, self.rendering, self._figures(), "cover", self.preview).html

    @property
    def authors(self) -> list[Person]:
        return [person for person in self.people if person.is_author]

    @property
    def reviewers(self) -> list[Mapping[str, Any]]:
        """Colleagues of the field who signed this version: not the platform's decision, and shown apart from it."""
        return [] if self.preview else self.page.signed.get("reviewers", [])

    @property
    def others(self) -> list[Person]:
        return [person for person in self.people if not person.is_author]

    def portrait(self, person: Person) -> Picture | None:
        return renditions.picture(self._renditions, person.account.portrait, renditions.PORTRAIT)

    @property
    def bylines(self) -> list[tuple[Person, Picture | None]]:
        return [(person, self.portrait(person)) for person in self.authors]

    @property
    def shared_picture(self) -> Picture | None:
        return renditions.picture(self._renditions, self.cover.get("image"), renditions.SHARED)

    @cached_property
    def crumbs(self) -> list[Crumb]:
        places = places_of(self.page)
        return [Crumb(_("疾病与健康"), "/topics/"), *places]

    @cached_property
    def notes(self) -> list[PublicNote]:
        """Corrections, concerns and retractions, the newest first; most articles have none, which costs no query."""
        return notes.of_page(self.page.pk) if getattr(self.page, "noted", 0) and not self.preview else []

    @property
    def contents(self) -> list[body.Heading]:
        last = [body.Heading("references", _("参考文献"))] if self.references else []
        return [*self.body.contents, *last]

    @property
    def url(self) -> str:
        return address_of(self.page)

    @property
    def description(self) -> str:
        return self.page.search_description or self.page.summary

    @property
    def licence(self) -> str:
        return str(Licence(self.page.licence).label) if self.page.licence in Licence else ""

    @property
    def licence_short(self) -> str:
        return self.page.licence if self.page.licence.startswith("CC") else self.licence

    @property
    def licence_url(self) -> str:
        return LICENCE_ADDRESSES[Licence(self.page.licence)] if self.page.licence in LICENCE_ADDRESSES else ""

    @cached_property
    def licences_in_force(self) -> list[str]:
        """Of earlier versions, where they differ; a first version has none and asks nothing."""
        return licences.still_in_force(self.page) if (getattr(self.page, "version", None) or 0) > 1 else []

    @property
    def changes(self) -> str:
        """What was done to the source works, as most licences ask; a translation disclaims in the name of its source."""
        if self.page.origin == Origin.REPOST:
            return _("全文转载，没有改动。")
        if self.page.origin == Origin.COMPILATION:
            return _("由以上作品汇编而成，各篇保持自己的许可。")
        if self.page.origin == Origin.ADAPTATION:
            return _("本文由以上作品改编，内容有改动。")
        disclaimed = [str(work.get("author")) for work in self.source_works if work.get("licence") == Licence.IGO]
        if not disclaimed:
            return _("本文由以上作品翻译。") if self.page.origin == Origin.TRANSLATION else ""
        return _("本译文不是由%(author)s制作，%(author)s不对译文的内容或准确性负责；以原文为准。") % {
            "author": "、".join(disclaimed)
        }

    @property
    def owner(self) -> str:
        return self.page.owner_name or "、".join(person.name for person in self.authors)

    @cached_property
    def ai_uses(self) -> list[ai.Use]:
        return ai.uses(self.page)

    @cached_property
    def ai_label(self) -> str:
        """Said first thing when words or pictures were generated; polishing and search help are disclosed further down."""
        if not ai.is_generated(self.page):
            return ""
        checkers = ai.checkers(self.page)
        if not checkers:
            return _("部分内容由人工智能生成。")
        return _("部分内容由人工智能生成，经%(names)s核对。") % {"names": _("、").join(checkers)}

    @property
    def aigc(self) -> str:
        """The implicit label of GB 45438 for the text of this page; empty for what people wrote."""
        if not self.ai_label:
            return ""
        tools = _("、").join(dict.fromkeys(use.tool for use in self.ai_uses if use.tool))
        return aigc.as_json(aigc.spread(aigc.declared(tools, self.page.slug), self.page.slug))

    @cached_property
    def generated_pictures(self) -> set[int]:
        """Pictures of this page that were generated."""
        return {block.image for block in ai.blocks(self.page) if block.image} if self.ai_label else set()

    @property
    def interests(self) -> str:
        said = self.page.interests.strip()
        return _("作者声明无") if said in ("无", "没有", "无。") else said

    @property
    def may_be_used(self) -> str:
        return reuse.allowed(self.page.licence)

    @property
    def credit_line(self) -> str:
        return reuse.credit_line(self)

    @property
    def contact(self) -> str:
        """Whom to ask for more than the licence gives."""
        return str(settings.COMPLAINTS_MAIL)

    @property
    def check_code(self) -> str:
        digest = self.page.live_digest[:8]
        return f"{digest[:4]} {digest[4:]}" if digest else ""

    @property
    def updated(self) -> datetime.date | None:
        """The day of the newest version, when it is not that of the first."""
        first, last = day(self.page.first_published_at), day(self.page.last_published_at)
        return last if first and last and last != first else None

    @cached_property
    def cited_as(self) -> Work:
        return citation.reference_of(self.page, (person.name for person in self.authors), self.url)

    @property
    def citation(self) -> str:
        return citation.line(self.cited_as)

    @property
    def citation_formats(self) -> list[tuple[str, str]]:
        """(ending, name) of each download."""
        return [(ending, name) for ending, (name, _kind) in citation.FORMATS.items()]

    @property
    def machine_tags(self) -> list[tuple[str, str]]:
        return citation.machine_tags(self.cited_as, self.licence_url or self.licence)

    @property
    def source_works(self) -> list[Mapping[str, Any]]:
        return [
            {**row, "path": f"source_works.{identity}"}
            for identity, row in stream_rows(self.page.source_works)
            if row.get("title")
        ]

    @property
    def tags(self) -> list[tuple[str, str]]:
        """(path, word) of each."""
        rows = enumerate(self.page.tags.get_prep_value())
        return [(f"tags.{block.get('id') or number}", str(block["value"])) for number, block in rows if block.get("value")]

    @cached_property
    def structured(self) -> list[dict[str, Any]]:
        from . import structured

        return structured.of_article(self)


def day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(moment).date() if moment else None
