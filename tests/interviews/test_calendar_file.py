from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from interviews.scheduling.calendar_file import Call, calendar_file

BERLIN = ZoneInfo("Europe/Berlin")
CALL = Call(
    uid="a1@example.org", sequence=0, starts_at=datetime(2026, 3, 30, 12, 0, tzinfo=UTC), minutes=45, zone=BERLIN,
    title="Talk with Nook; Cup, Saucer", place="https://meet.example.org/a?b=1,2", words="Line one\nline; two",
    organiser="ann@example.org", guest="guest@example.org", stamp=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
)  # fmt: skip


def parsed(call: Call) -> tuple[Any, Any]:
    calendar = Calendar.from_ical(calendar_file(call))
    return calendar, calendar.walk("VEVENT")[0]


def test_a_request_says_all_a_calendar_needs() -> None:
    calendar, event = parsed(CALL)
    assert (calendar["method"], calendar["version"]) == ("REQUEST", "2.0")
    assert (event["uid"], event["sequence"], event["status"]) == ("a1@example.org", 0, "CONFIRMED")
    assert event["summary"] == "Talk with Nook; Cup, Saucer"
    assert event["location"] == "https://meet.example.org/a?b=1,2"
    assert event["description"] == "Line one\nline; two"
    assert event["organizer"] == "mailto:ann@example.org"
    assert event["attendee"] == "mailto:guest@example.org"
    assert event.start == CALL.starts_at
    assert event.end - event.start == timedelta(minutes=45)


def test_a_cancellation_is_the_same_entry_counted_on() -> None:
    calendar, event = parsed(replace(CALL, sequence=3, cancelled=True))
    assert calendar["method"] == "CANCEL"
    assert (event["uid"], event["sequence"], event["status"]) == ("a1@example.org", 3, "CANCELLED")


@pytest.mark.parametrize(
    ("utc", "written", "offset"),
    [
        ((2026, 3, 28, 13, 0), ";TZID=Europe/Berlin:20260328T140000", 1),  # the day before summer time
        ((2026, 3, 30, 12, 0), ";TZID=Europe/Berlin:20260330T140000", 2),  # and the day after
        ((2026, 10, 25, 0, 30), ";TZID=Europe/Berlin:20261025T023000", 2),  # the first of two
        ((2026, 10, 25, 1, 30), ":20261025T013000Z", 1),  # the second, which the clock alone couldn't tell
    ],
)
def test_times_come_with_the_rules_of_their_zone(utc: tuple[int, ...], written: str, offset: int) -> None:
    """Read as another program reads it: by the file's own VTIMEZONE, not by what this machine knows of Berlin."""
    moment = datetime(*utc, tzinfo=UTC)
    text = calendar_file(replace(CALL, starts_at=moment)).decode()
    assert f"DTSTART{written}\r\n" in text
    calendar = Calendar.from_ical(text)
    assert (
        calendar.walk("VEVENT")[0].start.astimezone(UTC) == moment
    )  # two zones never equal in an hour that comes twice
    zone = calendar.walk("VTIMEZONE")
    if offset == 1 and not zone:
        return  # in UTC there is nothing to explain
    assert zone[0]["tzid"] == "Europe/Berlin"
    local = moment.astimezone(BERLIN).replace(tzinfo=None)
    assert timedelta(hours=offset) in {zone[0].to_tz().utcoffset(local.replace(fold=fold)) for fold in (0, 1)}


def test_lines_are_no_longer_than_other_programs_read() -> None:
    long = replace(CALL, words="Zażółć gęślą jaźń " * 60, title="é" * 200)
    assert all(len(line) <= 75 for line in calendar_file(long).split(b"\r\n"))
    _, event = parsed(long)
    assert event["summary"] == "é" * 200
