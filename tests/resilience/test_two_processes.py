"""Two processes of the app on one database: whoever looks at one hears what is written at the other, through the end of
either, and whoever is sent away is gone from both.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from tests.resilience.stage import BROKEN, App, Stage
from tests.resilience.watchers import Watcher
from tests.resilience.wire import Wire, until_healthy
from tests.resilience.writers import Patience, Writer

pytestmark = pytest.mark.resilience
SOON = 1.0
PATIENCE = 15.0


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.set_the_scene(calls=1, watchers=2)
        for start in (stage.quick_app, stage.quick_app):
            start()
        yield stage


def in_a_loop(what: Any) -> Any:
    """In a thread of its own: the browser tests of the same run keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, what).result()


@dataclass
class Pages:
    """A writer at one process and watchers at any."""

    stage: Stage
    at: dict[int, float] = field(default_factory=dict)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def writer(self, app: App, number: int = 0) -> Writer:
        return Writer(number, self.stage.calls[0], [app.port], Random(), Patience(0.05, 0.2), edits=0)

    async def watcher(self, *apps: App, who: int = 0) -> Watcher:
        """One that knows of all that was before."""
        with self.stage.connect() as database:
            last = database.execute("select event_seq from studies_study").fetchone()[0]  # type: ignore[index]
        call = self.stage.calls[0]
        session = call["watchers"][who]["session"]
        watcher = Watcher(call, session, [app.port for app in apps], Random(), self.heard, last=last)
        self.tasks.append(asyncio.create_task(watcher.watch()))
        await until(lambda: watcher.openings)
        return watcher

    def heard(self, number: int) -> None:
        self.at.setdefault(number, time.monotonic())

    def end(self) -> None:
        for task in self.tasks:
            task.cancel()


async def until(what: Any, seconds: float = PATIENCE) -> float:
    """How long it took."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, "It didn't come."
        await asyncio.sleep(0.005)
    return time.monotonic() - begun


def play(stage: Stage, act: Any) -> None:
    async def played() -> None:
        pages = Pages(stage)
        for app in stage.apps[:2]:
            await until_healthy(app.port)
        try:
            await act(pages, *stage.apps[:2])
        finally:
            pages.end()

    in_a_loop(played())


def test_a_line_saved_at_one_is_heard_at_the_other_within_a_second(stage: Stage) -> None:
    async def act(pages: Pages, here: App, there: App) -> None:
        watcher, writer = await pages.watcher(there), pages.writer(here)
        for _ in range(5):
            heard = watcher.heard
            await writer.act()
            assert await until(lambda heard=heard: watcher.heard > heard) < SOON

    play(stage, act)


def test_the_end_of_the_writers_process_is_not_noticed_at_the_other(stage: Stage) -> None:
    async def act(pages: Pages, here: App, there: App) -> None:
        watcher, writer = await pages.watcher(there), pages.writer(here)
        await writer.act()
        here.kill()
        saved = asyncio.create_task(pages.writer(here, 1).act())
        await asyncio.sleep(0.2)
        here.start()
        await saved
        await until(lambda: watcher.heard == 2, SOON)
        assert watcher.openings == 1

    play(stage, act)


def test_whoever_watched_the_process_that_ended_hears_what_they_missed_once(stage: Stage) -> None:
    async def act(pages: Pages, here: App, there: App) -> None:
        watcher, writer = await pages.watcher(there), pages.writer(here)
        await writer.act()
        await until(lambda: watcher.heard == 1)
        there.kill()
        for _ in range(3):
            await writer.act()
        there.start()
        await until(lambda: watcher.heard == 4)
        await writer.act()
        await until(lambda: watcher.heard == 5, SOON)
        assert (watcher.openings, watcher.heard) == (2, 5)

    play(stage, act)


def test_who_is_sent_away_is_gone_from_every_process_within_a_second(stage: Stage) -> None:
    """Other people's streams go on."""

    async def act(pages: Pages, here: App, there: App) -> None:
        leaving = [await pages.watcher(app, who=1) for app in (here, there)]
        staying = await pages.watcher(there)
        send_away(stage.calls[0]["watchers"][1]["user"], stage.calls[0]["workspace"], stage)
        await until(lambda: all(watcher.closed for watcher in leaving), SOON)
        await pages.writer(here).act()
        await until(lambda: staying.heard == 1, SOON)
        assert [watcher.heard for watcher in leaving] == [0, 0]
        assert await Watcher(stage.calls[0], leaving[0].session, [there.port], Random()).listen() == 404

    play(stage, act)


def send_away(user: int, workspace: str, stage: Stage) -> None:
    """As Membership.end() does it, from another process still."""
    with stage.connect() as database, database.transaction():
        database.execute("delete from accounts_membership where user_id = %s and workspace_id = %s", [user, workspace])
        database.execute("select pg_notify('throughline_members', %s)", [workspace])


async def lines_seen_on_the_bell(pages: Pages, here: App, there: App) -> tuple[int, int]:
    """Whoever fetches the lines as soon as the bell rings: how many of five acts they see, and how many there were."""
    watcher, writer = await pages.watcher(there), pages.writer(here)
    call, seen = pages.stage.calls[0], 0
    wire = Wire(there.port, call["watchers"][0]["session"])
    for _ in range(5):
        heard = watcher.heard
        saving = asyncio.create_task(writer.act())
        await until(lambda heard=heard: watcher.heard > heard)
        answer = await wire.ask("GET", f"/studies/{call['study']}/interviews/{call['interview']}/lines/")
        seen += writer.lines[-1].id.encode() in answer.body
        await saving
    return seen, 5


def test_a_bell_never_rings_before_the_line_is_there(stage: Stage) -> None:
    async def act(pages: Pages, here: App, there: App) -> None:
        seen, acts = await lines_seen_on_the_bell(pages, here, there)
        assert seen == acts

    play(stage, act)


def test_negative_control_a_bell_before_the_commit_is_noticed(stage: Stage) -> None:
    app = stage.app(BROKEN, RESILIENCE_BREAK="ring before commit")

    async def act(pages: Pages, here: App, there: App) -> None:
        await until_healthy(app.port)
        seen, acts = await lines_seen_on_the_bell(pages, app, there)
        assert seen < acts

    try:
        play(stage, act)
    finally:
        app.kill()
