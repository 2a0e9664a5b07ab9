"""What 500 open pages cost a process that has nothing to tell them: main memory above the idle process."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random

from tests.resilience.checker import Verdict
from tests.resilience.stage import App, Stage
from tests.resilience.watchers import Watcher
from tests.resilience.wire import Wire, until_healthy

A_PERSON = 10
LIMIT = 100  # MB
A_WHILE = 20  # seconds: every stream has pinged, and asked whether its person may still listen


@dataclass
class Result:
    streams: int
    idle: int = 0
    full: int = 0
    after: int = 0
    verdict: Verdict = field(default_factory=Verdict)

    def row(self) -> str:
        mb = [f"{size / 2**20:.1f}" for size in (self.idle, self.full, self.full - self.idle, self.after)]
        return (
            f"| {self.streams} idle streams on one process | {mb[2]} MB above the idle process ({mb[0]} → {mb[1]} MB; "
            f"{mb[3]} MB once they are gone) |"
        )


def run(rounds: int, seed: int) -> Result:
    with Stage() as stage:
        stage.set_the_scene(calls=1, watchers=-(-rounds // A_PERSON))
        app = stage.app()
        return asyncio.run(play(stage, app, rounds, Random(seed)))


async def play(stage: Stage, app: App, streams: int, rng: Random) -> Result:
    result = Result(streams)
    await warm(stage, app)
    result.idle = app.memory
    sessions = [who["session"] for who in stage.calls[0]["watchers"] for _ in range(A_PERSON)]
    watchers = [Watcher(stage.calls[0], session, [app.port], rng, last=10**6) for session in sessions[:streams]]
    tasks = [asyncio.create_task(watcher.watch()) for watcher in watchers]
    while any(watcher.openings == 0 for watcher in watchers):
        await asyncio.sleep(0.1)
    for _ in range(A_WHILE):
        await asyncio.sleep(1)
        result.full = max(result.full, app.memory)
    if result.full - result.idle > LIMIT * 2**20:
        result.verdict.foreign.append(f"{(result.full - result.idle) >> 20} MB are more than {LIMIT}")
    result.verdict.lost += ["a stream was lost" for watcher in watchers if watcher.openings != 1]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(2)
    result.after = app.memory
    return result


async def warm(stage: Stage, app: App) -> None:
    """A process that has answered pages on all its threads and has had a stream."""
    await until_healthy(app.port)
    call = stage.calls[0]
    pages = [f"/studies/{call['study']}/", f"/studies/{call['study']}/interviews/{call['interview']}/live/"]
    asked = [Wire(app.port, call["session"]).ask("GET", page, Accept="text/html") for page in pages for _ in range(16)]
    await asyncio.gather(*asked, return_exceptions=True)
    first = Watcher(call, call["session"], [app.port], Random(0), last=10**6)
    task = asyncio.create_task(first.watch())
    while not first.openings:
        await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await asyncio.sleep(1)
