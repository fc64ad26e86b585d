"""The screen of other names: propose, upload, decide; what is refused comes back with every word."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search.models import Question, Synonym
from search.models.synonym import Source, State
from search.names import review
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/search/synonyms/"


@pytest.fixture
def operator() -> Any:
    return factories.make_operator()


@pytest.fixture
def screen(client: Client, operator: Any) -> Client:
    client.force_login(operator)
    return client


def page(client: Client, **given: str) -> str:
    return client.get(LIST, given).content.decode()


def test_only_those_who_tend_search_get_in(client: Client) -> None:
    for who in (factories.make_doctor(), factories.make_moderator()):
        client.force_login(who)
        assert client.get(LIST).status_code == 302
        assert client.post(LIST, {"name": "火龙缠腰病", "target": "带状疱疹", "relation": "same"}).status_code == 302
    assert not Synonym.objects.exists()


def test_proposing_and_what_is_refused_keeps_the_words(screen: Client) -> None:
    refused = screen.post(LIST, {"name": "火龙缠腰病", "target": "", "relation": "means", "note": "本地的说法"}).content.decode()
    assert "请写出两个名称" in refused
    for kept in ('value="火龙缠腰病"', 'value="本地的说法"', 'value="means" selected'):
        assert kept in refused
    assert screen.post(LIST, {"name": "火龙缠腰病", "target": "带状疱疹", "relation": "same"}).status_code == 302
    assert "等另一位同事审定" in page(screen)
    assert "缠腰龙" in page(screen, q="带状疱疹")


def test_a_question_that_found_nothing_becomes_a_proposal(screen: Client) -> None:
    question = Question.objects.create(key="k", words="火龙缠腰病", last_asked=timezone.now())
    form = page(screen, name="火龙缠腰病", question=str(question.pk))
    assert f'name="question" value="{question.pk}"' in form
    given = {"name": "火龙缠腰病", "target": "带状疱疹", "relation": "same", "question": str(question.pk)}
    screen.post(LIST, given)
    assert Synonym.objects.get().source == Source.ZERO
    question.refresh_from_db()
    assert question.settled == Question.Settled.NAMED


def test_somebody_else_decides(screen: Client, operator: Any) -> None:
    row = review.propose(operator, "火龙缠腰病", "带状疱疹")
    address = reverse("search_synonym_step", args=[row.pk])
    assert "自己提出的名称要由另一位同事审定" in screen.post(address, {"step": "approve"}).content.decode()
    screen.force_login(factories.make_operator())
    assert "请写明理由" in screen.post(address, {"step": "decline", "reason": ""}).content.decode()
    assert screen.post(address, {"step": "approve"}).status_code == 302
    assert "刚刚被别人处理" in screen.post(address, {"step": "decline", "reason": "晚了"}).content.decode()
    assert screen.post(address, {"step": "retire", "reason": "太少见"}).status_code == 302
    assert Synonym.objects.get().state == State.RETIRED
    assert "太少见" in page(screen, state="retired")
    assert screen.post(address, {"step": "nonsense"}).status_code == 302


def test_a_file_is_read_and_its_faulty_lines_come_back(screen: Client) -> None:
    file = SimpleUploadedFile("names.csv", "火龙缠腰病,带状疱疹\n坏的一行\n".encode("gbk"))
    answer = screen.post(f"{LIST}file/", {"lines": "甲甲病,乙乙病", "file": file}).content.decode()
    assert "第 3 行：要用逗号或制表符" in answer
    assert "坏的一行</textarea>" in answer
    assert Synonym.objects.filter(state=State.PROPOSED).count() == 2
    picture = SimpleUploadedFile("x.png", b"\x89PNG\x00\xff\xfe\xfd")
    assert "文件不是文本" in screen.post(f"{LIST}file/", {"file": picture}).content.decode()
    assert "请先粘贴或上传" in screen.post(f"{LIST}file/", {"lines": ""}).content.decode()
    screen.force_login(factories.make_operator())
    batch = Synonym.objects.exclude(batch="").values_list("batch", flat=True)[0]
    assert "整批通过" in page(screen)
    assert screen.post(reverse("search_synonym_batch", args=[batch]), {"step": "approve"}).status_code == 302
    assert Synonym.objects.filter(state=State.LIVE).count() == 2


@pytest.mark.parametrize(
    "given", [{"q": "\0" * 5}, {"q": "痛" * 10_000}, {"page": "-1"}, {"page": "1" * 40}, {"state": "x"}, {"q": "%_'\""}]
)
def test_no_address_breaks_it(screen: Client, given: dict[str, str]) -> None:
    assert screen.get(LIST, given).status_code == 200


def test_words_are_escaped(screen: Client, operator: Any) -> None:
    review.propose(operator, "<script>火龙病", "带状疱疹")
    assert "<script>火龙病" not in page(screen)
