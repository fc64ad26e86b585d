"""Look-ups are off unless allowed, reach public machines alone, and end in time; a local server stands for the net here."""

import contextlib
import datetime
import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.test import override_settings
from django.utils import timezone

from articles.attribution.references import library, link_checks, lookup
from articles.attribution.references.lookup import Net, Off, Seen
from articles.attribution.references.reaching import NotAllowed, NotReached, Reach, is_public
from articles.attribution.references.reference import Reference
from articles.models import LibraryEntry
from tests import factories

RECORD = {"type": "article-journal", "title": "运动与中风", "author": [{"literal": "周若水"}], "DOI": "10.1000/stroke"}


class Site(http.server.BaseHTTPRequestHandler):
    """Answers by path."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "https://10.0.0.1/secret")
            self.end_headers()
        elif self.path == "/plain":
            self.send_response(302)
            self.send_header("Location", "http://example.org/")
            self.end_headers()
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 2_000_000)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            for _again in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        elif self.path == "/drip-head":
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            for number in range(60):
                self.wfile.write(f"X-{number}: y\r\n".encode())
                self.wfile.flush()
                time.sleep(0.1)
        elif self.path == "/broken":
            self.send_response(302)
            self.send_header("Location", "https://[")
            self.end_headers()
        elif self.path.startswith("/10.1000/stroke"):
            body = json.dumps(RECORD).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_response({"/ok": 200, "/login": 403, "/down": 503}.get(self.path, 404))
            self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Site.asked.clear()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def reach(port: int, **limits: Any) -> Reach:
    return Reach(allowed=frozenset({("127.0.0.1", port)}), **limits)


def resolving(*addresses: str) -> Any:
    return lambda host, port, **kind: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  (an address to refuse)
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("nonsense", False),
    ],
)
def test_which_machines_are_of_the_open_net(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("http://example.org/", ["93.184.216.34"]),
        ("ftp://example.org/", ["93.184.216.34"]),
        ("https://example.org:8443/", ["93.184.216.34"]),
        ("https://example.org:x/", ["93.184.216.34"]),
        ("https://user:pass@example.org/", ["93.184.216.34"]),
        ("https:///path", ["93.184.216.34"]),
        ("https://[", ["93.184.216.34"]),
        ("https://example.org/", ["127.0.0.1"]),
        ("https://example.org/", ["93.184.216.34", "10.0.0.1"]),
        ("https://169.254.169.254/latest", ["169.254.169.254"]),
    ],
)
def test_what_is_never_asked(url: str, addresses: list[str]) -> None:
    with pytest.raises(NotAllowed):
        Reach(resolve=resolving(*addresses)).get(url)


def test_the_connection_goes_to_the_judged_address_and_asks_no_name_again(monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *args: Any) -> socket.socket:
        went.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotReached):
        Reach(resolve=resolving("93.184.216.34")).get("https://example.org/")
    assert went == [("93.184.216.34", 443)]


@pytest.mark.parametrize("path", ["/inside", "/plain", "/broken"])
def test_a_redirect_to_where_nobody_may_go_is_not_followed(port: int, path: str) -> None:
    with pytest.raises(NotAllowed):
        reach(port).get(f"http://127.0.0.1:{port}{path}")


def test_circles_end(port: int) -> None:
    with pytest.raises(NotReached):
        reach(port).get(f"http://127.0.0.1:{port}/round")
    assert len(Site.asked) == 5


def test_an_answer_is_cut_and_a_dripping_one_is_left(port: int) -> None:
    assert len(reach(port, most=1000).get(f"http://127.0.0.1:{port}/endless").body) == 1000
    for path in ("/drip", "/drip-head"):
        begun = time.monotonic()
        with pytest.raises(NotReached):
            reach(port, seconds=0.4).get(f"http://127.0.0.1:{port}{path}")
        assert time.monotonic() - begun < 1.5


def test_a_name_that_nobody_answers_for_ends_in_time() -> None:
    def slow(*asked: Any, **kind: Any) -> list[tuple]:
        time.sleep(2)
        return []

    begun = time.monotonic()
    with pytest.raises(NotReached):
        Reach(seconds=0.3, resolve=slow).get("https://example.org/")
    assert time.monotonic() - begun < 1.5


def test_a_handshake_that_is_dripped_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        other, _address = server.accept()
        with other, contextlib.suppress(OSError):
            other.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 KB, a byte at a time
            for _byte in range(60):
                other.sendall(b"\x02")
                time.sleep(0.1)

    threading.Thread(target=drip, daemon=True).start()
    real = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda address, *limits: real(server.getsockname(), *limits))
    begun = time.monotonic()
    with server, pytest.raises(NotReached):
        Reach(seconds=0.5, resolve=resolving("93.184.216.34")).get("https://example.org/")
    assert time.monotonic() - begun < 1.5


def net(port: int) -> Net:
    return Net(reach(port), f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    ("reference", "seen"),
    [
        (Reference(title="运动与中风", doi="10.1000/stroke"), Seen("ok")),
        (Reference(title="高血压的膳食治疗与盐", doi="10.1000/stroke"), Seen("mismatch")),
        (Reference(title="无", doi="10.1000/none"), Seen("unreachable")),
        (Reference(title="无"), None),
        (Reference(title="无", url="http://example.org/a"), None),
        (Reference(title="无", url="https://127.0.0.1/a"), Seen("unreachable")),
    ],
)
def test_what_a_look_finds(port: int, reference: Reference, seen: Seen | None) -> None:
    assert net(port).look(reference) == seen


def test_a_doi_brings_the_record_of_its_registry(port: int) -> None:
    assert net(port).by_doi("10.1000/stroke") == Reference("article", ("周若水",), "运动与中风", doi="10.1000/stroke")
    assert net(port).by_doi("10.1000/none") is None


class Scripted:
    """An adapter that answers as it is told."""

    is_on = True
    answers: ClassVar[list[Seen]] = []

    def by_doi(self, doi: str) -> Reference | None:
        return Reference("article", ("周若水",), "运动与中风", doi=doi)

    def look(self, reference: Reference) -> Seen | None:
        return self.answers.pop(0)


def test_nobody_is_asked_unless_the_setting_says_so() -> None:
    assert isinstance(lookup.current(), Off)
    with override_settings(REFERENCE_LOOKUP="on"):
        assert isinstance(lookup.current(), Net)


@pytest.mark.django_db
def test_the_duty_does_nothing_while_off_and_forgives_bad_days(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "周若水. 运动与中风[J]. 某刊, 2020. DOI: 10.1000/stroke."
    factories.publish(factories.make_article(references=[("reference", {"text": line})]))
    library.remember(Reference("book", (), "没有文章引用的书", doi="10.1000/idle"), "")
    now = timezone.now()
    assert link_checks.check_links(now) == 0
    monkeypatch.setattr(lookup, "current", Scripted)
    Scripted.answers[:] = [Seen("unreachable", temporary=True)] * 3 + [Seen("ok")]
    states = []
    for day in range(4):
        assert link_checks.check_links(now + datetime.timedelta(days=1.5 * day)) == 1
        entry = LibraryEntry.objects.get(doi="10.1000/stroke")
        states.append((entry.link_state, entry.link_temporary))
    assert states == [("unreachable", True), ("unreachable", True), ("unreachable", False), ("ok", False)]
    assert link_checks.check_links(now + datetime.timedelta(days=10)) == 0
    assert LibraryEntry.objects.get(doi="10.1000/idle").link_checked_at is None
