"""A call under way, and browsers of somebody's own to type it in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.models import User
from interviews.models import Interview, InterviewState
from studies.models import Question, Study
from tests.browser.live.cable import Cable, cable_to
from tests.browser.live.capture import WIDE, opened
from tests.factories import make_assumption, make_interview, make_participant, make_persona, make_section
from tests.people import client_of


@pytest.fixture
def call(study: Study, bob: User) -> Interview:
    warm, core = (make_section(study=study, title=title, minutes=9) for title in ("Warm-up", "Core"))
    first = Question.add(warm, "How was yesterday?")
    for text in ("What happened the last time you counted?", "And then?"):
        Question.add(core, text, probes=["Who noticed, and when?", "What did it cost?"])
    make_assumption(study=study, statement="A phone would bring the count back.", disproof="They have one.")
    person = make_participant(study=study, persona=make_persona(study=study, name="Kitchen manager"))
    interview = make_interview(study=study, state=InterviewState.LIVE, participant=person)
    interview.turn_to(first, bob)
    return interview


@pytest.fixture
def browse(browser: Browser, live_app: str) -> Iterator[Callable[[User], BrowserContext]]:
    """A browser of somebody's own, signed in."""
    opened: list[BrowserContext] = []

    def begin(user: User, size: tuple[int, int] = WIDE, **options: Any) -> BrowserContext:
        usual = {"viewport": {"width": size[0], "height": size[1]}, "base_url": live_app, "reduced_motion": "reduce"}
        context = browser.new_context(**usual | options)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client_of(user).cookies[name].value, "url": live_app}])
        opened.append(context)
        return context

    yield begin
    for context in opened:
        context.close()
    quiet()


def quiet() -> None:
    """What pages said as they closed is answered before the tables are emptied: both would wait for each other."""
    busy = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'"
    looks = 0
    while looks < 2:
        with connection.cursor() as cursor:
            cursor.execute(busy)
            looks = looks + 1 if not cursor.fetchone()[0] else 0
        time.sleep(0.05)


@pytest.fixture
def capture(browse: Any, call: Interview, bob: User) -> Page:
    return opened(browse(bob), call)


@pytest.fixture
def cable(live_app: str) -> Iterator[Cable]:
    with cable_to(live_app) as cable:
        yield cable


@pytest.fixture
def wired(browse: Any, bob: User, cable: Cable) -> BrowserContext:
    context = browse(bob, base_url=cable.address)
    sign_in(context, bob, cable)
    return context


def sign_in(context: BrowserContext, user: User, cable: Cable) -> None:
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client_of(user).cookies[name].value, "url": cable.address}])
