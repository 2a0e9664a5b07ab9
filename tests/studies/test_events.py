"""Event numbers follow commit order, and a ring comes after the commit or never."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection, transaction

from studies.models import Study, StudyEvent
from studies.models.event import CHANNEL, record
from tests.factories import make_study


@pytest.mark.django_db
def test_a_change_is_numbered_and_holds_ids_only(study: Study) -> None:
    before = study.event_seq
    assert record(study, "quote", study.owner, quote=7, interview=None) == before + 1
    event = StudyEvent.objects.get(study=study, seq=before + 1)
    assert (event.kind, event.actor, event.ids) == ("quote", study.owner, {"quote": 7})


@pytest.fixture
def listener(transactional_db: None) -> psycopg.Connection:
    params = connection.get_connection_params()
    place = {name: params[name] for name in ("dbname", "user", "host", "port", "password") if params.get(name)}
    heard = psycopg.connect(**place, autocommit=True)
    heard.execute(f"listen {CHANNEL}")
    yield heard
    heard.close()


def rings(listener: psycopg.Connection, seconds: float = 0.3) -> list[str]:
    return [notice.payload for notice in listener.notifies(timeout=seconds)]


def test_nothing_rings_before_the_commit_or_after_a_rollback(listener: psycopg.Connection) -> None:
    study = make_study()
    rings(listener)
    with transaction.atomic():
        seq = record(study, "note")
        assert rings(listener) == []
    assert rings(listener) == [f"{study.pk} {seq} note"]
    with transaction.atomic():
        record(study, "note")
        transaction.set_rollback(True)
    assert rings(listener) == []


def test_two_writers_get_numbers_in_the_order_they_commit(transactional_db: None) -> None:
    """The second writer waits for the first one's commit: a reader that asks for "after n" can't miss a late one."""
    study = make_study()
    order: list[str] = []

    def second() -> None:
        try:
            with transaction.atomic():
                record(study, "second")
                order.append("second")
        finally:
            connection.close()

    with transaction.atomic():
        record(study, "first")
        other = threading.Thread(target=second)
        other.start()
        other.join(0.3)
        order.append("first")
    other.join(5)
    assert order == ["first", "second"]
    kinds = StudyEvent.objects.filter(study=study).order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["first", "second"]
