"""The ledger beside the database: added to before anything is erased, chained, and replayed after a restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import AuditEntry
from analysis.erasing import ledger
from analysis.erasing.beginning import begin, erase
from analysis.erasing.replaying import replay_erasures
from interviews.models import Participant, StudyPrivacy, Withdrawal
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def path(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LEDGER = tmp_path / "state" / "erasures.jsonl"
    return settings.ERASURE_LEDGER


def three(path: Path) -> list[bytes]:
    for number in range(3):
        ledger.write("s" * 64, f"{number}" * 64, "delete")
    return path.read_bytes().splitlines(keepends=True)


def test_lines_are_added_in_a_chain_and_are_nobody_elses_to_read(path: Path) -> None:
    assert ledger.entries() == []
    three(path)
    assert [entry.person[0] for entry in ledger.entries()] == ["0", "1", "2"]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("harm", ["cut out", "changed", "swapped", "rubbish"])
def test_a_changed_ledger_is_noticed(path: Path, harm: str) -> None:
    one, two, last = three(path)
    harmed = {
        "cut out": one + last,
        "changed": one.replace(b"delete", b"counts") + two + last,
        "swapped": two + one + last,
        "rubbish": one + b"??\n" + last,
    }
    path.write_bytes(harmed[harm])
    with pytest.raises(ledger.LedgerBroken, match="Line [12] of"):
        ledger.entries()


def test_what_a_power_cut_left_of_a_line_is_passed_over_and_mended(path: Path) -> None:
    one, two, last = three(path)
    path.write_bytes(one + two + last[:20])
    assert len(ledger.entries()) == 2
    ledger.write("s" * 64, "9" * 64, "stop")
    assert [entry.person[0] for entry in ledger.entries()] == ["0", "1", "9"]


def test_it_holds_digests_and_an_outcome_only(path: Path) -> None:
    person = make_participant(study=make_study())
    begin(person, "delete")
    line = json.loads(path.read_text())
    assert set(line) == {"at", "study", "person", "outcome", "before"}
    assert str(person.study_id) not in path.read_text() and person.contact.name not in path.read_text()  # type: ignore[union-attr]


def restored(person: Participant) -> None:
    """As a backup from before would have it: the person without a withdrawal."""
    Withdrawal.objects.all().delete()
    assert Participant.objects.filter(pk=person.pk).exists()


def test_a_person_who_came_back_with_a_backup_is_erased_again_and_nobody_else() -> None:
    study = make_study()
    person, other = (make_participant(study=study) for _ in range(2))
    begin(person, "delete")
    restored(person)
    assert replay_erasures() == 1
    assert list(study.participants.all()) == [other]
    assert replay_erasures() == 0
    assert AuditEntry.objects.filter(act="participant.erased").count() == 1


def test_a_backup_from_the_middle_is_gone_on_with() -> None:
    person = make_participant(study=make_study())
    begin(person, "delete")
    assert replay_erasures() == 1
    assert not Participant.objects.exists()


def test_somebody_else_with_the_same_number_is_left_alone() -> None:
    """After a restore ids begin again: the moment they were added tells them apart."""
    study = make_study()
    person = make_participant(study=study)
    begin(person, "delete")
    Withdrawal.objects.all().delete()
    Participant.objects.filter(pk=person.pk).update(created_at="2031-01-01T00:00:00Z")
    assert replay_erasures() == 0
    assert study.participants.count() == 1


def test_the_last_day_for_withdrawing_does_not_keep_a_restored_person() -> None:
    study = make_study()
    person = make_participant(study=study)
    begin(person, "delete")
    restored(person)
    StudyPrivacy.settle(study, study.owner, withdraw_until="2020-01-01")  # type: ignore[arg-type]
    assert replay_erasures() == 1


def test_without_a_restore_it_costs_one_query_and_says_so(django_assert_num_queries: Any, capsys: Any) -> None:
    erase(make_participant(study=make_study()), "delete")
    with django_assert_num_queries(2):
        call_command("replay_erasures")
    assert capsys.readouterr().out == "Nobody to erase again.\n"
