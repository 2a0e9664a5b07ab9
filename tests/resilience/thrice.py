"""Every request of a call is sent three times, in random order, and the first answer is dropped: exactly one effect.

A call's acts stand in chains: turns follow each other, and so do the changes of one line. A page sends the next act of a
chain when it has heard an answer to the one before. Of each act the first copy's answer is lost (half of them with their
connection), the second is the page's own retry, and the third comes from anywhere in between, at any time until the end.
Some copies are on their way at the same moment, to different processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.resilience.stage import BROKEN, Stage
from tests.resilience.thrice_check import differences
from tests.resilience.wire import NO_ANSWER, Answer, Wire, post, put, until_healthy

ABREAST = 4  # sequences
AT_ONCE = 0.3  # of the second copies: they leave before the first one has arrived
CUT = 0.5  # of the first copies: their connection is cut as well
KINDS = ["note", "verbatim", "observation", "aha", "follow_up"]


@dataclass
class Verdict:
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.wrong


@dataclass
class Result:
    sequences: int = 0
    requests: int = 0
    acts: int = 0
    seconds: float = 0.0
    verdict: Verdict = field(default_factory=Verdict)

    def row(self) -> str:
        first = f" (first: {self.verdict.wrong[0]})" if self.verdict.wrong else ""
        return (
            f"| every request sent three times in random order, the first answer dropped | {self.sequences} sequences of "
            f"{self.acts:,} acts in {self.requests:,} requests, {self.seconds:.0f} s: {len(self.verdict.wrong)} effects "
            f"that weren't exactly one{first} |"
        )


def run(rounds: int, seed: int, broken: str = "") -> Result:
    with Stage() as stage:
        stage.set_the_scene(calls=1, planned=rounds)
        apps = [stage.app(BROKEN, RESILIENCE_BREAK=broken) if broken else stage.app() for _ in range(2)]
        return asyncio.run(play(stage, [app.port for app in apps], rounds, seed, broken))


async def play(stage: Stage, ports: list[int], rounds: int, seed: int, broken: str) -> Result:
    result, begun = Result(), time.monotonic()
    for port in ports:
        await until_healthy(port)
    for first in range(0, rounds, ABREAST):
        numbers = range(first, min(first + ABREAST, rounds))
        await asyncio.gather(*(sequence(stage, ports, number, seed, result) for number in numbers))
        if broken and result.verdict.wrong:
            break
        if (first + ABREAST) % 100 == 0:
            print(f"sequence {first + ABREAST}, after {time.monotonic() - begun:.0f} s", flush=True)
    result.seconds = time.monotonic() - begun
    return result


async def sequence(stage: Stage, ports: list[int], number: int, seed: int, result: Result) -> None:
    call = Call(stage.calls[0], stage.calls[0]["planned"][number], ports, f"{seed}:{number}")
    wrong = await call.play()
    with stage.connect() as database:
        wrong += differences(database, call.interview, call.expected)
    if wrong:
        print(f"sequence {number}: {wrong[0]}", flush=True)
    result.verdict.wrong += [f"sequence {number}: {each}" for each in wrong]
    result.sequences += 1
    result.acts += call.acts
    result.requests += call.requests


Send = Callable[[Wire], Awaitable[Answer]]


@dataclass(frozen=True)
class Plan:
    """What becomes of the three copies of one act; all of it drawn at once, so that a seed gives it again."""

    ports: list[int]
    cut_after: float  # seconds; 0: the answer comes and is dropped
    at_once: bool
    third: str
    after: float

    @classmethod
    def draw(cls, ports: list[int], rng: Random) -> Plan:
        return cls(
            rng.choices(ports, k=3),
            rng.uniform(0.002, 0.02) if rng.random() < CUT else 0,
            rng.random() < AT_ONCE,
            rng.choice(["now", "soon", "after the call"]),
            rng.uniform(0, 0.3),
        )


class Call:
    """One sequence, and what it should come to."""

    def __init__(self, scene: dict[str, Any], interview: int, ports: list[int], seed: str) -> None:
        self.scene, self.interview, self.ports, self.seed = scene, interview, ports, seed
        self.base = f"/studies/{scene['study']}/interviews/{interview}/"
        self.acts = self.requests = 0
        self.clock = 0
        self.late: list[asyncio.Task[None]] = []
        self.over = asyncio.Event()
        self.wrong: list[str] = []
        self.expected: dict[str, Any] = {"lines": {}, "asks": {}, "observers": 0, "events": {}, "state": "live"}

    async def play(self) -> list[str]:
        rng = self.chance("the call")
        await self.start(rng)
        async with asyncio.TaskGroup() as group:
            group.create_task(self.turns(self.chance("turns")))
            group.create_task(self.observers(self.chance("observers")))
            for number in range(rng.randint(2, 4)):
                group.create_task(self.line(self.chance(f"line {number}")))
        await self.act(rng, "finish/")
        self.count("interview_finished")
        self.expected["state"] = "done"
        self.over.set()
        await asyncio.gather(*self.late)
        await asyncio.sleep(0.1)  # what was cut off may still be on its way
        return self.wrong

    def chance(self, chain: str) -> Random:
        """Each chain has its own, for the chains go on beside each other."""
        return Random(f"{self.seed}:{chain}")

    # ── the chains
    async def start(self, rng: Random) -> None:
        await self.act(rng, "start/")
        self.count("interview_started")
        first = self.scene["questions"][0]
        self.expected |= {"current": first}
        self.expected["asks"][first] = ["under_way", 0, None]
        self.count("question")

    async def turns(self, rng: Random) -> None:
        for _ in range(rng.randint(1, 5)):
            now, to = self.expected["current"], rng.choice([*self.scene["questions"], None])
            if to == now:
                continue
            left, at = rng.choice(["asked", "skipped", ""]), self.tick(rng)
            await self.act(rng, "live/question/", to=to or "", left_as=left, at_ms=at)
            asks = self.expected["asks"]
            if now is not None:
                asks[now] = [left or asks[now][0], asks[now][1], at]
            elif to in asks:
                asks[to][2] = at  # what was asked off the script before it is over then
            if to is not None:
                asks.setdefault(to, ["under_way", at, None])
            self.expected["current"] = to
            self.count("question")

    async def observers(self, rng: Random) -> None:
        for _ in range(rng.randint(0, 2)):
            await self.act(rng, "observers/", role="Designer", organisation="")
            self.expected["observers"] += 1
            self.count("observers")

    async def line(self, rng: Random) -> None:
        name = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        kind = rng.choice(KINDS)
        line = {"text": f"line {name[:8]} as it was", "kind": kind, "revision": 0, "removed": False, "done": False}
        at = self.tick(rng)
        await self.save(rng, name, line, at)
        self.expected["lines"][name] = line
        for step in range(rng.randint(0, 4)):
            deed = rng.choice(["edit", "remove", "restore", "tick"])
            if deed == "edit":
                line["text"] = f"line {name[:8]} as it was changed, {step}"
                await self.save(rng, name, line, at)
                line["removed"] = False  # whoever changes a line knows of its removal, and wants it
            elif deed == "tick":
                done = not line["done"]
                await self.save(rng, name, line, at, done=done)
                line |= {"done": done, "removed": False}
            elif (deed == "remove") != line["removed"]:
                await self.save(rng, name, line, at, removed=deed == "remove")
                line["removed"] = deed == "remove"

    async def save(self, rng: Random, name: str, line: dict[str, Any], at: int, **more: bool) -> None:
        sent = {
            "text": line["text"], "kind": line["kind"], "offset_ms": at, "question": None, "base": line["revision"],
            "author": self.scene["user"], "themes": [], "signals": [], **more,
        }  # fmt: skip
        answer = await self.thrice(rng, lambda wire: put(wire, f"{self.base}notes/{name}/", sent))
        self.changed(line)
        said = answer.json or {}
        if said.get("saved") is not True or said.get("revision") != line["revision"]:
            self.wrong.append(f"a retry was answered with {answer.status} {said}, not with revision {line['revision']}")
            line["revision"] = said.get("revision", line["revision"])

    # ── sending
    async def act(self, rng: Random, path: str, **fields: Any) -> None:
        key = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        answer = await self.thrice(rng, lambda wire: post(wire, self.base + path, act=key, **fields))
        if answer.status >= 400:
            self.wrong.append(f"a retry of {path} was answered with {answer.status}")

    async def thrice(self, rng: Random, send: Send) -> Answer:
        self.acts += 1
        plan = Plan.draw(self.ports, rng)
        first = asyncio.create_task(self.lose_the_answer(send, plan))
        self.late += [first, asyncio.create_task(self.come_late(send, plan))]
        if not plan.at_once:
            await first
        while True:
            try:
                return await self.send(send, plan.ports[1])
            except NO_ANSWER:
                await asyncio.sleep(0.05)

    async def lose_the_answer(self, send: Send, plan: Plan) -> None:
        copy = asyncio.create_task(self.send(send, plan.ports[0]))
        if plan.cut_after:
            await asyncio.sleep(plan.cut_after)
            copy.cancel()
        await asyncio.gather(copy, return_exceptions=True)

    async def come_late(self, send: Send, plan: Plan) -> None:
        """At once, somewhere in the call, or after its end."""
        if plan.third == "after the call":
            await self.over.wait()
        if plan.third != "now":
            await asyncio.sleep(plan.after)
        with contextlib.suppress(*NO_ANSWER):
            await self.send(send, plan.ports[2])

    async def send(self, send: Send, port: int) -> Answer:
        wire = Wire(port, self.scene["session"])
        self.requests += 1
        try:
            return await send(wire)
        finally:
            wire.close()

    # ── what should come of it
    def tick(self, rng: Random) -> int:
        self.clock += rng.randint(1, 5000)
        return self.clock

    def count(self, kind: str) -> None:
        self.expected["events"][kind] = self.expected["events"].get(kind, 0) + 1

    def changed(self, line: dict[str, Any]) -> None:
        line["revision"] += 1
        self.count("note")
