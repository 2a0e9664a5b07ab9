"""No other way round what was promised: holds hold against every act, and a withdrawal is carried out whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.refusal import Refused
from analysis.erasing import ledger
from analysis.erasing.beginning import begin, erase
from analysis.erasing.carrying_out import carry_out
from analysis.erasing.replaying import replay_erasures
from analysis.models import Change
from analysis.redaction.taking_out import redact
from analysis.retention.sweeping import sweep
from interviews.contacts.merging import merge
from interviews.models import (
    ConsentRecord,
    Contact,
    InterviewState,
    LegalHold,
    Method,
    OffRecord,
    Participant,
    Purpose,
    Stage,
    StudyPrivacy,
    Withdrawal,
)
from interviews.models.recruit import place
from interviews.models.removing import remove
from studies.models import Study
from tests.analysis.test_retention import WORDS, heard, keep, noon
from tests.factories import (
    make_contact,
    make_form,
    make_interview,
    make_note,
    make_participant,
    make_study,
    make_theme,
    make_transcript,
)

pytestmark = pytest.mark.django_db
NAME = "Katrin Oldenbusch"


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def katrin(study: Study) -> Participant:
    return make_participant(study=study, contact=make_contact(workspace=study.workspace, name=NAME))


def _erase_off_record(person: Participant) -> None:
    call = make_interview(study=person.study, participant=person, state=InterviewState.LIVE)
    make_note(interview=call, text="Between us", off_record=True)
    OffRecord.erase(call, person.study.owner)  # type: ignore[arg-type]


def _remove_transcript(person: Participant) -> None:
    talk = make_transcript(
        interview=make_interview(study=person.study, participant=person), turns=[("participant", "Hello")]
    )
    talk.remove(person.study.owner, unless=person.quotes.all())


def _redact_for_good(person: Participant) -> None:
    make_note(interview=make_interview(study=person.study), text="We met in Zwickau.")
    redact(person.study, "Zwickau", "place", 0, person.study.owner)  # type: ignore[arg-type]


def _merge(person: Participant) -> None:
    other = make_contact(workspace=person.study.workspace, name="Kati O.")
    merge(other, person.contact, person.study.owner, [])  # type: ignore[arg-type]


ACTS: dict[str, Callable[[Participant], Any]] = {
    "removed from the study": lambda person: remove(person, person.study.owner),  # type: ignore[arg-type]
    "contact removed": lambda person: person.contact.remove(person.study.owner),  # type: ignore[union-attr, arg-type]
    "contact merged": _merge,
    "off the record erased": _erase_off_record,
    "transcript removed": _remove_transcript,
    "redacted for good": _redact_for_good,
}


@pytest.mark.parametrize("on", ["one", "all"])
@pytest.mark.parametrize("act", ACTS)
def test_a_hold_holds_against(katrin: Participant, act: str, on: str) -> None:
    study = katrin.study
    hold = LegalHold.put(study, katrin if on == "one" else None, "A court asks.", study.owner)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="legal hold"):
        ACTS[act](katrin)
    hold.release(study.owner)  # type: ignore[arg-type]
    ACTS[act](katrin)


def test_a_study_under_a_hold_stays_and_its_removal_is_written_down(
    katrin: Participant, study: Study, as_alice: Client
) -> None:
    url = reverse("analysis:study_remove", args=[study.pk])
    hold = LegalHold.put(study, katrin, "A court asks.", study.owner)  # type: ignore[arg-type]
    assert as_alice.get(url).status_code == as_alice.post(url).status_code == 409
    assert Study.objects.filter(pk=study.pk).exists()
    hold.release(study.owner)  # type: ignore[arg-type]
    assert as_alice.post(url).status_code == 302
    assert not Study.objects.filter(pk=study.pk).exists()
    assert AuditEntry.objects.filter(act="study.removed", thing=str(study.pk)).count() == 1
    assert [entry.outcome for entry in ledger.entries()] == ["delete"]


class TestAWithdrawalIsWhole:
    def test_the_name_stays_until_it_is_carried_out(self, katrin: Participant) -> None:
        withdrawal = begin(katrin, "delete")
        for act in ("contact removed", "contact merged", "removed from the study"):
            with pytest.raises(Refused, match="withdrew"):
                ACTS[act](Participant.objects.get(pk=katrin.pk))
        assert carry_out(withdrawal.pk)
        assert not Contact.objects.filter(name=NAME).exists()

    def test_without_the_person_it_is_not_called_done(self, katrin: Participant) -> None:
        """However they went: nothing was cleaned."""
        withdrawal = begin(katrin, "delete")
        Participant.objects.filter(pk=katrin.pk).delete()
        with pytest.raises(RuntimeError, match="P01 is gone before the step 'texts'"):
            carry_out(withdrawal.pk)
        assert Withdrawal.objects.get().done_at is None

    def test_who_said_something_is_not_removed_by_the_way(self, study: Study) -> None:
        with pytest.raises(Refused, match="Withdraw them instead"):
            remove(heard(study), study.owner)  # type: ignore[arg-type]


class TestStoppedAndThenErased:
    def test_it_is_raised_and_carried_out(self, study: Study, as_bob: Client) -> None:
        person = heard(study, NAME)
        stopped = erase(person, "stop")
        assert stopped.is_done and person.quotes.exists()
        url = reverse("analysis:withdraw", args=[study.pk, person.pk])
        form = as_bob.get(url).content.decode()
        assert 'value="delete"' in form and 'value="stop"' not in form
        assert "Further use stopped on" in form and "Erase it" in form
        assert as_bob.post(url, {"outcome": "delete", "code": person.code}).status_code == 302
        carry_out(stopped.pk)
        stopped.refresh_from_db()
        assert (stopped.outcome, stopped.is_done) == ("delete", True)
        assert not Participant.objects.filter(pk=person.pk).exists() and not Contact.objects.filter(name=NAME).exists()
        assert as_bob.get(url).status_code == 404

    def test_an_erasure_is_not_taken_back(self, katrin: Participant) -> None:
        begin(katrin, "delete")
        assert begin(katrin, "stop").outcome == "delete"
        assert begin(katrin, "counts").outcome == "delete"

    def test_after_a_restore_too(self, katrin: Participant) -> None:
        """The backup was made between the two."""
        erase(katrin, "stop")
        at = ledger.entries()[0]
        ledger.write(at.study, at.person, "delete")
        assert replay_erasures() == 1
        assert not Participant.objects.filter(pk=katrin.pk).exists()
        assert replay_erasures() == 0

    def test_after_the_last_day_it_stays_stopped(self, katrin: Participant, as_bob: Client) -> None:
        erase(katrin, "stop")
        StudyPrivacy.objects.update_or_create(
            study=katrin.study, defaults={"withdraw_until": date.today() - timedelta(days=1)}
        )
        url = reverse("analysis:withdraw", args=[katrin.study_id, katrin.pk])
        assert as_bob.get(url).status_code == 302


class TestNotToBeAskedAgain:
    @pytest.fixture
    def elsewhere(self, katrin: Participant) -> Participant:
        return make_participant(
            study=make_study(workspace=katrin.study.workspace), contact=katrin.contact, agrees=False
        )

    def test_outlives_the_withdrawal(self, katrin: Participant, elsewhere: Participant) -> None:
        erase(katrin, "delete")
        with pytest.raises(Refused, match="not to be contacted"):
            place(Participant.objects.get(pk=elsewhere.pk), Stage.INVITED, katrin.study.owner)

    def test_but_where_they_said_yes_that_stands(self, katrin: Participant, elsewhere: Participant) -> None:
        make_form(study=elsewhere.study)
        ConsentRecord.capture(elsewhere, {Purpose.RECONTACT: True}, Method.SPOKEN, katrin.study.owner)  # type: ignore[arg-type]
        erase(katrin, "delete")
        assert not Contact.objects.get(name=NAME).do_not_contact


class TestRetentionCleansTheJournal:
    def test_of_words_and_of_names(self, study: Study) -> None:
        day, owner = date.today() - timedelta(days=1), study.owner
        heard(study, NAME)
        theme = make_theme(study=study, name="Counting")
        theme.revise(owner, definition=f"As in “{WORDS}”.")  # type: ignore[arg-type]
        theme.revise(owner, definition=f"What {NAME} does")  # type: ignore[arg-type]
        theme.revise(owner, definition="Counts")  # type: ignore[arg-type]
        told = lambda: str(list(Change.objects.values("before", "after")))  # noqa: E731
        assert WORDS in told() and NAME in told()
        keep(study, words_until=day, identity_until=day)
        sweep(noon(date.today()))
        assert WORDS not in told() and NAME not in told()


def test_who_recognises_a_name_is_written_down(study: Study, katrin: Participant, as_bob: Client) -> None:
    call = make_interview(study=study, participant=katrin)
    make_note(interview=call, text=f"{NAME} laughs")
    url = reverse("interviews:live_names", args=[study.pk, call.pk])
    assert as_bob.post(url, {"text": "Nobody"}).json() == {"found": []}
    before = AuditEntry.objects.count()
    assert as_bob.post(url, {"text": NAME}).json()["found"]
    assert as_bob.get(reverse("analysis:notes", args=[study.pk, call.pk])).status_code == 200
    written = AuditEntry.objects.order_by("number")[before:]
    assert [entry.act for entry in written] == ["participant.recognised"] * 2
    assert NAME not in str(list(written.values()))
    erase(katrin, "stop")
    assert as_bob.post(url, {"text": NAME}).json() == {"found": []}
