"""kill -9 of a random app process while ten writers type; restart; compare. Two processes on one database."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from random import Random

from tests.resilience.checker import Verdict
from tests.resilience.stage import BROKEN, Stage
from tests.resilience.wire import until_healthy
from tests.resilience.writers import Patience, Writer
from tests.resilience.writing import Book, typed, writers_of

QUICK = Patience(0.03, 0.5)
AFTER_THE_KILL = 2  # acknowledgements a writer gets before the round ends


@dataclass
class Result:
    rounds: int = 0
    seconds: float = 0.0
    verdict: Verdict = field(default_factory=Verdict)
    silences: int = 0

    def row(self) -> str:
        return (
            f"| kill -9 of a random app process while 10 writers type | {self.rounds:,} rounds in {self.seconds:.0f} s: "
            f"{self.verdict}; {self.silences:,} requests went unanswered, {self.verdict.recovered:,} lines were there "
            "once although they had to be sent again |"
        )


def run(rounds: int, seed: int, broken: str = "", whole: bool = False) -> Result:
    """Of the two processes one answers a moment late, so that many kills fall between commit and answer. `whole`: each
    restart is a whole one, from the command line on."""
    with Stage() as stage:
        stage.set_the_scene(calls=5, watchers=1)
        entries = [broken, broken] if broken else ["", "late answer"]
        start = stage.app if whole else stage.quick_app
        apps = [start(BROKEN, RESILIENCE_BREAK=entry) if entry else start() for entry in entries]
        return asyncio.run(play(stage, [app.port for app in apps], rounds, Random(seed), broken))


async def play(stage: Stage, ports: list[int], rounds: int, rng: Random, broken: str = "") -> Result:
    result, begun = Result(), time.monotonic()
    writers = writers_of(stage.calls, ports, rng, QUICK)
    book = Book(stage, writers, by_words=broken == "ids of the server's own")
    if broken:
        await without_a_kill(stage, writers, book)
    for number in range(rounds):
        await one_round(stage, writers, rng, kill=True)
        if broken:
            await book.settled()
        verdict = book.compare_round()
        result.rounds = number + 1
        if not verdict.good:
            print(f"round {number + 1}: {verdict}", flush=True)
            if broken:
                break
        elif (number + 1) % 100 == 0:
            print(f"round {number + 1}: good, after {time.monotonic() - begun:.0f} s", flush=True)
    result.verdict, result.seconds = book.compare_all(), time.monotonic() - begun
    result.silences = sum(sum(writer.silences.values()) for writer in writers)
    return result


async def without_a_kill(stage: Stage, writers: list[Writer], book: Book) -> None:
    """As long as nothing is killed a broken guard can't be seen: it is the kill that shows it, and nothing else."""
    for writer in writers:
        writer.edits = 0  # an edit needs what was saved before it
    await one_round(stage, writers, Random(0), kill=False)
    await book.settled()
    verdict = book.compare_round()
    assert verdict.good, verdict


async def one_round(stage: Stage, writers: list[Writer], rng: Random, kill: bool) -> None:
    for app in stage.apps:
        await until_healthy(app.port)
    stop = asyncio.Event()
    typing = asyncio.create_task(typed(writers, stop))
    await asyncio.sleep(rng.uniform(0.05, 0.3))
    if kill:
        killed = rng.choice(stage.apps)
        killed.kill()
        killed.start()
    at, had = time.monotonic(), [len(writer.seconds) for writer in writers]
    while not typing.done() and any(len(w.seconds) < n + AFTER_THE_KILL for w, n in zip(writers, had, strict=True)):
        await asyncio.sleep(0.02)
        if time.monotonic() - at > 60:
            raise AssertionError("A writer got no answer for a minute, though a process was up.")
    stop.set()
    await typing
