from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.refusal import Refused
from interviews.models import ConsentRecord, Interview, InterviewState, Method, Observer, Presence
from interviews.models.company import GONE_AFTER
from studies.models import Study
from tests.factories import make_interview


@pytest.fixture
def call(study: Study) -> Interview:
    return make_interview(study=study, state=InterviewState.LIVE)


def place(name: str, call: Interview, *more: object) -> str:
    return reverse(f"interviews:{name}", args=[call.study_id, call.pk, *more])


def rings(call: Interview) -> list[str]:
    kinds = {"presence", "observers"}
    return [kind for kind in call.study.events.order_by("seq").values_list("kind", flat=True) if kind in kinds]


def allow(call: Interview, by: User, granted: bool = True) -> None:
    ConsentRecord.capture(call.participant, {"observers": granted}, Method.SPOKEN, by)


def test_a_beat_names_the_others_and_says_how_far_the_call_is(as_bob: Client, call: Interview, alice: User) -> None:
    Presence.beat(call, alice)
    said = as_bob.post(place("here", call)).json()
    assert said["others"] == [{"initials": "AO", "name": "Alice Owner"}]
    elapsed = (timezone.now() - call.started_at).total_seconds() * 1000
    assert 0 <= elapsed - said["elapsed_ms"] < 1000
    assert said["interview"] == call.pk


def test_only_coming_and_going_rings(call: Interview, alice: User, bob: User) -> None:
    for _ in range(3):
        Presence.beat(call, alice)
        Presence.beat(call, bob)
    assert rings(call) == ["presence"] * 2
    Presence.leave(call, bob)
    Presence.leave(call, bob)
    assert rings(call) == ["presence"] * 3
    assert Presence.beat(call, alice) == []


def test_a_beat_between_costs_two_queries(call: Interview, alice: User, bob: User) -> None:
    Presence.beat(call, alice)
    Presence.beat(call, bob)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        Presence.beat(call, bob)
    assert len(asked) == 2


def test_who_is_silent_is_gone_and_rings_once(call: Interview, alice: User, bob: User) -> None:
    Presence.beat(call, alice)
    Presence.beat(call, bob)
    Presence.objects.filter(user=alice).update(seen_at=timezone.now() - GONE_AFTER - timedelta(seconds=1))
    assert Presence.beat(call, bob) == []
    assert Presence.beat(call, bob) == []
    assert rings(call) == ["presence"] * 3
    assert timedelta(seconds=30) >= GONE_AFTER


def test_nobody_is_present_in_a_call_that_is_over(as_bob: Client, call: Interview, bob: User) -> None:
    call.finish(bob)
    assert as_bob.post(place("here", call)).status_code == 409
    assert not Presence.objects.exists()


@pytest.mark.parametrize(
    ("granted", "why"), [(False, "said no to observers"), (None, "hasn't been asked about observers")]
)
def test_observers_need_a_yes(as_bob: Client, call: Interview, alice: User, granted: bool | None, why: str) -> None:
    call.participant.consent_records.filter(purpose="observers").delete()
    if granted is not None:
        allow(call, alice, granted)
    with pytest.raises(Refused, match=why):
        Observer.declare(call, "Designer", "", alice)
    answer = as_bob.post(place("observer_declare", call), {"role": "Designer"})
    assert answer.status_code == 409
    assert why.encode() in answer.content.replace(b"&#x27;", b"'")
    assert not call.observers.exists()


@pytest.mark.parametrize("state", [InterviewState.DONE, InterviewState.CANCELLED])
def test_nobody_is_declared_afterwards(study: Study, alice: User, state: str) -> None:
    over = make_interview(study=study, state=state)
    if state == InterviewState.CANCELLED:
        over.cancel(alice)
    with pytest.raises(Refused, match="before the call or during it"):
        Observer.declare(over, "Designer", "", alice)


def test_an_observer_has_a_role_and_the_page_shows_it(as_bob: Client, call: Interview, alice: User) -> None:
    allow(call, alice)
    htmx = {"HX-Request": "true"}
    assert as_bob.post(place("observer_declare", call), {"role": " "}, headers=htmx).status_code == 422
    answer = as_bob.post(
        place("observer_declare", call), {"role": "Designer", "organisation": "Kitchen Co"}, headers=htmx
    )
    assert b"Kitchen Co" in answer.content
    for page in ("live", "observers"):
        assert b"Kitchen Co" in as_bob.get(place(page, call)).content
    call.finish(alice)
    assert b"Kitchen Co" in as_bob.get(place("live", call)).content
    assert rings(call) == ["observers"]


def test_taking_out_can_be_taken_back_with_its_time(call: Interview, alice: User, bob: User) -> None:
    allow(call, alice)
    observer = Observer.declare(call, "Designer", "Kitchen Co", alice)
    first = observer.declared_at
    token = observer.withdraw(bob)
    assert not call.observers.exists()
    for _ in range(2):  # pressed twice, put back once
        Observer.put_back(call, token, bob)
    assert call.observers.get().declared_at == first


def test_a_token_is_good_for_its_own_interview_and_needs_the_yes_still(
    study: Study, call: Interview, alice: User
) -> None:
    allow(call, alice)
    token = Observer.declare(call, "Designer", "", alice).withdraw(alice)
    other = make_interview(study=study, state=InterviewState.LIVE)
    allow(other, alice)
    for damaged in (token, "", "x" + token):
        with pytest.raises(Refused):
            Observer.put_back(other, damaged, alice)
    allow(call, alice, granted=False)
    with pytest.raises(Refused, match="said no"):
        Observer.put_back(call, token, alice)


def test_a_later_no_is_said_beside_who_is_declared(as_bob: Client, call: Interview, alice: User) -> None:
    allow(call, alice)
    Observer.declare(call, "Designer", "", alice)
    allow(call, alice, granted=False)
    assert b"nobody may listen" in as_bob.get(place("observers", call)).content
