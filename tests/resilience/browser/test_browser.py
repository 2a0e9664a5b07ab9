"""A short slice of the long runs, and the controls that must fail. `python -m tests.resilience.browser` has the rest."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.browser.live.cable import CUT, DEAF, PORTAL
from tests.browser.live.conftest import quiet
from tests.resilience.browser import controls, cuts, moments, schedules
from tests.resilience.browser.device import browser
from tests.resilience.browser.world import World, make_call
from tests.server import database_url

pytestmark = [pytest.mark.browser, pytest.mark.resilience, pytest.mark.django_db(transaction=True)]
SEED = 20


@pytest.fixture
def world(live_app: str) -> Any:
    yield World(live_app, database_url(), settings.SESSION_COOKIE_NAME)
    quiet()


def side_by_side(jobs: list[Callable[[Any, Any], Awaitable[Any]]], at_once: int = 4) -> list[Any]:
    """In a thread with a loop of its own: the other browser tests hold one in this thread."""
    found: list[Any] = []

    async def all_of_them() -> None:
        places = asyncio.Semaphore(at_once)
        async with browser() as (playwright, shared):

            async def one(job: Callable[[Any, Any], Awaitable[Any]]) -> Any:
                async with places:
                    return await job(playwright, shared)

            found.extend(await asyncio.gather(*map(one, jobs)))

    thread = threading.Thread(target=lambda: asyncio.run(all_of_them()))
    thread.start()
    thread.join()
    assert len(found) == len(jobs)
    return found


PLANS = [
    cuts.plan(SEED, 2, 40, ["reload", "another tab"], CUT, 140),
    cuts.plan(SEED + 1, 3, 40, ["kill"], CUT, 140),
    cuts.plan(SEED + 2, 2, 40, ["reload", "sign out"], DEAF, 140),
    cuts.plan(SEED + 3, 2, 40, ["another tab"], PORTAL, 140),
]


def test_every_character_is_back_after_cuts_reloads_and_a_killed_browser(world: World, tmp_path: Path) -> None:
    calls = [make_call(number) for number in range(len(PLANS))]
    jobs = [
        lambda playwright, _, n=n: cuts.run(world, calls[n], PLANS[n], tmp_path / str(n), playwright)  # type: ignore[misc]
        for n in range(len(PLANS))
    ]
    for plan, outcome in zip(PLANS, side_by_side(jobs), strict=True):
        assert not outcome.problems, cuts.told(plan, outcome)
        assert outcome.back == outcome.typed == 140


def test_a_page_that_goes_in_the_moment_of_enter_loses_nothing(world: World, tmp_path: Path) -> None:
    plans = [moments.plan(SEED + number, 4) for number in range(3)]
    calls = [make_call(number) for number in range(len(plans))]
    jobs = [
        lambda playwright, _, n=n: moments.run(world, calls[n], plans[n], tmp_path / str(n), playwright)  # type: ignore[misc]
        for n in range(len(plans))
    ]
    for plan, outcome in zip(plans, side_by_side(jobs), strict=True):
        assert not outcome.lost + outcome.problems, moments.told(plan, outcome)


def test_two_tabs_at_random_end_as_the_server_has_it(world: World) -> None:
    plans = [schedules.schedule(SEED + number, 8) for number in range(10)]
    calls = [make_call(number) for number in range(len(plans))]
    jobs = [
        lambda _, shared, n=n: schedules.run(world, calls[n], plans[n], shared)  # type: ignore[misc]
        for n in range(len(plans))
    ]
    for plan, outcome in zip(plans, side_by_side(jobs), strict=True):
        assert not outcome.problems, schedules.told(plan, outcome)


def test_negative_controls_are_noticed(world: World, tmp_path: Path) -> None:
    names = list(controls.CONTROLS)
    calls = [make_call(number) for number in range(len(names))]

    def job(n: int) -> Callable[[Any, Any], Awaitable[Any]]:
        control = controls.CONTROLS[names[n]]
        plan = cuts.plan(SEED + n, 3, 40, list(control.acts), control.how, 140)
        return lambda playwright, _: cuts.run(
            world, calls[n], plan, tmp_path / str(n), playwright, [control.script], patience=4
        )

    for name, outcome in zip(names, side_by_side([job(n) for n in range(len(names))]), strict=True):
        assert outcome.problems, f"{name} went unseen with seed {outcome.seed}"
