"""The calendar file of one call (RFC 5545 and 5546). Pure.

The UID stays and the SEQUENCE grows with every change, so that a calendar keeps one entry and its last state. Times are
written by the team's clock with the rules of their zone (VTIMEZONE), so that a later change of those rules is followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Throughline//Interviews//EN"


@dataclass(frozen=True)
class Call:
    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    zone: ZoneInfo
    title: str
    place: str
    words: str
    organiser: str  # an address
    guest: str  # an address
    stamp: datetime
    cancelled: bool = False


def calendar_file(call: Call) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method(call))
    event = Event()
    event.add("uid", call.uid)
    event.add("sequence", call.sequence)
    event.add("dtstamp", call.stamp.astimezone(UTC))
    event.add("dtstart", _by_the_clock(call.starts_at, call.zone))
    event.add("dtend", _by_the_clock(call.starts_at + timedelta(minutes=call.minutes), call.zone))
    event.add("summary", call.title)
    if call.place:
        event.add("location", call.place)
        if call.place.startswith(("https://", "http://")):
            event.add("url", call.place)
    event.add("description", call.words)
    event.add("status", "CANCELLED" if call.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = vCalAddress(f"mailto:{call.organiser}")
    guest = vCalAddress(f"mailto:{call.guest}")
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("ACCEPTED")  # they chose the time themselves
    guest.params["RSVP"] = vText("FALSE")
    event.add("attendee", guest, encode=False)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _by_the_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """Of a time that the clocks show twice a calendar takes the first; the second is told in UTC."""
    local = moment.astimezone(zone)
    return moment.astimezone(UTC) if local.fold else local


def method(call: Call) -> str:
    return "CANCEL" if call.cancelled else "REQUEST"
