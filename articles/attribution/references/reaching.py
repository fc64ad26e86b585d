"""Fetches one public address over TLS, and nothing else: no private network, no other scheme, no endless answer.

The name is resolved once, every address of it is judged, and the connection goes to the judged one, so that a name cannot
mean another machine a moment later. Redirects are followed by hand and judged alike.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

AGENT = "Xinglin-reference-check"
REDIRECTS = 4
_MOVED = frozenset({301, 302, 303, 307, 308})


class NotAllowed(Exception):
    """This address is not fetched, now or later; the sentence says why."""


class NotReached(Exception):
    """The network or the other side failed; another time it may not."""


@dataclass(frozen=True)
class Answer:
    """`body` is cut at the limit."""

    status: int
    url: str
    kind: str
    body: bytes


class _Pinned(http.client.HTTPSConnection):
    """Connects to a judged address while name and certificate stay those of the host."""

    def __init__(self, host: str, port: int, address: str, deadline: "_Deadline") -> None:
        super().__init__(host, port, timeout=deadline.left(), context=ssl.create_default_context())
        self._address = address
        self._deadline = deadline

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), self.timeout)
        secured = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = secured
        self._deadline.watch(secured)
        secured.do_handshake()


class _Plain(http.client.HTTPConnection):
    """For the local servers of tests."""

    def __init__(self, host: str, port: int, deadline: "_Deadline") -> None:
        super().__init__(host, port, timeout=deadline.left())
        self._deadline = deadline

    def connect(self) -> None:
        super().connect()
        self._deadline.watch(self.sock)


class _Deadline:
    """Hangs up when the time is over: a socket's own limit begins anew with each byte that somebody drips."""

    def __init__(self, ends: float) -> None:
        self._ends = ends
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(self.left(), self._hang_up)
        self._timer.daemon = True

    def left(self) -> float:
        """Seconds, at least a moment: no socket takes none."""
        return max(self._ends - time.monotonic(), 0.05)

    def check(self) -> None:
        """Raises TimeoutError. Whoever was hung up on may look like one who had nothing more to say."""
        if time.monotonic() >= self._ends:
            raise TimeoutError

    def watch(self, connected: socket.socket) -> None:
        self._socket = connected
        self.check()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._timer.cancel()

    def _hang_up(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # The base class's: that of a secured socket waits for the other side, and forgets its own state.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Reach:
    """`allowed` names (host, port) that may be plain and local: tests serve themselves there, a running site leaves it empty."""

    def __init__(
        self,
        *,
        seconds: float = 8.0,
        most: int = 300_000,
        allowed: frozenset[tuple[str, int]] = frozenset(),
        resolve: Callable[..., list[tuple]] = socket.getaddrinfo,
    ) -> None:
        self.seconds = seconds
        self.most = most
        self.allowed = allowed
        self.resolve = resolve

    def get(self, url: str, accept: str = "*/*") -> Answer:
        """Raises NotAllowed or NotReached. `seconds` bounds the whole way, redirects included."""
        ends = time.monotonic() + self.seconds
        for _step in range(REDIRECTS + 1):
            status, headers, body = self._once(url, accept, ends)
            moved = headers.get("Location")
            if status not in _MOVED or not moved:
                return Answer(status, url, headers.get("Content-Type") or "", body)
            try:
                url = urljoin(url, moved)
            except ValueError as wrong:
                raise NotAllowed(_("网址写错了")) from wrong
        raise NotReached(_("转到别处太多次"))

    def _once(self, url: str, accept: str, ends: float) -> tuple[int, http.client.HTTPMessage, bytes]:
        try:
            parts = urlsplit(url)
        except ValueError as wrong:
            raise NotAllowed(_("网址写错了")) from wrong
        host = parts.hostname or ""
        try:
            port = parts.port or 443
        except ValueError as wrong:
            raise NotAllowed(_("网址里的端口不对")) from wrong
        local = (host, port) in self.allowed
        if parts.scheme != "https" and not local:
            raise NotAllowed(_("只查 https 网址"))
        if not host or parts.username or parts.password:
            raise NotAllowed(_("网址里没有主机，或带有账号"))
        if port != 443 and not local:
            raise NotAllowed(_("只查 443 端口"))
        address = self._judged(host, port, local, ends)
        deadline = _Deadline(ends)
        connection = _Plain(address, port, deadline) if local else _Pinned(host, port, address, deadline)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            with deadline:
                connection.request("GET", path, headers={"Host": parts.netloc, "Accept": accept, "User-Agent": AGENT})
                answer = connection.getresponse()
                body = b"".join(self._read(answer))
            deadline.check()
        except (OSError, http.client.HTTPException, ValueError) as failure:
            raise NotReached(f"{type(failure).__name__}") from failure
        finally:
            connection.close()
        return answer.status, answer.headers, body

    def _judged(self, host: str, port: int, local: bool, ends: float) -> str:
        """An address of this host, when all of them are public."""
        found = self._resolved(host, port, ends)
        if not found:
            raise NotReached(_("找不到这个主机"))
        if not local and not all(is_public(address) for address in found):
            raise NotAllowed(_("网址指向内部网络"))
        return str(found[0])

    def _resolved(self, host: str, port: int, ends: float) -> list[str]:
        """Every address of a name; none when it has none or nobody says so in time, for which the system sets no limit."""
        found: list[str] = []

        def ask() -> None:
            with contextlib.suppress(OSError, UnicodeError):
                found.extend(str(row[4][0]) for row in self.resolve(host, port, type=socket.SOCK_STREAM))

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(max(ends - time.monotonic(), 0.05))
        return [] if asking.is_alive() else found

    def _read(self, answer: http.client.HTTPResponse) -> Iterator[bytes]:
        """Until the limit of size."""
        left = self.most
        while left > 0:
            piece = answer.read1(min(left, 16_384))
            if not piece:
                return
            left -= len(piece)
            yield piece


def is_public(address: str) -> bool:
    """A machine of the open net. Addresses that carry another one within, as 6to4 and mapped ones, are judged by that one too."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    within: list[ipaddress.IPv4Address] = []
    if isinstance(parsed, ipaddress.IPv6Address):
        within = [inner for inner in (parsed.ipv4_mapped, parsed.sixtofour, *(parsed.teredo or ())) if inner is not None]
        if parsed in ipaddress.ip_network("64:ff9b::/96"):
            within.append(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in (parsed, *within))
