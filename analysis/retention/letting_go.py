"""Letting go of one kind of what is kept of a person. Killed at any point, it is taken up again and ends the same."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import Actor, audit
from analysis.erasing import taking, texts
from analysis.erasing.files import delete_files
from analysis.erasing.literal import Seeker
from analysis.erasing.messages import drop_messages
from analysis.erasing.rows import contact_of
from analysis.erasing.seeking import names_of, parts_of, said_by
from analysis.erasing.steps import drop_waiting_tables
from analysis.models.retention import Kind, LetGo
from analysis.personal import BY_MODEL, TABLES, Held
from analysis.retention.kinds import TABLES_OF
from interviews.models import Outcome, Participant
from studies.models.event import record

BY_THEMSELVES = {"analysis.Quote", "interviews.Participant", "interviews.Contact"}


def let_go(participant: Participant, kind: str) -> int:
    """How many texts of the team may still mean the person: a person has to look at those."""
    seeker = _seeker(participant, kind)
    look = _clean_texts(participant, seeker)
    if kind == Kind.IDENTITY:
        drop_waiting_tables(participant)
    drop_messages(seeker)
    delete_files(participant, Outcome.COUNTS, TABLES_OF[kind])
    if kind == Kind.WORDS:
        taking.empty_quotes(participant.study, participant)
    _take(participant, kind)
    if kind == Kind.IDENTITY:
        _take_who_it_was(participant)
    with transaction.atomic():
        LetGo.objects.update_or_create(participant=participant, kind=kind, defaults={"at": timezone.now()})
        study = participant.study
        record(study, "retention", None)
        audit(study.workspace, f"retention.{kind}", actor=Actor.APP, thing=participant.pk, study=study.pk)
    return look


def _seeker(participant: Participant, kind: str) -> Seeker:
    """While what they are known by is still there."""
    if kind == Kind.WORDS:
        return Seeker(said_by(participant), [], [])
    if kind == Kind.IDENTITY:
        return Seeker([], names_of(participant), parts_of(participant))
    return Seeker([], [], [])


def _clean_texts(participant: Participant, seeker: Seeker) -> int:
    look = 0
    texts.leave_what_others_say(participant, seeker)
    with transaction.atomic():
        participant.study.lock()
        for found in list(texts.find(participant, seeker)):
            if found.hint:
                look += 1
            else:
                texts.clean(found)
        texts.forget_redactions(participant, seeker)
        texts.forget_earlier_wordings(participant, seeker)
        texts.clean_journal(participant, seeker)  # last: it has heard of the cleaning, too
    return look


def _take(participant: Participant, kind: str) -> None:
    """The ones that hang on others first."""
    for table in reversed(TABLES):
        if table.model not in TABLES_OF[kind] or table.model in BY_THEMSELVES:
            continue
        end = table.at(Outcome.COUNTS)
        if end is Held.GOES:
            taking.take_rows(participant.study, table, participant)
        elif end is Held.EMPTIED:
            taking.empty_rows(participant.study, table, participant)
    if kind == Kind.WORDS:
        taking.forget_steps(participant.study)


def _take_who_it_was(participant: Participant) -> None:
    """In one transaction: without the person nothing would lead to the contact any more."""
    with transaction.atomic():
        participant.study.lock()
        contacts = list(contact_of(participant))
        taking.empty_rows(participant.study, BY_MODEL["interviews.Participant"], participant)
        for contact in contacts:
            contact.delete()
