"""What readers asked is counted, and nobody can read what only one of them asked."""

import atexit
import datetime
import threading
import time
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.utils import timezone

from search.models import Asking, Question
from search.query import Query, Results
from search.staff import log, masking, questions
from tests import factories

pytestmark = pytest.mark.django_db

READER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
ID, PHONE = "11010519491231002X", "13800138000"


@pytest.fixture(autouse=True)
def nothing_waits() -> None:
    log._waiting.clear()


def ask(words: str, address: str = "198.51.100.7", agent: str = READER, found: int = 3, **query: Any) -> None:
    request = RequestFactory().get("/search/", REMOTE_ADDR=address, headers={"user-agent": agent})
    log.note(Query(words, **query), Results(total=found, hits=[], took_ms=7.2), request)


def everything_stored() -> str:
    """All rows of both tables, as one text."""
    stored = []
    with connection.cursor() as cursor:
        for table in ("search_question", "search_asking"):
            cursor.execute(f"SELECT * FROM {table}")
            stored += [str(row) for row in cursor.fetchall()]
    return "\n".join(stored)


NETWORKS = ("198.51.100.7", "203.0.113.9", "192.0.2.4", "2001:db8:1::5", "2001:db8:2:77::5")


def test_the_words_are_kept_once_three_networks_asked_and_not_before() -> None:
    for address in NETWORKS[:2]:
        ask("尿酸高能吃豆腐吗", address)
    assert log.write() == 2
    assert "尿酸" not in everything_stored()
    assert Question.objects.get().words == ""
    ask("尿酸高能吃豆腐吗", NETWORKS[2])
    log.write()
    row = Question.objects.get()
    assert (row.words, row.voices) == ("尿酸高能吃豆腐吗", [])
    assert sum(Asking.objects.values_list("times", flat=True)) == 3


def test_one_household_is_one_network_however_often_it_asks() -> None:
    for number in range(1, 60):
        ask("尿酸高能吃豆腐吗", f"198.51.100.{number}")
        ask("尿酸高能吃豆腐吗", f"2001:db8:1:{number:x}::{number:x}")
        log.write()
    assert Question.objects.get().words == ""
    assert sum(Asking.objects.values_list("times", flat=True)) == 118


@pytest.mark.parametrize(
    ("asked", "secret"),
    [
        (f"身份证{ID}怎么报销", ID.lower()),
        (f"{PHONE} 糖尿病", PHONE),
        (f"{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]} 挂号", PHONE[7:]),
        ("病历号 20231234567 结果", "20231234567"),
        ("一三八零零一三八零零零 是谁", "13800138000"),
        ("微信 zhang_wei_88 咨询", "zhang_wei_88"),
        ("编号 77 66 55 44 检查单", "66 55"),
    ],
)
def test_numbers_of_people_are_masked_however_many_ask(asked: str, secret: str) -> None:
    for address in NETWORKS:
        ask(asked, address)
    log.write()
    row = Question.objects.get()
    assert secret not in everything_stored()
    assert masking.NUMBER in row.words
    assert not any(character.isdigit() for character in row.words)


@pytest.mark.parametrize(
    ("asked", "name"), [("患者赵志强 胃癌 化疗", "赵志强"), ("我叫李小龙得了肺癌怎么办", "李小龙"), ("王芳 乳腺癌", "王芳")]
)
def test_names_are_masked_before_words_are_kept(asked: str, name: str) -> None:
    for address in NETWORKS:
        ask(asked, address)
    log.write()
    assert name not in everything_stored()
    assert masking.NAME in Question.objects.get().words


def test_a_question_that_is_only_a_name_is_never_kept() -> None:
    for address in NETWORKS:
        ask("赵志强", address)
    log.write()
    row = Question.objects.get()
    assert (row.words, row.veiled) == ("", True)
    assert "赵志强" not in everything_stored()


def test_where_the_tagger_cannot_read_no_words_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moderation.engine.names.tagger.tagger", lambda: 1 / 0)
    for address in NETWORKS:
        ask("尿酸高能吃豆腐吗", address)
    log.write()
    assert "尿酸" not in everything_stored()
    assert Asking.objects.exists()


def test_this_sites_doctors_keep_their_names() -> None:
    profile = factories.make_profile(factories.make_doctor())
    for address in NETWORKS:
        ask(f"{profile.name}医生 门诊", address)
    log.write()
    assert profile.name in Question.objects.get().words


