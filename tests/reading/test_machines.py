"""Feeds, sitemap, robots and the two health addresses."""

import datetime
import xml.etree.ElementTree as ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from moderation import triggers
from moderation.engine import Ruleset as EngineRuleset
from moderation.models import DutyRun, Ruleset, ShippedRules
from moderation.rules import pointer, releases
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
    meaning = {"on": False, "articles": 0, "without_vector": 0}
    assert answer.json() == {"status": "ok", "reasons": [], "warnings": [], "meaning": meaning}
    assert answer.status_code == 200


def test_a_missing_trigger_and_stale_duties_are_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triggers, "missing", lambda: ["xinglin_one"])
    old = timezone.now() - datetime.timedelta(minutes=11)
    DutyRun.objects.create(name="leases", last_started=old, last_succeeded=old)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["triggers: 1 missing", "duties: stale"]


def test_a_ruleset_that_cannot_be_used_is_named_and_not_explained(client: Client) -> None:
    founded = releases.found(EngineRuleset.shipped())
    assert client.get("/readyz").status_code == 200
    Ruleset.objects.filter(pk=founded.pk).update(state="retired")
    broken = ShippedRules.objects.create(sha256="b" * 64, canonical='{"engine": 0}')
    Ruleset.objects.create(
        title="坏的", origin="founding", shipped=broken, sha256="b" * 64, version="bad", state="live", share=100
    )
    pointer.move_pointer()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["ruleset: a standing one cannot be used"])
