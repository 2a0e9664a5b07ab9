"""Guessed links to participants' pages: none opens, and nothing about the answer tells a near miss from a far one.

In-process. A few in every run; `GUESSES=1000000 python -m pytest -s tests/interviews/test_guessed_links.py` for the figures.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tokens import hash_token, new_token
from interviews.models import ParticipantLink
from studies.models import Study
from tests.factories import make_own_link, make_participant, make_whole_form

pytestmark = pytest.mark.django_db

GUESSES = int(os.environ.get("GUESSES", "1500"))
ROUNDS = min(GUESSES // 10, 1000)


@pytest.fixture
def addresses(study: Study, alice: User) -> dict[str, str]:
    """A link that opens, one that has ended, one that was taken back; a hundred others beside them."""
    make_whole_form(study=study)
    person = make_participant(study=study)
    for _ in range(100):
        make_own_link(participant=person)
    made = {name: make_own_link(participant=person) for name in ("ended", "revoked", "open")}
    ended, revoked, _ = ParticipantLink.objects.order_by("-pk")[:3][::-1]
    ParticipantLink.objects.filter(pk=ended.pk).update(expires_at=timezone.now())
    revoked.revoke(alice)
    return made


def near(token: str) -> str:
    """One letter of a real token changed."""
    at = random.randrange(len(token))
    return token[:at] + random.choice("abcdefgh".replace(token[at], "")) + token[at + 1 :]


AT_ONCE = 1000


def found(guesses: list[str]) -> int:
    """As the door looks, but many at once: the same rows, by the same hash."""
    return ParticipantLink.objects.open().filter(token_hash__in=[hash_token(guess) for guess in guesses]).count()


def test_no_guess_opens_anything(addresses: dict[str, str]) -> None:
    token = addresses["open"].split("/")[2]
    begun = time.perf_counter()
    opened = 0
    for first in range(0, GUESSES, AT_ONCE):
        opened += found([near(token) if n % 2 else new_token() for n in range(first, min(first + AT_ONCE, GUESSES))])
    print(f"\n{GUESSES} guesses in {time.perf_counter() - begun:.0f} s, opened: {opened}")
    assert opened == 0
    assert [ParticipantLink.opened_by(near(token)) for _ in range(100)] == [None] * 100
    # The control: the token itself is found, both ways.
    assert found([new_token(), token]) == 1 and ParticipantLink.opened_by(token)


def answered(address: Callable[[], str], client: Client) -> tuple[float, tuple[Any, ...]]:
    path = address()
    begun = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - begun
    return took, (answer.status_code, answer.content, tuple(sorted(answer.headers.items())))


def compared(kinds: dict[str, Callable[[], str]]) -> tuple[dict[str, float], set[tuple[Any, ...]]]:
    """The median time of each kind, asked in turns in a new order every round, and all the different answers."""
    client, times, answers = Client(), {kind: [] for kind in kinds}, set()  # type: ignore[var-annotated]
    order = list(kinds)
    for _ in range(ROUNDS):
        random.shuffle(order)
        for kind in order:
            took, answer = answered(kinds[kind], client)
            times[kind].append(took)
            answers.add(answer)
    return {kind: statistics.median(taken) * 1000 for kind, taken in times.items()}, answers


def spread(medians: dict[str, float]) -> float:
    return max(medians.values()) / min(medians.values()) - 1


def test_wrong_ended_and_revoked_take_the_same_time_and_get_the_same_answer(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = addresses["open"].split("/")[2]
    kinds = {
        "wrong": lambda: f"/p/{new_token()}/",
        "wrong again": lambda: f"/p/{new_token()}/",  # what differs between these two is noise
        "one letter off": lambda: f"/p/{near(token)}/",
        "ended": lambda: addresses["ended"],
        "revoked": lambda: addresses["revoked"],
    }
    for _ in range(3):  # others work on this machine too
        medians, answers = compared(kinds)
        print("\n", ROUNDS, "rounds, median ms:", {kind: round(ms, 3) for kind, ms in medians.items()})
        assert len(answers) == 1
        if spread(medians) < 0.1:
            break
    assert spread(medians) < 0.1
    # The control: a door that looks a second time at links that were real is noticed by its time, one that says so by its answer.
    opened_by = ParticipantLink.opened_by

    def chatty(token: str) -> ParticipantLink | None:
        found = opened_by(token)
        if found is None and f"/p/{token}/" in (addresses["ended"], addresses["revoked"]):
            for _ in range(3):
                opened_by(token)
        return found

    monkeypatch.setattr(ParticipantLink, "opened_by", chatty)
    assert spread(compared(kinds)[0]) > 0.1
    monkeypatch.undo()
    assert len(compared({**kinds, "open": lambda: addresses["open"]})[1]) == 2
