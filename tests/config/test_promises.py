import pytest
from django.db import connection

from config.postgres import promises
from config.postgres.places import CannotStart

pytestmark = pytest.mark.django_db


def test_the_tests_own_forgetful_database_would_be_refused() -> None:
    """The guard's negative control: this cluster runs with fsync off."""
    with pytest.raises(CannotStart, match="fsync = off"):
        promises.demand_durability()


def test_an_answer_before_the_commit_is_safe_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "DURABLE", ("synchronous_commit",))
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = on")
    promises.demand_durability()
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit = off")
    with pytest.raises(CannotStart, match="synchronous_commit = off"):
        promises.demand_durability()


def test_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promises, "OLDEST", 99)
    with pytest.raises(CannotStart, match="needs 99 or newer"):
        promises.demand_durability()
