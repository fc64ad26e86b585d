"""Feeds, sitemap, robots and the two health addresses."""

import datetime
import xml.etree.ElementTree as ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from moderation import triggers
from moderation.models import DutyRun
from tests import factories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_names_author_and_rights(client: Client) -> None:
    page = factories.publish(factories.make_article())
    factories.make_article(title="草稿")
    feed = ElementTree.fromstring(client.get("/feed/").content)  # noqa: S314  (our own answer)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [page.title]
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == page.byline[0]["name"]
    assert "CC BY 4.0" in (entries[0].findtext(f"{ATOM}rights") or "")


def test_the_sitemap_lists_what_is_shown(client: Client) -> None:
    page, draft = factories.publish(factories.make_article()), factories.make_article()
    text = client.get("/sitemap.xml").content.decode()
    assert f"/articles/{page.slug}/" in text
    assert draft.slug not in text


def test_robots_stay_out_of_the_admin_and_find_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "/sitemap.xml" in text


def test_health_is_the_process_alone(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_complete_site_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {"status": "ok", "reasons": []}
    assert answer.status_code == 200


def test_a_missing_trigger_and_stale_duties_are_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "missing", lambda: ["xinglin_one"])
    old = timezone.now() - datetime.timedelta(minutes=11)
    DutyRun.objects.create(name="leases", last_started=old, last_succeeded=old)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["triggers: 1 missing", "duties: stale"]
