"""The node that tests ask: the one that SEARCH_TEST_URL names, else one that is started when first wanted and shared by a run."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from . import download

NODE = Path(__file__).with_name("node.py")
LEFT_OUT = "needs an Elasticsearch node: run `make test-elasticsearch`, or set SEARCH_TEST_URL"


def available() -> bool:
    """Whether a node can be had without downloading anything."""
    return bool(os.environ.get("SEARCH_TEST_URL")) or download.kept().is_dir()


def unused_port() -> int:
    """One whose neighbour 100 higher, where nodes meet, is unused too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 100))
            except (OSError, OverflowError):
                continue
            return port


def start(*ports: int, until: int | None = None, data: Path | None = None) -> "subprocess.Popen[str]":
    """A node of its own, with its peers; `ready` reads its address. It ends with this process, or with `until`."""
    command = [sys.executable, str(NODE), *map(str, ports), "--until", str(until or os.getpid())]
    command += ["--data", str(data)] if data else []
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ready(node: "subprocess.Popen[str]") -> str:
    assert node.stdout is not None
    with node.stdout as told:
        url = told.readline().strip()
    assert url, "the node did not start; the reason is on standard error"
    return url


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a real node; the workers of one run share it, so each test takes an index prefix of its own."""
    if named := os.environ.get("SEARCH_TEST_URL"):
        return named
    worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = tmp_path_factory.getbasetemp()
    place = (folder.parent if worker else folder) / "elasticsearch-node"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            node = start(unused_port(), until=os.getppid() if worker else os.getpid())
            place.write_text(ready(node))
            # It ends with the process that runs all workers; to this one it is over.
            node.returncode = 0
    return place.read_text()
