"""Times, outcomes and reason codes in words."""

import datetime

import pytest
from django.utils import timezone

from moderation import presentation, reasons

NOW = timezone.make_aware(datetime.datetime(2026, 5, 20, 12, 0))


@pytest.mark.parametrize(
    ("minutes", "tone", "words"),
    [
        (-130, "stop", "已超时 2 小时 10 分钟"),
        (-0.5, "stop", "已超时 0 分钟"),
        (200, "soon", "快到期 · 剩 3 小时 20 分钟"),
        (60, "soon", "快到期 · 剩 1 小时"),
        (60 * 50, "leaf", "时间充足 · 剩 2 天 2 小时"),
        (1440, "leaf", "时间充足 · 剩 1 天"),
    ],
)
def test_the_traffic_light(minutes: float, tone: str, words: str) -> None:
    light = presentation.time_left(NOW + datetime.timedelta(minutes=minutes), NOW)
    assert (light.tone, light.words) == (tone, words)


def test_reason_codes_begin_with_the_seven_bottom_lines_and_name_every_code() -> None:
    groups = reasons.groups()
    assert [code for code, _name, _basis in groups[0][1]] == [f"BL{number}" for number in range(1, 8)]
    codes = [code for _group, entries in groups for code, _name, _basis in entries]
    assert len(codes) == len(set(codes))
    assert set(codes) == {*reasons.BOTTOM_LINES, *reasons.catalogue()}
    assert all(name and name != code and basis for _group, entries in groups for code, name, basis in entries)
    assert reasons.name_of("NOBODY.KNOWS") == "NOBODY.KNOWS"
    assert reasons.known(["BL1", "PRIV.PHONE", "NOBODY.KNOWS"]) == ["BL1", "PRIV.PHONE"]
