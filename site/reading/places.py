"""Home, topics, departments and doctors: cleared words around queries of published articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import ArticlePage, DepartmentPage, TopicPage
from doctors.models import DoctorProfile
from moderation.shown import shown

from . import cards, renditions, structured
from .models import HomePage
from .people import SPECIALTIES, Account, accounts
from .renditions import Picture

ON_HOME = 8


@dataclass(frozen=True)
class Place:
    """A department or topic in a list."""

    title: str
    url: str
    note: str
    specialty: str


@dataclass(frozen=True)
class Doctor:
    """A doctor in a list."""

    name: str
    url: str
    title: str
    institution: str
    specialty: str
    biography: str
    account: Account
    portrait: Picture | None
    articles: int

    @property
    def department(self) -> str:
        return str(SPECIALTIES.get(self.specialty, self.specialty))

    @property
    def initial(self) -> str:
        return self.name[:1]

    @property
    def structured(self) -> list[dict[str, Any]]:
        return [structured.doctor(self)]


@dataclass
class Home:
    """Words of the cleared home page, or plain ones while it is not cleared."""

    title: str
    lead: str
    emergency: str
    popular: list[tuple[str, str]]
    departments: list[Place]
    recent: list[cards.Card]


def home(draft: HomePage | None = None) -> Home:
    page = draft or shown(HomePage.objects.all()).first()
    popular = [(str(block.get("id") or number), str(block["value"])) for number, block in _popular(page)]
    return Home(
        title=page.title if page else _("写给家人看的医学"),
        lead=page.lead if page else _("由实名核验的医生撰写，经平台审核，注明依据与复审日期。"),
        emergency=page.emergency if page else _("胸痛、说话不清、一侧无力、大出血、呼吸困难"),
        popular=popular,
        departments=departments(ON_HOME),
        recent=cards.first(cards.newest(), 6),
    )


def _popular(page: HomePage | None) -> Iterable[tuple[int, dict[str, Any]]]:
    return enumerate(page.popular.get_prep_value()) if page else ()


def departments(limit: int | None = None) -> list[Place]:
    """Those shown, in the order in which operators put them."""
    rows = shown(DepartmentPage.objects.all()).order_by("path").values("title", "slug", "examples", "specialty")
    return [Place(row["title"], f"/departments/{row['slug']}/", row["examples"], row["specialty"]) for row in rows[:limit]]


def topics(department: DepartmentPage | None = None) -> list[tuple[Place | None, list[Place]]]:
    """Topics under their departments; those whose department is not shown come last, under none."""
    found = shown(TopicPage.objects.all())
    if department is not None:
        found = found.filter(department=department)
    rows = found.order_by("path").values("title", "slug", "introduction", "department_id", "department__specialty")
    groups: dict[int | None, list[Place]] = {}
    known = {
        row["pk"]: Place(row["title"], f"/departments/{row['slug']}/", row["examples"], row["specialty"])
        for row in shown(DepartmentPage.objects.all()).order_by("path").values("pk", "title", "slug", "examples", "specialty")
    }
    for row in rows:
        place = Place(row["title"], f"/topics/{row['slug']}/", row["introduction"], row["department__specialty"] or "")
        groups.setdefault(row["department_id"] if row["department_id"] in known else None, []).append(place)
    ordered: list[tuple[Place | None, list[Place]]] = [(known[pk], groups[pk]) for pk in known if pk in groups]
    return ordered + ([(None, groups[None])] if None in groups else [])


def articles_of_topic(topic: TopicPage) -> QuerySet:
    return cards.newest(ArticlePage.objects.published().filter(topic_id=topic.pk))


def articles_of_department(department: DepartmentPage) -> QuerySet:
    """Those of its specialty and those of its topics."""
    return cards.newest(
        ArticlePage.objects.published().filter(Q(specialty=department.specialty) | Q(topic__department_id=department.pk))
    )


def department_of(topic: TopicPage) -> Place | None:
    row = (
        shown(DepartmentPage.objects.filter(pk=topic.department_id or 0)).values("title", "slug", "examples", "specialty").first()
    )
    return Place(row["title"], f"/departments/{row['slug']}/", row["examples"], row["specialty"]) if row else None


def articles_of_doctor(profile: DoctorProfile) -> QuerySet:
    return cards.newest(ArticlePage.objects.published().filter(owner_id=profile.user_id))


def doctors(profiles: Iterable[DoctorProfile]) -> list[Doctor]:
    """Portraits, verification and number of published articles of these profiles, in three queries."""
    rows = list(profiles)
    known = accounts(profile.user_id for profile in rows)
    found = renditions.fetch({profile.portrait_id: renditions.PORTRAIT for profile in rows if profile.portrait_id})
    by_owner = ArticlePage.objects.published().filter(owner_id__in=[profile.user_id for profile in rows])
    numbers = dict(by_owner.order_by().values_list("owner_id").annotate(Count("pk")))
    return [
        Doctor(
            name=profile.name,
            url=f"/doctors/{profile.public_id}/",
            title=profile.title,
            institution=profile.institution,
            specialty=profile.specialty,
            biography=profile.biography,
            account=known.get(profile.user_id, Account()),
            portrait=renditions.picture(found, profile.portrait_id, renditions.PORTRAIT),
            articles=numbers.get(profile.user_id, 0),
        )
        for profile in rows
    ]
