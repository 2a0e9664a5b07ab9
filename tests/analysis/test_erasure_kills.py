"""The worker is killed in the middle of erasing, at random points: whoever goes on from there ends in the same state.

Ten kills here, a hundred with ERASURE_KILLS=100. Each round has a copy of one database and a process of its own that ends itself
with SIGKILL before its n-th statement; a third of them are killed from outside, at a random moment.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from analysis.erasing.beginning import erase
from analysis.erasing.replaying import replay_erasures
from interviews.models import Participant, Withdrawal
from tests.analysis.full_house import House, full_house
from tests.analysis.test_erasing import everything

KILLS = int(os.environ.get("ERASURE_KILLS", "10"))
SEED = int(os.environ.get("SEED", "7"))
SOURCE, COPY = "erasure_source", "erasure_copy"
# Numbers and moments that differ from run to run, and the bell.
VOLATILE = {"studies.StudyEvent", "accounts.AuditEntry", "analysis.Step"}
VOLATILE |= {"procrastinate.ProcrastinateJob", "procrastinate.ProcrastinateEvent"}
MOMENTS = {"asked_at", "done_at", "erased_at", "deleted_at", "updated_at", "event_seq", "at", "step", "steps"}


@pytest.fixture
def house(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    settings.MEDIA_ROOT = tmp_path / "media"
    house = full_house()
    _copy(str(connection.settings_dict["NAME"]), SOURCE)
    yield house
    for name in (SOURCE, COPY):
        _server(f'drop database if exists "{name}" with (force)')


def _server(*statements: str) -> None:
    place = connection.settings_dict
    where = {
        "host": place["HOST"],
        "port": place["PORT"] or 5432,
        "user": place["USER"],
        "password": place["PASSWORD"] or None,
    }
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def _copy(source: str, to: str) -> None:
    connections.close_all()
    leave = (
        f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{source}' and pid <> pg_backend_pid()"
    )
    _server(f'drop database if exists "{to}" with (force)', leave, f'create database "{to}" template "{source}"')


@contextmanager
def within(name: str) -> Iterator[None]:
    own = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = own


class Killer:
    """Ends its own process before the n-th statement; counts where there is no such one."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def erased(person: int, outcome: str) -> None:
    """As the worker does it, whatever was begun before."""
    row = Participant.objects.filter(pk=person).first()
    if row:
        erase(row, outcome)
    replay_erasures()


def die(person: int, outcome: str, at: int, within_seconds: float) -> bool:
    """Erase in a process of its own that is killed; whether the kill came before it was through."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            with connection.execute_wrapper(Killer(at)):
                erased(person, outcome)
        finally:
            os._exit(0)
    if within_seconds:
        time.sleep(within_seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def state() -> dict[Any, Any]:
    """What stands, without what differs from run to run: rows that are new by what they say, the others by their number."""
    found: dict[Any, Any] = {}
    for (table, pk), fields in everything().items():
        if table in VOLATILE:
            continue
        told = {name: value for name, value in fields.items() if name not in MOMENTS}
        new = table in {"analysis.Tombstone", "analysis.WithdrawalTask", "analysis.Change", "interviews.ConsentRecord"}
        new = new or table in {"interviews.Withdrawal", "analysis.SearchEntry"}
        told.pop("withdrawal", None)
        found[(table, str(sorted(map(str, told.items())))) if new else (table, pk)] = told
    return found


@pytest.mark.parametrize("outcome", ["delete", "counts"])
def test_killed_at_random_points_it_ends_in_the_same_state(
    house: House, settings: Any, tmp_path: Path, outcome: str
) -> None:
    chance, person = random.Random(SEED), house.person.pk
    _copy(SOURCE, COPY)
    with within(COPY), connection.execute_wrapper(counter := Killer()):
        began = time.monotonic()
        erased(person, outcome)
        took, expected = time.monotonic() - began, state()
    assert counter.count > 50 and not [row for row in expected if "Canary" in str(expected[row])]
    killed = 0
    for number in range(KILLS):
        _copy(SOURCE, COPY)
        settings.ERASURE_LEDGER = tmp_path / f"erasures-{number}.jsonl"
        at, seconds = chance.randint(1, counter.count), 0.0
        if number % 3 == 2:
            at, seconds = 0, chance.uniform(0, took)
        with within(COPY):
            killed += die(person, outcome, at, seconds)
            erased(person, outcome)
            assert state() == expected, f"SEED={SEED}, kill {number}: statement {at}, after {seconds:.3f} s"
            assert Withdrawal.objects.get().is_done
    assert killed >= KILLS * 2 // 3, f"only {killed} of {KILLS} were killed in time"
    print(f"{killed} of {KILLS} killed; {counter.count} statements, {took:.2f} s")


def test_negative_control_a_step_that_says_it_is_done_too_early_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that is marked before it is taken is lost by a kill; the comparison must see that."""

    def early(withdrawal: Withdrawal, name: str, step: Any) -> None:
        Withdrawal.objects.filter(pk=withdrawal.pk).update(steps=[*withdrawal.steps, name])
        withdrawal.steps = [*withdrawal.steps, name]
        participant = Participant.objects.filter(withdrawal=withdrawal).first()
        if participant:
            step(withdrawal, participant)

    person = house.person.pk
    _copy(SOURCE, COPY)
    with within(COPY):
        erased(person, "counts")
        expected = state()
    monkeypatch.setattr("analysis.erasing.carrying_out._take", early)
    wrong = 0
    for at in range(40, 240, 25):
        _copy(SOURCE, COPY)
        with within(COPY):
            die(person, "counts", at, 0)
            erased(person, "counts")
            wrong += state() != expected
    assert wrong
