"""An act that is sent again is carried out once, at once or long after."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import User
from accounts.refusal import Refused
from studies.models.act import Act, once

KEY = "5b0a1f6e-2c1d-4c7e-9d57-0a6b5c3e1f42"


def test_the_same_key_does_nothing_more(alice: User) -> None:
    done: list[int] = []
    assert [once(KEY, alice, lambda: done.append(1)) for _ in range(3)] == [True, False, False]
    assert done == [1]


def test_another_key_or_another_person_is_another_act(alice: User, charlie: User) -> None:
    assert once(KEY, alice, lambda: None)
    assert once(str(uuid.uuid4()), alice, lambda: None)
    assert once(KEY, charlie, lambda: None)


@pytest.mark.parametrize("key", ["", "no key", KEY[:-1]])
def test_without_a_key_every_request_counts(alice: User, key: str) -> None:
    assert [once(key, alice, lambda: None) for _ in range(2)] == [True, True]
    assert not Act.objects.exists()


def test_a_refused_act_may_be_tried_again(alice: User) -> None:
    def refuse() -> None:
        raise Refused("Not now.")

    with pytest.raises(Refused):
        once(KEY, alice, refuse)
    assert once(KEY, alice, lambda: None)


def test_of_two_at_once_the_second_waits_and_does_nothing(transactional_db: None, alice: User) -> None:
    inside, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> None:
        inside.set()
        go_on.wait(5)
        done.append("first")

    def carry_out(act: object) -> bool:
        try:
            return once(KEY, alice, act)  # type: ignore[arg-type]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(carry_out, slow)
        assert inside.wait(5)
        second = pool.submit(carry_out, lambda: done.append("second"))
        assert not second.done()
        go_on.set()
        assert (first.result(), second.result()) == (True, False)
    assert done == ["first"]
