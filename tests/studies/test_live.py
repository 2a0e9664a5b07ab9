"""The event stream, against the real server: who hears what, in which order, and for how long."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from accounts.models import Membership, Role, User
from studies.live import streams
from studies.live.asking import THREADS
from studies.live.listener import REPLAY_LIMIT
from studies.live.streams import STREAMS_A_PERSON
from studies.models import Study, StudyEvent
from studies.models.event import record
from tests.factories import make_study
from tests.studies.listening import Ears, change

Listen = Callable[..., Ears]
RESYNC = {"event": "resync", "data": "resync"}
CLOSED = {"event": "closed", "data": "closed"}


@pytest.fixture
def listen(live_app: str) -> Iterator[Listen]:
    opened: list[Ears] = []

    def open_stream(study_id: Any, user: User | None, after: int = 0, **headers: str) -> Ears:
        opened.append(Ears(live_app, study_id, user, after, **headers))
        return opened[-1]

    yield open_stream
    for ears in opened:
        ears.close()


def test_a_change_is_heard_with_its_number_and_kind_only(listen: Listen, study: Study, vera: User) -> None:
    ears = listen(study.pk, vera, after=study.event_seq)
    seq = record(study, "quote", study.owner, quote=7)
    assert ears.heard() == change(seq, "quote")
    assert ears.answer.getheader("content-type") == "text/event-stream; charset=utf-8"
    assert ears.answer.getheader("cache-control") == "no-store"
    assert not any("7" in line for line in ears.raw if line.startswith("data"))


def test_everybody_hears_in_order_and_once(listen: Listen, study: Study, alice: User, vera: User) -> None:
    start = study.event_seq
    both = [listen(study.pk, alice, start), listen(study.pk, vera, start)]
    for number in range(20):
        record(study, f"kind{number}")
    for ears in both:
        assert [ears.heard() for _ in range(20)] == [change(start + 1 + n, f"kind{n}") for n in range(20)]
        assert ears.silent()


def test_what_the_page_missed_comes_first(listen: Listen, study: Study, alice: User) -> None:
    start = study.event_seq
    for number in range(3):
        record(study, f"kind{number}")
    ears = listen(study.pk, alice, after=start + 1)
    record(study, "fresh")
    assert [ears.heard()["data"] for _ in range(3)] == ["kind1", "kind2", "fresh"]
    assert ears.silent()


def test_a_browser_that_returns_says_what_it_heard_last(listen: Listen, study: Study, alice: User) -> None:
    start = study.event_seq
    for number in range(3):
        record(study, f"kind{number}")
    ears = listen(study.pk, alice, after=start, **{"Last-Event-ID": str(start + 2)})
    assert ears.heard() == change(start + 3, "kind2")
    assert ears.silent()


def test_too_much_missed_is_one_resync(listen: Listen, study: Study, alice: User) -> None:
    base = study.event_seq
    events = [StudyEvent(study=study, seq=base + n, kind="note") for n in range(1, REPLAY_LIMIT + 2)]
    StudyEvent.objects.bulk_create(events)
    Study.objects.filter(pk=study.pk).update(event_seq=base + len(events))
    ears = listen(study.pk, alice, after=base)
    assert ears.heard() == RESYNC
    seq = record(study, "fresh")
    assert ears.heard() == change(seq, "fresh")


def test_other_studies_are_not_heard(listen: Listen, study: Study, alice: User, charlie: User) -> None:
    theirs = make_study(workspace=charlie.memberships.get().workspace)
    sibling = make_study(workspace=study.workspace)
    ears = listen(study.pk, alice, after=study.event_seq)
    record(theirs, "secret")
    record(sibling, "aside")
    assert ears.silent()
    assert change(record(study, "own"), "own") == ears.heard()


def test_strangers_and_nobody_get_what_a_missing_study_gets(listen: Listen, study: Study, charlie: User) -> None:
    answers = [
        listen(study.pk, None), listen(study.pk, charlie), listen("00000000-0000-0000-0000-000000000000", charlie),
        listen("------------------------------------", charlie), listen(study.pk, None, Cookie="sessionid=guess"),
        listen(study.pk, None, Cookie="bro ken=\";;="),
    ]  # fmt: skip
    assert [ears.status for ears in answers] == [404] * 6
    assert {ears.answer.read() for ears in answers} == {b"Not found.\n"}


def test_a_stream_is_only_read(live_app: str, study: Study) -> None:
    server = http.client.HTTPConnection(urlsplit(live_app).netloc, timeout=5)
    server.request("POST", f"/studies/{study.pk}/events")
    assert server.getresponse().status == 405


def test_who_leaves_the_workspace_hears_nothing_more(listen: Listen, study: Study, vera: User, alice: User) -> None:
    leaving, staying = listen(study.pk, vera, study.event_seq), listen(study.pk, alice, study.event_seq)
    Membership.objects.get(user=vera).end()
    assert leaving.heard(1.0) == CLOSED
    assert leaving.ended_within(1.0)
    seq = record(study, "note")
    assert staying.heard() == change(seq, "note")
    assert listen(study.pk, vera).status == 404


def test_a_change_of_role_does_not_end_a_stream(listen: Listen, study: Study, vera: User) -> None:
    ears = listen(study.pk, vera, study.event_seq)
    Membership.objects.get(user=vera).change_role(Role.EDITOR)
    seq = record(study, "note")
    assert ears.heard() == change(seq, "note")


def test_a_lost_database_connection_is_made_good(listen: Listen, study: Study, alice: User) -> None:
    ears = listen(study.pk, alice, study.event_seq)
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen %%'"
        )
        assert cursor.fetchall() == [(True,)]
    assert ears.heard() == RESYNC
    seq = record(study, "after")
    assert ears.heard() == change(seq, "after")


def test_streams_hold_no_database_connection_of_their_own(listen: Listen, study: Study, alice: User) -> None:
    listen(study.pk, alice).close()
    before = backends()
    ears = [listen(study.pk, alice, study.event_seq) for _ in range(8)]
    record(study, "note")
    assert all(each.heard()["data"] == "note" for each in ears)
    assert backends() <= before + THREADS


def backends() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_stat_activity where datname = current_database()")
        return int(cursor.fetchone()[0])


def test_one_person_opens_only_so_many(listen: Listen, study: Study, alice: User, vera: User) -> None:
    ears = [listen(study.pk, alice) for _ in range(STREAMS_A_PERSON)]
    assert {each.status for each in ears} == {200}
    assert listen(study.pk, alice).status == 429
    assert listen(study.pk, vera).status == 200
    ears[0].close()
    assert ears[0].ended_within(5)


def test_pages_answer_beside_open_streams(listen: Listen, live_app: str, study: Study, alice: User) -> None:
    assert all(listen(study.pk, alice).status == 200 for _ in range(10))
    server = http.client.HTTPConnection(urlsplit(live_app).netloc, timeout=5)
    server.request("GET", "/account/login/")
    assert server.getresponse().status == 200


def test_who_leaves_before_the_first_question_is_told_so_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the greeting and the first look at memberships there is a moment, too short to hit from outside."""

    async def nobody(cookies: str, study_id: str) -> None:
        return None

    async def talk() -> None:
        monkeypatch.setattr(streams, "ask_who", nobody)
        bell = SimpleNamespace(listener=SimpleNamespace(study_id="any"), rings=asyncio.Queue())
        gone = asyncio.get_running_loop().create_future()
        await streams.Talk({"headers": [], "query_string": b""}, send, bell, gone).run()  # type: ignore[arg-type]

    async def send(message: dict[str, Any]) -> None:
        sent.append(message["body"])

    sent: list[bytes] = []
    with ThreadPoolExecutor() as aside:  # a browser's driver may have a loop in this thread
        aside.submit(asyncio.run, talk()).result()
    assert sent == [b"retry: 2000\n\n", b"event: closed\ndata: closed\n\n", b""]
