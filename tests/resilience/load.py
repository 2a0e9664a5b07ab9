"""Fifty interviewers who type a line a second, each watched by ten pages: how long a line takes to be saved and to be heard
of, whether anything fails, and whether memory stays where it was. One process of the app, on a durable database.

A line counts from its Enter, so one that waits for the one before it counts the waiting. The watchers hold their event
stream open and hear of every change; they don't fetch what changed, which is a page view of its own.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass, field
from functools import partial
from random import Random

import psutil

from tests.resilience.checker import Verdict, announced, compare, numbers_wrong, read
from tests.resilience.stage import Stage
from tests.resilience.watchers import Watcher
from tests.resilience.wire import until_healthy
from tests.resilience.writers import Writer

INTERVIEWERS, WATCHERS = 50, 10
P95, P99, HEARD_WITHIN = 0.100, 0.300, 1.0
FLAT = 0.05
SAMPLE = 2.0
LONG = 60  # seconds


def p(seconds: list[float], share: float) -> float:
    return statistics.quantiles(seconds, n=1000)[round(share * 1000) - 1] if len(seconds) > 1 else 0.0


@dataclass
class Result:
    seconds: float
    interviewers: int = INTERVIEWERS
    verdict: Verdict = field(default_factory=Verdict)
    acks: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    busy: str = ""

    @property
    def growth(self) -> float:
        """Of the last fifth over the second; the first is warming up."""
        fifth = max(1, len(self.memory) // 5)
        return statistics.median(self.memory[-fifth:]) / statistics.median(self.memory[fifth : 2 * fifth]) - 1

    def row(self) -> str:
        ms = [f"{p(self.acks, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99)]
        heard = [f"{p(self.heard, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99)]
        return (
            f"| {self.interviewers} interviewers × 1 line/s, {WATCHERS} watchers each, {self.seconds:.0f} s | "
            f"acknowledged after {' / '.join(ms)} ms (median / p95 / p99 of {len(self.acks):,}), heard of after "
            f"{' / '.join(heard)} ms ({len(self.heard):,}); {self.verdict}; memory {self.memory[-1] >> 20} MB, "
            f"{self.growth:+.1%}; {self.busy} |"
        )


def run(rounds: int, seed: int) -> Result:
    """`rounds` are seconds. A short run has fewer people, as it may share the machine."""
    interviewers = INTERVIEWERS if rounds >= LONG else 10
    with Stage() as stage:
        stage.set_the_scene(calls=interviewers, watchers=WATCHERS)
        app = stage.app()
        return asyncio.run(play(stage, app.port, rounds, seed, Result(rounds, interviewers)))


async def play(stage: Stage, port: int, seconds: int, seed: int, result: Result) -> Result:
    await until_healthy(port)
    rng, pace = Random(seed), Pace()
    writers = [Typist(n, call, [port], Random(rng.getrandbits(64)), edits=0.1) for n, call in enumerate(stage.calls)]
    watchers = watchers_of(stage, writers, port, rng, result)
    watching = [asyncio.create_task(watcher.watch()) for watcher in watchers]
    while any(watcher.openings == 0 for watcher in watchers):
        await asyncio.sleep(0.1)
    pace.begin(stage)
    typing = [asyncio.create_task(writer.type_for(seconds)) for writer in writers]
    minute = Minute(writers)
    while not all(task.done() for task in typing):
        await asyncio.sleep(SAMPLE)
        result.memory.append(stage.apps[0].memory)
        minute.tell(pace, stage)
    await asyncio.gather(*typing)
    result.busy = pace.end(stage)
    await asyncio.sleep(HEARD_WITHIN)
    judge(stage, writers, watchers, result)
    for task in watching:
        task.cancel()
    return result


class Typist(Writer):
    """Types at the times of a clock, whether or not the last line has been answered."""

    async def type_for(self, seconds: float) -> None:
        self.pressed: list[float] = []
        begun = time.monotonic() + self.rng.uniform(0, 1)
        for number in range(int(seconds)):
            await asyncio.sleep(begun + number - time.monotonic())
            self.pressed.append(begun + number)
            await self.act()
            self.seconds[-1] = time.monotonic() - (begun + number)


def watchers_of(stage: Stage, writers: list[Typist], port: int, rng: Random, result: Result) -> list[Watcher]:
    with stage.connect() as database:
        now = {str(pk): seq for pk, seq in database.execute("select id, event_seq from studies_study")}

    def hear(writer: Typist, before: int, number: int) -> None:
        result.heard.append(time.monotonic() - writer.pressed[number - before - 1])

    made = []
    for writer in writers:
        before = now[writer.call["study"]]
        for who in writer.call["watchers"]:
            heed = partial(hear, writer, before)
            made.append(Watcher(writer.call, who["session"], [port], Random(rng.getrandbits(64)), heed, last=before))
    return made


def judge(stage: Stage, writers: list[Typist], watchers: list[Watcher], result: Result) -> None:
    verdict = result.verdict
    lines = [line for writer in writers for line in writer.lines]
    with stage.connect() as database:
        interviews = [writer.call["interview"] for writer in writers]
        verdict.add(compare(lines, read(database, interviews=interviews), announced(database)))
        verdict.doubled += [f"events are numbered wrong: {row}" for row in numbers_wrong(database)]
    result.acks = [seconds for writer in writers for seconds in writer.seconds]
    verdict.foreign += [f"a line was answered with {kind}" for writer in writers for kind in writer.silences]
    verdict.foreign += [f"a stream was opened {w.openings} times" for w in watchers if w.openings != 1]
    verdict.lost += [f"{w.heard} changes were heard of {result.seconds}" for w in watchers if w.heard != result.seconds]
    if result.seconds < LONG:
        return  # a slice for errors; its figures say more of the machine
    for what, found, limit in (
        ("p95", p(result.acks, 0.95), P95), ("p99", p(result.acks, 0.99), P99), ("memory", result.growth, FLAT),
    ):  # fmt: skip
        if found > limit:
            verdict.foreign.append(f"{what} is {found:.3f}, the limit {limit}")


class Minute:
    """Says minute by minute how it goes, and how busy others kept the machine: a bad minute should have a reason."""

    def __init__(self, writers: list[Typist]) -> None:
        self.writers, self.since, self.seen, self.spent = writers, time.monotonic(), [0] * len(writers), 0.0

    def tell(self, pace: Pace, stage: Stage) -> None:
        lasted = time.monotonic() - self.since
        if lasted < LONG:
            return
        acks = [s for writer, n in zip(self.writers, self.seen, strict=True) for s in writer.seconds[n:]]
        ours = sum(pace.spent(stage)) - sum(pace.before)
        others = psutil.cpu_percent() / 100 * (psutil.cpu_count() or 1) - (ours - self.spent) / lasted
        ms = " / ".join(f"{p(acks, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99))
        print(f"a minute of {len(acks):,} lines: {ms} ms, others kept {max(0.0, others):.2f} cores busy", flush=True)
        self.since, self.seen, self.spent = time.monotonic(), [len(w.seconds) for w in self.writers], ours


class Pace:
    """How busy the app, the database and this harness were, in cores; and the machine as a whole."""

    def begin(self, stage: Stage) -> None:
        self.at, self.before = time.monotonic(), self.spent(stage)
        psutil.cpu_percent()

    def end(self, stage: Stage) -> str:
        seconds = time.monotonic() - self.at
        cores = [(now - then) / seconds for now, then in zip(self.spent(stage), self.before, strict=True)]
        return "app {:.2f}, database {:.2f}, harness {:.2f} cores".format(*cores)

    def spent(self, stage: Stage) -> list[float]:
        app, harness = psutil.Process(stage.apps[0].pid), psutil.Process()
        postmaster = stage.postmaster()
        return [self.of(app), self.of(postmaster, *postmaster.children()), self.of(harness)]

    def of(self, *processes: psutil.Process) -> float:
        """Of those that ended meanwhile too, where their parent counts them."""
        total = 0.0
        for process in processes:
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
        return total
