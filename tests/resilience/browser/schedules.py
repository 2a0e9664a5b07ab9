"""Two tabs that write, change lines, lose the network, are loaded again and answer conflicts, in an order that a seed
gives. In the end both show what the server has, and every word typed is in a note or in a copy that a person can see."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Page

from tests.browser.live.cable import WHOLE, cable_to
from tests.resilience.browser.device import Device, half, lines, said
from tests.resilience.browser.operations import TABLE, TOKEN
from tests.resilience.browser.world import Call, World, fresh_session

QUIET = re.compile(r"^(All saved|\d+ lines? (changed by two|(was|were) refused)\.)$")
CONVERGES_WITHIN = 40.0


@dataclass(frozen=True)
class Schedule:
    seed: int
    steps: list[tuple[str, int]]  # operation, tab


def schedule(seed: int, steps: int = 12) -> Schedule:
    dice = random.Random(seed)
    names, weights = list(TABLE), [weight for _, weight in TABLE.values()]
    return Schedule(
        seed, [("write", 0), *zip(dice.choices(names, weights, k=steps), dice.choices([0, 1], k=steps), strict=True)]
    )


@dataclass
class Outcome:
    seed: int
    tokens: int = 0
    conflicts: int = 0  # visible in the end
    rows: int = 0
    problems: list[str] = field(default_factory=list)


class Run:
    def __init__(self, world: World, call: Call, schedule: Schedule, device: Device, browser: Browser) -> None:
        self.world, self.call, self.schedule, self.device, self.browser = world, call, schedule, device, browser
        self.dice = random.Random(f"{schedule.seed} choices")
        self.tabs: list[Page] = []
        self.typed: list[str] = []
        self.discarded: set[str] = set()
        self.by_colleague: set[str] = set()
        self.parts: Counter[str] = Counter()  # how often a split gave these words
        self.outcome = Outcome(schedule.seed)

    def token(self) -> str:
        self.typed.append(f"t{len(self.typed)}x")
        return self.typed[-1]

    def split_into(self, parts: Iterable[str]) -> None:
        """Two tabs' words to one line may be two lines that begin alike; once both are split, the same words stand twice."""
        self.parts.update(part.strip() for part in parts)

    def discard(self, tokens: set[str]) -> None:
        self.discarded |= tokens

    async def go(self) -> Outcome:
        step = "opening"
        try:
            await self.device.start(self.browser)
            self.tabs = [await self.device.open(), await self.device.open()]
            await self.device.stored(self.tabs[1])
            for name, tab in self.schedule.steps:
                step = f"{name} in tab {tab}"
                await TABLE[name][0](self, tab)
            step = "the end"
            await self._settle()
            await self._compare()
            self.outcome.conflicts = await self._troubles()
            step = "answering"
            await self._answer_all()
        except Exception as problem:  # whatever went wrong is told with its seed, and the other runs go on
            self.outcome.problems.append(f"{step}: {(str(problem) or repr(problem)).splitlines()[0]}")
        finally:
            await self.device.close()
        self.outcome.problems += self.device.errors
        return self.outcome

    async def _settle(self) -> None:
        """The network is back; what is half-typed or taken up becomes a line."""
        self.device.cable.set(WHOLE)
        self.device.cable.reset()
        for page in self.tabs:
            await page.focus("#c")
            for _ in range(8):
                if not await half(page):
                    break
                await page.keyboard.press("Enter")

    async def _compare(self) -> None:
        end, found = time.monotonic() + CONVERGES_WITHIN, [""]
        while found and time.monotonic() < end:
            await asyncio.sleep(0.1)
            found = await self._differences()
        self.outcome.problems += found
        self._nothing_dropped(await self._everything())

    async def _troubles(self) -> int:
        return max(sum(line["trouble"] for line in tab) for tab in await self._everything())

    async def _answer_all(self) -> None:
        """Every conflict, and what comes up behind it: in the end nothing waits for anybody."""
        for _ in range(2 * len(self.typed)):
            if self.outcome.problems or not await self._troubles():
                return
            await TABLE["choose"][0](self, 0)
            await self._compare()
        self.outcome.problems.append("the conflicts have no end")

    async def _everything(self) -> list[list[dict[str, Any]]]:
        return [await lines(page) for page in self.tabs]

    async def _differences(self) -> list[str]:
        states = [await said(page) for page in self.tabs]
        if any(state.startswith("Signed out") for state in states):
            # An answer to the old session that is late takes the new one's cookie away again.
            await self.device.sign_in(await asyncio.to_thread(fresh_session, self.call))
        if not all(map(QUIET.match, states)):
            return [f"not quiet: {states}"]
        rows = {row.id: row.text for row in self.world.rows(self.call) if not row.removed}
        found = []
        for number, shown in enumerate(await self._everything()):
            troubled = {line["id"] for line in shown if line["trouble"]}
            # Half of a merge or a split waits until the conflict of the other half is answered: merged away, it is hidden, and
            # its words stand in the conflict, but for those a colleague added meanwhile, which are asked about next; split off,
            # it is shown without the words that stand there.
            mine = set(TOKEN.findall(" ".join(line["text"] for line in shown if line["trouble"])))
            held = {
                note for note, text in rows.items() if mine and set(TOKEN.findall(text)) - self.by_colleague <= mine
            }
            halves = {line["id"] for line in shown if line["waits"] and mine and _apart(line, rows, mine)}
            troubled |= halves
            there = [(line["id"], line["text"]) for line in shown if line["id"] not in troubled]
            standing = {note for note, _ in there}
            wanted = [(n, text) for n, text in rows.items() if n not in troubled and (n in standing or n not in held)]
            if there != wanted:
                more, less = (
                    [t for _, t in there if (_, t) not in wanted],
                    [t for _, t in wanted if (_, t) not in there],
                )
                found.append(
                    f"tab {number} shows {more} and not {less}" if more or less else f"tab {number} has another order"
                )
            if any(line["waits"] and line["id"] not in troubled for line in shown):
                found.append(f"tab {number} shows a saved line as waiting")
        return found

    def _nothing_dropped(self, shown: list[list[dict[str, Any]]]) -> None:
        texts = [row.text for row in self.world.rows(self.call) if not row.removed]
        copies = [line[which] for tab in shown for line in tab if line["trouble"] for which in ("text", "other")]
        visible = set(TOKEN.findall(" ".join([*texts, *copies])))
        dropped = set(self.typed) - visible - self.discarded
        if dropped:
            self.outcome.problems.append(
                f"dropped without a word: {sorted(dropped)}; the server has {texts}, copies {copies}"
            )
        doubled = {text for text in texts if texts.count(text) > max(1, self.parts[text])}
        if doubled:
            twice = [
                (row.id, row.text) for row in self.world.rows(self.call) if row.text in doubled and not row.removed
            ]
            self.outcome.problems.append(f"there twice: {twice}")
        self.outcome.tokens, self.outcome.rows = len(self.typed), len(texts)


def _apart(line: dict[str, Any], rows: dict[str, str], mine: set[str]) -> bool:
    """Whether what the server has beyond the line's words stands in a conflict."""
    return set(TOKEN.findall(rows.get(line["id"], ""))) <= mine | set(TOKEN.findall(line["text"]))


async def run(
    world: World, call: Call, schedule: Schedule, browser: Browser, scripts: list[str] | None = None
) -> Outcome:
    with cable_to(world.address) as cable:
        device = Device(world, call, cable, scripts=scripts)
        return await Run(world, call, schedule, device, browser).go()


def told(schedule: Schedule, outcome: Outcome) -> str:
    steps = ", ".join(f"{name} {tab}" for name, tab in schedule.steps)
    head = f"seed {schedule.seed}: {outcome.tokens} words, {outcome.rows} lines, {outcome.conflicts} conflicts"
    return (
        head + (f" ({steps})" if outcome.problems else "") + "".join(f"\n    {problem}" for problem in outcome.problems)
    )
