"""An interview's record: what is in it, and what never leaves."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from interviews.exporters.markdown import markdown
from interviews.models import ConsentRecord, Debrief, Interview, Kind, Method, Observer
from interviews.records.record import record_of
from studies.models import Question, Study
from tests.factories import (
    make_assumption,
    make_contact,
    make_interview,
    make_note,
    make_participant,
    make_persona,
    make_section,
    make_transcript,
)

pytestmark = pytest.mark.django_db

CANARY = "Ludmilla Kanarienvogel"


@pytest.fixture
def questions(study: Study) -> list[Question]:
    section = make_section(study=study, title="Warm-up")
    return [Question.add(section, "How was yesterday?"), Question.add(section, "And then?")]


@pytest.fixture
def held(study: Study, questions: list[Question]) -> Interview:
    contact = make_contact(workspace=study.workspace, name=CANARY, company="Kanarienvogel Ltd")
    person = make_participant(study=study, contact=contact, persona=make_persona(study=study, name="Owner"))
    return make_interview(study=study, participant=person, place=f"At {CANARY}’s")


def text_of(interview: Interview, reader: User) -> str:
    return markdown(record_of(Interview.objects.get(pk=interview.pk), reader))


def test_it_holds_facts_questions_lines_and_debrief(held: Interview, questions: list[Question], bob: User) -> None:
    assumption = make_assumption(study=held.study, statement="They stop when nobody asks.")
    words = make_note(interview=held, text="Nobody asked.", question=questions[0], offset_ms=61_000)
    make_note(interview=held, kind=Kind.NOTE, text="Counts alone.", question=questions[1], offset_ms=125_000)
    line = make_note(interview=held, kind=Kind.AHA, text="Two lists.", theme_names=["One person"], offset_ms=130_000)
    line.signals.create(assumption=assumption, stance="against")
    Observer.declare(held, "Designer", "Acme", bob, held.started_at)
    Debrief.write(held, bob, {assumption.pk: "against"}, surprises="Two lists.", memorable=words, needs="A reader.")
    found = text_of(held, bob)
    for part in (
        "# P01, Owner\n",
        "- Observers: Designer, Acme\n",
        "- Script: version 1\n",
        "## Debrief of BE\n",
        "### Words to remember\n\n> Nobody asked.\n\n00:01:01\n",
        "- A1 They stop when nobody asks.: against\n",
        "### Needs and struggles\n\nA reader.\n",
        "## Warm-up\n\n### Q1 How was yesterday?\n",
        "- 00:01:01 quote (AO)\n\n  > Nobody asked.\n",
        "### Q2 And then?\n\nNot asked.\n\n- 00:02:05 note: Counts alone. (AO)",
        "- 00:02:10 aha: Two lists. (\\#One person, A1 against, AO)",
    ):
        assert part in found, part
    assert found.index("### Q1") < found.index("> Nobody asked.", found.index("### Q1")) < found.index("### Q2")


def test_a_paraphrase_is_no_quotation_and_wears_no_marks(held: Interview, bob: User) -> None:
    for kind in (Kind.NOTE, Kind.OBSERVATION, Kind.AHA, Kind.FOLLOW_UP, Kind.OFF_SCRIPT, Kind.READING):
        make_note(interview=held, kind=kind, text="Nobody asked")
    found = text_of(held, bob)
    assert found.count("Nobody asked") == 6
    assert not any(mark in found for mark in ("“", "”", '"', "\n>", " > "))


def test_people_appear_by_code_and_places_not_at_all(held: Interview, bob: User) -> None:
    make_transcript(interview=held, turns=[("team", "How was it?"), ("participant", "Long."), ("other", "Yes.")])
    found = text_of(held, bob)
    assert CANARY not in found and "Kanarienvogel" not in found and held.study.owner.name not in found
    assert "Interviewer: How was it?" in found and "P01\n\n  > Long." in found and "Somebody else: Yes." in found


def test_lines_off_the_record_and_removed_ones_stay_out(held: Interview, bob: User) -> None:
    secret = make_note(interview=held, text="Off the record words", off_record=True)
    gone = make_note(interview=held, text="Removed words")
    gone.delete_softly(bob)
    Debrief.objects.create(interview=held, author=bob, memorable=secret, surprises="x")
    found = text_of(held, bob)
    assert "Off the record words" not in found and "Removed words" not in found
    assert "- 1 line off the record." in found


def test_after_a_no_to_notes_there_is_no_record(held: Interview, as_bob: Client, bob: User) -> None:
    make_note(interview=held, text="Withheld words")
    ConsentRecord.capture(held.participant, {"notes": False}, Method.SPOKEN, bob)
    with pytest.raises(Refused, match="said no to written notes"):
        text_of(held, bob)
    place = [held.study_id, held.pk]
    for answer in (
        as_bob.get(reverse("interviews:record", args=place)),
        as_bob.post(reverse("interviews:record_markdown", args=place)),
    ):
        assert answer.status_code == 409
        assert "Withheld words" not in answer.content.decode()


def test_without_a_yes_to_quoting_no_words_are_held_up(held: Interview, bob: User) -> None:
    words = make_note(interview=held, text="Nobody asked.")
    Debrief.write(held, bob, {}, memorable=words, surprises="x")
    ConsentRecord.capture(held.participant, {"quotes": False}, Method.SPOKEN, bob)
    found = text_of(held, bob)
    assert "Words to remember" not in found
    assert "- Consent: no to being quoted;" in found


def test_a_hidden_debrief_is_named_and_not_shown(held: Interview, alice: User, bob: User) -> None:
    Debrief.write(held, bob, {}, surprises="She laughed.")
    found = text_of(held, alice)
    assert "She laughed." not in found and "1 debrief of a teammate: hidden from AO until theirs is saved." in found
    Debrief.write(held, alice, {}, surprises="Nothing new.")
    found = text_of(held, alice)
    assert found.index("## Debrief of AO") < found.index("## Debrief of BE") and "She laughed." in found


def test_it_is_downloaded_under_its_code_and_written_down(held: Interview, as_bob: Client) -> None:
    answer = as_bob.post(reverse("interviews:record_markdown", args=[held.study_id, held.pk]))
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="p01-20')
    event = held.study.events.order_by("-seq").first()
    assert event and (event.kind, event.ids) == ("exported_md", {"interview": held.pk})


def test_the_page_to_print_says_the_same(held: Interview, as_bob: Client) -> None:
    make_note(interview=held, text="Nobody asked.")
    make_note(interview=held, kind=Kind.NOTE, text="<b>Counts</b> alone.")
    shown = as_bob.get(reverse("interviews:record", args=[held.study_id, held.pk])).content.decode()
    assert '<blockquote class="said">Nobody asked.</blockquote>' in shown
    assert "&lt;b&gt;Counts&lt;/b&gt; alone." in shown and CANARY not in shown


def test_it_asks_the_same_however_long(held: Interview, questions: list[Question], bob: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(held, bob)
        return len(captured)

    def more() -> None:
        for _ in range(5):
            note = make_note(interview=held, question=questions[0])
            note.signals.create(assumption=make_assumption(study=held.study))

    more()
    before = queries()
    more()
    assert queries() == before
