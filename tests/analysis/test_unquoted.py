"""The tray's lines: what was said word for word and nobody has quoted yet."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from analysis.board.placing import Place
from analysis.board.unquoted import PAGE, read_unquoted, unquoted
from analysis.filtering.filters import Filters
from analysis.models import Quote
from interviews.models import ConsentRecord, Interview, Kind, Method, Note, Purpose
from studies.models import Study
from tests.factories import (
    make_assumption,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_quote,
    make_study,
    make_theme,
    make_transcript,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def talk(study: Study) -> Interview:
    return make_interview(study=study)


def url(study: Study, name: str, *args: Any) -> str:
    return reverse(f"analysis:{name}", args=[study.pk, *args])


def waiting(study: Study, **query: Any) -> list[str]:
    filters = Filters.read({name: str(value) for name, value in query.items()})
    return [card.text for card in read_unquoted(study, filters).cards]


def name(note: Note, theme: int = 0) -> str:
    return f"{note.pk.hex}.{theme}"


class TestWhichLines:
    def test_the_newest_first(self, study: Study, talk: Interview) -> None:
        for text in ("First", "Second"):
            make_note(interview=talk, text=text)
        assert waiting(study) == ["Second", "First"]

    def test_only_their_words_on_the_record(self, study: Study, talk: Interview) -> None:
        make_note(interview=talk, text="Ours", kind=Kind.NOTE)
        make_note(interview=talk, text="Hushed", off_record=True)
        make_note(interview=talk, text="Taken away", deleted_at=timezone.now())
        make_note(interview=talk, text="  ")
        make_transcript(interview=talk, turns=[("participant", "A turn")])
        assert waiting(study) == []

    @pytest.mark.parametrize("purpose", [Purpose.QUOTES, Purpose.NOTES])
    def test_only_of_people_who_allow_it(self, study: Study, talk: Interview, purpose: str) -> None:
        make_note(interview=talk)
        ConsentRecord.capture(talk.participant, {purpose: False}, Method.SPOKEN, study.owner)
        assert waiting(study) == []

    def test_not_what_a_quote_covers_in_part_or_whole(self, study: Study, talk: Interview, alice: User) -> None:
        notes = [make_note(interview=talk, text=f"Line {number} of many") for number in range(6)]
        Quote.take(notes[0], 0, notes[0], 4, alice)
        Quote.take(notes[2], 0, notes[4], 4, alice)
        assert waiting(study) == ["Line 5 of many", "Line 1 of many"]

    def test_another_studys_lines_are_not_there(self, study: Study) -> None:
        make_note(interview=make_interview(study=make_study()))
        assert waiting(study) == []

    def test_the_filters_hold_here_too(self, study: Study) -> None:
        cook = make_persona(study=study, name="Cook")
        theirs = make_interview(study=study, participant=make_participant(study=study, persona=cook))
        make_note(interview=theirs, text="Said by the cook")
        make_note(interview=make_interview(study=study), text="Said by the owner")
        assert waiting(study, persona=cook.pk) == ["Said by the cook"]
        assert waiting(study, interview=theirs.pk) == ["Said by the cook"]
        assert waiting(study, words="owner") == ["Said by the owner"]
        assert waiting(study, since="2001-01-01", until="2001-01-02") == []
        assert waiting(study, assumption=make_assumption(study=study).pk) == []
        assert waiting(study, coder=study.owner.pk) == []


class TestOnTheBoard:
    def test_editors_see_them_in_the_tray(self, as_bob: Client, as_vera: Client, study: Study, talk: Interview) -> None:
        note = make_note(interview=talk, text="Never quoted")
        html = as_bob.get(url(study, "board")).content.decode()
        tray = re.search(r'<section class="col tray".*?</section>', html, re.S)[0]
        assert "1 line not quoted yet" in tray and name(note) in tray
        assert "Never quoted" not in as_vera.get(url(study, "board")).content.decode()

    def test_page_by_page(self, as_bob: Client, study: Study, talk: Interview) -> None:
        notes = [make_note(interview=talk, text=f"Line {number}") for number in range(PAGE + 5)]
        html = as_bob.get(url(study, "board")).content.decode()
        assert f"{PAGE + 5} lines not quoted yet" in html
        more = re.search(r'data-more="([^"]*unquoted[^"]*)"', html)[1]
        rest = as_bob.get(more).content.decode()
        assert re.findall(r'data-card="(\w+)\.0"', rest) == [note.pk.hex for note in reversed(notes[:5])]
        assert "Show 30 more" not in rest

    def test_a_line_that_is_typed_reaches_the_tray(self, as_bob: Client, study: Study, talk: Interview) -> None:
        from studies.models.event import record

        seq = Study.objects.get(pk=study.pk).event_seq
        make_note(interview=talk, text="Just said")
        record(study, "note", study.owner, interview=talk.pk)
        assert "Just said" in as_bob.get(url(study, "board_changes"), {"after": seq}).content.decode()

    def test_queries_do_not_grow(self, study: Study, talk: Interview) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as captured:
                read_unquoted(study, Filters())
            return len(captured)

        make_note(interview=talk)
        before = asked()
        for _ in range(5):
            make_note(interview=make_interview(study=study))
        assert asked() == before <= 5


class TestMoving:
    def test_moving_a_line_quotes_and_tags_it(self, as_bob: Client, bob: User, study: Study, talk: Interview) -> None:
        theme, note = make_theme(study=study), make_note(interview=talk, text="Half twelve at night.")
        answer = as_bob.post(url(study, "cards_move"), {"card": name(note), "to": theme.pk}, headers=HTMX)
        quote = study.quotes.get()
        assert (quote.text, quote.author, quote.tags.get().theme) == ("Half twelve at night.", bob, theme)
        html = answer.content.decode()
        assert f'data-card="{quote.pk}.{theme.pk}"' in html and name(note) not in html

    def test_and_back_again_leaves_a_line(self, as_bob: Client, study: Study, talk: Interview) -> None:
        theme, note = make_theme(study=study), make_note(interview=talk)
        as_bob.post(url(study, "cards_move"), {"card": name(note), "to": theme.pk})
        as_bob.post(url(study, "cards_move"), {"card": name(note, theme.pk), "to": 0})
        assert not study.quotes.exists() and list(unquoted(study, Filters())) == [note]

    def test_a_quote_that_is_used_meanwhile_stays_one(
        self, as_bob: Client, alice: User, study: Study, talk: Interview
    ) -> None:
        theme, note = make_theme(study=study), make_note(interview=talk)
        as_bob.post(url(study, "cards_move"), {"card": name(note), "to": theme.pk})
        study.quotes.get().weigh(make_assumption(study=study), "for", alice)
        as_bob.post(url(study, "cards_move"), {"card": name(note, theme.pk), "to": 0})
        assert study.quotes.untagged().count() == 1

    def test_lines_and_quotes_together_under_a_new_theme(self, as_bob: Client, study: Study, talk: Interview) -> None:
        note, quote = make_note(interview=talk), make_quote(study=study)
        as_bob.post(url(study, "cards_tag"), {"card": [name(note), f"{quote.pk}.0"], "theme": "Waste"})
        assert study.themes.get().tags.count() == 2

    def test_somebody_was_quicker(self, as_bob: Client, alice: User, study: Study, talk: Interview) -> None:
        hers, his = make_theme(study=study, name="Hers"), make_theme(study=study, name="His")
        note = make_note(interview=talk)
        hers.tag(Quote.whole(note, alice), alice)
        answer = as_bob.post(url(study, "cards_move"), {"card": name(note), "to": his.pk}, headers=HTMX)
        assert answer.status_code == 409
        assert "a theme in the meantime. It is in “Hers” now. Nothing was moved." in answer.content.decode()
        assert not his.tags.exists()

    def test_what_may_not_be_quoted_isnt(self, as_bob: Client, study: Study, talk: Interview) -> None:
        theme = make_theme(study=study)
        foreign = make_note(interview=make_interview(study=make_study()))
        ours = make_note(interview=talk, kind=Kind.NOTE)
        hushed = make_note(interview=talk, off_record=True)
        turn = make_transcript(interview=talk, turns=[("participant", "A turn")]).turns.get()
        gone = make_note(interview=talk)
        said_no = make_note(interview=make_interview(study=study))
        ConsentRecord.capture(said_no.interview.participant, {Purpose.QUOTES: False}, Method.SPOKEN, study.owner)
        gone.delete()
        for note in (foreign, ours, hushed, turn, said_no):
            assert as_bob.post(url(study, "cards_move"), {"card": name(note), "to": theme.pk}).status_code == 409
        answer = as_bob.post(url(study, "cards_move"), {"card": f"{uuid.uuid4().hex}.0", "to": theme.pk})
        assert answer.status_code == 409 and not study.quotes.exists()


@pytest.mark.parametrize(
    "value", ["", "x.1", "1", "1.x", "1.²", "².1", f"{'g' * 32}.0", f"{'a' * 31}.0", f"{'1' * 20}.0", "1." + "9" * 30]
)
def test_damaged_places(value: str) -> None:
    assert Place.parse(value) is None


def test_places_there_and_back() -> None:
    for value in ("12.3", "12.0", f"{'0a' * 16}.7"):
        assert str(Place.parse(value)) == value
