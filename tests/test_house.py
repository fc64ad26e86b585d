"""Rules of the house that a tool can hold."""

import re
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from wagtail.models import DraftStateMixin, Page, RevisionMixin

from doctors.models import DoctorProfile
from moderation import triggers
from moderation.checks import content_fills_the_seam
from moderation.moderated import Moderated

ROOT = Path(__file__).resolve().parents[1]
SEAM = {name for name in vars(Moderated) if not name.startswith("_")} - {
    "save",
    "save_revision",
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


def test_there_is_nothing_to_buy_and_no_click_to_rank_by() -> None:
    words = ("payment", "order_item", "cart", "price", "reward", "click", "view_count")
    named = {f"{model._meta.label_lower}.{field.name}" for model in apps.get_models() for field in model._meta.get_fields()}
    ours = {name for name in named if name.split(".")[0] in {"articles", "doctors", "moderation", "search", "reading"}}
    assert not [name for name in ours if any(word in name for word in words)]


def test_the_readme_tells_every_setting_and_no_test_that_is_not_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    settings_files = (ROOT / "site" / "config" / "settings").glob("*.py")
    asked = {
        name
        for file in settings_files
        for name in re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", file.read_text(encoding="utf-8"))
    }
    assert not {name for name in asked - {"TEST_DATABASE"} if f"`{name}`" not in readme}
    for path in set(re.findall(r"`(tests/[\w/.]+)`", readme)):
        assert (ROOT / path).exists(), path
    for number in range(1, 76):
        assert f"| R{number} |" in readme


def test_content_that_does_not_fill_the_seam_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert content_fills_the_seam() == []
    monkeypatch.setattr(DoctorProfile, "surface", Moderated.surface)
    assert [fault.msg for fault in content_fills_the_seam()] == ["doctors.DoctorProfile does not define surface()."]
