"""Rules of the house that a tool can hold."""

import sys
from pathlib import Path

import pytest
from django.db import models
from wagtail.models import DraftStateMixin, Page, RevisionMixin

from moderation import triggers
from moderation.moderated import Moderated

ROOT = Path(__file__).resolve().parents[1]
SEAM = {name for name in vars(Moderated) if not name.startswith("_")} - {
    "save",
    "Meta",
    "objects",
    "DoesNotExist",
    "MultipleObjectsReturned",
}


def test_site_is_a_folder_and_never_a_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    assert "site-packages" in (sys.modules["site"].__file__ or "") or "lib/python" in (sys.modules["site"].__file__ or "")


@pytest.mark.parametrize("base", [Page, DraftStateMixin, RevisionMixin, models.Model])
def test_no_name_of_the_seam_exists_on_a_base(base: type) -> None:
    assert not {name for name in SEAM if hasattr(base, name)}


def test_no_name_of_the_seam_is_a_field() -> None:
    for model in triggers.moderated_models():
        fields = {field.name for field in model._meta.get_fields()} - {"live_digest"}
        assert not SEAM & fields, model


@pytest.mark.django_db
def test_every_trigger_stands_after_migrations() -> None:
    assert len(triggers.expected()) > 30
    assert triggers.missing() == []
