"""What a clock on the wall says and which moment that is, across the changes to summer time and back. Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

CLOCK = re.compile(r"^(\d{1,2})[:.h](\d{2})\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?)?$")


class NotATime(ValueError):
    """Its text is for whoever typed it."""


def zone_names() -> list[str]:
    """Those a person would choose: places, and UTC."""
    names = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return ["UTC", *sorted(names)]


def is_zone(name: str) -> bool:
    return name in available_timezones()


def moments(day: date, clock: time, zone: ZoneInfo) -> list[datetime]:
    """In UTC: one as a rule, none where the clocks jump over it, two where they go through it twice."""
    found = []
    for fold in (0, 1):
        moment = datetime.combine(day, clock, tzinfo=zone).replace(fold=fold).astimezone(UTC)
        back = moment.astimezone(zone)
        if (back.date(), back.time().replace(fold=0)) == (day, clock.replace(fold=0)) and moment not in found:
            found.append(moment)
    return found


def read(day: date, typed: str, zone: ZoneInfo) -> datetime:
    """The moment of “14:30” on that day; “2:30 +02:00” says which of two."""
    match = CLOCK.match(typed.strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise NotATime(f"“{typed.strip()}” is no time. Write it as in 14:30.")
    clock = time(int(match[1]), int(match[2]))
    found = moments(day, clock, zone)
    if not found:
        raise NotATime(f"{clock:%H:%M} doesn’t exist on {day:%-d %b %Y} in {zone.key}: the clocks jump over it.")
    if match[3]:
        offset = timedelta(hours=int(match[4]), minutes=int(match[5] or 0)) * (1 if match[3] == "+" else -1)
        found = [moment for moment in found if moment.astimezone(zone).utcoffset() == offset]
        if not found:
            raise NotATime(f"“{typed.strip()}” isn’t what the clocks in {zone.key} say then. Leave the offset out.")
    if len(found) > 1:
        first, second = (f"{clock:%-H:%M} {offset_of(moment, zone)}" for moment in found)
        raise NotATime(f"{clock:%H:%M} comes twice on {day:%-d %b %Y} in {zone.key}. Write “{first}” or “{second}”.")
    return found[0]


def offset_of(moment: datetime, zone: ZoneInfo) -> str:
    told = moment.astimezone(zone).strftime("%z")
    return f"{told[:3]}:{told[3:5]}"


def comes_twice(moment: datetime, zone: ZoneInfo) -> bool:
    local = moment.astimezone(zone)
    return len(moments(local.date(), local.time().replace(fold=0, tzinfo=None), zone)) > 1


def told(moment: datetime, zone: ZoneInfo, with_day: bool = True) -> str:
    """“Thu 26 Mar 2026, 14:30”; with the offset where the clocks show that time twice."""
    local = moment.astimezone(zone)
    words = f"{local:%a %-d %b %Y, %H:%M}" if with_day else f"{local:%H:%M}"
    return f"{words} ({offset_of(moment, zone)})" if comes_twice(moment, zone) else words
