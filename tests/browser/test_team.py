"""A workspace begins to ask for a second step, in a real browser: the owner sees whom it shuts out, a member is led through it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import Invitation, Role
from tests.browser.looks import sound_at
from tests.factories import join, make_user
from tests.people import client_of

pytestmark = pytest.mark.browser
WORD = "correct horse battery"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_second_step_is_asked_for_and_set_up(
    page: Page,
    context: BrowserContext,
    live_app: str,
    workspace: Any,
    study: Any,
    alice: Any,
    bob: Any,
    no_console_errors: list[str],
) -> None:
    context.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=": quiet\n\n"))
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    join(workspace, make_user(name="Maximiliane-Theodora von Hohenstaufen-Langenargen zu Unterwasserburg"), Role.VIEWER)
    Invitation.issue(workspace, Role.VIEWER, alice, "somebody@example.org")

    # The server's process can't read the quick hashes of the tests.
    bob.password = (hasher := PBKDF2PasswordHasher()).encode(WORD, hasher.salt())
    bob.save()

    def enter(user: Any) -> None:
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_app}])

    enter(alice)
    page.goto(live_app + reverse("accounts:members", args=[workspace.pk]))
    sound_at(page, "members", (1440, 720, 390, 320))
    page.get_by_role("link", name="Ask everybody for it…").press("Enter")
    expect(page.get_by_text("2 of 3 have none")).to_be_visible()
    sound_at(page, "rule", (1440, 390))
    page.get_by_role("button", name="Ask everybody").press("Enter")
    expect(page.get_by_text("Asked of everybody")).to_be_visible()

    enter(bob)
    page.goto(live_app + reverse("analysis:overview", args=[study.pk]))
    expect(page.get_by_role("heading", level=1)).to_have_text("Alice's workspace asks for a second step")
    sound_at(page, "asks", (1440, 390))
    page.keyboard.press("Enter")
    page.get_by_label("Password").fill(WORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/totp/activate/")
    page.get_by_label("Six digits").fill(code_of(page.locator("#authenticator_secret").input_value()))
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Go on to the workspace").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Studies")
    page.goto(live_app + reverse("usersessions_list"))
    sound_at(page, "sessions", (1440, 390))
