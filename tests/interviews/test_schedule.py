from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.refusal import Refused
from interviews.models import Interview, InterviewState, Stage
from studies.models import Study
from studies.models.event import StudyEvent
from tests.factories import make_interview, make_participant, make_study

pytestmark = pytest.mark.django_db

WHEN = "2026-12-03T14:30"


def url(name: str, study: Study, *args: object) -> str:
    return reverse(f"interviews:{name}", args=[study.pk, *args])


def planned(study: Study, **fields: object) -> Interview:
    return make_interview(study=study, state=InterviewState.PLANNED, **fields)


def kinds(study: Study) -> list[str]:
    return list(StudyEvent.objects.filter(study=study).order_by("seq").values_list("kind", flat=True))


def test_planning_moves_the_person_on(as_bob: Client, bob: User, study: Study) -> None:
    person = make_participant(study=study)
    fields = {"participant": person.pk, "scheduled_at": WHEN, "minutes": "30", "place": "Video call"}
    response = as_bob.post(url("schedule", study), fields, follow=True)
    interview = study.interviews.get()
    assert (interview.scheduled_at, interview.minutes, interview.place) == (
        datetime(2026, 12, 3, 14, 30, tzinfo=UTC),
        30,
        "Video call",
    )
    assert interview.interviewer == bob
    person.refresh_from_db()
    assert person.stage == Stage.SCHEDULED
    assert "Planned: P01 on 3 Dec at 14:30." in response.content.decode()
    assert kinds(study)[-1] == "interview_scheduled"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"participant": ""}, "Choose the person you talk to."),
        ({"scheduled_at": ""}, "Give a day and a time."),
        ({"scheduled_at": "tomorrow"}, "Give a day and a time, as in"),
        ({"minutes": "1"}, "Give 5 to 480 minutes."),
        ({"minutes": "many"}, "Give whole minutes"),
    ],
)
def test_a_form_with_a_slip_keeps_what_was_typed(as_bob: Client, study: Study, wrong: dict[str, str], why: str) -> None:
    person = make_participant(study=study)
    fields = {"participant": person.pk, "scheduled_at": WHEN, "minutes": "45", "place": "Room 4"} | wrong
    response = as_bob.post(url("schedule", study), fields)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert "Room 4" in response.content.decode()
    assert not study.interviews.exists()


def test_nobody_of_another_study_can_be_planned(as_bob: Client, study: Study) -> None:
    foreign = make_participant(study=make_study(workspace=study.workspace))
    response = as_bob.post(url("schedule", study), {"participant": foreign.pk, "scheduled_at": WHEN, "minutes": "45"})
    assert response.status_code == 422
    assert not Interview.objects.exists()


def test_the_form_names_people_by_code(as_bob: Client, study: Study) -> None:
    person = make_participant(study=study)
    shown = as_bob.get(url("schedule", study) + f"?participant={person.pk}").content.decode()
    assert f'<option value="{person.pk}" selected>P01 (to invite)' in shown
    assert person.contact.name not in shown


def test_moving_changes_time_place_and_length(as_bob: Client, study: Study) -> None:
    interview = planned(study)
    page = url("interview_edit", study, interview.pk)
    assert as_bob.post(page, {"scheduled_at": WHEN, "minutes": "4", "place": ""}).status_code == 422
    as_bob.post(page, {"scheduled_at": WHEN, "minutes": "60", "place": "Their kitchen"})
    interview.refresh_from_db()
    assert (interview.scheduled_at.hour, interview.minutes, interview.place) == (14, 60, "Their kitchen")
    assert kinds(study).count("interview_scheduled") == 2


@pytest.mark.parametrize("state", [InterviewState.LIVE, InterviewState.DONE])
def test_what_has_begun_is_neither_moved_nor_cancelled(as_bob: Client, study: Study, state: str) -> None:
    interview = make_interview(study=study, state=state, minutes=45)
    assert as_bob.post(url("interview_edit", study, interview.pk), {"scheduled_at": WHEN}).status_code == 409
    assert as_bob.post(url("interview_cancel", study, interview.pk)).status_code == 409
    interview.refresh_from_db()
    assert interview.state == state


def test_a_stale_copy_cant_cancel_what_has_begun(study: Study, bob: User) -> None:
    interview = planned(study)
    stale = Interview.objects.get(pk=interview.pk)
    interview.start(bob)
    with pytest.raises(Refused):
        stale.cancel(bob)
    with pytest.raises(Refused):
        stale.replan(bob, None, 30, "")


@pytest.mark.parametrize(("sent", "stage"), [({}, Stage.TO_INVITE), ({"no_show": "1"}, Stage.NO_SHOW)])
def test_cancelling_shows_its_reach_and_says_what_becomes_of_the_person(
    as_bob: Client, study: Study, sent: dict[str, str], stage: str
) -> None:
    interview = planned(study)
    page = url("interview_cancel", study, interview.pk)
    shown = as_bob.get(page).content.decode()
    assert "Keep the interview" in shown and "no-show" in shown
    interview.refresh_from_db()
    assert interview.is_planned
    as_bob.post(page, sent)
    interview.refresh_from_db()
    interview.participant.refresh_from_db()
    assert (interview.state, interview.participant.stage) == (InterviewState.CANCELLED, stage)


def test_cancelling_a_second_talk_leaves_the_person_where_they_are(as_bob: Client, study: Study, bob: User) -> None:
    heard, twice = make_participant(study=study), make_participant(study=study)
    make_interview(study=study, participant=heard)
    second = planned(study, participant=heard)
    assert "stays “interviewed”" in as_bob.get(url("interview_cancel", study, second.pk)).content.decode()
    second.cancel(bob)
    planned(study, participant=twice)
    planned(study, participant=twice).cancel(bob)
    heard.refresh_from_db()
    twice.refresh_from_db()
    assert (heard.stage, twice.stage) == (Stage.INTERVIEWED, Stage.SCHEDULED)


def test_a_cancellation_can_be_taken_back(as_bob: Client, study: Study, bob: User) -> None:
    interview = planned(study)
    interview.cancel(bob)
    for _ in range(2):
        as_bob.post(url("interview_again", study, interview.pk))
    interview.refresh_from_db()
    interview.participant.refresh_from_db()
    assert (interview.state, interview.participant.stage) == (InterviewState.PLANNED, Stage.SCHEDULED)
    assert kinds(study).count("interview_scheduled") == 2


def test_only_editors_plan(as_vera: Client, as_charlie: Client, study: Study) -> None:
    interview = planned(study)
    for page in (
        url("schedule", study),
        url("interview_edit", study, interview.pk),
        url("interview_cancel", study, interview.pk),
        url("interview_again", study, interview.pk),
    ):
        assert as_vera.post(page).status_code == 403
        assert as_charlie.post(page).status_code == 404


@pytest.mark.parametrize("when", ["0001-01-01T00:00", "1999-12-31T23:59", "9999-12-31T23:59"])
def test_a_day_outside_the_calendar_is_refused(as_bob: Client, study: Study, when: str) -> None:
    """Stored in one time zone, such a day could not be shown in another, and took the whole list with it."""
    person = make_participant(study=study)
    answer = as_bob.post(url("schedule", study), {"participant": person.pk, "scheduled_at": when, "minutes": "30"})
    assert answer.status_code == 422 and "between 2000 and 2099" in answer.content.decode()
    assert not study.interviews.exists()
    with pytest.raises(IntegrityError):
        planned(study, scheduled_at=datetime(1, 1, 2, tzinfo=UTC))
