"""Quotes that come back: their words are cut anew from the lines, and only with the person's yes, on the record, unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.refusal import Refused
from analysis.journal.net_changes import Image, Net
from analysis.models.quote import words_at
from interviews.models import Purpose
from studies.models import Study

TOO_LATE = "It’s too late to take this back: the words aren’t there any more as they were quoted."


def words_of(study: Study, nets: Sequence[Net], now: Mapping[int, Image]) -> dict[int, str]:
    """The text of every quote among the changes that has to be cut. Refused without the person's yes to being quoted."""
    _demand(study, nets)
    words = {}
    for net in nets:
        if net.kind == "theme" and net.came and not net.value("name"):
            raise Refused("Its name went with lines that were erased, so it can’t come back.")
        if net.kind == "quote" and not net.went and (net.came or "digest" in (net.after or {})):
            place = {**now.get(net.row_id, {}), **(net.after or {})}
            if net.came:
                _not_taken_anew(study, place)
            words[net.row_id] = cut_again(study, place)
    return words


def _demand(study: Study, nets: Sequence[Net]) -> None:
    """For words that would be quoted or would speak again; a theme takes its tags along, and they stay hidden."""
    people = {net.value("participant_id") for net in nets if net.kind == "quote" and not net.went} - {None}
    used = {net.quote_id or 0 for net in nets if net.kind in {"evidence", "citation"} and not net.went}
    people |= set(study.quotes.filter(pk__in=used).values_list("participant", flat=True))
    for participant in study.participants.filter(pk__in=people):
        participant.demand(Purpose.QUOTES)


def _not_taken_anew(study: Study, place: Mapping[str, Any]) -> None:
    same = {key: place[key] for key in ("first_note_id", "start", "last_note_id", "end") if key in place}
    again = study.quotes.filter(**same).select_related("author").first() if len(same) == 4 else None
    if again:
        who = again.author.name if again.author else "Somebody"
        raise Refused(f"{who} quoted the same words again since. Nothing was changed.")


def cut_again(study: Study, place: Mapping[str, Any]) -> str:
    """The words of a place, as they were; Refused where they aren't there any more."""
    if not {"digest", "start", "end"} <= place.keys():
        raise Refused(TOO_LATE)  # the lines were erased, and the place with them
    first, last = str(place["first_note_id"]), str(place["last_note_id"])
    notes = {
        str(pk): note for pk, note in study.notes.standing().select_related("speaker").in_bulk([first, last]).items()
    }
    if first not in notes or last not in notes:
        raise Refused(TOO_LATE)
    try:
        one, start, other, end, text = words_at(notes[first], place["start"], notes[last], place["end"])
    except ValueError:
        raise Refused(TOO_LATE) from None
    same = (str(one.pk), start, str(other.pk), end) == (first, place["start"], last, place["end"])
    if not same or digest_of(text) != place["digest"]:
        raise Refused(TOO_LATE)
    return text


def digest_of(text: str) -> str:
    """As `analysis_image` in the database makes it."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]
