"""Servers that stand where a cluster should be, each wrong in its own way."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Status, headers, body for a path.
Reply = Callable[[str], tuple[int, dict[str, str], str]]
GENUINE = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/vnd.elasticsearch+json;compatible-with=8"}


@contextmanager
def answering(reply: Reply) -> Iterator[tuple[str, list[str]]]:
    """Its address, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(self.path)
            status, headers, body = reply(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_HEAD = do_PUT = do_GET

        def log_message(self, *args: Any) -> None:
            """Not on the tests' output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def black_hole() -> Iterator[str]:
    """Takes every connection and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def nobody() -> str:
    """An address where nothing listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{closed.getsockname()[1]}"


def always(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    told = body if isinstance(body, str) else json.dumps(body)
    return lambda path: (status, GENUINE if headers is None else headers, told)


def elasticsearch(search: tuple[int, Any], number: str = "8.19.8", **meta: Any) -> Reply:
    """A genuine one as far as its name and its index go; what it says to a question is given."""
    from search.elastic import generations

    mapping = {"properties": generations._wanted(), "_meta": {**generations.mark(), **meta}}
    index = {"aliases": {"xinglin-articles": {}, generations.door(1): {}}, "mappings": mapping}

    def reply(path: str) -> tuple[int, dict[str, str], str]:
        if path == "/":
            return 200, GENUINE, json.dumps({"version": {"number": number}})
        if "_search" not in path:
            return 200, GENUINE, json.dumps({"xinglin-articles-1": index})
        status, body = search
        return status, GENUINE, body if isinstance(body, str) else json.dumps(body)

    return reply
