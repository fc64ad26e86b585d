"""What operators and monitors are told about meaning, and how it is brought up to date by hand."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from search.models import SearchEntry, SearchVector
from tests import factories

from .conftest import Invented

pytestmark = pytest.mark.django_db


def run(command: str, **options: int) -> tuple[int, list[str]]:
    out = io.StringIO()
    try:
        call_command(command, stdout=out, stderr=out, **options)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_a_rebuild_makes_what_is_missing(invented: Invented) -> None:
    page = factories.publish(factories.make_article())
    assert run("search_rebuild", verbosity=2)[1][-2:] == ["1 vectors …", "1 vectors made"]
    assert SearchVector.objects.get().related_version > 0
    assert run("search_rebuild")[1][-1] == "0 vectors made"
    assert SearchVector.objects.get().pk == page.pk


def test_a_rebuild_without_the_model_says_nothing_of_vectors() -> None:
    factories.publish(factories.make_article())
    assert "vectors" not in "".join(run("search_rebuild", verbosity=2)[1])


def test_verifying_names_what_should_be_there(invented: Invented) -> None:
    page = factories.publish(factories.make_article())
    status, lines = run("verify_search")
    assert (status, lines[1]) == (0, "1 articles that went live lately wait for their vector and are found by words alone")
    SearchEntry.objects.update(reviewed_at=timezone.now() - datetime.timedelta(days=1))
    assert run("verify_search") == (1, [f"article {page.slug} has no vector of this version"])
    run("search_rebuild")
    assert run("verify_search")[0] == 0


def test_monitors_learn_how_much_is_found_by_words_alone(invented: Invented, client: Client) -> None:
    factories.publish(factories.make_article())
    assert client.get("/readyz").json()["meaning"] == {"on": True, "articles": 1, "without_vector": 1}
    run("search_rebuild")
    assert client.get("/readyz").json()["meaning"] == {"on": True, "articles": 1, "without_vector": 0}
