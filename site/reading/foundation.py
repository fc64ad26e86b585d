"""What every site stands on after its migrations: the three groups with their rights, and the page tree."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site, Workflow

from articles.models import ArticleIndexPage, ShelfPage
from doctors.qualification import DOCTORS, MODERATORS, OPERATORS

from .models import HomePage

SHELVES = {"topics": "主题", "departments": "科室", "policies": "制度"}
RIGHTS = {
    DOCTORS: ["wagtailadmin.access_admin"],
    MODERATORS: ["wagtailadmin.access_admin", "moderation.work_the_desk"],
    OPERATORS: [
        "wagtailadmin.access_admin",
        *(f"doctors.{verb}_{model}" for model in ("user", "certificate", "doctorprofile") for verb in ("add", "change", "view")),
        "moderation.view_dutyrun",
        "moderation.edit_ruleset",
        "moderation.approve_ruleset",
    ],
}


def lay() -> None:
    """Make what is missing and leave alone what staff changed. Does nothing while a table is missing."""
    tables = set(connection.introspection.table_names())
    if not {model._meta.db_table for model in apps.get_models() if model._meta.managed} <= tables:
        return
    with transaction.atomic():
        home = _tree()
        for name, rights in RIGHTS.items():
            group, created = Group.objects.get_or_create(name=name)
            if created:
                _grant(group, rights)
                _grant_pages(group, home)
        # Wagtail's own two groups hold the right to publish, which nobody has here.
        Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
        # The case is the only state machine: Wagtail's own moderation must not stand beside it.
        Workflow.objects.all().delete()


def _tree() -> HomePage:
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = HomePage(title="写给家人看的医学", slug="xinglin", locale=Locale.get_active())
        root.add_child(instance=home)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "杏林"}
        )
        Page.objects.filter(depth=2).exclude(pk=home.pk).delete()
    home = HomePage.objects.get(pk=home.pk)
    if not ArticleIndexPage.objects.exists():
        home.add_child(instance=ArticleIndexPage(title="文章", slug="articles", locale=home.locale))
    for slug, title in SHELVES.items():
        if not ShelfPage.objects.filter(slug=slug).exists():
            home.add_child(instance=ShelfPage(title=title, slug=slug, locale=home.locale))
    return home


def _grant(group: Group, rights: list[str]) -> None:
    for right in rights:
        app, codename = right.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def _grant_pages(group: Group, home: HomePage) -> None:
    """Nobody holds Wagtail's publish right: words go live by a decision only."""
    places: list[tuple[Page, str]] = []
    if group.name == DOCTORS:
        places = [(ArticleIndexPage.objects.get(), "add_page")]
    elif group.name == OPERATORS:
        places = [(home, "change_page"), *((shelf, "add_page") for shelf in ShelfPage.objects.all())]
        places += [(shelf, "change_page") for shelf in ShelfPage.objects.all()]
    for page, codename in places:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)
    if places:
        collection = Collection.get_first_root_node()
        for codename in ("add_image", "choose_image"):
            right = Permission.objects.get(codename=codename)
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)
