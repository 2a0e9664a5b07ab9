"""Enough interviews? in a real browser: sound at every width, its rule changed by key, and the mark of having read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from analysis.models import ReadThrough
from interviews.models import InterviewState
from tests.browser.looks import sound_at
from tests.factories import make_interview, make_note, make_participant, make_persona, make_quote, make_theme
from tests.people import client_of

pytestmark = pytest.mark.browser

NEW = [4, 3, 1, 2, 0, 1, 0, 0, 0]
NAMES = ("Counting happens after midnight", "Trust in the numbers", "Spreadsheet is the fallback", "One person owns it")


@pytest.fixture
def open_page(page: Page, context: BrowserContext, live_app: str, no_console_errors: list[str]) -> Any:
    context.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=": quiet\n\n"))

    def go(user: Any, name: str, *args: Any, query: str = "") -> Page:
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_app}])
        page.goto(live_app + reverse(f"analysis:{name}", args=args) + query)
        return page

    return go


@pytest.fixture
def held(study: Any) -> Any:
    """Nine interviews of three personas, in an order, and one that is planned."""
    names = ("Owner-operators", "Kitchen managers", "Multi-site managers")
    personas = [
        make_persona(study=study, name=name, target=target) for name, target in zip(names, (5, 4, 3), strict=True)
    ]
    made = 0
    for day, new in enumerate(NEW):
        interview = talk(study, personas[day % 3], day)
        for n in range(made, made + new):
            name = NAMES[n] if n < len(NAMES) else f"Theme {n}"
            make_quote(study=study, interview=interview, theme=make_theme(study=study, name=name), text=f"About {n}")
        make_quote(study=study, interview=interview, theme=study.themes.first(), text="Again")
        made += new
    person = make_participant(study=study, persona=personas[1])
    make_interview(study=study, participant=person, state=InterviewState.PLANNED)
    return personas


def talk(study: Any, persona: Any, day: int) -> Any:
    interview = make_interview(study=study, participant=make_participant(study=study, persona=persona))
    interview.started_at = timezone.now() - timedelta(days=40 - day)
    interview.save(update_fields=["started_at"])
    return interview


def test_it_is_sound(open_page: Any, study: Any, vera: Any, held: Any) -> None:
    page = open_page(vera, "enough", study.pk)
    expect(page.locator("#rate-h")).to_have_text("Enough by the rule you chose")
    expect(page.locator("#enough")).to_contain_text("Most to learn from")
    sound_at(page, "enough", (1440, 720, 390, 320))


def test_the_rule_and_the_persona_by_key(open_page: Any, study: Any, vera: Any, held: Any) -> None:
    page = open_page(vera, "enough", study.pk)
    page.locator("select[name=run]").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**run=3*")
    page.locator("input[name=persona]").first.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(f"**persona={held[0].pk}*run=3*")
    expect(page.locator("#rate-h")).to_have_text("Too early (4 more)")
    expect(page.locator("#enough .who")).to_have_count(3)
    sound_at(page, "enough-early", (1440,))


def test_it_waits_for_the_untagged_until_they_are_read_through(open_page: Any, study: Any, bob: Any, held: Any) -> None:
    waits = talk(study, held[1], 20)
    make_note(interview=waits, text="We never counted anything.")
    page = open_page(bob, "enough", study.pk)
    expect(page.locator("#rate-h")).to_have_text("1 interview isn’t tagged yet")
    sound_at(page, "enough-waits", (1440,))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name=f"Read {waits.participant.code}").click()
    expect(page.locator("#lines.with-keys")).to_be_visible()
    page.get_by_role("button", name="Read through").click()
    expect(page.locator("#read-mark .state")).to_have_text("Read through BE")
    expect(page.locator("#read-mark button")).to_be_focused()
    page.locator(".toast [data-undo]").click()
    expect(page.locator("#read-mark").get_by_role("button", name="Read through", exact=True)).to_be_visible()
    assert not ReadThrough.objects.exists()
    page.get_by_role("button", name="Read through").click()
    expect(page.locator("#read-mark .state")).to_be_visible()
    sound_at(page, "read-mark")
    page.set_viewport_size({"width": 1440, "height": 900})
    page = open_page(bob, "enough", study.pk)
    expect(page.locator("#rate-h")).to_have_text("Enough by the rule you chose")


def test_many_interviews_scroll_inside_their_frame(open_page: Any, study: Any, vera: Any) -> None:
    persona = make_persona(study=study, name="People with a very long name for what they are and do", target=60)
    for day in range(45):
        interview = talk(study, persona, day % 30)
        make_quote(
            study=study,
            interview=interview,
            theme=make_theme(study=study, name=f"Theme {day // 2} of a study with long names in it"),
        )
    page = open_page(vera, "enough", study.pk)
    sound_at(page, "enough-many", (1440, 720))


def test_nothing_yet(open_page: Any, study: Any, vera: Any) -> None:
    page = open_page(vera, "enough", study.pk)
    expect(page.locator("main")).to_contain_text("No interview to count yet")
    sound_at(page, "enough-nothing", (1440,))
