"""What the tests of searching share: a word that stands nowhere else, and whether a page shows it."""

from __future__ import annotations

import uuid

from django.urls import reverse

from analysis.models import Quote
from interviews.models import ConsentRecord, Kind, Method, Note

CANARY = "zyxcanary"
SEARCH, QUICK = "analysis:search", "analysis:search_quick"


def found(client, typed=CANARY, name=SEARCH, **more):
    return client.get(reverse(name), {"q": typed, **more}).content.decode()


def finds(client, typed=CANARY, **more):
    """Whether the page shows a mark; never without the short list agreeing."""
    page, quick = found(client, typed, **more), found(client, typed, name=QUICK)
    if not more:
        assert ("<mark>" in page) == ("<mark>" in quick)
    return "<mark>" in page


def says_no(participant, *purposes):
    ConsentRecord.capture(participant, dict.fromkeys(purposes, False), Method.WRITTEN, participant.study.owner)


def fill(interview, many, text):
    return Note.objects.bulk_create(
        Note(id=uuid.uuid4(), study=interview.study, interview=interview, kind=Kind.VERBATIM, text=text, position=n)
        for n in range(many)
    )


def fill_quotes(interview, notes):
    Quote.objects.bulk_create(
        Quote(
            study=interview.study, interview=interview, participant=interview.participant, first_note=note, start=0,
            last_note=note, end=len(note.text), text=note.text,
        )
        for note in notes
    )  # fmt: skip
