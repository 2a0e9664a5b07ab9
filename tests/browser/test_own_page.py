"""A participant on a phone without JavaScript: reads, chooses, signs, has a copy sent, changes one switch; and the team's side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import AuditEntry, User
from analysis.erasing.beginning import begin
from analysis.sample import plan
from interviews.models import (
    ConsentDraft,
    ConsentForm,
    Interview,
    Observer,
    Participant,
    ParticipantLink,
    Purpose,
    StudyPrivacy,
)
from interviews.models.consent import standing_consent
from studies.models import Study
from tests.browser.looks import shoot, shoot_all, sound_at
from tests.factories import make_contact, make_participant, make_persona

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
GERMAN = {
    "about": "Wir möchten verstehen, wie Küchen ihren Bestand zählen und warum viele damit aufhören. Wir verkaufen nichts.",
    "happens": "Wir sprechen etwa 45 Minuten darüber, wie Sie zählen und bestellen.",
    "recipients": "Die drei Menschen in unserem Team, die an dieser Studie arbeiten.",
    "incentive": "Sie bekommen einen Gutschein über 40 Euro, was immer Sie wählen.",
}


@pytest.fixture
def person(study: Study, alice: User) -> Participant:
    today = timezone.localdate()
    ConsentDraft.choose(study, [purpose for purpose in Purpose if purpose != Purpose.NAMED_QUOTES], ["en", "de"], alice)
    ConsentDraft.write(study, "en", plan.CONSENT, alice, 1)
    ConsentDraft.write(study, "de", plan.CONSENT | GERMAN, alice, 2)
    days = {"media_until": 30, "words_until": 365, "identity_until": 180}
    StudyPrivacy.settle(study, alice, **{name: today + timedelta(days=n) for name, n in days.items()})
    ConsentDraft.publish(study, alice)
    contact = make_contact(workspace=study.workspace, name="Kim Kellner", email="kim@tinspoon.example")
    persona = make_persona(study=study, name="Kitchen manager")
    person = make_participant(study=study, agrees=False, contact=contact, persona=persona, attributes={"Size": "small"})
    Interview.schedule(person, alice, timezone.now() + timedelta(days=2), place="Video call")
    return person


def phone(browser: Browser, **more: object) -> Page:
    return browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False, **more).new_page()  # type: ignore[arg-type]


def test_a_participant_signs_on_a_phone_and_changes_one_switch(
    browser: Browser, live_app: str, person: Participant, alice: User
) -> None:
    _, token = ParticipantLink.issue(person, alice)
    address = f"{live_app}/p/{token}/"
    page = phone(browser, locale="en-GB")
    page.goto(address)
    shoot(page, "own-phone-top")
    expect(page.get_by_role("heading", name="Before we talk", level=1)).to_be_visible()
    expect(page.get_by_text("P01", exact=True)).to_be_visible()
    assert page.locator("input:checked").count() == 0
    assert page.locator("fieldset").count() == 6
    for name, answer in (("Take written notes", "Yes"), ("Record sound or picture", "No")):
        page.get_by_role("group", name=name).get_by_label(answer).tap()
    page.get_by_label("Your name, as a signature").fill("Kim Kellner")
    page.get_by_role("button", name="Sign and send").tap()
    expect(page.get_by_role("alert")).to_contain_text("Something is still open")
    expect(page.get_by_role("group", name="Record sound or picture").get_by_label("No")).to_be_checked()
    expect(page.get_by_label("Your name, as a signature")).to_have_value("Kim Kellner")
    shoot(page, "own-phone-open-still")
    page.get_by_role("alert").get_by_role("link", name="Quote your words without your name").tap()
    # The rest by keyboard alone: space chooses, arrows move on, Enter sends.
    for name, key in (
        ("Turn the recording into text by machine", "ArrowRight"),  # from yes to no
        ("Quote your words without your name", ""),
        ("Let others listen to the call", ""),
        ("Contact you again", "ArrowRight"),
    ):
        yes = page.get_by_role("group", name=name).get_by_label("Yes")
        yes.press(" ")
        if key:
            page.keyboard.press(key)
    page.get_by_label("Your name, as a signature").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your answers are written down")
    assert {purpose: row.granted for purpose, row in standing_consent(person).items()} == {
        "notes": True, "recording": False, "transcription": False, "quotes": True, "observers": True, "recontact": False,
    }  # fmt: skip
    shoot(page, "own-phone-signed")
    page.get_by_role("button", name="Send me a copy").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("on its way")
    assert (
        AuditEntry.objects.filter(act="consent.copy").count() == 1
    )  # what is in it: tests/interviews/test_own_page.py
    quotes = page.get_by_role("listitem").filter(has_text="Quote your words without your name")
    quotes.get_by_role("button", name="Change to no").tap()
    expect(page.get_by_role("status")).to_contain_text("holds from now on")
    expect(quotes.get_by_role("button", name="Change to yes")).to_be_visible()
    assert not person.allows(Purpose.QUOTES)
    page.get_by_role("link", name="Deutsch").tap()
    expect(page.get_by_role("heading", name="Bevor wir sprechen")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.get_by_role("link", name="Aus der Studie zurückziehen").tap()
    expect(page.get_by_role("button", name="Jetzt zurückziehen")).to_be_visible()
    shoot(page, "own-phone-withdraw")
    page.get_by_role("link", name="In der Studie bleiben").tap()
    page.context.close()


def test_the_pages_are_sound_in_every_state(browser: Browser, live_app: str, person: Participant, alice: User) -> None:
    _, token = ParticipantLink.issue(person, alice)
    address = f"{live_app}/p/{token}/"
    page = browser.new_context(viewport=PHONE, locale="en-GB").new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(address)
    sound_at(page, "own-sign", (320, 390, 720, 1440))
    page.get_by_role("button", name="Sign and send").click()
    sound_at(page, "own-errors", (320,))
    page.goto(f"{address}?language=de")
    for yes in page.get_by_label("Ja", exact=True).all():
        yes.click()
    page.get_by_label("Ihr Name als Unterschrift").fill("Kim " + "Kellner-" * 18)
    page.get_by_role("button", name="Unterschreiben und senden").click()
    Observer.declare(person.interviews.get(), "Produktmanagerin", "Donaudampfschifffahrtsgesellschaft" * 3, alice)
    page.goto(f"{address}?language=de")
    page.get_by_text("Ihre Rechte und wer").click()
    sound_at(page, "own-stands", (320, 390, 1440))
    page.goto(f"{address}withdraw/")
    sound_at(page, "own-withdraw", (320, 390))
    page.get_by_role("button", name="Withdraw now").click()
    sound_at(page, "own-withdrawn", (390,))
    page.goto(address)
    sound_at(page, "own-gone", (320, 390))
    assert [text for text in said if "404" not in text and "422" not in text] == []
    page.context.close()


def test_whoever_stopped_further_use_has_the_rest_deleted_on_a_phone(
    browser: Browser, live_app: str, person: Participant, alice: User
) -> None:
    _, token = ParticipantLink.issue(person, alice)
    begin(person, "stop", alice)
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{live_app}/p/{token}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing more is done with your words")
    sound_at(page, "own-stopped", (320, 390, 1440))
    page.get_by_role("link", name="Have it deleted as well").click()
    sound_at(page, "own-stopped-erase", (390,))
    page.get_by_role("button", name="Have it deleted as well").click()
    expect(page.get_by_role("status")).to_contain_text("You withdrew on")
    expect(page.get_by_text("is being deleted")).to_be_visible()
    shoot(page, "own-stopped-erased")


@pytest.fixture
def desk(browser: Browser, live_app: str, person: Participant, as_bob: Client) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": as_bob.cookies[name].value, "url": live_app}])
    page = context.new_page()
    page.route("**/events?*", lambda route: route.abort())
    yield page
    context.close()


def test_the_team_writes_previews_publishes_and_sends_the_link(desk: Page, live_app: str, person: Participant) -> None:
    desk.goto(f"{live_app}/studies/{person.study_id}/consent-form/")
    expect(desk.get_by_text("Published as it stands here")).to_be_visible()
    shoot_all(desk, "form-published")
    desk.get_by_label("Thank you").fill("")
    asked: list[str] = []
    desk.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.get_by_role("link", name="Preview").click()
    expect(desk.get_by_label("Thank you")).to_have_value("")
    assert asked == ["beforeunload"]
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Publish as form 2").click()
    expect(desk.get_by_role("alert")).to_contain_text("Thank you, in English")
    sound_at(desk, "form-gap", (320, 720, 1440))
    desk.get_by_role("alert").get_by_role("link").press("Enter")
    desk.get_by_label("Thank you").fill("You get a 50 euro voucher.")
    desk.get_by_label("Thank you").press("Tab")
    desk.get_by_role("button", name="Save").press("Enter")
    desk.get_by_role("link", name="Preview").click()
    expect(desk.get_by_text("You get a 50 euro voucher.")).to_be_visible()
    sound_at(desk, "form-preview", (320, 720, 1440))
    desk.get_by_role("link", name="Consent form").click()
    desk.get_by_role("link", name="Change").click()
    sound_at(desk, "form-choices", (320, 720, 1440))
    desk.get_by_label("Observers in the call").uncheck()
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Publish as form 2").click()
    expect(desk.get_by_role("heading", name="Form 2")).to_be_visible()
    sound_at(desk, "form-version", (320, 1440))
    desk.emulate_media(media="print")
    shoot(desk, "form-print")
    desk.emulate_media(media="screen")
    assert Purpose.OBSERVERS not in ConsentForm.objects.get(version=2).asked
    desk.goto(f"{live_app}/studies/{person.study_id}/people/{person.pk}/")
    desk.get_by_role("button", name="Make a link").click()
    link = desk.get_by_label("Link", exact=True).input_value()
    assert re.fullmatch(rf"{live_app}/p/[\w-]{{43}}/", link)
    sound_at(desk, "form-link", (320, 720, 1440))
    desk.reload()
    expect(desk.get_by_label("Link", exact=True)).to_have_count(0)
    desk.get_by_role("button", name="End the link").click()
    expect(desk.get_by_text("No link yet")).to_be_visible()
    desk.get_by_role("link", name="Write down their answers").click()
    assert desk.locator("main input:checked").count() == 0
    expect(desk.get_by_label("Who heard it")).to_be_hidden()
    desk.get_by_label("Said aloud").check()
    expect(desk.get_by_label("Who heard it")).to_be_visible()
    sound_at(desk, "form-answers", (320, 1440))
