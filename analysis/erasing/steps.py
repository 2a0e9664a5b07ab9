"""The steps of a withdrawal, in their order. Each may be taken again, and be cut off anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from analysis.erasing import taking, texts
from analysis.erasing.files import delete_files
from analysis.erasing.messages import drop_messages
from analysis.erasing.rows import contact_of, rows_of
from analysis.erasing.seeking import names_of, seeker_for
from analysis.models import Task, WithdrawalTask
from analysis.personal import BY_MODEL, TABLES, Held
from interviews.models import Contact, Outcome, Participant, Purpose, Withdrawal
from interviews.models.consent import latest_answer
from studies.models.event import record

Step = Callable[[Withdrawal, Participant], None]
BY_THEMSELVES = {"analysis.Quote", "interviews.Participant", "interviews.Contact"}


def clean_texts(withdrawal: Withdrawal, participant: Participant) -> None:
    """While their words are still there to be known by."""
    seeker = seeker_for(participant)
    texts.leave_what_others_say(participant, seeker)
    with transaction.atomic():
        withdrawal.study.lock()
        for found in list(texts.find(participant, seeker)):
            if not found.hint:
                texts.clean(found)
            if found.hint or seeker.hints(str(found.becomes)):
                _list(withdrawal, found)
        texts.forget_redactions(participant, seeker)
        texts.forget_earlier_wordings(participant, seeker)
        texts.clean_journal(participant, seeker)
        record(withdrawal.study, "withdrawn", None, withdrawal=withdrawal.pk)


def _list(withdrawal: Withdrawal, found: texts.Found) -> None:
    WithdrawalTask.objects.get_or_create(
        withdrawal=withdrawal, kind=Task.TEXT, what=found.what, thing=str(found.row.pk)
    )


def drop_their_messages(withdrawal: Withdrawal, participant: Participant) -> None:
    drop_messages(seeker_for(participant))


def drop_their_tables(withdrawal: Withdrawal, participant: Participant) -> None:
    drop_waiting_tables(participant)


def drop_waiting_tables(participant: Participant) -> None:
    """A table of contacts that names them and isn't imported yet would bring them back."""
    for name in names_of(participant):
        participant.study.workspace.contact_imports.filter(rows__icontains=name).delete()


def delete_their_files(withdrawal: Withdrawal, participant: Participant) -> None:
    delete_files(participant, withdrawal.outcome)


def take_quotes(withdrawal: Withdrawal, participant: Participant) -> None:
    if withdrawal.outcome == Outcome.COUNTS:
        taking.empty_quotes(withdrawal.study, participant)
    else:
        taking.take_quotes(withdrawal.study, participant)


def take_words(withdrawal: Withdrawal, participant: Participant) -> None:
    """Every table of theirs but the last two, the ones that hang on others first."""
    for table in reversed(TABLES):
        if not table.of_a_person or table.model in BY_THEMSELVES:
            continue
        end = table.at(withdrawal.outcome)
        if table.model == "interviews.ConsentRecord":
            continue  # it keeps everything closed until the end
        if end is Held.GOES:
            taking.take_rows(withdrawal.study, table, participant)
        elif end is Held.EMPTIED:
            taking.empty_rows(withdrawal.study, table, participant)
    taking.forget_steps(withdrawal.study)


def take_identity(withdrawal: Withdrawal, participant: Participant) -> None:
    """Who it was: in one transaction, since without the person nothing would lead to the contact any more."""
    with transaction.atomic():
        withdrawal.study.lock()
        contact, known = list(contact_of(participant)), participant.contact
        records = rows_of(BY_MODEL["interviews.ConsentRecord"], participant)
        if withdrawal.outcome == Outcome.COUNTS:
            records.filter(at__lt=withdrawal.asked_at).delete()
            taking.empty_rows(withdrawal.study, BY_MODEL["interviews.Participant"], participant)
        else:
            participant.delete()
        for row in contact:
            row.delete()
        if known and not contact:
            _keep_the_no(known)
        record(withdrawal.study, "withdrawn", None, withdrawal=withdrawal.pk)


def _keep_the_no(contact: Contact) -> None:
    """Another study knows them, so the contact stays. Withdrawing said no to being asked again, and the answer itself goes: it
    is kept as their wish, unless they said yes where they still take part."""
    if not any(latest_answer(row, Purpose.RECONTACT)[0] for row in contact.participations.all()):
        Contact.objects.filter(pk=contact.pk).update(do_not_contact=True)


ERASING: Mapping[str, Step] = {
    "texts": clean_texts,
    "messages": drop_their_messages,
    "tables": drop_their_tables,
    "files": delete_their_files,
    "quotes": take_quotes,
    "words": take_words,
    "identity": take_identity,
}
LAST = "identity"  # it takes the person's own row
STEPS: Mapping[str, Mapping[str, Step]] = {Outcome.DELETE: ERASING, Outcome.COUNTS: ERASING, Outcome.STOP: {}}
