"""Limits against scraping, licensed clients and their meter, and what feeds and structured data say of rights."""

import datetime
import json
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone

from articles.attribution.vocabulary import Licence
from moderation.models import LedgerEntry
from reading import clients, crawlers, reuse
from reading.models import ApiClient, ApiUsage
from search import rates
from tests import factories

pytestmark = pytest.mark.django_db
ELSEWHERE = "192.0.2.7"
CC = "{http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html}"
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def limited(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Three pages and two answers a minute, in a minute that does not turn."""
    cache.clear()
    monkeypatch.setattr("moderation.addresses.time.time", lambda: 1_800_000_010.0)
    settings.RATE_LIMITS_EXEMPT_LOOPBACK = False
    settings.PAGE_RATE_PER_MINUTE, settings.API_RATE_PER_MINUTE = 3, 2
    return settings


def issued(**changed: Any) -> tuple[ApiClient, str]:
    fields = {
        "name": "某大学",
        "contact": "lab@example.org",
        "scope": "research",
        "per_day": 5,
        "valid_until": timezone.localdate(),
    }
    return clients.issue({**fields, **changed}, factories.make_operator())


def asked(key: str, address: str = "/api/licence") -> Any:
    return Client().get(address, headers={"authorization": f"Bearer {key}"})


def test_a_reader_who_opens_too_much_is_told_when_and_whom_to_ask(client: Client, limited: Any) -> None:
    answers = [client.get("/articles/") for _number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    refused = answers[3]
    assert refused["Retry-After"] == "50"
    assert refused["Cache-Control"] == "no-store"
    text = refused.content.decode()
    assert "访问太频繁，请稍后再试" in text
    assert limited.COMPLAINTS_MAIL in text
    assert client.get("/articles/", REMOTE_ADDR=ELSEWHERE).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_machine_is_refused_in_its_own_language(client: Client, limited: Any) -> None:
    answers = [client.get("/api/articles/none/attribution") for _number in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert answers[2].json()["error"] == "too_many_requests"
    assert answers[2].json()["contact"] == limited.COMPLAINTS_MAIL
    assert client.get("/articles/").status_code == 200


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("no address", "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str, counted: str) -> None:
    assert rates.network(address) == counted


@pytest.mark.parametrize(
    ("agent", "address", "status"),
    [
        ("Mozilla/5.0 (compatible; Baiduspider/2.0)", "198.51.100.9", 200),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0)", ELSEWHERE, 429),
        ("Mozilla/5.0", "198.51.100.9", 429),
    ],
)
def test_only_a_crawler_from_its_own_network_is_let_through(
    client: Client, limited: Any, agent: str, address: str, status: int
) -> None:
    limited.CRAWLERS = "Baiduspider=198.51.100.0/24+2001:db8::/32; Bingbot=203.0.113.0/24"
    answers = [client.get("/articles/", headers={"user-agent": agent}, REMOTE_ADDR=address) for _number in range(4)]
    assert answers[3].status_code == status


@pytest.mark.parametrize("setting", ["Baiduspider", "Baiduspider=hosts", "A=192.0.2.0/24;B=300.1.1.1/8"])
def test_a_list_of_crawlers_that_cannot_be_read_is_named_at_start(settings: Any, setting: str) -> None:
    settings.CRAWLERS = setting
    assert [found.id for found in run_checks() if found.id == "reading.E001"] == ["reading.E001"]
    with pytest.raises(crawlers.CrawlersError):
        crawlers.networks(setting)


def test_a_licensed_client_goes_above_the_limit_and_is_metered(limited: Any) -> None:
    client, key = issued()
    answers = [asked(key) for _number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    told = answers[4].json()["client"]
    assert (told["name"], told["scope"], told["used_today"], told["per_day"]) == ("某大学", "research", 5, 5)
    assert answers[0]["Link"] == '</api/licence>; rel="license"'
    assert int(answers[5]["Retry-After"]) > 0
    assert "5 次已经用完" in answers[5].json()["message"]
    assert ApiUsage.objects.get(client=client).requests == 5


def test_a_licensed_client_is_not_counted_twice_by_the_search(limited: Any) -> None:
    limited.SEARCH_RATE_PER_MINUTE = 1
    _client, key = issued()
    assert [asked(key, "/api/search?q=x").status_code for _number in range(3)] == [200] * 3


def test_invented_keys_count_as_questions_without_one(limited: Any) -> None:
    _client, key = issued()
    assert [asked(f"xl_{number}").status_code for number in range(4)] == [401, 401, 429, 429]
    assert asked(key).status_code == 200
    assert Client().get("/api/articles/none/attribution").status_code == 429


def test_checking_has_a_limit_of_its_own(client: Client, limited: Any) -> None:
    limited.VERIFY_RATE_PER_MINUTE = 2
    sent = [client.post("/verify/", {"text": "x"}).status_code for _number in range(3)]
    assert sent == [200, 200, 429]
    assert client.get("/verify/?code=12345678").status_code == 429
    assert client.get("/verify/").status_code == 200


@pytest.mark.parametrize(
    ("scope", "licence", "status"),
    [
        ("index", "CC BY 4.0", 403),
        ("display", "CC BY 4.0", 200),
        ("display", "ARR", 403),
        ("research", "ARR", 200),
    ],
)
def test_a_key_reaches_as_far_as_its_contract(scope: str, licence: str, status: int) -> None:
    page = factories.publish(factories.make_article(licence=licence))
    client, key = issued(scope=scope, per_day=6)
    for address in (f"/articles/{page.slug}/", f"/articles/{page.slug}/versions/1/", f"/articles/{page.slug}/versions/"):
        answer = asked(key, address)
        assert answer.status_code == status, address
        if status == 403:
            assert answer.json()["error"] == "out_of_scope"
            assert "许可" in answer.json()["message"]
    for address in (f"/api/articles/{page.slug}/attribution", "/feed/", "/sitemap.xml"):
        assert asked(key, address).status_code == 200
    assert ApiUsage.objects.get(client=client).requests == 6


def test_passages_of_a_text_are_not_for_an_index() -> None:
    factories.publish(factories.make_article())
    found = {scope: asked(issued(scope=scope)[1], "/api/search?q=平均值").json()["results"] for scope in ("index", "research")}
    assert [row["highlights"] for row in found["index"]] == [[]]
    assert "平均值" in re.sub("<.*?>", "", str(found["research"][0]["highlights"]))


@pytest.mark.parametrize("ended", ["unknown", "revoked", "expired", "empty"])
def test_a_key_that_does_not_hold_is_refused_with_the_reason(ended: str) -> None:
    client, key = issued()
    if ended == "revoked":
        assert clients.revoke(client, client.issued_by)
        assert not clients.revoke(client, client.issued_by)
    elif ended == "expired":
        ApiClient.objects.update(valid_until=timezone.localdate() - datetime.timedelta(days=1))
    answer = asked({"unknown": key + "x", "empty": ""}.get(ended, key))
    assert answer.status_code == 401
    assert answer.json()["message"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_the_key_is_in_no_table_and_its_life_is_in_the_ledger() -> None:
    client, key = issued()
    clients.revoke(client, client.issued_by)
    row = ApiClient.objects.filter(pk=client.pk).values().get()
    assert key not in json.dumps(row, default=str)
    assert [entry.kind for entry in LedgerEntry.objects.filter(kind__startswith="api key")] == [
        "api key issued",
        "api key revoked",
    ]


def test_operators_issue_see_and_revoke(client: Client) -> None:
    client.force_login(factories.make_operator())
    form = {"name": "某大学", "contact": "lab@example.org", "scope": "index", "per_day": "100"}
    wrong = client.post("/admin/api-clients/", {**form, "valid_until": "2000-01-01"})
    assert wrong.status_code == 422
    assert "有效期应在今天以后" in wrong.content.decode()
    assert "某大学" in wrong.content.decode()
    made = client.post("/admin/api-clients/", {**form, "valid_until": timezone.localdate().isoformat()})
    key = re.search(r'value="(xl_[^"]+)"', made.content.decode())
    assert key is not None
    assert asked(key.group(1)).json()["client"]["scope"] == "index"
    again = client.get("/admin/api-clients/").content.decode()
    assert key.group(1) not in again
    assert "1 / 100" in again
    client.post(f"/admin/api-clients/{ApiClient.objects.get().pk}/revoke/")
    assert asked(key.group(1)).status_code == 401


@pytest.mark.parametrize("group", ["doctors", "moderators"])
def test_nobody_else_sees_the_register(client: Client, group: str) -> None:
    client.force_login(factories.make_user(group))
    assert client.get("/admin/api-clients/").status_code in (302, 403)
    assert client.post("/admin/api-clients/", {}).status_code in (302, 403)


@pytest.mark.parametrize(
    ("licence", "says", "not_says"),
    [
        ("ARR", "请先取得书面许可", "可以转载"),
        ("STOCK", "请先取得书面许可", "可以转载"),
        ("CC BY 4.0", "说明有无改动", "商业"),
        ("CC BY-NC-ND 4.0", "不得改编；不得用于商业目的", "同样的许可"),
        ("CC BY-SA 4.0", "以同样的许可发布", "不得"),
        ("CC0", "可以自由使用", "条件"),
    ],
)
def test_what_may_be_done_is_what_the_licence_says(licence: str, says: str, not_says: str) -> None:
    assert says in reuse.allowed(licence)
    assert not_says not in reuse.allowed(licence)


def test_every_licence_has_its_sentence() -> None:
    assert all(reuse.allowed(licence) for licence in Licence)


def test_both_feeds_say_the_rights_of_each_entry(client: Client) -> None:
    page = factories.publish(factories.make_article())
    rss = ElementTree.fromstring(client.get("/feed/rss/").content)  # noqa: S314  (our own answer)
    (item,) = rss.findall("channel/item")
    assert item.findtext("title") == page.title
    assert "CC BY 4.0" in (item.findtext(f"{DC}rights") or "")
    assert (item.findtext(f"{CC}license") or "").startswith("https://creativecommons.org/licenses/by/4.0/")
    atom = ElementTree.fromstring(client.get("/feed/").content)  # noqa: S314  (our own answer)
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}entry/{ATOM}link")}
    assert (links["license"] or "").startswith("https://creativecommons.org/licenses/by/4.0/")


def structured(page: Any) -> dict[str, Any]:
    html = Client().get(f"/articles/{page.slug}/").content.decode()
    found = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    data: dict[str, Any] = next(block for block in found if block["@type"] == "MedicalWebPage")
    return data


def test_machines_are_told_whose_it_is_and_how_to_ask() -> None:
    doctor = factories.make_doctor()
    factories.make_profile(doctor)
    value = {
        "image": factories.make_picture(doctor),
        "alt": "袖带",
        "credit": "周若水",
        "caption": "袖带的位置",
        "licence": "CC BY 4.0",
    }
    page = factories.publish(factories.make_article(doctor, body=[("paragraph", "<p>早晚各量一次。</p>"), ("picture", value)]))
    data = structured(page)
    (author,) = data["author"]
    assert author["affiliation"]["name"] == "南湖市第一医院"
    assert {one["name"] for one in author["hasCredential"]} == {"医师执业证书", "医师资格证书", "专业技术资格证书"}
    assert all(set(one) == {"@type", "name"} for one in author["hasCredential"])
    assert data["copyrightNotice"].endswith(doctor.name)
    assert page.title in data["creditText"]
    assert data["acquireLicensePage"].endswith(f"/articles/{page.slug}/#reuse")
    assert (data["version"], data["creativeWorkStatus"]) == ("1", "Published")
    assert data["audience"]["description"] == page.audience_for
    (image,) = data["associatedMedia"]
    assert (image["creditText"], image["caption"]) == ("周若水", "袖带的位置")
    assert image["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
    assert "digitalSourceType" not in data
    assert "digitalSourceType" not in image


def test_the_page_says_what_may_be_done_with_it(client: Client) -> None:
    page = factories.publish(factories.make_article(licence="ARR"))
    html = client.get(f"/articles/{page.slug}/").content.decode()
    box = html[html.index('id="reuse"') :]
    assert "请先取得书面许可" in box
    assert f"《{page.title}》，作者：林知远，来源：杏林" in box
    assert "mailto:" in box


def test_robots_stay_out_of_drafts_search_and_interfaces(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /search/", "Disallow: /api/", "Allow: /api/licence"} <= set(lines)
    assert any("/api/licence" in line for line in lines if line.startswith("#"))
