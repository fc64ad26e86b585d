"""What SEARCH_URL and its companions may say, and in which words the rest is refused."""

import pytest

from search.elastic import addresses

GOOD = {
    "SEARCH_URL": "embedded",
    "SEARCH_INDEX_PREFIX": "xinglin",
    "SEARCH_SHARDS": 1,
    "SEARCH_REPLICAS": 1,
    "SEARCH_REFRESH_SECONDS": 1.0,
    "SEARCH_TIMEOUT_SECONDS": 0.8,
    "SEARCH_ANALYZER": "off",
}


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("embedded", ()),
        ("", ()),
        (" embedded ", ()),
        ("http://search", ("http://search:9200",)),
        ("https://search.example", ("https://search.example:443",)),
        ("https://reader:p%40ss@search.example:9200/", ("https://reader:p%40ss@search.example:9200",)),
        ("http://a:1, http://b:2,", ("http://a:1", "http://b:2")),
        ("http://[::1]:9200", ("http://[::1]:9200",)),
        ("https://search.example/under/a/path/", ("https://search.example:443/under/a/path",)),
    ],
)
def test_addresses_are_read(url: str, read: tuple[str, ...]) -> None:
    assert addresses.addresses(url) == read
    assert list(addresses.refusals(GOOD | {"SEARCH_URL": url})) == []


@pytest.mark.parametrize(
    "url",
    [
        "elasticsearch",
        "localhost:9200",
        "ftp://search:9200",
        "http://",
        "http://host:0",
        "http://host:99999",
        "http://[::1",
        "embedded,http://a",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    [refusal] = addresses.refusals(GOOD | {"SEARCH_URL": url})
    assert refusal.startswith("SEARCH_URL names ")
    assert "neither `embedded` nor an address" in refusal


def test_no_message_holds_a_password() -> None:
    [refusal] = addresses.refusals(GOOD | {"SEARCH_URL": "https://good:9200,ftp://reader:secret@host:9200"})
    assert "secret" not in refusal
    assert addresses.without_password("https://a:secret@x:1,http://b:secret@y:2") == "https://x:1,http://y:2"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SEARCH_INDEX_PREFIX", "Xinglin", "small letters"),
        ("SEARCH_INDEX_PREFIX", "", "small letters"),
        ("SEARCH_INDEX_PREFIX", "a*", "small letters"),
        ("SEARCH_SHARDS", 0, "between 1 and 64"),
        ("SEARCH_REPLICAS", -1, "between 0 and 8"),
        ("SEARCH_REFRESH_SECONDS", 0.0, "between 0.1 and 300"),
        ("SEARCH_TIMEOUT_SECONDS", float("nan"), "between 0.05 and 10"),
        ("SEARCH_ANALYZER", "ik", "not auto or off"),
    ],
)
def test_other_values_are_refused_by_name(name: str, value: object, said: str) -> None:
    [refusal] = addresses.refusals(GOOD | {name: value})
    assert refusal.startswith(name)
    assert said in refusal


@pytest.mark.parametrize(
    ("url", "unsafe"),
    [
        ("embedded", False),
        ("http://search:9200", False),
        ("https://reader:secret@search:9200", False),
        ("http://reader:secret@127.0.0.1:9200", False),
        ("http://reader:secret@search:9200", True),
        ("https://a:b@x:1,http://a:b@y:1", True),
    ],
)
def test_a_password_does_not_cross_a_network_in_the_clear(url: str, unsafe: bool) -> None:
    assert addresses.unsafe(url) == unsafe
