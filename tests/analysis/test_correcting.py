"""Correcting the words of a line: quotes follow or are listed, nobody overwrites anybody, and lost quotes find a place."""

from __future__ import annotations

import html
import random
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from analysis.models import Quote, Side
from analysis.quoting.correcting import correct
from analysis.reading.lines import read_transcript
from interviews.models import ConsentRecord, Interview, Note, Transcript
from interviews.models.note import save_note
from studies.models import Study
from studies.models.event import StudyEvent
from tests.analysis.test_following import edited, misspelt, sentence
from tests.factories import make_insight, make_interview, make_note, make_theme, make_transcript

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TURNS = [
    ("team", "What happened last night?"),
    ("participant", "Um, I counteed the lemons twice."),
    ("other", "I was away."),
    ("participant", "He was away, yes. Nobody helped me."),
]


@pytest.fixture
def interview(study: Study) -> Interview:
    return make_interview(study=study)


@pytest.fixture
def transcript(interview: Interview) -> Transcript:
    return make_transcript(interview=interview, turns=TURNS)


def turn(transcript: Transcript, position: int) -> Note:
    return transcript.turns.get(position=position)


def take(note: Note, words: str, by: User, last: Note | None = None, end: int = 0) -> Quote:
    start = note.text.index(words)
    return Quote.take(note, start, last or note, end or start + len(words), by)


def url(note: Note) -> str:
    return reverse("analysis:line_correct", args=[note.study_id, note.interview_id, note.pk])


def send(client: Client, note: Note, text: str, base: int | None = None, **more: Any) -> Any:
    return client.post(url(note), {"text": text, "base": base or note.revision}, **more)


def test_a_quote_follows_a_correction(as_bob: Client, bob: User, transcript: Transcript) -> None:
    note = turn(transcript, 1)
    quote = take(note, "counteed the lemons", bob)
    answer = send(as_bob, note, "I counted the lemons twice.")
    assert answer.url == f"{reverse('analysis:transcript', args=[note.study_id, note.interview_id])}#n-{note.pk}"
    note.refresh_from_db()
    quote.refresh_from_db()
    assert (note.text, note.revision) == ("I counted the lemons twice.", 2)
    assert (quote.text, quote.start, quote.end) == ("counted the lemons", 2, 20)
    assert StudyEvent.objects.filter(kind="note", ids__note=str(note.pk)).exists()


def test_a_quote_over_several_turns_follows_each_of_them(bob: User, transcript: Transcript) -> None:
    first, ours, last = (turn(transcript, n) for n in (1, 2, 3))
    quote = take(first, "the lemons", bob, last, 11)
    correct(first, 1, "I counted all the lemons, twice.", bob)
    correct(ours, 1, "He was away.", bob)
    correct(last, 1, "But he was not away.", bob)
    quote.refresh_from_db()
    assert quote.text == "the lemons, twice.\n[…]\nBut he was not away"


def test_what_an_insight_cites_follows_a_correction_too(bob: User, study: Study, transcript: Transcript) -> None:
    note = turn(transcript, 1)
    quote = take(note, "counteed the lemons", bob)
    make_insight(study=study).cite(quote, Side.FOR, bob)
    correct(note, 1, "I counted the lemons twice.", bob)
    quote.refresh_from_db()
    assert quote.text == "counted the lemons"


def test_words_that_are_gone_are_listed_and_told(as_bob: Client, bob: User, transcript: Transcript) -> None:
    note = turn(transcript, 1)
    quote = take(note, "counteed the lemons", bob)
    page = send(as_bob, note, "I went home early.", headers=HTMX).content.decode()
    assert "1 quote couldn’t follow. Above the text you can place it anew, or let it go." in page
    assert "counteed the lemons" in page and "<mark" not in page
    quote.refresh_from_db()
    assert quote.text == "counteed the lemons"
    assert read_transcript(transcript.interview, transcript).lost == [quote]
    note.refresh_from_db()
    assert "couldn’t follow" not in send(as_bob, note, "I went home.", headers=HTMX).content.decode()


