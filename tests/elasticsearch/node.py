#!/usr/bin/env python3
"""Runs a real Elasticsearch node on 127.0.0.1 for as long as the tests need it; needs nothing but Python, Java 17 and Maven.

    node.py fetch                downloads only (0.9 GB once, of which 155 MB are kept)
    node.py PORT [PEER …]        runs one node; PEER are the ports of the cluster's other nodes, each run in the same way
        --until PID              ends when that process is gone
        --data FOLDER            keeps the data there, to be found again by the next run (else thrown away)

One line on standard output, the node's address, says that it answers. A node also listens on its port + 100 for its peers.
"""

import argparse
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import download

SETTINGS = """\
cluster.name: xinglin-tests
node.name: node-{port}
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {data}
path.logs: {run}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
"""
# The first compiler alone halves the processor time of the start.
JAVA = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
READY_SECONDS = 240
# Elasticsearch refuses to run as root.
UNPRIVILEGED = "nobody"


class Stopped(Exception):
    """Somebody asked this script to end."""


def say(text: str) -> None:
    print(f"node.py: {text}", file=sys.stderr, flush=True)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=15) as reply:  # noqa: S310  (always http on the loopback)
            return bool(reply.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


def free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def configure(run: Path, data: Path, port: int, peers: list[int]) -> None:
    """A folder of its own for this run: the download by hard links, its settings, its data."""
    for name in ("config", "logs", "tmp"):
        (run / name).mkdir()
    data.mkdir(parents=True, exist_ok=True)
    kept = download.kept()
    link = shutil.copy2 if os.stat(kept).st_dev != os.stat(run).st_dev else os.link
    shutil.copytree(kept, run / "elasticsearch", copy_function=link)
    for name in ("jvm.options", "log4j2.properties"):
        shutil.copy(kept / "config" / name, run / "config")
    lines = SETTINGS.format(port=port, transport=port + 100, data=data, run=run)
    if peers:
        everyone = [port, *peers]
        lines += f"discovery.seed_hosts: {[f'127.0.0.1:{each + 100}' for each in everyone]}\n"
        lines += f"cluster.initial_master_nodes: {[f'node-{each}' for each in everyone]}\n"
    else:
        lines += "discovery.type: single-node\n"
    (run / "config" / "elasticsearch.yml").write_text(lines, encoding="utf-8")
    if os.getuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED)
        run.chmod(0o755)
        for folder in (run / "config", run / "logs", run / "tmp", data):
            for path in (folder, *folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)


def java_home() -> str:
    given = os.environ.get("ES_JAVA_HOME") or os.environ.get("JAVA_HOME")
    if given:
        return given
    found = shutil.which("java")
    if not found:
        raise SystemExit("node.py: Java 17 or newer is needed: apt-get install openjdk-17-jre-headless")
    return str(Path(found).resolve().parents[1])


def launched(run: Path) -> subprocess.Popen[bytes]:
    become = ["setpriv", "--pdeathsig", "TERM"]
    if os.getuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED)
        become += ["--reuid", str(owner.pw_uid), "--regid", str(owner.pw_gid), "--clear-groups"]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(run),
        "LANG": "C.UTF-8",
        "ES_JAVA_HOME": java_home(),
        "ES_JAVA_OPTS": os.environ.get("ES_JAVA_OPTS", JAVA),
        "ES_PATH_CONF": str(run / "config"),
        "ES_TMPDIR": str(run / "tmp"),
        "CLI_NAME": "server",
        "CLI_LIBS": "lib/tools/server-cli",
    }
    command = [*become, "bash", str(run / "elasticsearch" / "bin" / "elasticsearch-cli"), "-p", str(run / "tmp" / "pid")]
    with (run / "logs" / "console").open("wb") as console:
        return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=console, stderr=console)


def wait_until_ready(node: subprocess.Popen[bytes], run: Path, port: int) -> None:
    """Until the cluster has a master; then at most ten seconds more for its primary shards."""
    deadline = time.monotonic() + READY_SECONDS
    url = f"http://127.0.0.1:{port}/_cluster/health"
    while not answers(f"{url}?master_timeout=1s&timeout=1s"):
        if node.poll() is not None or time.monotonic() > deadline:
            console = (run / "logs" / "console").read_text(errors="replace").splitlines()[-20:]
            raise SystemExit("\n".join([*console, "node.py: the node did not become ready"]))
        time.sleep(0.2)
    if not answers(f"{url}?wait_for_status=yellow&timeout=10s"):
        say("a primary shard is missing")


def end(node: subprocess.Popen[bytes], run: Path) -> None:
    """Ask the launcher, which asks the server; what is still there after half a minute is killed."""
    written = run / "tmp" / "pid"
    server = int(written.read_text()) if written.exists() else 0
    with contextlib.suppress(ProcessLookupError):
        node.terminate()
    deadline = time.monotonic() + 30
    with contextlib.suppress(subprocess.TimeoutExpired):
        node.wait(30)
    while server and alive(server) and time.monotonic() < deadline:
        time.sleep(0.1)
    for process in (node.pid if node.poll() is None else 0, server):
        if process and alive(process):
            os.kill(process, signal.SIGKILL)
    node.wait()


@contextlib.contextmanager
def scratch(port: int) -> Iterator[Path]:
    run = Path(tempfile.mkdtemp(prefix=f"xinglin-elasticsearch-{port}-"))
    try:
        yield run
    finally:
        shutil.rmtree(run, ignore_errors=True)


def run_node(port: int, peers: list[int], until: int | None, data: Path | None) -> int:
    for taken in (port, port + 100):
        if not free(taken):
            raise SystemExit(f"node.py: port {taken} is in use")
    download.fetch()
    with scratch(port) as run:
        configure(run, (data / str(port)).resolve() if data else run / "data", port, peers)
        node = launched(run)
        try:
            wait_until_ready(node, run, port)
            print(f"http://127.0.0.1:{port}", flush=True)
            while node.poll() is None and (until is None or alive(until)):
                time.sleep(0.5)
            return node.returncode or 0
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            end(node, run)


def stop(number: int, frame: FrameType | None) -> None:
    raise Stopped(number)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ports", nargs="+", metavar="PORT", help="`fetch`, or this node's port and its peers'")
    parser.add_argument("--until", type=int, metavar="PID")
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        if given.ports == ["fetch"]:
            download.fetch()
            return 0
        ports = [int(port) if port.isdecimal() else 0 for port in given.ports]
        if not all(1024 <= port <= 65435 for port in ports):
            parser.error(f"not ports: {' '.join(given.ports)}")
        return run_node(ports[0], ports[1:], given.until, given.data)
    except Stopped as reason:
        return 128 + int(reason.args[0])


if __name__ == "__main__":
    # The unprivileged user reads what is unpacked.
    os.umask(0o022)
    sys.exit(main())
