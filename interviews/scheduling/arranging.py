"""Calls that are arranged with the person: they take a time, move it, give it back; calendars and letters follow.

Whoever changes a call (its row's own verbs do, in interviews/models/interview.py) comes by `after_change`.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User, audit
from accounts.models.audit_log import Actor
from accounts.refusal import Refused
from interviews.models.appointment import Appointment, LetterKind
from interviews.models.call_plan import CallPlan
from interviews.models.interview import Interview, InterviewState
from interviews.models.people import Participant, Stage
from interviews.models.recruit import Recruit, demand_asking, place
from interviews.models.slot import NOTICE, Slot
from interviews.scheduling.letters import write
from studies.models.event import record

TAKEN = "Somebody else has just taken this time. Choose another."
GONE = "This time isn’t offered any more. Choose another."
MAY_CHOOSE = {Stage.INVITED, Stage.SCHEDULED, Stage.DECLINED, Stage.NO_SHOW}


def invite(participant: Participant, by: User) -> None:
    """Have the invitation sent after the commit. Inviting again sends it again."""
    with transaction.atomic():
        person = _locked(participant)
        if person.contact is None or not person.contact.email:
            raise Refused(f"There is no e-mail address of {person.code}. Write it into their contact first.")
        demand_asking(person, Stage.INVITED)
        if person.stage not in {Stage.TO_INVITE, Stage.INVITED, Stage.NO_SHOW, Stage.DECLINED}:
            raise Refused(f"{person.code} is {person.get_stage_display().lower()} and needs no invitation.")
        if person.stage != Stage.INVITED:
            person.move_to(Stage.INVITED)
        letter = write(person, LetterKind.INVITATION, by)
        record(person.study, "recruiting", by, participant=person.pk)
        audit(
            person.study.workspace, "participant.invite", by, thing=person.pk, study=person.study_id, letter=letter.pk
        )
    participant.stage = person.stage


def may_choose(participant: Participant) -> bool:
    return participant.stage in MAY_CHOOSE


def is_over(participant: Participant) -> bool:
    """They were heard, and no other call is planned."""
    return participant.stage == Stage.INTERVIEWED and planned_of(participant) is None


def planned_of(participant: Participant) -> Interview | None:
    """The call they can move or cancel."""
    return participant.interviews.filter(state=InterviewState.PLANNED).order_by("scheduled_at", "pk").first()


def take(participant: Participant, slot_id: int, zone: str = "") -> Interview:
    """They take a time, the first one or another one. Of two people who want the same, one gets it and the other is told."""
    with transaction.atomic():
        person = _locked(participant)
        demand_asking(person, Stage.SCHEDULED)
        if not may_choose(person):
            raise Refused("There is nothing to choose for you just now. Ask the team.")
        slot = Slot.objects.select_for_update(no_key=True, of=("self",)).filter(pk=slot_id, study=person.study).first()
        if slot is None or slot.withdrawn_at:
            raise Refused(GONE)
        standing = planned_of(person)
        if slot.interview_id:
            if standing and slot.interview_id == standing.pk:
                return standing
            raise Refused(TAKEN)
        if slot.starts_at < timezone.now() + NOTICE:
            raise Refused("This time is too soon by now. Choose another.")
        if zone:
            Recruit.note_zone(person, zone)
        interview = _plan(person, slot, standing)
        audit(
            person.study.workspace, "participant.time", actor=Actor.PARTICIPANT,
            thing=person.pk, study=person.study_id, interview=interview.pk,
        )  # fmt: skip
    participant.stage = Stage.SCHEDULED
    return interview


def _plan(person: Participant, slot: Slot, standing: Interview | None) -> Interview:
    where = slot.place or CallPlan.of(person.study).place
    if standing is None:
        interview = Interview.schedule(
            person, slot.interviewer, slot.starts_at, by_them=True, minutes=slot.minutes, place=where
        )
    else:
        interview = standing
        Slot.objects.filter(interview=interview).update(interview=None)
        if interview.interviewer_id != slot.interviewer_id:
            interview.interviewer = slot.interviewer
            interview.save(update_fields=["interviewer"])
        interview.replan(None, slot.starts_at, slot.minutes, where)
    slot.interview = interview
    slot.save(update_fields=["interview"])
    arrange(interview)
    return interview


def arrange(interview: Interview, by: User | None = None) -> None:
    """It stands in calendars from now on, and the person has a letter about it."""
    _, made = Appointment.objects.get_or_create(interview=interview)
    if made:
        write(interview.participant, LetterKind.CONFIRMED, by, interview=interview)


def cancel(participant: Participant) -> bool:
    """They can't come; whether it was late."""
    with transaction.atomic():
        person = _locked(participant)
        interview = planned_of(person)
        if interview is None or interview.scheduled_at is None:
            raise Refused("There is no call to cancel.")
        hours = CallPlan.of(person.study).late_hours
        late = timezone.now() > interview.scheduled_at - timedelta(hours=hours)
        Appointment.objects.get_or_create(interview=interview)
        Appointment.objects.filter(interview=interview).update(cancelled_by_them=True, cancelled_late=late)
        interview.cancel(None, Stage.INVITED)
        audit(
            person.study.workspace, "participant.cancel", actor=Actor.PARTICIPANT,
            thing=person.pk, study=person.study_id, interview=interview.pk, late=late,
        )  # fmt: skip
    participant.refresh_from_db(fields=["stage"])
    return late


def decline(participant: Participant) -> None:
    """They would rather not take part. Their page stays, and so does the way back."""
    with transaction.atomic():
        person = _locked(participant)
        if planned_of(person):
            cancel(person)
        if person.stage == Stage.INTERVIEWED:
            raise Refused("You were heard already. On your page you can withdraw what you said.")
        place(person, Stage.DECLINED, None)
    participant.stage = Stage.DECLINED


def after_change(interview: Interview, kind: str, by: User | None, came: bool = True) -> None:
    """The row was moved, cancelled or planned again; in the same transaction. `came`: False where nobody came."""
    theirs, when = Slot.objects.filter(interview=interview), interview.scheduled_at
    if kind == LetterKind.MOVED:
        (theirs.exclude(starts_at=when) if when else theirs).update(interview=None)
    elif kind == LetterKind.CANCELLED and came:
        theirs.update(interview=None)
    elif kind == LetterKind.CONFIRMED and when and interview.interviewer:
        again = Slot.objects.free().filter(study=interview.study, interviewer=interview.interviewer, starts_at=when)
        again.update(interview=interview)
    changed = Appointment.objects.filter(interview=interview)
    if came and changed.update(sequence=F("sequence") + 1, changed_at=timezone.now()):
        if kind == LetterKind.CONFIRMED:
            changed.update(cancelled_by_them=False, cancelled_late=False)
        write(interview.participant, kind, by, interview=interview)


def _locked(participant: Participant) -> Participant:
    return (
        Participant.objects.select_for_update(no_key=True, of=("self",))
        .select_related("contact", "study__workspace")
        .get(pk=participant.pk)
    )
