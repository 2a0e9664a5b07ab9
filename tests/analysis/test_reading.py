"""The reading page: an interview as it was said or noted, with the quotes over it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from analysis.models import Quote, Side
from analysis.reading.lines import read_notes, read_transcript
from interviews.models import ConsentRecord, Kind
from tests.factories import (
    make_insight,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_quote,
    make_theme,
    make_transcript,
)

TURNS = [
    ("team", "What happened last night?"),
    ("participant", "I counted twice. [laughs] Nobody helped me."),
    ("other", "I was away."),
    ("participant", "He was away, yes."),
]


@pytest.fixture
def interview(study):
    persona = make_persona(study=study, name="Kitchen manager")
    return make_interview(study=study, participant=make_participant(study=study, persona=persona))


@pytest.fixture
def transcript(interview):
    return make_transcript(interview=interview, turns=TURNS)


def turn(transcript, position):
    return transcript.turns.get(position=position)


def url(name, interview, *more):
    return reverse(f"analysis:{name}", args=[interview.study_id, interview.pk, *more])


def seen(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def words_shown(page):
    """The text of each line as the browser would read it: offsets are counted in exactly this."""
    return [re.sub("<[^>]+>", "", inside) for inside in re.findall(r'<p data-text dir="auto">(.*?)</p>', page, re.S)]


def test_it_works(as_vera, interview, transcript):
    page = seen(as_vera, url("transcript", interview))
    assert words_shown(page) == [text for _, text in TURNS]
    assert interview.participant.code in page
    assert "Kitchen manager" in page


def test_names_stay_away(as_alice, interview, transcript):
    assert interview.participant.contact.name not in seen(as_alice, url("transcript", interview))


def test_the_participant_is_large_and_everybody_else_small(interview, transcript):
    lines = read_transcript(interview, transcript).lines
    code = interview.participant.code
    assert [(line.speaker, line.css) for line in lines] == [
        ("Interviewer", "host"), (code, "guest"), ("Guest", "host"), (code, "guest"),
    ]  # fmt: skip
    assert lines[1].time == ("00:", "00:10")


def test_lines_hold_their_words_exactly(as_bob, interview):
    """No white space may slip in between the pieces, or offsets would be wrong."""
    odd = "  two  spaces\nand a line \U0001f9c1\U0001f3fd é é <b>&amp;</b> ‏שלום  "
    transcript = make_transcript(interview=interview, turns=[("participant", odd)])
    note = turn(transcript, 0)
    Quote.take(note, 2, note, 12, interview.study.owner)
    Quote.take(note, 6, note, 30, interview.study.owner)
    page = as_bob.get(url("transcript", interview)).content.decode()
    assert [html.unescape(text) for text in words_shown(page)] == [odd]


def test_read_leads_to_whichever_record_there_is(as_vera, study, interview, transcript):
    noted = make_interview(study=study)
    assert as_vera.get(url("read", interview)).url == url("transcript", interview)
    assert as_vera.get(url("read", noted)).url == url("notes", noted)


def test_read_finds_the_record_of_a_quote(as_vera, study, interview, transcript):
    quote = make_quote(study=study, interview=interview)
    address = f"{url('read', interview)}?quote={quote.pk}"
    assert as_vera.get(address).url == f"{url('notes', interview)}#q{quote.pk}"
    said = Quote.whole(turn(transcript, 1), study.owner)
    assert as_vera.get(f"{url('read', interview)}?quote={said.pk}").url == f"{url('transcript', interview)}#q{said.pk}"
    assert as_vera.get(f"{url('read', interview)}?quote=x").url == url("transcript", interview)


def test_a_highlight_wears_its_themes_colour_and_the_margin_its_tagger(as_vera, bob, study, interview, transcript):
    theme = make_theme(study=study, name="Counting")
    note = turn(transcript, 1)
    quote = Quote.take(note, 2, note, 15, bob)
    theme.tag(quote, bob)
    page = seen(as_vera, url("transcript", interview))
    assert f'data-c="{theme.colour}" data-q="{quote.pk}" tabindex="-1">counted twice</mark>' in page
    line = read_transcript(interview, transcript).lines[1]
    assert [(tag.theme and tag.theme.pk, tag.by) for tag in line.margin] == [(theme.pk, "BE")]
    assert "1 quote<" in page.replace("\n", "")


def test_asides_are_set_apart(as_vera, interview, transcript):
    assert '<span class="seen">[laughs]</span>' in seen(as_vera, url("transcript", interview))


def test_a_quote_over_several_turns_lies_over_each_of_theirs(interview, transcript):
    Quote.take(turn(transcript, 1), 26, turn(transcript, 3), 2, interview.study.owner)
    lines = read_transcript(interview, transcript).lines
    over = ["".join(piece.text for piece in line.segments if piece.layers) for line in lines]
    assert over == ["", "Nobody helped me.", "", "He"]  # what somebody else said in between isn’t theirs
    assert [len(line.margin) for line in lines] == [0, 1, 0, 0]


def test_a_quote_without_a_theme_is_dashed_and_counted(as_vera, interview, transcript):
    Quote.whole(turn(transcript, 1), interview.study.owner)
    page = seen(as_vera, url("transcript", interview))
    assert 'class="hl loose-hl"' in page
    assert "1 quote, 1 without a theme" in page


def test_words_that_moved_keep_their_highlight(interview):
    note = make_note(interview=interview, text="I counted twice.")
    Quote.take(note, 2, note, 15, interview.study.owner)
    note.revise({"text": "Yes. I counted twice."})
    reading = read_notes(interview)
    assert [piece.text for piece in reading.lines[0].segments if piece.layers] == ["counted twice"]
    assert reading.lost == []


@pytest.mark.parametrize("how", ["edited", "deleted"])
def test_words_that_are_gone_are_listed(as_vera, bob, interview, how):
    note = make_note(interview=interview, text="I counted twice.")
    quote = Quote.take(note, 2, note, 15, bob)
    note.revise({"text": "I counted it."}) if how == "edited" else note.delete_softly(bob)
    page = seen(as_vera, url("notes", interview))
    assert "Quotes whose words changed" in page
    assert "counted twice" in page
    assert read_notes(interview).lost == [quote]


def test_notes_keep_said_seen_and_thought_apart(as_vera, interview):
    kinds = [Kind.NOTE, Kind.VERBATIM, Kind.OBSERVATION, Kind.AHA, Kind.FOLLOW_UP, Kind.OFF_SCRIPT, Kind.READING]
    for kind in kinds:
        make_note(interview=interview, text=f"a {kind} line", kind=kind)
    lines = read_notes(interview).lines
    assert [line.css for line in lines if "said-line" in line.css] == ["guest said-line"]
    assert [line.called for line in lines] == ["", "", "Seen", "Surprise", "Follow up", "Off script", "We think"]
    assert "We think" in seen(as_vera, url("notes", interview))


def test_the_question_stands_above_the_first_line_noted_under_it(study, interview):
    from tests.factories import make_question

    question = make_question(study=study, text="What happened last night?")
    for text in ("one", "two"):
        make_note(interview=interview, text=text, question=question)
    assert [line.asked for line in read_notes(interview).lines] == ["What happened last night?", ""]


def test_notes_and_transcript_keep_to_themselves(study, interview, transcript):
    make_quote(study=study, interview=interview)
    Quote.whole(turn(transcript, 1), study.owner)
    assert read_notes(interview).quotes == 1
    assert read_transcript(interview, transcript).quotes == 1


@pytest.mark.parametrize(
    ("agrees", "words"), [(["notes"], "said no to being quoted"), (False, "hasn’t been asked about being quoted")]
)
def test_it_says_beforehand_that_nobody_may_be_quoted(as_bob, bob, study, agrees, words):
    participant = make_participant(study=study, agrees=agrees or ["notes"])
    if agrees is False:
        participant.consent_records.filter(purpose="quotes").delete()
    interview = make_interview(study=study, participant=participant)
    make_transcript(interview=interview, turns=TURNS)
    page = seen(as_bob, url("transcript", interview))
    assert f"{participant.code} {words}" in page
    assert "Quote this line" not in page
    assert 'id="picker"' not in page


def test_quotes_of_somebody_who_took_their_yes_back_are_hidden(as_bob, bob, study, interview, transcript):
    quote = Quote.whole(turn(transcript, 1), bob)
    ConsentRecord.capture(interview.participant, {"quotes": False}, "spoken", bob)
    page = seen(as_bob, url("transcript", interview))
    assert "<mark" not in page
    assert "1 quote taken earlier is hidden" in page
    assert as_bob.get(reverse("analysis:quote", args=[study.pk, quote.pk])).status_code == 404


def test_words_of_somebody_who_took_back_their_yes_to_notes_are_shown_nowhere(
    as_bob, as_vera, bob, study, interview, transcript
):
    make_note(interview=interview, text="Seventeen tangerines", kind="verbatim")
    Quote.whole(turn(transcript, 1), bob)
    live = make_interview(study=study, participant=interview.participant, state="live")
    make_note(interview=live, text="Seventeen tangerines", kind="verbatim")
    pages = [url("notes", interview), url("transcript", interview)] + [
        reverse(f"interviews:{name}", args=[study.pk, place.pk])
        for name, place in (("debrief", interview), ("live", live), ("lines", live))
    ]
    words = ("Seventeen tangerines", "counted twice")
    assert sum(any(w in as_bob.get(page).content.decode() for w in words) for page in pages) == len(pages)
    ConsentRecord.capture(interview.participant, {"notes": False}, "spoken", bob)
    for client in (as_bob, as_vera):
        for page in pages:
            assert not any(w in client.get(page).content.decode() for w in words), page
    assert "P01 said no to written notes on" in seen(as_vera, url("notes", interview))
    assert "P01 said no to written notes on" in as_bob.get(pages[2]).content.decode()


def test_viewers_read_and_strangers_do_not(as_vera, as_charlie, interview, transcript):
    page = seen(as_vera, url("transcript", interview))
    assert 'id="picker"' not in page
    assert "Quote this line" not in page
    for name in ("read", "transcript", "notes"):
        assert as_charlie.get(url(name, interview)).status_code == 404
    assert Client().get(url("transcript", interview)).status_code == 302


def test_without_a_transcript_the_page_leads_to_the_import(as_bob, as_vera, interview):
    assert reverse("interviews:import", args=[interview.study_id, interview.pk]) in seen(
        as_bob, url("transcript", interview)
    )
    assert "No transcript yet" in seen(as_vera, url("transcript", interview))


def test_the_interviews_before_and_after(as_vera, study):
    first, second, third = (make_interview(study=study) for _ in range(3))
    page = seen(as_vera, url("notes", second))
    assert url("read", first) in page
    assert url("read", third) in page


def test_the_person_is_one_link_away_for_those_who_may_see_names(as_bob, as_vera, interview, transcript):
    person = reverse("interviews:participant", args=[interview.study_id, interview.participant_id])
    assert person in seen(as_bob, url("transcript", interview))
    assert person not in seen(as_vera, url("transcript", interview))


def test_queries_do_not_grow_with_quotes_or_turns(as_bob, bob, study, interview):
    transcript = make_transcript(interview=interview, turns=[("participant", f"line {n} of many") for n in range(30)])
    themes = [make_theme(study=study) for _ in range(3)]

    def quote(positions):
        for n in positions:
            for theme in themes[: n % 3 + 1]:
                theme.tag(Quote.whole(turn(transcript, n), bob), bob)

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            seen(as_bob, url("transcript", interview))
        return len(caught)

    quote(range(10))
    ten = queries()
    quote(range(10, 20))
    assert queries() == ten
    assert ten <= 20


def test_a_quote_page_leads_both_ways(as_vera, alice, study, interview, transcript):
    theme = make_theme(study=study, name="Counting")
    quote = Quote.whole(turn(transcript, 1), alice)
    theme.tag(quote, alice)
    insight = make_insight(study=study)
    insight.cite(quote, Side.FOR, alice)
    page = seen(as_vera, reverse("analysis:quote", args=[study.pk, quote.pk]))
    assert f"{url('read', interview)}?quote={quote.pk}" in page
    assert f"{reverse('analysis:board', args=[study.pk])}?theme={theme.pk}" in page
    assert reverse("analysis:insight", args=[study.pk, insight.pk]) in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_removing_a_transcript_is_refused_while_it_is_quoted(as_bob, bob, interview, transcript):
    quote = Quote.whole(turn(transcript, 1), bob)
    address = url("transcript_remove", interview)
    assert as_bob.get(address).status_code == 409
    assert as_bob.post(address).status_code == 409
    assert interview.notes.turns().count() == 4
    quote.discard(bob)
    assert "4 turns" in seen(as_bob, address)
    as_bob.post(address)
    assert interview.notes.turns().count() == 0
    interview.refresh_from_db()
    assert interview.is_done