def test_a_lost_quote_is_placed_anew_with_all_that_rests_on_it(
    as_bob: Client, bob: User, study: Study, transcript: Transcript
) -> None:
    note = turn(transcript, 1)
    quote = take(note, "counteed the lemons", bob)
    make_theme(study=study).tag(quote, bob)
    make_insight(study=study).cite(quote, Side.FOR, bob)
    done = correct(note, 1, "I went home early.", bob)
    assert done.lost == 1
    page = as_bob.get(reverse("analysis:transcript", args=[study.pk, note.interview_id]), {"place": quote.pk})
    assert "Where do these words stand now?" in page.content.decode()
    assert page.content.decode().count("Place it on this line") == 2
    there = {"first": note.pk, "start": 2, "last": note.pk, "end": 11}
    place = reverse("analysis:quote_place", args=[study.pk, quote.pk])
    assert as_bob.post(place, {**there, "first_revision": 1}).status_code == 409
    assert as_bob.post(place, {**there, "first_revision": 2}).url.endswith(f"#q{quote.pk}")
    quote.refresh_from_db()
    assert quote.text == "went home"
    assert (quote.tags.count(), quote.citations.count()) == (1, 1)
    assert read_transcript(transcript.interview, transcript).lost == []


def test_of_two_who_correct_one_line_the_second_sees_both(
    as_alice: Client, as_bob: Client, transcript: Transcript
) -> None:
    note = turn(transcript, 1)
    send(as_alice, note, "Alice’s words.")
    for headers in ({}, HTMX):
        answer = send(as_bob, note, "Bob’s words.", headers=headers)
        assert answer.status_code == 409
        page = html.unescape(answer.content.decode())
        form = page[page.index('class="lineform correct"') :].split("</form>")[0]
        assert "Alice’s words." in form and "Bob’s words." in form
        assert 'name="base" value="2"' in form
    assert turn(transcript, 1).text == "Alice’s words."
    assert send(as_bob, note, "Bob’s words.", base=2).status_code == 302
    assert turn(transcript, 1).text == "Bob’s words."


def test_the_same_correction_twice_is_one(as_bob: Client, transcript: Transcript) -> None:
    note = turn(transcript, 1)
    for _ in range(2):
        assert send(as_bob, note, "I counted.").status_code == 302
    assert turn(transcript, 1).revision == 2


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 50_001])
def test_a_line_needs_words(as_bob: Client, transcript: Transcript, text: str) -> None:
    note = turn(transcript, 1)
    for headers in ({}, HTMX):
        answer = send(as_bob, note, text, headers=headers)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    assert turn(transcript, 1).text == TURNS[1][1]


def test_the_form_stands_at_its_line_without_script(as_bob: Client, as_vera: Client, transcript: Transcript) -> None:
    note = turn(transcript, 1)
    address = reverse("analysis:transcript", args=[note.study_id, note.interview_id])
    page = html.unescape(as_bob.get(address, {"correct": note.pk}).content.decode())
    assert f'name="base" value="{note.revision}"' in page.split(f'data-correct="{note.pk}"')[1]
    assert re.search(r"<textarea[^>]*>Um, I counteed the lemons twice.</textarea>", page)
    assert "data-correct" not in as_vera.get(address, {"correct": note.pk}).content.decode()


def test_who_may_correct(
    as_vera: Client, as_charlie: Client, as_bob: Client, bob: User, transcript: Transcript
) -> None:
    note = turn(transcript, 1)
    assert send(as_vera, note, "No.").status_code == 403
    assert send(as_charlie, note, "No.").status_code == 404
    elsewhere = make_interview(study=note.study)
    other = reverse("analysis:line_correct", args=[note.study_id, elsewhere.pk, note.pk])
    assert as_bob.post(other, {"text": "No.", "base": 1}).status_code == 404
    ConsentRecord.capture(note.interview.participant, {"notes": False}, "spoken", bob)
    assert send(as_bob, note, "No.").status_code == 409
    assert turn(transcript, 1).text == TURNS[1][1]


