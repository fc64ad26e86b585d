"""A worker that is killed at any of its steps leaves nothing that the next one does not put right."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from elasticsearch import Elasticsearch

from moderation import decisions
from moderation.models import Verb
from search.elastic import rebuilding
from tests import factories
from tests.search.faults import state

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db(transaction=True)]
WORKER = Path(__file__).with_name("worker.py")


def killed_at(step: str, url: str, prefix: str) -> None:
    database = {name: connection.settings_dict[name] for name in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    told = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE": json.dumps(database), "CLUSTER": f"{url} {prefix}"}
    run = subprocess.run([sys.executable, str(WORKER), step], env={**os.environ, **told}, timeout=120)
    assert run.returncode == -signal.SIGKILL


def steps(short: set[str], *others: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("step", [*sorted(short), *(pytest.param(step, marks=pytest.mark.long) for step in others)])


@steps({"claimed", "sent"}, "about to send", "about to settle", "settling")
def test_while_it_delivers(step: str, prefix: str, direct: Elasticsearch, elasticsearch_url: str) -> None:
    stays, leaves = state.publish(2)
    state.heal(direct)
    state.publish(2, stays.owner)
    decisions.take_down(leaves, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    killed_at(step, elasticsearch_url, prefix)
    state.heal(direct)
    assert len(state.held(direct)) == 3


@steps({"about to serve"}, "created", "filling", "filled", "serving", "tidied")
def test_while_it_rebuilds(step: str, prefix: str, direct: Elasticsearch, elasticsearch_url: str) -> None:
    stays, leaves = state.publish(2)
    state.publish(2, stays.owner)
    state.heal(direct)
    killed_at(step, elasticsearch_url, prefix)
    # What changes while nobody rebuilds must reach whatever is put in service later.
    state.publish(1, stays.owner)
    decisions.take_down(leaves, factories.make_moderator(), Verb.TAKEDOWN, ["MED.OUTDATED"], "指南已更新")
    state.heal(direct)
    rebuilding.rebuild()
    state.heal(direct)
    assert len(state.held(direct)) == 4
    assert prefix == settings.SEARCH_INDEX_PREFIX
