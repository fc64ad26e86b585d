"""A cluster of three loses its master under load, a node in the middle of a bulk, its disk; and one that stands alone is killed."""

import os
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from elasticsearch import Elasticsearch

from moderation import decisions
from moderation.models import Verb
from search.elastic import delivery, rebuilding, sending
from search.engine import Query, search
from tests import factories
from tests.elasticsearch import sharing
from tests.search.faults import state

pytestmark = [pytest.mark.elasticsearch, pytest.mark.long, pytest.mark.django_db(transaction=True)]


class Three:
    """Three nodes, each of which can be killed and started again."""

    def __init__(self) -> None:
        self.ports = [sharing.unused_port() for _node in range(3)]
        self.running: dict[int, subprocess.Popen[str]] = {}

    @property
    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def start(self) -> None:
        missing = [port for port in self.ports if port not in self.running]
        for port in missing:
            self.running[port] = sharing.start(port, *(other for other in self.ports if other != port))
        for port in missing:
            sharing.ready(self.running[port])
        with Elasticsearch(self.urls, request_timeout=70) as asked:
            asked.cluster.health(wait_for_nodes="3", wait_for_status="green", timeout="60s")

    def kill(self, asked: Elasticsearch, identity: str) -> float:
        """With SIGKILL, at the server's own process; answers when."""
        told = asked.nodes.info(node_id=identity, metric="process")["nodes"][identity]
        os.kill(told["process"]["id"], signal.SIGKILL)
        self.running.pop(int(told["name"].removeprefix("node-"))).wait(60)
        return time.monotonic()

    def stop(self) -> None:
        for node in self.running.values():
            node.terminate()
        for node in self.running.values():
            node.wait(60)


@pytest.fixture(scope="module")
def three() -> Iterator[Three]:
    cluster = Three()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def asked(three: Three, settings: Any) -> Iterator[Elasticsearch]:
    """The site uses all three; each index has a copy on another node."""
    three.start()
    settings.SEARCH_URL = ",".join(three.urls)
    settings.SEARCH_INDEX_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
    settings.SEARCH_REPLICAS, settings.SEARCH_SHARDS, settings.SEARCH_REFRESH_SECONDS = 1, 2, 0.2
    state.forget()
    with Elasticsearch(three.urls, request_timeout=60, retry_on_timeout=True, max_retries=5) as connected:
        yield connected
    state.forget()


class Load:
    """Readers, a writer and a worker, all at once, until told to stop."""

    def __init__(self, author: Any) -> None:
        self.author = author
        self.stopping = threading.Event()
        self.answers: list[tuple[str, bool]] = []
        self.failures: list[Exception] = []
        self.published: list[Any] = []
        work = (self._read, self._read, self._write, self._deliver)
        self.threads = [threading.Thread(target=self._go, args=(part,)) for part in work]

    def _go(self, part: Any) -> None:
        try:
            while not self.stopping.is_set():
                part()
        except Exception as failure:
            self.failures.append(failure)
        finally:
            connection.close()

    def _read(self) -> None:
        found = search(Query("血压", size=50))
        self.answers.append((found.engine, bool(found.hits)))
        time.sleep(0.05)

    def _write(self) -> None:
        self.published += state.publish(1, self.author)
        time.sleep(0.2)

    def _deliver(self) -> None:
        delivery.run(seconds=2)
        time.sleep(0.2)

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *given: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def test_the_master_is_killed_under_load(three: Three, asked: Elasticsearch, capsys: pytest.CaptureFixture[str]) -> None:
    author = factories.make_doctor()
    state.publish(5, author)
    rebuilding.rebuild()
    asked.cluster.health(wait_for_status="green", timeout="60s")
    with Load(author) as load:
        time.sleep(4)
        before = len(load.answers)
        three.kill(asked, asked.cluster.state(metric="master_node")["master_node"])
        time.sleep(15)
    seconds = state.heal(asked)
    engines = [engine for engine, _hits in load.answers]
    with capsys.disabled():
        print(
            f"\nmaster killed: {len(engines)} questions ({before} before), {engines.count('embedded')} answered by the database, "
            f"{len(load.published)} published; well {seconds:.1f} s after the load ended"
        )
    assert load.failures == []
    assert all(hits for _engine, hits in load.answers)
    assert load.published
    assert engines[-1] == "elasticsearch", "the cluster answers again, with two nodes"


