"""A correction is taken back like every other act: the line, the quotes that followed, those taken since; and not blindly."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from accounts.models import User
from accounts.refusal import Refused
from analysis.journal.telling import in_words
from analysis.journal.undoing import redo, undo
from analysis.models import Correction, Quote
from analysis.quoting.correcting import correct
from analysis.reading.lines import read_transcript
from interviews.models import ConsentRecord, Note, OffRecord, Transcript
from studies.models import Study
from tests.analysis.test_following import edited, misspelt, sentence
from tests.factories import make_interview, make_note, make_theme, make_transcript

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "Um, I counteed the lemons twice."
MENDED = "I counted the lemons twice."


@pytest.fixture
def transcript(study: Study) -> Transcript:
    turns = [("participant", SAID), ("team", "And then?"), ("participant", "Nobody helped me.")]
    return make_transcript(interview=make_interview(study=study), turns=turns)


@pytest.fixture
def note(transcript: Transcript) -> Note:
    return transcript.turns.get(position=0)


def take(note: Note, words: str, by: User) -> Quote:
    start = note.text.index(words)
    return Quote.take(note, start, note, start + len(words), by)


def stands(quote: Quote) -> tuple[str, int, int]:
    quote.refresh_from_db()
    return quote.text, quote.start, quote.end


def test_it_works(study: Study, bob: User, note: Note) -> None:
    quote = take(note, "counteed the lemons", bob)
    was = stands(quote)
    correct(note, 1, MENDED, bob)
    done = undo(study, bob)
    note.refresh_from_db()
    assert (note.text, note.revision) == (SAID, 3)
    assert stands(quote) == was
    assert done.did == "corrected a line of P01, and 1 quote followed"
    redo(study, bob)
    note.refresh_from_db()
    assert note.text == MENDED
    assert stands(quote) == ("counted the lemons", 2, 20)
    undo(study, bob)
    assert stands(quote) == was


def test_a_line_that_nobody_quoted_too_and_the_act_before_it_after_that(study: Study, bob: User, note: Note) -> None:
    theme = make_theme(study=study, name="Counting")
    theme.rename("Counts", bob)
    correct(note, 1, MENDED, bob)
    assert undo(study, bob).did == "corrected a line of P01"
    note.refresh_from_db()
    assert note.text == SAID
    assert undo(study, bob).did == "renamed “Counting” to “Counts”"


def test_quotes_taken_since_follow_back_and_lost_ones_stand_again(
    study: Study, bob: User, alice: User, note: Note
) -> None:
    lost = take(note, "Um, I", bob)
    correct(note, 1, "We counted the lemons twice.", bob)
    note.refresh_from_db()
    since = take(note, "the lemons twice", alice)
    transcript = note.transcript
    assert transcript is not None
    assert [quote.pk for quote in read_transcript(note.interview, transcript).lost] == [lost.pk]
    undo(study, bob)
    assert stands(since) == ("the lemons twice", 15, 31)
    assert read_transcript(note.interview, transcript).lost == []


def test_a_quote_somebody_placed_anew_since_is_left_where_its_words_are(
    study: Study, bob: User, alice: User, note: Note
) -> None:
    quote = take(note, "counteed the lemons", bob)
    correct(note, 1, MENDED, bob)
    note.refresh_from_db()
    start = MENDED.index("twice")
    quote.refresh_from_db()
    quote.place_anew(note, start, note, start + 5, alice)
    undo(study, bob)
    assert stands(quote)[0] == "twice"


def test_a_line_that_was_changed_again_stays(study: Study, bob: User, alice: User, note: Note) -> None:
    correct(note, 1, MENDED, bob)
    correct(note, 2, "I counted them.", alice)
    with pytest.raises(Refused, match="changed again since"):
        undo(study, bob)
    note.refresh_from_db()
    assert note.text == "I counted them."
    undo(study, alice)
    note.refresh_from_db()
    assert note.text == MENDED


def test_not_of_somebody_who_took_their_words_back(study: Study, bob: User, note: Note) -> None:
    correct(note, 1, MENDED, bob)
    ConsentRecord.capture(note.interview.participant, {"notes": False}, "spoken", bob)
    with pytest.raises(Refused, match="said no to written notes"):
        undo(study, bob)
    note.refresh_from_db()
    assert note.text == MENDED


def test_nobody_takes_back_what_somebody_else_corrected(study: Study, bob: User, alice: User, note: Note) -> None:
    correct(note, 1, MENDED, bob)
    with pytest.raises(Refused, match="nothing of yours"):
        undo(study, alice)


def test_what_is_erased_is_erased_here_as_well(study: Study, bob: User) -> None:
    interview = make_interview(study=study, state="live")
    typed = make_note(interview=interview, text=SAID, kind="verbatim")
    correct(typed, 1, MENDED, bob)
    assert Correction.objects.count() == 1
    typed.refresh_from_db()
    typed.go_off_record(bob)
    typed_gone = OffRecord.erase(interview, bob)
    assert typed_gone == 1
    assert Correction.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from analysis_change where before::text || after::text like '%%lemons%%'")
        assert cursor.fetchone() == (0,)
    with pytest.raises(Refused):
        undo(study, bob)


def test_a_transcript_and_a_study_go_with_their_corrections(study: Study, bob: User, note: Note) -> None:
    correct(note, 1, MENDED, bob)
    transcript = note.transcript
    assert transcript is not None
    transcript.remove(bob, unless=study.quotes.none())
    assert Correction.objects.count() == 0


def test_the_history_tells_it_without_a_word_of_it(study: Study, bob: User, note: Note) -> None:
    correct(note, 1, MENDED, bob)
    (step,) = study.steps.all()
    assert in_words(study, [step]) == {step.pk: "corrected a line of P01"}
    assert step.is_undoable_by(bob)


def test_sixty_corrections_and_back(study: Study, bob: User) -> None:
    """Each quote is again what it was, however the line was changed."""
    dice = random.Random(11)
    interview = make_interview(study=study)
    words = [sentence(dice, dice.randint(4, 14)) for _ in range(60)]
    transcript = make_transcript(interview=interview, turns=[("participant", text) for text in words])
    for note in transcript.turns.order_by("position"):
        cuts = sorted(dice.sample(range(len(note.text) + 1), 2))
        quotes = [Quote.whole(note, bob)]
        if note.text[slice(*cuts)].strip():
            quotes.append(Quote.take(note, cuts[0], note, cuts[1], bob))
        was = [stands(quote) for quote in quotes]
        text, _, _ = edited(dice, note.text) if dice.random() < 0.6 else misspelt(dice, note.text)
        if not text.strip() or text == note.text:
            continue
        correct(note, note.revision, text, bob)
        undo(study, bob)
        assert [stands(quote) for quote in quotes] == was, (note.text, text)
