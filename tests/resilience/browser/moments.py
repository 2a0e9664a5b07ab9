"""The moments in which a line is neither here nor there: the page is left, loaded again or killed within microseconds of
Enter, or in its own first moments, on quick disks and slow ones, with another tab typing. Every line is there afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Error, Page, Playwright

from tests.browser.live.cable import CUT, SILENT, WHOLE, cable_to
from tests.resilience.browser.device import SOON, Device, half, lines, until
from tests.resilience.browser.watch import Entered
from tests.resilience.browser.world import Call, World

LOST_BY_A_KILL = 1.0
# The page goes so many milliseconds after its Enter: in the same task, in a microtask, or by a timer that is waited out to
# the microsecond.
LEAVE = """
addEventListener("keydown", (event) => {
  const leave = window.leaveAfter;
  if (event.key !== "Enter" || leave === undefined) return;
  const go = () => location.reload();
  const due = performance.now() + leave;
  const wait = () => { while (performance.now() < due); go(); };
  if (leave === 0) go();
  else if (leave < 1) queueMicrotask(wait);
  else setTimeout(wait, Math.floor(leave) - 1);
});
"""
# Writes of lines and drafts take so long.
SLOW_DISK = """
(() => {
  const put = IDBObjectStore.prototype.put, commit = IDBTransaction.prototype.commit;
  const busy = (store, until) => { store.get("nothing").onsuccess = () => { if (performance.now() < until) busy(store, until); }; };
  IDBObjectStore.prototype.put = function (...what) {
    if (this.transaction.mode === "readwrite") busy(this, performance.now() + MILLISECONDS);
    return put.apply(this, what);
  };
  IDBTransaction.prototype.commit = function () {};
})();
"""


@dataclass(frozen=True)
class Round:
    how: str
    leave: float  # milliseconds after Enter
    early: bool  # typed as soon as the page listens, not once it is ready
    half: str  # typed behind the line; empty where the page goes before
    network: str


@dataclass(frozen=True)
class Plan:
    seed: int
    slow: int  # milliseconds of a write
    tabs: int
    rounds: list[Round]


def plan(seed: int, rounds: int = 12) -> Plan:
    dice = random.Random(seed)
    slow = dice.choice([0, 0, 5, 40, 150])
    tabs = dice.choice([1, 1, 2])
    return Plan(seed, slow, tabs, [_round(dice, number) for number in range(rounds)])


def _round(dice: random.Random, number: int) -> Round:
    how = dice.choices(list(WAYS), weights=[weight for _, weight in WAYS.values()])[0]
    leave = dice.choice([0, dice.uniform(0, 1), dice.uniform(1, 10), dice.uniform(1, 60), dice.uniform(1, 400)])
    words = dice.choice(["", f"half{number}"]) if how != "at once" else ""
    return Round(how, leave, dice.random() < 0.4, words, dice.choice([WHOLE, WHOLE, CUT, CUT, SILENT]))


@dataclass
class Outcome:
    seed: int
    rounds: int = 0
    typed: int = 0
    lost: list[str] = field(default_factory=list)
    lost_by_kill: float = 0.0
    problems: list[str] = field(default_factory=list)


class Run:
    def __init__(self, world: World, call: Call, plan: Plan, device: Device, playwright: Playwright) -> None:
        self.world, self.call, self.plan, self.device, self.playwright = world, call, plan, device, playwright
        self.outcome = Outcome(plan.seed)
        self.pages: list[Page] = []
        self.entered: list[Entered] = []
        self.halves: set[str] = set()

    async def go(self) -> Outcome:
        try:
            await self.device.start(self.playwright)
            self.pages = [await self.device.open() for _ in range(self.plan.tabs)]
            await self.device.stored(self.pages[0])
            for number, round in enumerate(self.plan.rounds):
                await self._round(number, round)
                self.outcome.rounds += 1
            await self._end()
        except Exception as problem:  # whatever went wrong is told with its seed, and the other runs go on
            self.outcome.problems.append((str(problem) or repr(problem)).splitlines()[0])
        finally:
            await self.device.close()
        committed = {row.text: row.created for row in self.world.rows(self.call)}
        own = [line for line in self.entered if line.tab == 0]
        self.outcome.problems += self.device.watch.lies(own, committed, 0.5 if self.plan.tabs > 1 else 0.02)
        return self.outcome

    async def _round(self, number: int, round: Round) -> None:
        self.device.cable.set(round.network)
        page = self.pages[0]
        if round.early:
            await page.reload(wait_until="commit")
            await page.wait_for_selector("body[data-capture]", state="attached")
        token = f"line{number}of{self.plan.seed}"
        typed = [(f"other{number}of{self.plan.seed}", self.pages[-1])] if self.plan.tabs > 1 else []
        for words, other in typed:
            await self._enter(other, words, tab=1)
        at = await self._type(page, token, round)
        gone = await WAYS[round.how][0](self, round)
        await self._look_back(token, round, at, gone)

    async def _enter(self, page: Page, words: str, tab: int = 0) -> None:
        await page.keyboard.type(words)
        await page.keyboard.press("Enter")
        self.entered.append(Entered(words, time.time(), tab))
        self.outcome.typed += 1

    async def _type(self, page: Page, token: str, round: Round) -> float:
        """The line, and what follows it; when its Enter was."""
        if round.how == "at once":
            await page.evaluate("(after) => { window.leaveAfter = after; }", round.leave)
        await page.keyboard.type(token)
        at = time.time()
        try:
            await page.keyboard.press("Enter")
        except Error:
            if round.how != "at once":
                raise
        self.entered.append(Entered(token, time.time()))
        self.outcome.typed += 1
        if round.half:
            await page.keyboard.type(round.half)
            self.halves.add(round.half)
        return at

    async def is_new(self) -> bool:
        try:
            return bool(await self.pages[0].evaluate("window.leaveAfter === undefined"))
        except Error:
            return False  # between two pages

    # ── ways for a page to go; each gives the moment of a kill
    async def at_once(self, round: Round) -> float | None:
        await asyncio.sleep(round.leave / 1000)
        await until(self.is_new, "the page is a new one")
        return None

    async def reload(self, round: Round) -> float | None:
        await asyncio.sleep(round.leave / 1000)
        await self.pages[0].reload()
        return None

    async def close(self, round: Round) -> float | None:
        await asyncio.sleep(round.leave / 1000)
        self.device.watch.closes(self.pages[0])
        await self.pages[0].close()
        self.pages[0] = await self.device.open()
        return None

    async def crash(self, round: Round) -> float | None:
        """The tab alone."""
        await asyncio.sleep(round.leave / 1000)
        crashed = time.time()
        devtools = await self.device.context.new_cdp_session(self.pages[0])
        gone = asyncio.ensure_future(devtools.send("Page.crash"))
        await asyncio.wait([gone], timeout=1)
        gone.cancel()
        self.device.watch.closes(self.pages[0])
        await asyncio.wait([asyncio.ensure_future(self.pages[0].close())], timeout=2)
        self.pages[0] = await self.device.open()
        return crashed

    async def kill(self, round: Round) -> float | None:
        await asyncio.sleep(round.leave / 1000)
        killed = time.time()
        await self.device.kill()
        await self.device.start(self.playwright)
        self.pages = [await self.device.open() for _ in range(self.plan.tabs)]
        return killed

    async def _look_back(self, token: str, round: Round, at: float, killed: float | None) -> None:
        """Every line, and what was half-typed, is on the page again; a kill may take the last second's typing."""
        seen = ""

        async def there() -> bool:
            nonlocal seen
            seen = ""
            for page in self.pages:
                seen += "\n".join(line["text"] for line in await lines(page)) + f"\n{await half(page)}\n"
            return token in seen and (round.half in seen or killed is not None)

        with contextlib.suppress(AssertionError):
            await until(there, token, 8)
        if token not in seen:
            if killed is None or killed - at > LOST_BY_A_KILL:
                self.outcome.lost.append(f"{token} after {round}")
            else:
                self.outcome.lost_by_kill = max(self.outcome.lost_by_kill, killed - at)
                self.entered = [line for line in self.entered if line.token != token]
        if round.half and round.half not in seen and killed is None:
            self.outcome.lost.append(f"{round.half} after {round}")
        await self._clear_composer(token)

    async def _clear_composer(self, token: str) -> None:
        """What is half-typed becomes a line, so that every round begins alike. A kill may have made one of the other line."""
        for page in self.pages:
            await page.wait_for_selector("body[data-capture=ready]", state="attached")
            for _ in range(6):
                words = await half(page)
                if not words:
                    break
                await page.focus("#c")
                await page.keyboard.press("Enter")
                self.entered = [line for line in self.entered if line.token != words] + [Entered(words, time.time(), 1)]

    async def _end(self) -> None:
        self.device.cable.set(WHOLE)
        wanted = {line.token for line in self.entered} - {lost.split()[0] for lost in self.outcome.lost}

        def all_there() -> bool:
            return wanted <= {row.text for row in self.world.rows(self.call)}

        try:
            await until(all_there, "every line is on the server", SOON + 30)
        except AssertionError:
            self.outcome.lost += sorted(wanted - {row.text for row in self.world.rows(self.call)})
        texts = [row.text for row in self.world.rows(self.call)]
        self.outcome.problems += [f"{text!r} is there twice" for text in set(texts) if texts.count(text) > 1]


WAYS: dict[str, tuple[Callable[[Run, Round], Awaitable[float | None]], int]] = {
    "at once": (Run.at_once, 4),
    "reload": (Run.reload, 3),
    "close": (Run.close, 2),
    "crash": (Run.crash, 1),
    "kill": (Run.kill, 1),
}


async def run(
    world: World, call: Call, plan: Plan, folder: Path, playwright: Playwright, scripts: list[str] | None = None
) -> Outcome:
    slow = [SLOW_DISK.replace("MILLISECONDS", str(plan.slow))] if plan.slow else []
    with cable_to(world.address) as cable:
        device = Device(world, call, cable, folder, [LEAVE, *slow, *(scripts or [])])
        return await Run(world, call, plan, device, playwright).go()


def told(plan: Plan, outcome: Outcome) -> str:
    head = f"seed {plan.seed}: {outcome.rounds} rounds, {outcome.typed} lines, writes of {plan.slow} ms, {plan.tabs} tabs: {len(outcome.lost)} lost"
    return head + "".join(f"\n    {problem}" for problem in [*outcome.lost, *outcome.problems])
