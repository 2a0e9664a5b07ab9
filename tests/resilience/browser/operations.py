"""What two tabs of one person, and a colleague, do to the lines of a call: one small function each, in a table.

A function gets the run and a tab. Words it types hold a fresh token (`run.token()`); tokens that a person throws away
knowingly are told by `run.discard(...)`. A new operation is a function and a row in the table.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tests.browser.live.cable import CUT, DEAF, PORTAL, WHOLE
from tests.resilience.browser.device import half, lines
from tests.resilience.browser.world import fresh_session

if TYPE_CHECKING:
    from tests.resilience.browser.schedules import Run

TOKEN = re.compile(r"t\d+x")
EDIT = "(id) => document.querySelector(`.ln[data-id='${id}'] [data-edit]`)?.click()"
CHOICES = """() => [...document.querySelectorAll(".trouble")].map((box) => ({
  id: box.closest("[data-id]").dataset.id, mine: box.closest(".bd").querySelector("[data-words]").textContent,
  other: box.querySelector("blockquote")?.textContent ?? "", labels: [...box.querySelectorAll("button")].map((b) => b.textContent),
}))"""
PRESS = """([id, label]) => [...document.querySelectorAll(`.ln[data-id='${id}'] .trouble button`)].find((b) => b.textContent === label)?.click()"""


async def write(run: Run, tab: int) -> None:
    await _type(run, tab, run.token())
    await run.tabs[tab].keyboard.press("Enter")


async def half_type(run: Run, tab: int) -> None:
    await _type(run, tab, f"{run.token()} ")


async def begin_edit(run: Run, tab: int) -> bool:
    """Takes a line up and adds to it; Enter comes with whatever is done next in this tab."""
    if not await _take_up(run, tab):
        return False
    await _type(run, tab, f" {run.token()}", at_end=True)
    return True


async def edit(run: Run, tab: int) -> None:
    if await begin_edit(run, tab):
        await run.tabs[tab].keyboard.press("Enter")


async def remove(run: Run, tab: int) -> None:
    """With its words as they were taken up; what somebody adds to the line meanwhile isn't given up."""
    if await _take_up(run, tab):
        run.discard(set(TOKEN.findall(await half(run.tabs[tab]))))
        await run.tabs[tab].keyboard.press("Control+Delete")


async def merge(run: Run, tab: int) -> None:
    """With the line before, if there is one that it goes with."""
    if await _take_up(run, tab):
        await run.tabs[tab].keyboard.press("Alt+j")


async def split(run: Run, tab: int) -> None:
    """Behind its first word."""
    line = await _take_up(run, tab)
    if line and " " in line["text"].strip():
        typed = (await half(run.tabs[tab])).strip()
        for key in ("Control+Home", "Control+ArrowRight", "Control+Enter"):
            await run.tabs[tab].keyboard.press(key)
        run.split_into(typed.partition(" "))


async def both_write(run: Run, tab: int) -> None:
    await asyncio.gather(write(run, 0), write(run, 1))


async def both_edit_one(run: Run, tab: int) -> None:
    """The same line in both tabs, each without knowing of the other's words."""
    common = {line["id"] for line in await lines(run.tabs[0])} & {line["id"] for line in await lines(run.tabs[1])}
    if not common:
        return
    chosen = run.dice.choice(sorted(common))
    for each in (0, 1):
        await run.tabs[each].evaluate(EDIT, chosen)
        await _type(run, each, f" {run.token()}", at_end=True)
    await asyncio.gather(*(page.keyboard.press("Enter") for page in run.tabs))


async def colleague_edits(run: Run, tab: int) -> None:
    rows = [row for row in run.world.rows(run.call) if not row.removed]
    if rows:
        words = run.token()
        if not await asyncio.to_thread(run.world.colleague_adds, run.call, run.dice.choice(rows).id, words):
            run.discard({words})
        run.by_colleague.add(words)


async def choose(run: Run, tab: int) -> None:
    """Answers a conflict. What is not chosen is given up knowingly."""
    for trouble in (await run.tabs[tab].evaluate(CHOICES))[:1]:
        label = run.dice.choice(trouble["labels"])
        mine, other = set(TOKEN.findall(trouble["mine"])), set(TOKEN.findall(trouble["other"]))
        given_up = {
            "Keep mine": other - mine,
            "Take theirs": mine - other,
            "Keep both": set[str](),
            "Remove it all the same": other,
            "Leave it": set[str](),
            "Let it go": mine,
        }
        run.discard(given_up[label])
        await run.tabs[tab].evaluate(PRESS, [trouble["id"], label])


async def network_goes(run: Run, tab: int) -> None:
    run.device.cable.set(run.dice.choice([CUT, CUT, CUT, DEAF, DEAF, PORTAL]))


async def network_comes(run: Run, tab: int) -> None:
    await asyncio.sleep(run.dice.uniform(0, 0.1))
    run.device.cable.set(WHOLE)
    run.device.cable.reset()


async def reload(run: Run, tab: int) -> None:
    await _opens_again(run, tab)
    await run.device.reload(run.tabs[tab])


async def reopen(run: Run, tab: int) -> None:
    await _opens_again(run, tab)
    run.device.watch.closes(run.tabs[tab])
    await run.tabs[tab].close()
    run.tabs[tab] = await run.device.open()


async def _opens_again(run: Run, tab: int) -> None:
    """Signed out means that the page isn't stored; until it is stored anew it opens with the network only."""
    if not await run.device.is_stored(run.tabs[tab]):
        await network_comes(run, tab)


async def sign_in_again(run: Run, tab: int) -> None:
    await asyncio.to_thread(run.world.sign_out_everywhere, run.call)
    await write(run, tab)
    await run.device.sign_in(await asyncio.to_thread(fresh_session, run.call))


async def wait(run: Run, tab: int) -> None:
    await asyncio.sleep(run.dice.uniform(0, 0.3))


async def _take_up(run: Run, tab: int) -> dict[str, str] | None:
    standing = await lines(run.tabs[tab])
    if not standing:
        return None
    line: dict[str, str] = run.dice.choice(standing)
    await run.tabs[tab].evaluate(EDIT, line["id"])
    await run.tabs[tab].focus("#c")
    return line


async def _type(run: Run, tab: int, words: str, at_end: bool = False) -> None:
    await run.tabs[tab].focus("#c")
    if at_end or await half(run.tabs[tab]):
        await run.tabs[tab].keyboard.press("Control+End")
    await run.tabs[tab].keyboard.type(words)


Operation = Callable[["Run", int], Awaitable[object]]
TABLE: dict[str, tuple[Operation, int]] = {
    "write": (write, 5),
    "half type": (half_type, 2),
    "edit": (edit, 4),
    "begin edit": (begin_edit, 2),
    "remove": (remove, 2),
    "merge": (merge, 1),
    "split": (split, 1),
    "both write": (both_write, 2),
    "both edit one": (both_edit_one, 3),
    "colleague edits": (colleague_edits, 2),
    "choose": (choose, 2),
    "network goes": (network_goes, 3),
    "network comes": (network_comes, 2),
    "reload": (reload, 2),
    "reopen": (reopen, 1),
    "sign in again": (sign_in_again, 1),
    "wait": (wait, 2),
}
