"""`python -m tests.resilience.browser cuts --runs 100 --seed 1`: the long runs of the browser half of the proof.

Each run prints its seed when it fails; `--seed N --runs 1` does that run again.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.resilience.browser import controls, cuts, moments, schedules
from tests.resilience.browser.device import browser
from tests.resilience.browser.world import World, own_world


async def side_by_side(jobs: list[Callable[[], Awaitable[Any]]], at_once: int) -> list[Any]:
    places = asyncio.Semaphore(at_once)

    async def one(job: Callable[[], Awaitable[Any]]) -> Any:
        async with places:
            return await job()

    return await asyncio.gather(*map(one, jobs))


async def run_cuts(world: World, options: argparse.Namespace) -> int:
    plans = [cuts.plan(options.seed + number, options.lasts, options.speed) for number in range(options.runs)]
    outcomes: list[cuts.Outcome] = []
    async with browser() as (playwright, _):
        with tempfile.TemporaryDirectory(prefix="throughline-") as profiles:

            async def one(number: int) -> None:
                plan = plans[number]
                outcome = await cuts.run(world, world.calls[number], plan, Path(profiles) / str(number), playwright)
                outcomes.append(outcome)
                print(cuts.told(plan, outcome), flush=True)

            await side_by_side([lambda number=number: one(number) for number in range(options.runs)], options.at_once)  # type: ignore[misc]
    failed = [outcome for outcome in outcomes if outcome.problems]
    whole = sum(outcome.back == outcome.typed == cuts.CHARACTERS for outcome in outcomes)
    print(f"\n{len(outcomes)} runs: {whole} with 600 of 600 characters back, {len(failed)} with problems")
    print(f"lost by a kill at most {max(o.lost_by_kill for o in outcomes):.2f} s of typing")
    print(f"state right after at most {max(o.state_after for o in outcomes):.2f} s")
    print(f"all on the server at most {max(o.arrived_after for o in outcomes):.1f} s after the network was back")
    return len(failed)


async def run_moments(world: World, options: argparse.Namespace) -> int:
    plans = [moments.plan(options.seed + number) for number in range(options.runs)]
    outcomes: list[moments.Outcome] = []
    async with browser() as (playwright, _):
        with tempfile.TemporaryDirectory(prefix="throughline-") as profiles:

            async def one(number: int) -> None:
                plan = plans[number]
                outcome = await moments.run(world, world.calls[number], plan, Path(profiles) / str(number), playwright)
                outcomes.append(outcome)
                print(moments.told(plan, outcome), flush=True)

            await side_by_side([lambda number=number: one(number) for number in range(options.runs)], options.at_once)  # type: ignore[misc]
    failed = [outcome for outcome in outcomes if outcome.problems or outcome.lost]
    print(
        f"\n{sum(o.rounds for o in outcomes)} rounds, {sum(o.typed for o in outcomes)} lines, {sum(len(o.lost) for o in outcomes)} lost"
    )
    print(f"lost by a kill at most {max(o.lost_by_kill for o in outcomes):.2f} s of typing")
    return len(failed)


async def run_schedules(world: World, options: argparse.Namespace) -> int:
    plans = [schedules.schedule(options.seed + number) for number in range(options.runs)]
    outcomes: list[schedules.Outcome] = []
    async with browser() as (_, shared):

        async def one(number: int) -> None:
            outcome = await schedules.run(world, world.calls[number], plans[number], shared)
            outcomes.append(outcome)
            if outcome.problems or len(outcomes) % 50 == 0:
                print(schedules.told(plans[number], outcome), flush=True)

        await side_by_side([lambda number=number: one(number) for number in range(options.runs)], options.at_once)  # type: ignore[misc]
    failed = [outcome for outcome in outcomes if outcome.problems]
    print(f"\n{len(outcomes)} schedules, {sum(o.tokens for o in outcomes)} words typed, {len(failed)} with problems")
    print(
        f"{sum(bool(o.conflicts) for o in outcomes)} ended with a conflict on show, {sum(o.conflicts for o in outcomes)} in all"
    )
    return len(failed)


async def run_controls(world: World, options: argparse.Namespace) -> int:
    """Each of them must fail."""
    missed: list[str] = []
    async with browser() as (playwright, _):
        with tempfile.TemporaryDirectory(prefix="throughline-") as profiles:

            async def one(number: int, name: str) -> None:
                control, seed = controls.CONTROLS[name], options.seed + number
                plan = cuts.plan(seed, 8, 20, list(control.acts), control.how, 200)
                outcome = await cuts.run(
                    world, world.calls[number], plan, Path(profiles) / str(number), playwright, [control.script]
                )
                print(
                    f"{name}: {'fails, as it must' if outcome.problems else 'NOT NOTICED'}; {cuts.told(plan, outcome)}",
                    flush=True,
                )
                if not outcome.problems:
                    missed.append(name)

            names = list(controls.CONTROLS)
            jobs = [lambda number=number: one(number, names[number % len(names)]) for number in range(options.runs)]  # type: ignore[misc]
            await side_by_side(jobs, options.at_once)
    return len(missed)


RUNS = {
    "cuts": (run_cuts, 100),
    "moments": (run_moments, 60),
    "schedules": (run_schedules, 1000),
    "controls": (run_controls, 4),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.resilience.browser", description=__doc__)
    parser.add_argument("what", choices=RUNS)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--lasts", type=float, help="seconds of every cut")
    parser.add_argument("--speed", type=float, help="characters a second")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background has it ignored
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    act, usual = RUNS[options.what]
    options.runs = options.runs or usual
    begun = time.monotonic()
    print(f"{options.what}: {options.runs} runs from seed {options.seed}", flush=True)
    with own_world(options.runs) as world:
        failed = asyncio.run(act(world, options))
    print(f"{time.monotonic() - begun:.0f} s; {'FAILED' if failed else 'passed'}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
