"""Values that no form sends, in every parameter of every address of ours: answered, never a crash."""

import inspect
import itertools
import re
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from articles.attribution.signatures import asking
from articles.models import ArticlePage
from doctors.models import Certificate
from moderation.models import Case
from tests import factories
from tests.attribution.scene import give
from tests.attribution.test_signatures import OUTSIDER, article, submitted

FORM = "application/x-www-form-urlencoded"
OURS = frozenset({"articles", "config", "doctors", "moderation", "reading", "search"})
VALUES = {
    "superscript": "²",
    "digits": "9" * 5000,
    "surrogate": "\ud800",
    "surrogate in JSON": '[{"title": "\\ud800", "type": "book"}]',
    "nul": "a\x00b",
    "long": "长" * 4_000,
    "number": "9" * 25,
}
NAMES = re.compile(r"(?:GET|POST|query|data|post)(?:\.get|\.getlist)?[(\[]\s*\"([a-z_-]+)\"")
# Read by Wagtail, Django or forms, so not found in our sources.
ALWAYS = ("q", "page", "p", "ordering", "next", "number", "action", "evidence", "reason", "name", "email", "specialty", "text")


def walked(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walked(pattern, route)
        else:
            yield route, pattern


def module_of(view: Any) -> str:
    return str(getattr(getattr(view, "view_class", None), "__module__", None) or inspect.unwrap(view).__module__)


def ours() -> dict[str, list[str]]:
    """The routes of each module of views."""
    found: dict[str, list[str]] = {}
    for route, pattern in walked(get_resolver()):
        module = module_of(pattern.callback)
        if "^" not in route and module.split(".")[0] in OURS:
            found.setdefault(module, []).append(route)
    return found


def names_in(module: str) -> list[str]:
    source = inspect.getsource(sys.modules[module])
    return sorted({*ALWAYS, *NAMES.findall(source)})


@pytest.fixture
def scene(db: None) -> tuple[dict[str, str], list[Client]]:
    """What fills the places of an address, and somebody of every role who asks."""
    live = factories.publish(factories.make_article(topic=factories.make_topic(live=True)))
    waiting = article(OUTSIDER)
    submission = submitted(waiting)
    signature = submission.signatures.get()
    consent = give("consent", waiting, verified=False)
    profile = factories.make_profile(waiting.owner)
    known = {
        "identity": live.slug,
        "public_id": profile.slug if hasattr(profile, "slug") else str(profile.pk),
        "secret": str(asking.make_link(signature, "")),
        "token": consent.file.token,
        "number": str(Case.objects.get(submission=submission).number),
        "pk": str(waiting.pk),
        "kind": "consent",
        "app_label": "articles",
        "model_name": "articlepage",
        "slug": live.topic.slug,
    }
    assert ArticlePage.objects.filter(pk=waiting.pk).exists()
    assert Certificate.objects.exists()
    users = [None, waiting.owner, factories.make_moderator(), factories.make_operator()]
    return known, [client_of(user) for user in users]


def client_of(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def addresses(route: str, known: dict[str, str], odd: str) -> Iterator[str]:
    """The address with what exists, then with the odd value in each of its places."""
    places = re.findall(r"<(?:\w+:)?(\w+)>", route)
    shape = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    for wrong in ("", *places):
        yield "/" + shape.format_map({place: odd if place == wrong else known.get(place, "1") for place in places})


def escaped(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("module", ours())
def test_no_value_breaks_an_address(module: str, scene: tuple[dict[str, str], list[Client]]) -> None:
    known, clients = scene
    fell = []
    for route, (name, odd) in itertools.product(ours()[module], VALUES.items()):
        form = "&".join(f"{field}={escaped(odd)}" for field in names_in(module))
        whole, *odd_places = addresses(route, known, escaped(odd[:2000]))
        for client in clients[1:] if route.startswith("admin/") else clients[:1]:
            answers = [client.get(f"{whole}?{form}"), client.post(whole, form, content_type=FORM)]
            answers += [client.get(address) for address in odd_places]
            for answer in answers:
                list(answer.streaming_content if answer.streaming else ())  # a file that is handed out is open until it was read
            fell += [
                (name, answer.request["PATH_INFO"][:60], answer.status_code) for answer in answers if answer.status_code >= 500
            ]
    assert not fell