def test_no_address_account_or_agent_is_stored() -> None:
    for address in NETWORKS:
        ask("尿酸高能吃豆腐吗", address)
        log.write()
    stored = everything_stored()
    for address in NETWORKS:
        assert address not in stored
        assert log.network(address).split("/")[0] not in stored
    assert "Firefox" not in stored
    assert {(row.hour.minute, row.hour.second, row.hour.microsecond) for row in Asking.objects.all()} == {(0, 0, 0)}


def test_the_same_network_leaves_different_marks_on_different_questions() -> None:
    for words in ("尿酸高能吃豆腐吗", "孩子发烧怎么办", "高血压能喝酒吗", "痛风能吃海鲜吗"):
        ask(words)
    log.write()
    marks = [row.voices[0] for row in Question.objects.all()]
    assert len(set(marks)) > 1


@pytest.mark.parametrize(
    "agent", ["", "Googlebot/2.1", "Baiduspider", "curl/8.0", "python-requests/2", "Mozilla/5.0 HeadlessChrome/1"]
)
def test_robots_are_left_out(agent: str) -> None:
    ask("血压", agent=agent)
    assert log.write() == 0


@pytest.mark.parametrize("query", [{"page": 2}, {"filters": {"specialty": ("03.04",)}}, {"as_written": True}])
def test_a_later_page_or_a_narrowed_answer_is_no_new_question(query: dict[str, Any]) -> None:
    ask("血压", **query)
    assert log.write() == 0


@pytest.mark.parametrize("words", ["", "  ", '"', "😀", "\ud800", "\0", "%s", "a" * 5000, "'; DROP TABLE search_question; --"])
def test_whatever_is_typed_is_counted_or_left_out(words: str) -> None:
    ask(words)
    assert log.write() in (0, 1)


def test_two_ways_of_writing_are_one_question() -> None:
    for words in ("兒童咳嗽", "儿童咳嗽", " 儿童咳嗽 "):
        ask(words)
    log.write()
    assert Question.objects.count() == 1
    assert Asking.objects.get().times == 3


def test_what_happens_to_the_log_never_reaches_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise DatabaseError("no disk")

    monkeypatch.setattr(questions, "keep", broken)
    ask("血压")
    assert log.write() == 0
    monkeypatch.setattr(questions, "bucket", broken)
    ask("血压")
    assert log.write() == 0


def test_a_site_may_count_nothing(settings: Any) -> None:
    settings.SEARCH_LOG_DAYS = 0
    ask("血压")
    assert log.write() == 0


def test_what_is_old_is_forgotten() -> None:
    ask("血压")
    ask("血脂")
    log.write()
    long_ago = timezone.now() - datetime.timedelta(days=91)
    Question.objects.filter(pk=Question.objects.earliest("pk").pk).update(last_asked=long_ago)
    Asking.objects.filter(question=Question.objects.earliest("pk")).update(hour=long_ago)
    assert questions.forget(timezone.now()) == 1
    assert (Question.objects.count(), Asking.objects.count()) == (1, 1)


def test_answers_of_different_kinds_are_counted_apart() -> None:
    ask("血压", found=0)
    ask("血压", found=0)
    ask("血压", found=4)
    log.write()
    assert sorted(Asking.objects.values_list("empty", "times", "within_ms")) == [(False, 1, 10), (True, 2, 10)]
    assert Question.objects.get().last_found == 4


def test_one_thread_of_each_process_writes_what_was_noted(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    kept: list[str] = []
    written = threading.Event()

    def keep(noted: list[Any]) -> int:
        kept.extend(one.text for one in noted)
        written.set()
        return len(noted)

    settings.SEARCH_LOG_DEFERRED = True
    monkeypatch.setattr(questions, "keep", keep)
    monkeypatch.setattr(log, "SECONDS", 0.02)
    monkeypatch.setattr(log, "_started_in", 0)
    monkeypatch.setattr(atexit, "register", lambda _act: None)
    before = threading.active_count()
    try:
        for words in ("血压", "血脂", "血糖"):
            ask(words)
            assert threading.active_count() == before + 1
        assert written.wait(5)
        while len(kept) < 3 and written.wait(5):
            written.clear()
    finally:
        log.stop()
    assert kept == ["血压", "血脂", "血糖"]
    assert threading.active_count() == before


def test_noting_costs_a_reader_nothing() -> None:
    ask("血压")
    began = time.perf_counter()
    for _number in range(500):
        ask("血压")
    assert (time.perf_counter() - began) / 500 < 0.002
    assert len(log._waiting) == 501
