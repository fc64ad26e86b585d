"""A kind of case brings its own part of the review page, and its buttons are carried out by it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client, override_settings

from moderation import cases
from moderation.decisions import DecisionRefused
from moderation.desk import parts
from moderation.models import Case, Kind
from tests import factories

pytestmark = pytest.mark.django_db
TEMPLATE = "{{ case.number }}：{{ question }}<textarea name='answer'>{{ posted.answer }}</textarea>"


def answer(case: Case, by: Any, form: QueryDict) -> str:
    if not form.get("answer"):
        raise DecisionRefused("请先回答")
    if form["answer"] == "late":
        raise cases.CaseClosed(case.number)
    return f"{by.name}：{form['answer']}"


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(parts, "_parts", {})
    parts.register(
        Kind.SAMPLE, parts.Part("part.html", lambda case, user: {"question": f"{user.name}怎么看？"}, {"answer": answer})
    )
    loaders = [("django.template.loaders.locmem.Loader", {"part.html": TEMPLATE})]
    loaders += ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    from django.conf import settings

    engine = {**settings.TEMPLATES[0], "APP_DIRS": False}
    engine["OPTIONS"] = {**engine.get("OPTIONS", {}), "loaders": loaders}
    with override_settings(TEMPLATES=[engine, *settings.TEMPLATES[1:]]):
        yield


def test_a_part_is_shown_and_its_button_is_carried_out(client: Client, part: None) -> None:
    moderator = factories.make_moderator()
    client.force_login(moderator)
    case = cases.open_case(Kind.SAMPLE, factories.publish(factories.make_article()), "抽检")
    address = f"/admin/desk/{case.number}/"
    assert f"{case.number}：{moderator.name}怎么看？" in client.get(address).content.decode()
    refused = client.post(address, {"action": "answer", "note": "另外写的"})
    assert refused.status_code == 422
    assert "请先回答" in refused.content.decode()
    assert "另外写的" in refused.content.decode()
    done = client.post(address, {"action": "answer", "answer": "没有问题"}, follow=True)
    assert f"{moderator.name}：没有问题" in done.content.decode()
    assert client.post(address, {"action": "answer", "answer": "late"}).status_code == 409


def test_other_kinds_do_not_have_it(client: Client, part: None) -> None:
    client.force_login(factories.make_moderator())
    case = cases.open_case(Kind.RESCAN, factories.publish(factories.make_article()), "新规则命中")
    address = f"/admin/desk/{case.number}/"
    assert "怎么看" not in client.get(address).content.decode()
    assert client.post(address, {"action": "answer", "answer": "没有问题"}).status_code == 422