def test_a_node_is_killed_in_the_middle_of_a_bulk(
    three: Three, asked: Elasticsearch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    author = factories.make_doctor()
    first = state.publish(4, author)
    rebuilding.rebuild()
    asked.cluster.health(wait_for_status="green", timeout="60s")
    state.publish(20, author)
    decisions.take_down(first[0], factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    shards = asked.cat.shards(format="json", h="index,prirep,node")
    holder = next(row["node"] for row in shards if row["prirep"] == "p" and row["index"].startswith("test-"))
    identity = next(key for key, told in asked.nodes.info()["nodes"].items() if told["name"] == holder)
    real, killed = sending.bulk, []

    def deadly(*given: Any) -> Any:
        if not killed:
            killer = threading.Timer(0.005, lambda: killed.append(three.kill(asked, identity)))
            killer.start()
        return real(*given)

    monkeypatch.setattr(sending, "bulk", deadly)
    delivery.run()
    seconds = state.heal(asked)
    with capsys.disabled():
        print(f"\nnode killed in a bulk: well again {seconds:.1f} s later")
    assert killed
    assert len(state.held(asked)) == 23


def test_the_disk_is_full(three: Three, asked: Elasticsearch, capsys: pytest.CaptureFixture[str]) -> None:
    author = factories.make_doctor()
    stays, leaves = state.publish(2, author)
    rebuilding.rebuild()
    disk = "cluster.routing.allocation.disk"
    marks = {f"{disk}.watermark.{name}": f"{share}%" for name, share in (("low", 1), ("high", 1.5), ("flood_stage", 2))}
    full = {f"{disk}.threshold_enabled": True, **marks, "cluster.info.update.interval": "10s"}
    asked.cluster.put_settings(persistent=full)
    blocked = time.monotonic() + 90
    try:
        while time.monotonic() < blocked:
            state.publish(1, author)
            delivery.run()
            if "429" in delivery.pause.reason:
                break
            time.sleep(2)
        assert "429" in delivery.pause.reason
        decisions.take_down(leaves, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
        delivery.run()
        found = {hit.id for hit in search(Query("血压", size=50)).hits}
        assert leaves.slug not in found
        assert stays.slug in found
    finally:
        asked.cluster.put_settings(persistent=dict.fromkeys(full))
    seconds = state.heal(asked)
    with capsys.disabled():
        print(f"\ndisk full: well again {seconds:.1f} s after there was room")


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that the unprivileged user of the node can enter too; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="xinglin-kept-") as name:
        os.chmod(name, 0o755)  # noqa: S103
        yield Path(name)


def test_the_only_node_is_killed_and_comes_back(reachable: Path, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    port = sharing.unused_port()
    node = sharing.start(port, data=reachable)
    try:
        url = sharing.ready(node)
        settings.SEARCH_URL, settings.SEARCH_INDEX_PREFIX, settings.SEARCH_REPLICAS = url, "test-alone", 0
        state.forget()
        with Elasticsearch(url, request_timeout=60) as asked:
            author = factories.make_doctor()
            first = state.publish(3, author)
            state.heal(asked)
            [told] = asked.nodes.info(metric="process")["nodes"].values()
            os.kill(told["process"]["id"], signal.SIGKILL)
            node.wait(60)
            state.publish(2, author)
            decisions.take_down(first[0], factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
            for _turn in range(5):
                delivery.run()
                assert len(search(Query("血压")).hits) == 4
                time.sleep(1)
            node = sharing.start(port, data=reachable)
            sharing.ready(node)
            seconds = state.heal(asked)
        with capsys.disabled():
            print(f"\nonly node killed: well again {seconds:.1f} s after its return")
    finally:
        state.forget()
        with suppress(ProcessLookupError):
            node.terminate()
        node.wait(60)
