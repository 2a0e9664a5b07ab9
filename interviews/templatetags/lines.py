import json
import re
from collections.abc import Iterable

from django import template

from accounts.models import User
from interviews.live.note_kinds import BY_KIND
from interviews.models import NoteSignal
from interviews.records.listing import InterviewRow

register = template.Library()


@register.filter
def look(kind: str) -> str:
    """The class of a kind's look."""
    return BY_KIND[kind].look


@register.filter
def knot(kind: str) -> str:
    """What stands in a line's knot: its prefix, for a quote the mark as it is printed."""
    return BY_KIND[kind].knot


@register.filter
def word(kind: str) -> str:
    """What a kind is called beside its line."""
    return BY_KIND[kind].word


@register.filter
def token(name: str) -> str:
    """A theme's name as it is typed, in words joined by hyphens: #one-person."""
    words = re.sub(r"\W+", "-", name.lower()).strip("-")
    return f"#{words or name}"


@register.filter
def as_json(names: list[str]) -> str:
    return json.dumps(names, ensure_ascii=False)


@register.filter
def lacks(row: InterviewRow, reader: User) -> str:
    return row.lacks(reader)


@register.filter
def stances(signals: Iterable[NoteSignal]) -> str:
    """For the page's scripts: `12:for 13:against`."""
    return " ".join(f"{signal.assumption_id}:{signal.stance}" for signal in signals)
