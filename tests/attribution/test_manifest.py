"""What a manifest says, and what it only commits to."""

import hashlib
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.attribution.proof import canonical, certificate, chain, commitments, labels, signing
from articles.models import ArticlePage, Manifest
from articles.models.signature import Signature
from moderation import triggers
from moderation.models.reference import key
from reading import renditions
from tests import factories
from tests.attribution import scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, "字"]}, '{"a":[true,null,"字"],"b":1}'),
        ({"é": 0, "z": 0, "Z": 0}, '{"Z":0,"z":0,"é":0}'),
        ('引号"和\n换行\x7f', '"引号\\"和\\n换行\x7f"'),
    ],
)
def test_the_canonical_form_is_one_sequence_of_bytes(value: object, written: str) -> None:
    assert canonical.encode(value) == written.encode()


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, float("nan"), {1: "a"}, b"bytes", {"a": {1, 2}}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical.encode(value)


def test_commitments_to_the_same_value_differ_and_open() -> None:
    secret = commitments.Commitments()
    first, second = secret.commit("a", "2026-11-26"), secret.commit("b", "2026-11-26")
    assert first != second
    opened = json.loads(secret.as_text())
    assert commitments.opens(first, *opened["a"])
    assert not commitments.opens(first, *opened["b"])
    assert len(bytes.fromhex(opened["a"][0])) == commitments.SALT_BYTES
    assert commitments.Commitments().as_text() == ""


def test_labels_are_told_apart_in_every_language() -> None:
    known = labels.names()
    assert set(known.values()) == set(labels.spoken())
    assert len(known) == 2 * len(labels.spoken())


def test_permissions_are_named_by_id_and_their_terms_only_committed_to(client: Client) -> None:
    page = scene.derived("翻译")
    permission = scene.give("permission", page)
    scene.give("permission", page, verified=False, text="another")
    page = factories.publish(page)
    row = signing.current_manifest(page)
    assert row is not None
    content = signing.content_of(row)
    assert [(one["id"], one["kind"]) for one in content["permissions"]] == [(permission.pk, "permission")]
    assert content["source_works"][0]["author"] == scene.WORK["author"]
    for secret in ("南湖出版社", "编辑部", permission.file.sha256, permission.valid_from.isoformat()):
        assert secret not in row.text
    salt, said = json.loads(row.openings)["permissions.0.words"]
    assert json.loads(said) == {"sha256": permission.file.sha256, "from": permission.valid_from.isoformat(), "until": ""}
    assert commitments.opens(content["permissions"][0]["words"], salt, said)


def test_signatures_on_these_words_are_named_and_others_are_not(client: Client) -> None:
    page = factories.make_article()
    submission = factories.submit(page)
    at = timezone.now()
    common = {"submission": submission, "answered_at": at, "email": "colleague@xinglin.example"}
    signed = Signature.objects.create(**common, purpose="review", answer="signed", name="顾青苗", by_link=True)
    Signature.objects.create(**common, purpose="confirm", answer="signed", name="何望舒", role="editor", place="contributors.1")
    Signature.objects.create(**common, purpose="confirm", answer="declined", name="白映雪", place="contributors.2")
    assert factories.approve(submission)
    content = client.get(f"/api/articles/{page.slug}/manifest").json()
    found = [(one["purpose"], one["name"], one["day"], one["road"]) for one in content["confirmations"]]
    day = timezone.localtime(at).date().isoformat()
    assert found == [("review", "顾青苗", day, "link"), ("confirm", "何望舒", "", "account")]
    assert content["confirmations"][0]["id"] == signed.pk
    assert "colleague@" not in json.dumps(content)
    assert {"署名确认": "何望舒", "医学审稿": f"顾青苗 {day}"}.items() <= dict(certificate.rows(content)).items()


def test_publishing_costs_a_dozen_statements_more_and_no_file() -> None:
    page = factories.publish(factories.make_article())
    with CaptureQueriesContext(connection) as queries:
        signing.sign(page, page.live_digest)
    assert len(queries) <= 15, [query["sql"][:80] for query in queries]


def forget_manifests() -> None:
    """As a site looks that was migrated from a release without them."""
    with connection.cursor() as cursor:
        for name in triggers.standing():
            if "articles_manifest" in name:
                cursor.execute(f'DROP TRIGGER "{name}"' + " ON articles_manifest" * (connection.vendor == "postgresql"))
        cursor.execute("DELETE FROM articles_manifest")


def test_what_went_live_before_there_were_keys_is_signed_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    page = factories.publish(factories.make_article())
    other = factories.make_article()
    forget_manifests()
    call_command("sign_missing")
    assert "1 manifest" in capsys.readouterr().out
    row = signing.current_manifest(ArticlePage.objects.get(pk=page.pk))
    assert row is not None
    assert (row.number, row.version) == (1, 1)
    assert not Manifest.objects.filter(**key(other)).exists()
    call_command("sign_missing")
    assert "0 manifests" in capsys.readouterr().out
    assert list(chain.faults()) == []


def test_a_published_article_without_a_manifest_is_a_fault() -> None:
    page = factories.publish(factories.make_article())
    assert list(chain.faults()) == []
    forget_manifests()
    assert list(chain.faults()) == [f"article {page.slug} is published without a manifest"]


def test_portraits_that_readers_see_are_proved_and_a_new_one_is_signed_anew() -> None:
    doctor = factories.make_doctor()
    profile = factories.make_profile(doctor, live=False)
    profile.portrait = factories.make_picture(doctor, (200, 200))
    profile.save()
    operator = factories.make_operator()
    profile.save_revision(user=operator)
    page = factories.publish(factories.make_article(doctor))
    signed = signing.current_manifest(page)
    assert signed is not None
    assert signing.content_of(signed)["assets"] == []
    profile = factories.publish(profile, operator)
    renditions.make_for(profile)
    newest = signing.current_manifest(page)
    assert newest is not None
    assets = signing.content_of(newest)["assets"]
    assert [(one["kind"], one.get("size")) for one in assets] == [("original", None), ("portrait", renditions.PORTRAIT[0])]
    assert assets[1]["of"] == profile.portrait.sha256
    shown = profile.portrait.renditions.get(filter_spec=renditions.PORTRAIT[0])
    with shown.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == assets[1]["sha256"]
    renditions.make_for(profile)
    assert signing.current_manifest(page) == newest
