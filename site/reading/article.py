"""Everything that the page of one article shows, gathered in at most four queries."""

import datetime
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from articles.attribution.vocabulary import LICENCE_ADDRESSES, AIUse, Licence
from articles.models import ArticlePage, DepartmentPage, TopicPage
from moderation.models import Submission
from moderation.models.reference import key
from moderation.shown import shown

from . import body, people, renditions
from .people import Account, Person
from .prose import Rendering
from .renditions import Picture

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reference:
    """One numbered source with the ids of the places that cite it."""

    number: int
    text: str
    url: str
    path: str
    back: tuple[str, ...]


@dataclass(frozen=True)
class Crumb:
    title: str
    url: str


def find(identity: str) -> ArticlePage | None:
    """The published article with this id, knowing which of its topic and department are shown and its version."""
    topic = shown(TopicPage.objects.filter(pk=OuterRef("topic_id")))
    department = shown(DepartmentPage.objects.filter(pk=OuterRef("topic__department_id")))
    return (
        ArticlePage.objects.published()
        .filter(slug=identity)
        .annotate(
            topic_title=F("topic__title"),
            topic_slug=F("topic__slug"),
            topic_shown=Exists(topic),
            department_title=F("topic__department__title"),
            department_slug=F("topic__department__slug"),
            department_shown=Exists(department),
            version=_versions(),
        )
        .first()
    )


def _versions() -> Coalesce:
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(ArticlePage)
    published = Submission.objects.filter(content_type=kind, object_id=OuterRef("pk"), state=Submission.State.PUBLISHED)
    return Coalesce(Subquery(published.order_by().values("object_id").annotate(n=Count("pk")).values("n")), 0)


def was_public(identity: str) -> bool:
    """Readers could read this article once; it is withdrawn now."""
    return ArticlePage.objects.filter(slug=identity, first_published_at__isnull=False).exists()


def accounts_of(page: ArticlePage) -> dict[int, Account]:
    named = [row.get("account") for row in page.byline if isinstance(row, Mapping)]
    contributors = [row.get("account") for _identity, row in stream_rows(page.contributors)]
    return people.accounts(account for account in [*named, *contributors] if isinstance(account, int))


def stream_rows(stream: Any) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """(block id or position, value) of a stream of structs."""
    for position, block in enumerate(stream.get_prep_value()):
        if isinstance(block.get("value"), Mapping):
            yield str(block.get("id") or position), block["value"]


