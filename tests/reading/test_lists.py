"""Home, lists, places and doctors: only what is cleared, and cheaply."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moderation import decisions
from moderation.models import Verb
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/articles/", "/topics/", "/departments/", "/doctors/"])
def test_an_empty_site_says_what_will_appear(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "出现在这里" in answer.content.decode()
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_list_of_twenty_costs_six_queries(client: Client) -> None:
    author = factories.make_doctor()
    image = factories.make_picture(author)
    use = {"image": image, "alt": "血压计", "caption": "", "credit": "林知远", "licence": "CC BY 4.0"}
    for number in range(21):
        factories.publish(factories.make_article(author, summary=f"血压记录之{number}", cover=[("picture", use)]))
    client.get("/articles/")
    with CaptureQueriesContext(connection) as queries:
        text = client.get("/articles/").content.decode()
    assert len(queries) <= 6
    assert text.count('class="card"') == 20
    assert text.index("之20") < text.index("之19") < text.index("之18")
    assert client.get("/articles/?page=2").content.decode().count('class="card"') == 1
    assert client.get("/articles/?page=nonsense").status_code == 200


def test_a_topic_shows_its_articles_and_leaves_when_taken_down(client: Client) -> None:
    topic = factories.make_topic(live=True)
    page = factories.publish(factories.make_article(topic=topic))
    assert f"/articles/{page.slug}/" in client.get(f"/topics/{topic.slug}/").content.decode()
    assert topic.slug in client.get("/topics/").content.decode()
    decisions.take_down(topic, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "改名")
    assert client.get(f"/topics/{topic.slug}/").status_code == 410
    assert topic.slug not in client.get("/topics/").content.decode()
    assert topic.slug not in client.get(f"/articles/{page.slug}/").content.decode()


def test_a_draft_department_and_doctor_do_not_appear(client: Client) -> None:
    department, profile = factories.make_department(), factories.make_profile(factories.make_doctor(), live=False)
    assert client.get(f"/departments/{department.slug}/").status_code == 404
    assert client.get(f"/doctors/{profile.public_id}/").status_code == 404
    assert department.slug not in client.get("/departments/").content.decode()
    assert profile.public_id not in client.get("/doctors/").content.decode()


def test_a_department_and_a_doctor_list_their_articles(client: Client) -> None:
    author = factories.make_doctor()
    profile, department = factories.make_profile(author), factories.make_department(live=True)
    page = factories.publish(factories.make_article(author))
    for path in (f"/departments/{department.slug}/", f"/doctors/{profile.public_id}/"):
        text = client.get(path).content.decode()
        assert f"/articles/{page.slug}/" in text, path
    assert "已核验" in client.get(f"/doctors/{profile.public_id}/").content.decode()
    assert "已核验" in client.get("/doctors/").content.decode()
