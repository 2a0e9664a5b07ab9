"""Times are taken, moved and given back; letters and slots follow."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from icalendar import Calendar

from accounts.models import AuditEntry
from accounts.refusal import Refused
from interviews.models import Appointment, CallPlan, Interview, Letter, Participant, Slot, Stage
from interviews.scheduling import arranging
from interviews.scheduling.letters import remind
from studies.models import Study
from tests.factories import make_participant, make_study
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox() -> list[mail.EmailMessage]:
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def study(db: None) -> Study:
    found = make_study()
    CallPlan.settle(found, found.owner, zone="Europe/Berlin", place="https://meet.example.org/x")
    return found


def hour(ahead: float) -> datetime:
    return (timezone.now() + timedelta(hours=ahead)).replace(microsecond=0)


def offered(study: Study, *ahead: float) -> list[Slot]:
    return Slot.offer(study, [hour(one) for one in ahead], 45, study.owner, "", study.owner)


def invited(study: Study) -> Participant:
    person = make_participant(study=study)
    arranging.invite(person, study.owner)
    return person


def kinds() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("kind", "end"))


def event(message: mail.EmailMessage) -> tuple[str, str, int]:
    calendar = Calendar.from_ical(message.attachments[0][1])
    found = calendar.walk("VEVENT")[0]
    return calendar["method"], found["uid"], found["sequence"]


def test_an_invitation_is_a_stage_a_record_and_a_mail_after_the_commit(study: Study) -> None:
    person = invited(study)
    assert person.stage == Stage.INVITED
    assert mail.outbox == []
    run_jobs()
    assert [message.to for message in mail.outbox] == [[person.contact.email]]
    assert person.contact.name in mail.outbox[0].body
    assert kinds() == [("invitation", "sent")]
    told = str(list(AuditEntry.objects.values("act", "details"))) + str(waiting()) + str(list(Letter.objects.values()))
    assert "participant.invite" in told
    assert person.contact.name not in told
    assert person.contact.email not in told


def test_what_is_rolled_back_is_never_sent(study: Study) -> None:
    person = make_participant(study=study)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        arranging.invite(person, study.owner)
        raise ZeroDivisionError
    run_jobs()
    assert mail.outbox == []


@pytest.mark.parametrize("stage", [Stage.INVITED, Stage.SCHEDULED])
def test_who_asked_not_to_be_contacted_is_not_invited(study: Study, stage: str) -> None:
    person = make_participant(study=study)
    person.contact.do_not_contact = True
    person.contact.save()
    with pytest.raises(Refused, match="not to be contacted"):
        arranging.invite(person, study.owner)
    with pytest.raises(Refused, match="not to be contacted"):
        arranging.place(person, stage, study.owner)
    assert Letter.objects.count() == 0


def test_a_flag_that_is_set_while_a_letter_waits_stops_it(study: Study) -> None:
    person = invited(study)
    person.contact.do_not_contact = True
    person.contact.save()
    run_jobs()
    assert mail.outbox == []
    assert kinds() == [("invitation", "not_to_ask")]


def test_taking_moving_and_cancelling_keep_one_calendar_entry(study: Study) -> None:
    first, second = offered(study, 30, 54)
    person = invited(study)
    call = arranging.take(person, first.pk, "America/New_York")
    run_jobs()
    assert (call.scheduled_at, call.place, call.minutes) == (first.starts_at, "https://meet.example.org/x", 45)
    assert arranging.take(person, first.pk) == call  # twice is once
    moved = arranging.take(person, second.pk)
    assert moved.pk == call.pk
    run_jobs()
    assert set(Slot.objects.free()) == {first}
    assert arranging.cancel(person) is False
    run_jobs()
    assert set(Slot.objects.free()) == {first, second}
    call.refresh_from_db()
    assert (call.state, person.stage) == ("cancelled", Stage.INVITED)
    told = [event(message) for message in mail.outbox if message.attachments]
    assert [(method, sequence) for method, _, sequence in told] == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    assert len({uid for _, uid, _ in told}) == 1
    assert "(America/New_York)" in mail.outbox[1].body
    assert "by our clock (Europe/Berlin)" in mail.outbox[1].body


def test_a_change_that_comes_before_the_mail_leaves_only_the_last_mail(study: Study) -> None:
    first, second = offered(study, 30, 54)
    person = invited(study)
    run_jobs()
    mail.outbox.clear()
    arranging.take(person, first.pk)
    arranging.take(person, second.pk)
    run_jobs()
    assert kinds()[1:] == [("confirmed", "overtaken"), ("moved", "sent")]
    assert [event(message)[0::2] for message in mail.outbox] == [("REQUEST", 1)]


def test_late_is_what_the_study_says(study: Study) -> None:
    (slot,) = offered(study, 20)
    person = invited(study)
    arranging.take(person, slot.pk)
    assert arranging.cancel(person) is True
    told = Appointment.objects.get()
    assert (told.cancelled_by_them, told.cancelled_late) == (True, True)
    CallPlan.settle(study, study.owner, late_hours=12)
    arranging.take(person, slot.pk)
    assert arranging.cancel(person) is False


def test_refusals_say_what_is_so(study: Study) -> None:
    slots = offered(study, 30, 54, 78)
    somebody, other, stranger = invited(study), invited(study), make_participant(study=study)
    arranging.take(somebody, slots[0].pk)
    with pytest.raises(Refused, match="Somebody else has just taken this time"):
        arranging.take(other, slots[0].pk)
    slots[1].withdraw(study.owner)
    with pytest.raises(Refused, match="isn’t offered any more"):
        arranging.take(other, slots[1].pk)
    with pytest.raises(Refused, match="nothing to choose"):
        arranging.take(stranger, slots[2].pk)
    elsewhere = offered(make_study(), 40)[0]
    with pytest.raises(Refused, match="isn’t offered any more"):
        arranging.take(other, elsewhere.pk)
    with pytest.raises(Refused, match="taken this time"):
        slots[0].withdraw(study.owner)
    Slot.objects.filter(pk=slots[2].pk).update(starts_at=hour(0.5))
    with pytest.raises(Refused, match="too soon"):
        arranging.take(other, slots[2].pk)
    with pytest.raises(Refused, match="no call to cancel"):
        arranging.cancel(other)


def test_one_person_is_in_one_place_at_a_time(study: Study) -> None:
    offered(study, 30)
    with pytest.raises(Refused, match="has something at"):
        offered(study, 30.5)
    with pytest.raises(Refused, match="has something at"):
        Slot.offer(make_study(), [hour(29.5)], 45, study.owner, "", study.owner)
    assert offered(study, 30.75)
    assert Slot.objects.count() == 2


def test_the_team_moves_and_cancels_by_the_same_letters(study: Study) -> None:
    (slot,) = offered(study, 30)
    person = invited(study)
    call = arranging.take(person, slot.pk)
    call.replan(study.owner, hour(80), 30, "There")
    assert set(Slot.objects.free()) == {slot}
    call.cancel(study.owner)
    call.plan_again(study.owner)
    run_jobs()
    assert kinds()[1:] == [
        ("confirmed", "overtaken"),
        ("moved", "overtaken"),
        ("cancelled", "overtaken"),
        ("confirmed", "sent"),
    ]
    assert Appointment.objects.get().sequence == 3


def test_nobody_came_is_no_cancellation(study: Study) -> None:
    (slot,) = offered(study, 30)
    person = invited(study)
    call = arranging.take(person, slot.pk)
    run_jobs()
    call.cancel(study.owner, Stage.NO_SHOW)
    run_jobs()
    person.refresh_from_db()
    assert person.stage == Stage.NO_SHOW
    assert "cancelled" not in dict(kinds())
    assert list(Slot.objects.free()) == []


def test_a_call_planned_by_hand_has_no_letters_until_it_is_arranged(study: Study) -> None:
    person = make_participant(study=study)
    call = Interview.schedule(person, study.owner, hour(30))
    call.replan(study.owner, hour(40), 45, "")
    assert Letter.objects.count() == 0
    arranging.arrange(call, study.owner)
    run_jobs()
    assert kinds() == [("confirmed", "sent")]


def booked(study: Study, ahead: float, told_hours_ago: float = 200) -> Interview:
    (slot,) = offered(study, ahead)
    person = invited(study)
    run_jobs()
    call = arranging.take(person, slot.pk)
    Appointment.objects.filter(interview=call).update(changed_at=hour(-told_hours_ago))
    run_jobs()
    mail.outbox.clear()
    return call


def test_reminders_come_a_day_and_an_hour_before_and_never_twice(study: Study) -> None:
    call = booked(study, 50)
    start = call.scheduled_at
    sent: list[tuple[float, str]] = []
    for quarter in range(200 * 2):  # the clock of reminders, from 200 hours before to 0
        before = 200 - quarter / 2
        if remind(start - timedelta(hours=before)):
            sent.append((before, Letter.objects.latest("pk").kind))
    assert sent == [(24.0, "day_before"), (1.0, "hour_before")]
    assert remind(start - timedelta(hours=24)) == 0
    run_jobs()
    assert sorted(message.subject.split(":")[0] for message in mail.outbox) == ["In an hour", "Tomorrow"]
    assert not mail.outbox[0].attachments


def test_a_missed_moment_is_made_good_while_it_helps(study: Study) -> None:
    start = booked(study, 50).scheduled_at
    assert remind(start - timedelta(hours=20)) == 1  # nothing ran at the right time
    assert remind(start - timedelta(minutes=4)) == 0  # too late to help


def test_no_reminder_after_cancelling_and_none_for_a_time_that_was_left(study: Study) -> None:
    call = booked(study, 50)
    start = call.scheduled_at
    assert remind(start - timedelta(hours=23)) == 1
    call.cancel(study.owner)
    run_jobs()
    assert [kind for kind, end in kinds() if end == "overtaken"] == ["day_before"]
    assert remind(start - timedelta(minutes=30)) == 0
    call.plan_again(study.owner)
    call.replan(study.owner, hour(90), 45, "")
    assert remind(start - timedelta(minutes=30)) == 0


def test_who_has_just_been_told_needs_no_reminder(study: Study) -> None:
    start = booked(study, 20, told_hours_ago=0).scheduled_at
    assert remind(start - timedelta(hours=20)) == 0
    assert remind(start - timedelta(minutes=50)) == 1


def test_a_reminder_that_was_cut_off_while_sending_is_not_sent_again(study: Study) -> None:
    start = booked(study, 50).scheduled_at
    remind(start - timedelta(hours=23))
    Letter.objects.filter(kind="day_before").update(tried_at=timezone.now())  # a worker was killed here
    run_jobs()
    assert mail.outbox == []
    assert ("day_before", "unsure") in kinds()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_want_one_time_at_once_one_gets_it(study: Study) -> None:
    """On two real connections, ten times; the loser is told, and holds no call."""
    for number in range(10):
        (slot,) = offered(study, 100 + number)
        people = [invited(study), invited(study)]
        start, said = threading.Barrier(2), []

        def want(person: Participant, slot: Slot = slot, start: threading.Barrier = start, said: list = said) -> None:
            start.wait(10)
            try:
                arranging.take(person, slot.pk)
                said.append("got it")
            except Refused as refusal:
                said.append(str(refusal))
            finally:
                connection.close()

        threads = [threading.Thread(target=want, args=(person,)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(said) == [arranging.TAKEN, "got it"]
        assert Interview.objects.filter(participant__in=people).count() == 1
        slot.refresh_from_db()
        assert slot.interview.participant in people
