"""The node that the tests ask is a genuine Elasticsearch, and ends with whoever asked for it."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.elasticsearch import download, sharing


@pytest.mark.elasticsearch
def test_the_node_is_elasticsearch(elasticsearch_url: str) -> None:
    with urllib.request.urlopen(elasticsearch_url) as reply:  # noqa: S310  (a fixture's address)
        assert reply.headers["X-Elastic-Product"] == "Elasticsearch"
        assert json.load(reply)["version"]["number"].startswith(download.VERSION.rsplit(".", 1)[0])


@pytest.mark.parametrize("ports", [["80"], ["9200", "x"], ["65500"]])
def test_what_is_no_port_is_refused(ports: list[str]) -> None:
    run = subprocess.run([sys.executable, str(sharing.NODE), *ports], capture_output=True, text=True)
    assert run.returncode == 2
    assert "not ports" in run.stderr


def test_an_unknown_archive_is_refused_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = "#!/bin/sh\nfor word; do case $word in -Dmaven.repo.local=*) there=${word#*=};; esac; done\n" + (
        "mkdir -p $there/org/sonarsource/x && echo other > $there/org/sonarsource/x/x.zip\n"
    )
    maven = tmp_path / "mvn"
    maven.write_text(fake)
    maven.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(SystemExit, match="not the known one"):
        download.fetch()
    assert [path.name for path in download.cache().iterdir()] == ["lock"]
