"""kill -9 of the database under load; it comes back by itself; compare. Two processes of the app as `make run` starts them.

The processes look after the embedded database themselves, so nothing here starts it again. Beside the writers somebody
keeps loading an ordinary page, and others hold event streams open.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

import psutil
import psycopg

from tests.resilience.checker import Verdict
from tests.resilience.stage import Stage
from tests.resilience.watchers import Watcher
from tests.resilience.wire import NO_ANSWER, Wire, until_healthy
from tests.resilience.writers import Patience, Writer
from tests.resilience.writing import Book, typed, writers_of

LOSE = "answers before the write-ahead log is written"
GREEN_WITHIN = 10.0
CALM = b"Back in a moment"


@dataclass
class Result:
    rounds: int = 0
    seconds: float = 0.0
    verdict: Verdict = field(default_factory=Verdict)
    down: list[float] = field(default_factory=list)
    green: list[float] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        return (
            f"| kill -9 of the postmaster while 10 writers type | {self.rounds} rounds in {self.seconds:.0f} s: "
            f"{self.verdict}; away for {max(self.down):.1f} s at the most, all writers green again after "
            f"{max(self.green):.1f} s at the most; pages answered {said(self.pages)}, lines beside `saved` "
            f"{said(self.lines) or 'nothing'} |"
        )


def said(counts: Counter[str]) -> str:
    return ", ".join(f"{n:,} × {what}" for what, n in counts.most_common())


def run(rounds: int, seed: int, broken: str = "") -> Result:
    with Stage() as stage:
        stage.set_the_scene(calls=5, watchers=1)
        apps = [stage.whole_app() for _ in range(2)]
        return asyncio.run(play(stage, [app.port for app in apps], rounds, Random(seed), broken))


async def play(stage: Stage, ports: list[int], rounds: int, rng: Random, broken: str) -> Result:
    result, begun = Result(), time.monotonic()
    for app in stage.apps:
        try:
            await until_healthy(app.port)
        except TimeoutError:
            raise AssertionError(f"A process didn't come up. It said: {app.said()[-1000:]}") from None
    if broken:
        lose_commits(stage)
    writers = writers_of(stage.calls, ports, rng, Patience())
    book = Book(stage, writers)
    watchers = [Watcher(call, call["session"], ports, Random(number)) for number, call in enumerate(stage.calls)]
    beside = [asyncio.create_task(watcher.watch()) for watcher in watchers]
    beside.append(asyncio.create_task(look_at_a_page(stage, ports, result)))
    for number in range(rounds):
        await one_round(stage, writers, rng, result)
        verdict = book.compare_round()
        result.rounds = number + 1
        if not verdict.good:
            print(f"round {number + 1}: {verdict}", flush=True)
            if broken:
                break
        elif (number + 1) % 20 == 0:
            print(f"round {number + 1}: good, after {time.monotonic() - begun:.0f} s", flush=True)
    result.verdict = book.compare_all()
    if not broken:
        await everything_was_heard(stage, watchers, result.verdict)
    for task in beside:
        task.cancel()
    calm(result, writers)
    result.seconds = time.monotonic() - begun
    return result


async def one_round(stage: Stage, writers: list[Writer], rng: Random, result: Result) -> None:
    stop = asyncio.Event()
    typing = asyncio.create_task(typed(writers, stop))
    await asyncio.sleep(rng.uniform(0.1, 0.6))
    before = stage.postmaster()
    kill(before, with_children=rng.random() < 0.5)
    killed = time.monotonic()
    while not is_back(stage, before):
        await asyncio.sleep(0.05)
        if time.monotonic() - killed > 60:
            raise AssertionError("The database didn't come back within a minute.")
    back = time.monotonic()
    while not typing.done() and any(writer.last_ack < back for writer in writers):
        await asyncio.sleep(0.02)
    result.down.append(back - killed)
    result.green.append(max(writer.last_ack for writer in writers) - back)
    stop.set()
    await typing


def kill(postmaster: psutil.Process, with_children: bool) -> None:
    """With its children it is as a power cut, but for what the disk itself forgets."""
    processes = [postmaster, *(postmaster.children(recursive=True) if with_children else [])]
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def is_back(stage: Stage, before: psutil.Process) -> bool:
    try:
        stage.connect().close()
        return stage.postmaster().pid != before.pid
    except (psycopg.Error, OSError, ValueError, IndexError, psutil.Error):
        return False


def lose_commits(stage: Stage) -> None:
    """What the start-up check refuses. A commit is answered while its log is still in the memory of the killed."""
    with stage.connect() as database:
        database.execute("alter system set synchronous_commit = off")
        database.execute("alter system set wal_writer_delay = '10s'")
        database.execute("select pg_reload_conf()")


async def look_at_a_page(stage: Stage, ports: list[int], result: Result) -> None:
    call = stage.calls[0]
    for wire in cycle([Wire(port, call["session"]) for port in ports]):
        with contextlib.suppress(*NO_ANSWER):
            answer = await wire.ask("GET", f"/studies/{call['study']}/", Accept="text/html")
            kind = str(answer.status)
            if answer.status == 503 and CALM in answer.body and answer.headers.get("retry-after"):
                kind += " with a calm sentence and Retry-After"
            result.pages[kind] += 1
        await asyncio.sleep(0.1)


async def everything_was_heard(stage: Stage, watchers: list[Watcher], verdict: Verdict) -> None:
    """Every stream has come back and knows of the last change."""
    with stage.connect() as database:
        last = {str(pk): seq for pk, seq in database.execute("select id, event_seq from studies_study")}
    end = time.monotonic() + 30
    while time.monotonic() < end and any(watcher.last < last[watcher.call["study"]] for watcher in watchers):
        await asyncio.sleep(0.05)
    for watcher in watchers:
        if watcher.last < last[watcher.call["study"]]:
            verdict.lost.append(f"a watcher heard of {watcher.last} changes of {last[watcher.call['study']]}")


def calm(result: Result, writers: list[Writer]) -> None:
    """No page of an error, and no line answered by one; green again in time."""
    for writer in writers:
        result.lines.update(writer.silences)
    bad = [kind for kind in result.pages if kind != "200" and "calm" not in kind]
    bad += [kind for kind in result.lines if kind.startswith("500") or "html" in kind]
    result.verdict.foreign += [f"answered {kind}" for kind in bad]
    if max(result.green) > GREEN_WITHIN:
        result.verdict.lost.append(f"green only {max(result.green):.1f} s after the database was back")
