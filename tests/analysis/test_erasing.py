"""Withdrawal: what goes, what stays, and that nothing of anybody else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.refusal import Refused
from analysis.erasing import ledger
from analysis.erasing.beginning import begin, erase
from analysis.erasing.carrying_out import carry_out
from analysis.erasing.rows import all_rows
from analysis.models import Change, Citation, Quote, SearchEntry, Tag, Tombstone
from analysis.personal import BY_MODEL, Held
from interviews.models import (
    ConsentRecord,
    Contact,
    Interview,
    InterviewState,
    Note,
    Participant,
    Purpose,
    Stage,
    StudyPrivacy,
    Withdrawal,
)
from interviews.models.appointment import Letter
from interviews.models.consent import people_who_allow
from studies.models.event import record
from tests.analysis.full_house import SAID, House, empty_tables, full_house
from tests.factories import make_insight, make_interview, make_note, make_participant, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    return settings.ERASURE_LEDGER


@pytest.fixture
def house(own_ledger: Path, db: None) -> Iterator[House]:
    yield full_house()


def everything() -> dict[tuple[str, str], dict[str, Any]]:
    """Every row of the database, by table and number."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        for row in serializers.serialize("python", model._default_manager.all()):
            rows[model._meta.label, str(row["pk"])] = row["fields"]
    return rows


def theirs(person: Participant) -> set[tuple[str, str]]:
    return {(table.model, str(pk)) for table, rows in all_rows(person) for pk in rows.values_list("pk", flat=True)}


def test_the_house_is_full(house: House) -> None:
    assert empty_tables(house) == []


ADDED = {
    "interviews.Withdrawal", "analysis.WithdrawalTask", "analysis.Tombstone", "studies.StudyEvent", "accounts.AuditEntry",
    "interviews.ConsentRecord", "analysis.Change", "analysis.Step", "procrastinate.ProcrastinateJob", "procrastinate.ProcrastinateEvent",
}  # fmt: skip


def test_deleting_everything_takes_exactly_what_the_registry_calls_theirs(house: House) -> None:
    before, expected = everything(), theirs(house.person)
    erase(house.person, "delete", house.owner)
    after = everything()
    gone = before.keys() - after.keys()
    assert {row for row in gone if row[0] not in {"analysis.Step"}} == expected
    assert {row[0] for row in after.keys() - before.keys()} <= ADDED
    changed = {row for row in before.keys() & after.keys() if before[row] != after[row]}
    # The card that quoted them, its journal, the search table, and the study's own counter.
    assert {row[0] for row in changed} <= {
        "analysis.Theme",
        "analysis.Change",
        "analysis.SearchEntry",
        "studies.Study",
        "analysis.CodingRound",
    }


def test_nothing_that_was_said_is_left_anywhere(house: House) -> None:
    assert SAID in str(everything())
    erase(house.person, "delete", house.owner)
    left = str(everything())
    assert SAID not in left and "Canary" not in left and "Her office" not in left
    house.theme.refresh_from_db()
    assert house.theme.example == "“[withdrawn]”"


@pytest.mark.parametrize("outcome", ["delete", "counts"])
def test_it_is_done_once_however_often_it_is_asked_for(house: House, outcome: str) -> None:
    withdrawal = erase(house.person, outcome, house.owner)
    assert withdrawal.is_done
    before = everything()
    assert carry_out(withdrawal.pk)
    assert everything() == before


def test_a_stone_stands_on_the_insight(house: House) -> None:
    assert Citation.objects.filter(insight=house.insight).count() == 3
    erase(house.person, "delete", house.owner)
    stone = Tombstone.objects.get()
    assert (stone.insight, stone.side) == (house.insight, "for")
    assert Citation.objects.filter(insight=house.insight).count() == 2


def test_the_code_is_nobody_elses_afterwards(house: House) -> None:
    last = make_participant(study=house.study)
    erase(last, "delete", house.owner)
    assert make_participant(study=house.study).number == last.number + 1


def test_counts_stay_and_words_go(house: House) -> None:
    tags, cited = Tag.objects.count(), Citation.objects.count()
    erase(house.person, "counts", house.owner)
    person = Participant.objects.get(pk=house.person.pk)
    assert (Tag.objects.count(), Citation.objects.count()) == (tags, cited)
    assert (person.contact, person.attributes) == (None, {})
    quote = Quote.objects.allowed().get(participant=person)
    assert (quote.text, quote.words_gone) == ("[withdrawn]", True)
    assert person.pk in people_who_allow(house.study, Purpose.QUOTES)
    assert not Note.objects.filter(interview__participant=person).exclude(text="").exists()
    assert not SearchEntry.objects.filter(interview__participant=person).exists()
    assert not Change.objects.filter(quote_id=quote.pk).exists()
    assert not Contact.objects.filter(name__contains="Canary").exists()
    left = str(everything())
    assert SAID not in left and "Canary" not in left and "Her office" not in left and "tired" not in left


