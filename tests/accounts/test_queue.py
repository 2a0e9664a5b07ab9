from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.queue import enqueue, every, job
from tests.jobs import run_jobs, waiting

pytestmark = pytest.mark.django_db
RAN: list[dict[str, object]] = []


@job("test: write down")
def write_down(**told: object) -> None:
    RAN.append(told)


@job("test: write down twice")
def write_down_twice(number: int) -> None:
    enqueue(write_down, number=number)
    enqueue(write_down, number=number + 1)


@pytest.fixture(autouse=True)
def empty() -> None:
    RAN.clear()


def test_a_job_is_done_with_what_it_was_told() -> None:
    thing = uuid.uuid4()
    enqueue(write_down, number=7, thing=thing, day=date(2026, 3, 29), nothing=None)
    assert RAN == []
    assert run_jobs() == ["test: write down"]
    assert [{"number": 7, "thing": str(thing), "day": "2026-03-29", "nothing": None}] == RAN


def test_a_job_may_enqueue_others() -> None:
    enqueue(write_down_twice, number=1)
    run_jobs()
    assert RAN == [{"number": 1}, {"number": 2}]


def test_what_is_rolled_back_is_never_done() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(write_down, number=1)
        raise ZeroDivisionError
    assert run_jobs() == []


def test_a_key_that_waits_already_is_left_alone_and_spoils_nothing() -> None:
    with transaction.atomic():
        assert enqueue(write_down, number=1, once="a") is not None
        assert enqueue(write_down, number=2, once="a") is None
        assert enqueue(write_down, number=3, once="b") is not None
    run_jobs()
    assert [told["number"] for told in RAN] == [1, 3]
    assert enqueue(write_down, number=4, once="a") is not None  # it waits no more


def test_a_job_for_later_waits_for_its_time() -> None:
    later = timezone.now() + timedelta(hours=3)
    enqueue(write_down, at=later, number=1)
    assert run_jobs() == []
    assert run_jobs(until=later - timedelta(seconds=1)) == []
    assert run_jobs(until=later) == ["test: write down"]


@pytest.mark.parametrize("word", ["Marta", "", b"Marta", ["Marta"], {"name": "Marta"}])
def test_a_job_is_told_no_words(word: object) -> None:
    with pytest.raises(TypeError, match="ids and dates"):
        enqueue(write_down, who=word)
    assert waiting() == []


def test_what_runs_by_the_clock_is_registered_and_never_queues_up() -> None:
    @every("0 3 * * *", "test: at night")
    def at_night() -> None:
        RAN.append({})

    planned = app.periodic_registry.periodic_tasks.pop(("test: at night", "test: at night"))
    assert planned.cron == "0 3 * * *"
    assert planned.configure_kwargs["queueing_lock"] == "test: at night"
    at_night(timestamp=int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()))
    assert RAN == [{}]
    assert len(app.periodic_registry.periodic_tasks) >= 2
