"""A stream asks again and again whether its person may listen. Here the asking is quick; the rest is as it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from studies.live import bells, streams
from studies.live.bells import CLOSING, QUEUE, RECHECK, RESYNC, Bell, Hub, Listener, Ring
from studies.models import Study


def in_a_loop(what: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: the browser tests of the same run keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, what).result()


CLOSED = "event: closed\ndata: closed\n\n"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Hub:
    """A hub for this test's event loop."""
    hub = Hub()
    monkeypatch.setattr(streams, "hub", hub)
    monkeypatch.setattr(streams, "PING_SECONDS", 0.2)
    return hub


def scope_of(client: Client) -> dict[str, Any]:
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {"type": "http", "method": "GET", "query_string": b"", "headers": [(b"cookie", cookie.encode())]}


def said_until_it_ends(hub: Hub, study: Study, client: Client, deed: Callable[[], Any]) -> list[str]:
    """What a stream says when `deed` is done after its first ping."""
    said: list[str] = []

    async def never() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def hear(message: dict[str, Any]) -> None:
        said.append(message.get("body", b"").decode())

    async def listen() -> None:
        stream = asyncio.create_task(streams.stream(scope_of(client), never, hear, str(study.pk)))
        async with asyncio.timeout(5):
            while ": ping\n\n" not in said:
                await asyncio.sleep(0.05)
            await asyncio.to_thread(deed)
            await stream
        hub.close()

    in_a_loop(listen())
    return said


def test_signing_out_ends_the_stream(hub: Hub, study: Study, as_vera: Client) -> None:
    assert CLOSED in said_until_it_ends(hub, study, as_vera, Session.objects.all().delete)


def test_a_new_password_ends_the_streams_of_the_old_one(hub: Hub, study: Study, vera: User, as_vera: Client) -> None:
    def change_password() -> None:
        vera.set_password("another horse battery")
        vera.save()

    assert CLOSED in said_until_it_ends(hub, study, as_vera, change_password)


def test_a_closed_account_ends_its_streams(hub: Hub, study: Study, vera: User, as_vera: Client) -> None:
    deed = User.objects.filter(pk=vera.pk).update
    assert CLOSED in said_until_it_ends(hub, study, as_vera, lambda: deed(is_active=False))


def test_a_membership_that_went_without_a_bell_is_noticed_too(
    hub: Hub, study: Study, vera: User, as_vera: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "WHOLE_QUESTION_SECONDS", 0.5)
    assert CLOSED in said_until_it_ends(hub, study, as_vera, vera.memberships.all().delete)


def test_a_ping_asks_only_for_the_sign_in(
    hub: Hub, study: Study, as_vera: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, who = [], streams.ask_who

    async def ask_who(*args: str) -> Listener | None:
        asked.append(args)
        return await who(*args)

    monkeypatch.setattr(streams, "ask_who", ask_who)

    def some_pings() -> None:
        time.sleep(1)
        hub.ring(CLOSING)

    said = said_until_it_ends(hub, study, as_vera, some_pings)
    assert said.count(": ping\n\n") > 2
    assert len(asked) == 2  # when it was opened, and when it had hung up its bell


def test_a_server_that_stops_ends_its_streams_without_a_word(hub: Hub, study: Study, as_vera: Client) -> None:
    said = said_until_it_ends(hub, study, as_vera, lambda: hub.ring(CLOSING))
    assert CLOSED not in said
    assert said[-1] == ""


def test_the_key_of_before_still_opens(hub: Hub, study: Study, as_vera: Client, settings: Any) -> None:
    """A changed SECRET_KEY with the old one among the fallbacks signs nobody out."""
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key of some length"
    said = said_until_it_ends(hub, study, as_vera, Session.objects.all().delete)
    assert said[1] == "retry: 2000\n\n"


def test_a_forged_session_is_nobody(hub: Hub, study: Study, as_vera: Client, charlie: User) -> None:
    session = as_vera.session
    session[SESSION_KEY] = str(charlie.pk)
    session.save()
    assert streams.who_listens(scope_of(as_vera)["headers"][0][1].decode(), str(study.pk)) is None


def test_a_full_queue_becomes_one_resync_that_asks_for_the_rights_again() -> None:
    """A lost `recheck` would leave a stream open to somebody who may no longer read."""

    async def overflow() -> list[Ring]:
        bell = Bell(Listener(1, "w", "s"))
        for number in range(QUEUE - 1):
            bell.ring(Ring("note", number + 1))
        bell.ring(RECHECK)
        bell.ring(Ring("note", QUEUE))
        return [bell.rings.get_nowait() for _ in range(bell.rings.qsize())]

    assert in_a_loop(overflow()) == [RESYNC]


def test_rights_are_asked_for_only_where_they_changed() -> None:
    async def hear() -> list[int]:
        hub, here, there = Hub(), Bell(Listener(1, "w1", "s1")), Bell(Listener(2, "w2", "s2"))
        hub.bells = {here, there}
        hub.hear(bells.MEMBERS_CHANNEL, "w1")
        hub.hear(bells.CHANNEL, "s2 5 note")
        return [here.rings.get_nowait() == RECHECK, there.rings.get_nowait() == Ring("note", 5)]

    assert all(in_a_loop(hear()))