class Parts:
    """What the template asks for. `preview` marks every passage with its path, so that findings can point at it."""

    def __init__(self, page: ArticlePage, accounts: Mapping[int, Account] | None = None, preview: bool = False) -> None:
        self.page = page
        self.preview = preview
        known = accounts_of(page) if accounts is None else accounts
        rows = [(f"contributors.{identity}", row) for identity, row in stream_rows(page.contributors)]
        self.people = people.people_of(page.byline, rows, known)
        self.stream = page.body.get_prep_value()
        self.cover = next((row for _identity, row in stream_rows(page.cover)), {})
        self._renditions = renditions.fetch(self._wanted())
        raw_references = list(body.references_of(page.references.get_prep_value()))
        self.rendering = Rendering(linked(body.linked_pages(self.stream)), len(raw_references))
        self.body = body.render(self.stream, self.rendering, self._figures(), "body", preview)
        self.references = [self._reference(number, *row) for number, row in enumerate(raw_references, 1)]

    def _wanted(self) -> dict[int, tuple[str, ...]]:
        wanted = dict.fromkeys(body.pictures_of(self.stream), renditions.FIGURE)
        if isinstance(self.cover.get("image"), int):
            wanted[self.cover["image"]] = (*renditions.FIGURE, *renditions.SHARED)
        wanted |= {person.account.portrait: renditions.PORTRAIT for person in self.people if person.account.portrait}
        return wanted

    def _figures(self) -> dict[int, Picture]:
        figures = {image: renditions.picture(self._renditions, image, renditions.FIGURE) for image in self._wanted()}
        return {image: figure for image, figure in figures.items() if figure}

    def _reference(self, number: int, identity: str, value: Mapping[str, str]) -> Reference:
        back = tuple(f"cite-{number}-{count}" for count in range(1, self.rendering.cited.get(number, 0) + 1))
        url = value["url"] if value["url"].startswith(("https://", "http://")) else ""
        return Reference(number, value["text"], url, f"references.{identity}.text", back)

    @property
    def authors(self) -> list[Person]:
        return [person for person in self.people if person.is_author]

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

    @property
    def contents(self) -> list[body.Heading]:
        last = [body.Heading("references", _("参考文献"))] if self.references else []
        return [*self.body.contents, *last]

    @property
    def url(self) -> str:
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/articles/{self.page.slug}/"

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
        return LICENCE_ADDRESSES.get(self.page.licence, "")

    @property
    def owner(self) -> str:
        return self.page.owner_name or "、".join(person.name for person in self.authors)

    @property
    def ai_label(self) -> str:
        """Said at the top when a generator took part."""
        return "" if self.page.ai_use in ("", AIUse.NONE) else str(self.page.get_ai_use_display())

    @property
    def interests(self) -> str:
        said = self.page.interests.strip()
        return _("作者声明无") if said in ("无", "没有", "无。") else said

    @property
    def check_code(self) -> str:
        digest = self.page.live_digest[:8]
        return f"{digest[:4]} {digest[4:]}" if digest else ""

    @property
    def updated(self) -> datetime.date | None:
        """The day of the newest version, when it is not that of the first."""
        first, last = day(self.page.first_published_at), day(self.page.last_published_at)
        return last if first and last and last != first else None

    @property
    def citation(self) -> str:
        names = "，".join(person.name for person in self.authors)
        published = day(self.page.first_published_at) or timezone.localdate()
        return f"{names}. {self.page.title}[EB/OL]. {settings.SITE_NAME}, {published.isoformat()}. {self.url}"

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


def places_of(page: ArticlePage) -> list[Crumb]:
    """Department and topic, each only while it is shown."""
    if not hasattr(page, "topic_shown"):
        return _places_of_draft(page)
    known: Any = page
    found = [
        (known.department_shown, known.department_title, f"/departments/{known.department_slug}/"),
        (known.topic_shown, known.topic_title, f"/topics/{known.topic_slug}/"),
    ]
    return [Crumb(title, url) for is_shown, title, url in found if is_shown]


def _places_of_draft(page: ArticlePage) -> list[Crumb]:
    topic = shown(TopicPage.objects.filter(pk=page.topic_id)).first()
    department = shown(DepartmentPage.objects.filter(pk=topic.department_id)).first() if topic else None
    found = [(department, "departments"), (topic, "topics")]
    return [Crumb(place.title, f"/{shelf}/{place.slug}/") for place, shelf in found if place]


def linked(identities: Iterable[int]) -> dict[int, str]:
    """Addresses of those pages that readers may see; most texts link to none, which costs no query."""
    wanted = set(identities)
    if not wanted:
        return {}
    found = {
        pk: f"/articles/{slug}/" for pk, slug in ArticlePage.objects.published().filter(pk__in=wanted).values_list("pk", "slug")
    }
    from .models import PolicyPage

    for model, shelf in ((TopicPage, "topics"), (DepartmentPage, "departments"), (PolicyPage, "policies")):
        if wanted - set(found):
            rows = shown(model.objects.filter(Q(pk__in=wanted - set(found)))).values_list("pk", "slug")
            found |= {pk: f"/{shelf}/{slug}/" for pk, slug in rows}
    return found


def version_of(page: ArticlePage) -> int:
    """How many submissions of this article were published."""
    return Submission.objects.filter(**key(page), state=Submission.State.PUBLISHED).count()
