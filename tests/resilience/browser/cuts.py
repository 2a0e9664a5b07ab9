"""Six hundred characters typed while the network goes, the page is loaded again without it, the browser is killed or the
sign-in runs out. All of them are back: on the server, in their order, and the rest half-typed in the composer."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page, Playwright

from tests.browser.live.cable import CUT, DEAF, HALF_OPEN, PORTAL, SILENT, WHOLE, cable_to
from tests.resilience.browser.device import SOON, Device, half, lines, said, until
from tests.resilience.browser.watch import Entered
from tests.resilience.browser.world import Call, World, fresh_session

CHARACTERS = 600
LOST_BY_A_KILL = 1.0  # seconds of typing
WORDS = [
    "stock",
    "count",
    "fridge",
    "order",
    "paper",
    "sheet",
    "night",
    "sunday",
    "waste",
    "list",
    "guess",
    "phone",
    "chef",
    "van",
    "price",
    "late",
    "again",
    "twice",
    "never",
]
SAFE = re.compile(r"^(?:Offline|Opened without the network) – (\d+) lines? safe on this device$")
OFFLINE = "device"  # the device itself knows that it has no network


@dataclass(frozen=True)
class Plan:
    seed: int
    lines: list[str]
    rest: str
    speed: float  # characters a second
    begins: float  # the cut, seconds after the first key
    lasts: float
    how: str
    acts: list[tuple[float, str]]  # seconds into the cut, what happens then

    @property
    def keys(self) -> str:
        return "".join(f"{line}\n" for line in self.lines) + self.rest


def plan(
    seed: int,
    lasts: float | None = None,
    speed: float | None = None,
    acts: list[str] | None = None,
    how: str = "",
    characters: int = CHARACTERS,
) -> Plan:
    dice = random.Random(seed)
    texts = _lines(dice, characters)
    lasts = lasts or dice.choice([dice.uniform(1, 6), dice.uniform(4, 12), dice.uniform(10, 20)])
    how = how or dice.choice([CUT, CUT, OFFLINE, SILENT, SILENT, DEAF, HALF_OPEN, PORTAL])
    if acts is None:
        acts = dice.choices(list(ACTS), weights=[weight for _, weight in ACTS.values()], k=dice.choice([1, 1, 2, 3]))
    when = sorted(dice.uniform(0, lasts) for _ in acts)
    speed = speed or dice.uniform(14, 24)
    begins = dice.uniform(min(1, characters / speed / 4), min(8, characters / speed / 3))
    return Plan(seed, texts[:-1], texts[-1], speed, begins, lasts, how, list(zip(when, acts, strict=True)))


def _lines(dice: random.Random, characters: int) -> list[str]:
    """Lines of words, each unlike the others, `characters` long in all."""
    found: list[str] = []
    while (left := characters - sum(map(len, found))) > 60:
        found.append(f"{len(found):02}{' '.join(dice.choices(WORDS, k=dice.randint(1, 7)))}"[:50])
    half = left // 2
    return [*found, "y" * (left - half), "z" * half]


@dataclass
class Outcome:
    seed: int
    how: str
    lasts: float
    typed: int = 0
    back: int = 0
    lost_by_kill: float = 0.0  # seconds of typing, the worst
    state_after: float = 0.0  # seconds from Enter until the state was right, the worst
    arrived_after: float = (
        0.0  # seconds from the network's return, or the last Enter, until everything was on the server
    )
    problems: list[str] = field(default_factory=list)


class Run:
    def __init__(
        self, world: World, call: Call, plan: Plan, device: Device, playwright: Playwright, patience: float = SOON
    ) -> None:
        self.world, self.call, self.plan, self.device, self.playwright = world, call, plan, device, playwright
        self.patience = patience
        self.outcome = Outcome(plan.seed, plan.how, plan.lasts)
        self.page: Page = None  # type: ignore[assignment]
        self.at = 0  # the next key
        self.typed: list[float] = []  # when each was
        self.entered: list[Entered] = []
        self.signed_out = False

    async def go(self) -> Outcome:
        try:
            await self.device.start(self.playwright)
            self.page = await self.device.open()
            await self.device.stored(self.page)
            await self._play()
            await self._end()
        except Exception as problem:  # whatever went wrong is told with its seed, and the other runs go on
            self.outcome.problems.append((str(problem) or repr(problem)).splitlines()[0])
        finally:
            await self.device.close()
        self.outcome.problems += self.device.watch.lies(self.entered, self._committed()) + self.device.errors
        return self.outcome

    async def _play(self) -> None:
        begun = time.monotonic()
        moments = [(self.plan.begins, self._cut)]
        moments += [(self.plan.begins + after, ACTS[what][0]) for after, what in self.plan.acts]
        moments += [(self.plan.begins + self.plan.lasts, Run.mend)]
        for after, act in moments:
            await self._type_until(begun + after)
            await act(self)  # type: ignore[call-arg]
        await self._type_until(float("inf"))

    async def _type_until(self, moment: float) -> None:
        while self.at < len(self.plan.keys) and time.monotonic() < moment:
            began = time.monotonic()
            await self._key()
            await asyncio.sleep(max(0, 1 / self.plan.speed - (time.monotonic() - began)))
        if moment != float("inf"):
            await asyncio.sleep(max(0, moment - time.monotonic()))

    async def _key(self) -> None:
        key = self.plan.keys[self.at]
        began = time.time()
        if key == "\n":
            await self.page.keyboard.press("Enter")
            done = self.plan.keys[: self.at].split("\n")[-1]
            self.entered = [line for line in self.entered if line.token != done] + [Entered(done, time.time())]
        else:
            await self.page.keyboard.type(key)
        self.typed[self.at :] = [began]
        self.at += 1

    # ── what happens during the cut
    @staticmethod
    async def _cut(run: Run) -> None:
        if run.plan.how == OFFLINE:
            await run.device.context.set_offline(True)
        run.device.cable.set(CUT if run.plan.how == OFFLINE else run.plan.how)

    async def mend(self) -> None:
        self.device.cable.set(WHOLE)
        self.mended = time.time()
        await self.device.context.set_offline(False)
        if self.signed_out:
            await self.device.sign_in(await asyncio.to_thread(fresh_session, self.call))

    async def reload(self) -> None:
        await self.device.reload(self.page)
        await self._look_back(0)

    async def another_tab(self) -> None:
        """The tab is closed, and the page opened in another one."""
        self.device.watch.closes(self.page)
        await self.page.close()
        self.page = await self.device.open()
        await self._look_back(0)

    async def kill(self) -> None:
        killed = time.time()
        await self.device.kill()
        await self.device.start(self.playwright)
        if self.plan.how == OFFLINE:
            await self.device.context.set_offline(True)
        self.page = await self.device.open()
        await self._look_back(LOST_BY_A_KILL, killed)

    async def sign_out(self) -> None:
        """The session ends on the server while the network is away."""
        self.signed_out = True
        await asyncio.to_thread(self.world.sign_out_everywhere, self.call)

    async def look(self) -> None:
        """Finish a line, stop, and see how long the state takes to be right."""
        while self.at < len(self.plan.keys) and self.plan.keys[self.at - 1] != "\n":
            await self._key()
        began = time.monotonic()
        heard, waiting = "", 0

        async def right() -> bool:
            nonlocal heard, waiting
            waiting = len(self.entered) - len(self.world.rows(self.call))
            heard = await said(self.page)
            counted = SAFE.match(heard)
            # The server may have lines whose answers were lost; the page can't know of them.
            return waiting <= int(counted[1]) <= len(self.entered) if counted else not waiting and heard == "All saved"

        try:
            await until(right, "right", 6)
        except AssertionError:
            raise AssertionError(f"The state said “{heard}” with {waiting} lines not on the server") from None
        self.outcome.state_after = max(self.outcome.state_after, time.monotonic() - began)

    async def _look_back(self, lost: float, killed: float = 0.0) -> None:
        """Everything typed is there again, but for what was typed within `lost` seconds of the kill."""
        shown = [line["text"] for line in await lines(self.page)]
        words = await half(self.page)
        back = "".join(f"{text}\n" for text in shown) + words
        if not self.plan.keys.startswith(back):
            raise AssertionError(f"Back on the page: {back[-120:]!r} for {self.plan.keys[: self.at][-120:]!r}")
        missing = self.typed[len(back) : self.at]
        if missing:
            seconds = killed - missing[0] if killed else float("inf")
            self.outcome.lost_by_kill = max(self.outcome.lost_by_kill, seconds)
            if seconds > lost:
                raise AssertionError(
                    f"{len(missing)} keys are gone, typed {seconds:.2f} s before: {self.plan.keys[len(back) : self.at]!r}"
                )
        self.at = len(back)
        gone = {line.token for line in self.entered} - set(shown)
        self.entered = [line for line in self.entered if line.token not in gone]

    # ── the end: the network is back
    async def _end(self) -> None:
        problem = None
        try:
            await until(self._all_there, "every line is on the server", self.patience)
            self.outcome.arrived_after = time.time() - max(self.mended, *(line.at for line in self.entered))
            await until(self._all_saved, "the page says that all is saved", self.patience)
        except AssertionError as reason:
            problem = reason
        there = "".join(row.text for row in self.world.rows(self.call))
        left = await half(self.page)
        self.outcome.typed = len(self.plan.keys.replace("\n", ""))
        self.outcome.back = len(there) + len(left)
        if problem:
            raise AssertionError(f"{problem}: {self._difference()}; the page says “{await said(self.page)}”")
        if left != self.plan.rest:
            raise AssertionError(f"Half-typed is {left!r}, not {self.plan.rest!r}")

    async def _all_there(self) -> bool:
        if self.signed_out and (await said(self.page)).startswith("Signed out"):
            # An answer to the ended session that comes late takes the new one's cookie away: sign in once more.
            await self.device.sign_in(await asyncio.to_thread(fresh_session, self.call))
        return [row.text for row in self.world.rows(self.call)] == self.plan.lines

    async def _all_saved(self) -> bool:
        return await said(self.page) == "All saved"

    def _difference(self) -> str:
        there = [row.text for row in self.world.rows(self.call)]
        lost = [line for line in self.plan.lines if line not in there]
        more = [line for line in there if there.count(line) > 1 or line not in self.plan.lines]
        return f"lost {lost}, too many {more}" if lost or more else "in another order"

    def _committed(self) -> dict[str, float]:
        return {row.text: row.created for row in self.world.rows(self.call)}


ACTS: dict[str, tuple[Callable[[Run], Awaitable[None]], int]] = {
    "reload": (Run.reload, 3),
    "kill": (Run.kill, 3),
    "another tab": (Run.another_tab, 2),
    "sign out": (Run.sign_out, 1),
    "look": (Run.look, 3),
}


async def run(
    world: World,
    call: Call,
    plan: Plan,
    folder: Path,
    playwright: Playwright,
    scripts: list[str] | None = None,
    patience: float = SOON,
) -> Outcome:
    with cable_to(world.address) as cable:
        device = Device(world, call, cable, folder, scripts)
        return await Run(world, call, plan, device, playwright, patience).go()


def told(plan: Plan, outcome: Outcome) -> str:
    acts = ", ".join(f"{what} at {after:.1f} s" for after, what in plan.acts)
    head = (
        f"seed {plan.seed}: {plan.how} for {plan.lasts:.1f} s at {plan.speed:.0f} keys/s, {acts}: {outcome.back} of {outcome.typed},"
        f" all there {outcome.arrived_after:.1f} s after"
    )
    return head + "".join(f"\n    {problem}" for problem in outcome.problems)
