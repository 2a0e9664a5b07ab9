from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews.models import ConsentRecord, Debrief, Interview, InterviewState, Method
from interviews.records import listing as interview_rows
from studies.models import Study
from tests.factories import make_interview, make_note, make_participant, make_persona, make_transcript
from tests.people import client_of

pytestmark = pytest.mark.django_db


def page(client: Client, study: Study, query: str = "") -> str:
    response = client.get(reverse("interviews:list", args=[study.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def codes(listed: interview_rows.InterviewPage) -> list[str]:
    return [row.interview.participant.code for row in listed.rows]


def test_whose_debrief_is_missing(as_bob: Client, as_vera: Client, alice: User, bob: User, study: Study) -> None:
    held = make_interview(study=study)  # by Alice, who owns the study
    place = reverse("interviews:debrief", args=[study.pk, held.pk])
    assert "Debrief missing" in page(as_bob, study)
    assert place in page(as_bob, study) and "missing" not in page(as_vera, study)
    Debrief.write(held, bob, {}, surprises="x")
    assert "missing" not in page(as_bob, study)
    assert "Your debrief is missing" in page(client_of(alice), study)
    ConsentRecord.capture(held.participant, {"notes": False}, Method.SPOKEN, alice)
    assert "missing" not in page(client_of(alice), study)


def test_an_empty_list_says_what_will_stand_there(as_bob: Client, study: Study) -> None:
    assert "No interview yet" in page(as_bob, study)


def test_each_state_has_its_place_and_its_next_step(as_bob: Client, study: Study) -> None:
    planned, live, done, off = (
        make_interview(study=study, state=state)
        for state in (InterviewState.PLANNED, InterviewState.LIVE, InterviewState.DONE, InterviewState.PLANNED)
    )
    off.cancel(study.owner)
    shown = page(as_bob, study)
    order = [shown.index(f">{title}</h2>") for title in ("Under way", "To come", "Held", "Cancelled")]
    assert order == sorted(order)
    assert shown.index("Go on with P02") < shown.index("Open live capture for P01") < shown.index("Debrief P03")
    assert reverse("interviews:live", args=[study.pk, planned.pk]) in shown
    assert reverse("analysis:read", args=[study.pk, done.pk]) in shown
    assert reverse("interviews:interview_again", args=[study.pk, off.pk]) in shown
    assert reverse("interviews:debrief", args=[study.pk, live.pk]) not in shown


def test_notes_and_turns_are_counted_apart_and_removed_ones_not(as_bob: Client, study: Study, alice: object) -> None:
    interview = make_interview(study=study)
    kept, gone = make_note(interview=interview), make_note(interview=interview)
    gone.delete_softly(study.owner)
    make_transcript(interview=interview, turns=[("team", "How?"), ("participant", "So.")])
    shown = page(as_bob, study)
    assert "1 note, 2 turns in the transcript" in shown
    assert "Debrief missing" in shown
    Debrief.write(interview, study.owner, {}, quick_facts="Cook.", memorable=kept)
    assert "ebrief missing" not in page(as_bob, study)


def test_viewers_read_and_see_neither_acts_nor_places(as_vera: Client, study: Study) -> None:
    make_interview(study=study, state=InterviewState.PLANNED, place="12 Home Street")
    make_interview(study=study)
    shown = page(as_vera, study)
    assert "P02" in shown
    for hidden in ("12 Home Street", "Open live capture", "Debrief", "Import"):
        assert hidden not in shown


def test_strangers_find_nothing(as_charlie: Client, study: Study) -> None:
    assert as_charlie.get(reverse("interviews:list", args=[study.pk])).status_code == 404


def test_names_of_people_stay_on_the_people_pages(as_alice: Client, study: Study) -> None:
    interview = make_interview(study=study)
    name = interview.participant.contact.name
    place = [study.pk, interview.pk]
    for url in ("interviews:list", "interviews:schedule", "interviews:live", "interviews:debrief"):
        args = place if url in {"interviews:live", "interviews:debrief"} else place[:1]
        assert name not in as_alice.get(reverse(url, args=args)).content.decode()


def test_pages_run_by_key_through_equal_times(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interview_rows, "PAGE", 2)
    now = timezone.now()
    for hours in (1, 1, 1, 2, None):
        make_interview(
            study=study, state=InterviewState.PLANNED, scheduled_at=now + timedelta(hours=hours) if hours else None
        )
    seen, after = [], ""
    for _ in range(3):
        listed = interview_rows.to_come(study, after)
        seen += codes(listed)
        after = str(listed.next)
    assert seen == ["P01", "P02", "P03", "P04", "P05"]
    assert listed.next is None
    for _ in range(3):
        make_interview(study=study)
    first = interview_rows.held(study)
    assert codes(first) + codes(interview_rows.held(study, str(first.next))) == ["P08", "P07", "P06"]


@pytest.mark.parametrize("key", ["x", "²", "9" * 40, "-1", "999999"])
def test_damaged_keys_show_the_first_page(as_bob: Client, study: Study, key: str) -> None:
    make_interview(study=study)
    for name in ("after", "before", "cancelled"):
        assert "P01" in page(as_bob, study, f"?{name}={key}")


def test_a_key_of_another_study_shows_the_first_page(study: Study, charlie: object) -> None:
    from tests.factories import make_study

    foreign: Interview = make_interview(study=make_study())
    make_interview(study=study)
    assert codes(interview_rows.held(study, str(foreign.pk))) == ["P01"]


def test_the_list_asks_the_same_however_long_it_is(as_bob: Client, study: Study) -> None:
    persona = make_persona(study=study)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(as_bob, study)
        return len(queries)

    def add(n: int) -> None:
        for state in (InterviewState.PLANNED, InterviewState.LIVE, InterviewState.DONE):
            for _ in range(n):
                person = make_participant(study=study, persona=persona)
                interview = make_interview(study=study, state=state, participant=person)
                make_note(interview=interview)

    add(2)
    few = asked()
    add(4)
    assert asked() == few