def test_words_counted_in_an_older_text_are_not_quoted(as_bob: Client, bob: User, transcript: Transcript) -> None:
    """A page that hasn't heard of the correction yet counts letters that aren't there any more."""
    note = turn(transcript, 1)
    correct(note, 1, "I counted the lemons twice.", bob)
    add = reverse("analysis:quote_add", args=[note.study_id, note.interview_id])
    there = {"first": note.pk, "start": 6, "last": note.pk, "end": 14, "first_revision": 1, "last_revision": 1}
    answer = as_bob.post(add, there, headers=HTMX)
    assert answer.status_code == 422
    assert "corrected these words while you read" in answer.content.decode()
    assert not Quote.objects.exists()


def test_a_quote_stays_in_its_interview(bob: User, study: Study, transcript: Transcript) -> None:
    quote = take(turn(transcript, 1), "the lemons", bob)
    elsewhere = make_note(interview=make_interview(study=study), text="Other words.")
    with pytest.raises(Refused, match="stays in its interview"):
        quote.place_anew(elsewhere, 0, elsewhere, 5, bob)


def test_a_typed_line_changed_in_the_capture_page_takes_its_quotes_along(bob: User, interview: Interview) -> None:
    note = make_note(interview=interview, text="I counteed the lemons twice.")
    part, cited = take(note, "counteed the lemons", bob), take(note, "the lemons twice", bob)
    make_insight(study=interview.study).cite(cited, Side.FOR, bob)
    saved = save_note(interview, note.pk, bob, 1, kind="verbatim", text="Yes, I counted the limes twice.")
    assert not saved.conflict
    part.refresh_from_db()
    cited.refresh_from_db()
    assert (part.text, cited.text) == (
        "counted the limes",
        "the lemons twice",
    )  # an insight goes on citing what it cited


def test_queries_do_not_grow_with_turns(as_bob: Client, bob: User, interview: Interview) -> None:
    transcript = make_transcript(
        interview=interview, turns=[("participant", f"line {n} of so many") for n in range(40)]
    )

    def queries(position: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert send(as_bob, turn(transcript, position), "line of very many", headers=HTMX).status_code == 200
        return len(caught)

    Quote.whole(turn(transcript, 5), bob)
    few = queries(0)
    for n in range(10, 30):
        Quote.whole(turn(transcript, n), bob)
    assert queries(1) == few


def test_runs_of_edits_through_the_database(bob: User, interview: Interview) -> None:
    """Every quote stands with the words it says it has, or is listed with its old ones."""
    for seed in range(12):
        seeded = random.Random(seed)
        lines = [("participant", sentence(seeded, seeded.randrange(4, 25))) for _ in range(4)]
        interview = make_interview(study=interview.study)
        transcript = make_transcript(interview=interview, turns=lines)
        for _ in range(5):
            a, b = sorted(seeded.choices(range(4), k=2))
            first, last = turn(transcript, a), turn(transcript, b)
            Quote.take(first, 0, last, len(last.text), bob) if seeded.random() < 0.5 else Quote.whole(first, bob)
        taken = {quote.pk for quote in interview.quotes.all()}
        for _ in range(6):
            note = turn(transcript, seeded.randrange(4))
            new, _, _ = seeded.choice([edited, misspelt])(seeded, note.text)
            if new.strip():
                correct(note, note.revision, new.strip(), bob)
        reading = read_transcript(interview, transcript)
        assert {quote.pk for quote in interview.quotes.all()} == taken
        lost = {quote.pk for quote in reading.lost}
        standing = {tag.quote for line in reading.lines for tag in line.margin}
        assert lost | standing == taken and not lost & standing
        for quote in interview.quotes.exclude(pk__in=lost):
            over = reading.beside(quote)
            words = "".join(piece.text for line in over for piece in line.segments if quote.pk in _over(piece))
            assert words == quote.text.replace("\n", ""), seed


def _over(piece: Any) -> list[int]:
    return [layer.span.quote for layer in piece.layers]