def test_counts_say_no_hour_and_no_rare_kind_of_person(house: House) -> None:
    house.other.delete()
    erase(house.person, "counts", house.owner)
    person = Participant.objects.get(pk=house.person.pk)
    assert person.persona is None
    for interview in person.interviews.exclude(started_at=None):
        assert (interview.started_at.hour, interview.started_at.minute) == (0, 0)  # type: ignore[union-attr]


def test_emptied_rows_are_as_the_registry_says(house: House) -> None:
    erase(house.person, "counts", house.owner)
    person = Participant.objects.get(pk=house.person.pk)
    for table, rows in all_rows(person):
        if table.counts is Held.GOES and table.model != "interviews.ConsentRecord":
            assert not rows.exists(), table.model
        for row in rows if table.counts is Held.EMPTIED else ():
            for name, value in BY_MODEL[table.model].emptied.items():
                assert getattr(row, name) == value, f"{table.model}.{name}"


def test_stopping_keeps_the_words_and_shows_them_to_nobody(house: House) -> None:
    before = Note.objects.filter(interview__participant=house.person).count()
    erase(house.person, "stop", house.owner)
    assert Note.objects.filter(interview__participant=house.person).count() == before
    assert not Quote.objects.allowed().filter(participant=house.person).exists()
    person = Participant.objects.get(pk=house.person.pk)
    assert [purpose for purpose in Purpose if person.allows(purpose)] == []
    with pytest.raises(Refused, match="withdrew"):
        ConsentRecord.capture(person, {"notes": True}, "written", house.owner)
    with pytest.raises(Refused, match="withdrew"):
        Interview.schedule(person, house.owner, timezone.now())


def test_a_call_that_was_planned_is_called_off(house: House) -> None:
    person = make_participant(study=house.study)
    planned = make_interview(study=house.study, participant=person, state=InterviewState.PLANNED)
    begin(person, "stop", house.owner)
    planned.refresh_from_db()
    person.refresh_from_db()
    assert (planned.state, person.stage) == (InterviewState.CANCELLED, Stage.DECLINED)
    with pytest.raises(Refused, match="withdrew"):
        planned.plan_again(house.owner)


def test_everything_is_closed_before_anything_is_erased(house: House) -> None:
    withdrawal = begin(house.person, "delete", house.owner)
    assert not withdrawal.is_done
    assert house.person.pk not in people_who_allow(house.study, Purpose.QUOTES)
    assert not Quote.objects.allowed().filter(participant=house.person).exists()
    with pytest.raises(Refused):
        house.talk.participant.demand(Purpose.NOTES)


def test_a_contact_that_another_study_knows_stays(house: House) -> None:
    contact = house.person.contact
    make_participant(study=make_study(workspace=house.study.workspace), contact=contact)
    erase(house.person, "delete", house.owner)
    assert Contact.objects.filter(pk=contact.pk).exists()  # type: ignore[union-attr]


def test_after_the_last_day_only_further_use_is_stopped(house: House) -> None:
    StudyPrivacy.settle(house.study, house.owner, withdraw_until=timezone.localdate() - timedelta(days=1))
    for outcome in ("delete", "counts"):
        with pytest.raises(Refused, match="Stop further use"):
            begin(house.person, outcome, house.owner)
    assert not ledger.entries()
    assert erase(house.person, "stop", house.owner).is_done


def test_words_that_others_say_too_stay_in_the_teams_texts(house: House) -> None:
    make_note(interview=house.other.interviews.get(), text=f"{SAID}, I think.")
    erase(house.person, "delete", house.owner)
    house.theme.refresh_from_db()
    assert house.theme.example == f"“{SAID}”"


def test_a_part_of_the_name_is_listed_and_left(house: House) -> None:
    insight = make_insight(study=house.study, statement="Ada counts more than others.")
    withdrawal = erase(house.person, "delete", house.owner)
    insight.refresh_from_db()
    assert insight.statement == "Ada counts more than others."
    assert withdrawal.tasks.get(kind="text").thing == str(insight.pk)


def test_what_left_the_app_is_listed(house: House) -> None:
    Letter.objects.create(participant=house.person, kind="invitation", end="sent", tried_at=timezone.now())
    Letter.objects.create(participant=house.person, kind="invitation", end="no_address")
    record(house.study, "exported_md", house.owner, interview=house.other.interviews.get().pk)  # of somebody else
    record(house.study, "exported_json", house.owner)
    withdrawal = begin(house.person, "delete", house.owner)
    left = {task.what for task in withdrawal.tasks.filter(kind="copy")}
    assert left == {"report_shared", "exported_json", "mail_invitation"}


def test_the_audit_log_knows_of_it_and_names_nobody(house: House) -> None:
    erase(house.person, "delete", house.owner)
    acts = list(AuditEntry.objects.order_by("number").values_list("act", "actor"))
    assert acts[-2:] == [("participant.withdrew", "member"), ("participant.erased", "app")]
    assert "Canary" not in str(list(AuditEntry.objects.values()))


def test_begun_twice_it_is_one(house: House) -> None:
    assert begin(house.person, "delete", house.owner) == begin(house.person, "stop", house.owner)
    assert Withdrawal.objects.count() == len(ledger.entries()) == 1
