"""The breaker: three failures within ten seconds, then one question every ten, from any number of threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from search.breaker import Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def failed(clock: Clock, *after: float) -> Breaker:
    breaker = Breaker("It", clock)
    for seconds in after:
        clock.now += seconds
        breaker.failed("down")
    return breaker


@pytest.mark.parametrize(
    ("after", "opened"),
    [((0,), False), ((0, 1), False), ((0, 1, 1), True), ((0, 5, 5), True), ((0, 5, 6), False), ((0, 5, 6, 3), True)],
)
def test_it_opens_at_the_third_failure_within_ten_seconds(clock: Clock, after: tuple[float, ...], opened: bool) -> None:
    breaker = failed(clock, *after)
    assert breaker.open == opened
    assert breaker.allows() != opened


def test_what_lasts_opens_it_at_once(clock: Clock) -> None:
    breaker = Breaker("It", clock)
    breaker.failed("another product", lasting=True)
    assert not breaker.allows()
    assert breaker.reason == "another product"


def test_while_open_one_asks_in_each_pause(clock: Clock) -> None:
    breaker = failed(clock, 0, 0, 0)
    clock.now += 9.9
    assert not breaker.allows()
    clock.now += 0.2
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _number: breaker.allows(), range(64))) == 1
    breaker.failed("still down")
    clock.now += 9.9
    assert not breaker.allows()
    clock.now += 0.2
    assert breaker.allows()


def test_an_asker_that_never_comes_back_does_not_close_the_way_for_good(clock: Clock) -> None:
    breaker = failed(clock, 0, 0, 0)
    clock.now += 10
    assert breaker.allows()
    clock.now += 10
    assert breaker.allows()


def test_one_success_closes_it_and_old_failures_count_no_more(clock: Clock) -> None:
    breaker = failed(clock, 0, 0, 0)
    breaker.succeeded()
    assert (breaker.open, breaker.reason) == (False, "")
    breaker.failed("down")
    assert breaker.allows()


def test_an_opening_is_logged_once_and_so_is_its_end(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    breaker = failed(clock, *[0.1] * 50)
    breaker.succeeded()
    breaker.succeeded()
    assert [record.getMessage() for record in caplog.records] == ["It is not asked for now: down", "It answers again"]
