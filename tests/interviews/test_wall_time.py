from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from interviews.scheduling.wall_time import NotATime, is_zone, moments, read, told, zone_names

BERLIN, LORD_HOWE, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_an_hour_that_is_jumped_over_is_no_time() -> None:
    assert moments(SPRING, time(2, 30), BERLIN) == []
    assert moments(SPRING, time(1, 59), BERLIN) == [utc(2026, 3, 29, 0, 59)]
    assert moments(SPRING, time(3, 0), BERLIN) == [utc(2026, 3, 29, 1, 0)]
    with pytest.raises(NotATime, match="doesn’t exist on 29 Mar 2026 in Europe/Berlin"):
        read(SPRING, "2:30", BERLIN)


def test_an_hour_that_comes_twice_has_to_be_told_apart() -> None:
    assert moments(AUTUMN, time(2, 30), BERLIN) == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)]
    assert len(moments(AUTUMN, time(3, 0), BERLIN)) == 1
    with pytest.raises(NotATime, match=r"comes twice .* “2:30 \+02:00” or “2:30 \+01:00”"):
        read(AUTUMN, "02:30", BERLIN)
    assert read(AUTUMN, "2:30 +02:00", BERLIN) == utc(2026, 10, 25, 0, 30)
    assert read(AUTUMN, "2:30+1", BERLIN) == utc(2026, 10, 25, 1, 30)
    assert told(utc(2026, 10, 25, 1, 30), BERLIN) == "Sun 25 Oct 2026, 02:30 (+01:00)"
    assert told(utc(2026, 10, 25, 2, 30), BERLIN) == "Sun 25 Oct 2026, 03:30"


def test_a_change_of_half_an_hour() -> None:
    """Lord Howe Island turns its clocks by thirty minutes."""
    assert len(moments(date(2026, 4, 5), time(1, 45), LORD_HOWE)) == 2
    assert moments(date(2026, 10, 4), time(2, 15), LORD_HOWE) == []


def test_two_weeks_a_year_the_oceans_sides_differ_by_another_hour() -> None:
    before, between = read(date(2026, 3, 6), "15:00", BERLIN), read(date(2026, 3, 20), "15:00", BERLIN)
    assert told(before, NEW_YORK) == "Fri 6 Mar 2026, 09:00"
    assert told(between, NEW_YORK) == "Fri 20 Mar 2026, 10:00"


@pytest.mark.parametrize("typed", ["", "25:00", "14:60", "noon", "14", "14:30 +9x"])
def test_what_is_no_time_is_said(typed: str) -> None:
    with pytest.raises(NotATime, match="is no time"):
        read(SPRING, typed, BERLIN)


def test_an_offset_that_isnt_so_is_said() -> None:
    with pytest.raises(NotATime, match="Leave the offset out"):
        read(date(2026, 7, 1), "14:30 +05:00", BERLIN)


def test_every_minute_of_a_year_is_read_back_as_it_was_told() -> None:
    """By the hour through 2026 and its two changes: what is told leads back to the same moment."""
    for number in range(365 * 24):
        moment = datetime.fromtimestamp(utc(2026, 1, 1, 0, 30).timestamp() + number * 3600, tz=UTC)
        local = moment.astimezone(BERLIN)
        assert moment in moments(local.date(), local.time().replace(fold=0), BERLIN)


def test_zones_are_those_that_people_choose() -> None:
    names = zone_names()
    assert "Europe/Berlin" in names
    assert "UTC" in names
    assert not [name for name in names if name.startswith("Etc/")]
    assert is_zone("Europe/Berlin")
    assert not is_zone("../etc/passwd")
