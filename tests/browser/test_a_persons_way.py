"""A participant's whole way, in two browsers: the team's, and a phone's without scripts and without an account.

Invited, a time picked, consent signed, interviewed, quoted, one switch changed and changed back, the data taken, withdrawn.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from django.utils.html import strip_tags
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import User
from analysis.sample import plan
from interviews.models import ConsentDraft, Kind, Participant, Purpose, StudyPrivacy, Withdrawal
from studies.models import Study
from tests.browser.live.capture import SOON, lines, ready, state, write
from tests.browser.looks import shoot, shoot_all, sound_at
from tests.factories import make_persona
from tests.jobs import run_jobs
from tests.people import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
NAME, MAIL = "Wilhelmina Kestrel", "wilhelmina@tinspoon.example"
SAID = "Every Sunday I weigh the flour, and nobody ever opens the sheet."
NOTES = ("Counts alone since the spring", f'"{SAID}', "Orders butter by looking at the shelf")
KNOWN = (NAME, "Kestrel", MAIL, "weigh the flour", NOTES[0], NOTES[2])
# In this order in the audit log, whatever else stands between.
STORY = (
    "Alice Owner added contact", "Alice Owner added participant", "Alice Owner made a link", "Alice Owner invited",
    "Throughline sent a letter", "A participant chose a time", "A participant answered what they agree to",
    "A participant answered what they agree to", "A participant answered what they agree to",
    "A participant took all that is held of them", "A participant withdrew", "Throughline carried out withdrawal",
)  # fmt: skip
THEME, INSIGHT = "Nobody opens the sheet", "Counts stop where nobody reads them."


@pytest.fixture
def asking(study: Study, alice: User, settings: Any, tmp_path: Path) -> Study:
    """A study that is ready to ask: its form is published, and a persona is looked for."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    make_persona(study=study, name="Kitchen manager", target=4)
    ConsentDraft.choose(study, [use for use in Purpose if use != Purpose.NAMED_QUOTES], ["en", "de"], alice)
    ConsentDraft.write(study, "en", plan.CONSENT, alice, 1)
    ConsentDraft.write(study, "de", plan.CONSENT, alice, 2)
    days = {"media_until": 30, "words_until": 365, "identity_until": 180}
    StudyPrivacy.settle(
        study, alice, **{name: timezone.localdate() + timedelta(days=number) for name, number in days.items()}
    )
    ConsentDraft.publish(study, alice)
    return study


class Way:
    """The steps, each in the browser of whoever takes it."""

    def __init__(self, team: Page, phone: Page, eyes: Page, site: str, study: Study) -> None:
        self.team, self.phone, self.eyes, self.site, self.study = team, phone, eyes, site, study
        self.address = ""

    @property
    def person(self) -> Participant:
        return Participant.objects.get(study=self.study)

    def go(self, path: str) -> None:
        self.team.goto(f"{self.site}/studies/{self.study.pk}/{path}")

    def shot(self, name: str) -> None:
        """The team's page, in both schemes."""
        shoot_all(self.team, f"team-{name}", (1440,))

    def sound(self, name: str) -> None:
        """The person's page as it stands: pictures of it without scripts, and axe in a browser that can run it."""
        shoot(self.phone, f"phone-{name}")
        self.eyes.goto(self.phone.url)
        assert self.eyes.locator("h1").inner_text() == self.phone.locator("h1").inner_text()
        sound_at(self.eyes, f"own-{name}", (390,))

    def add_and_invite(self) -> None:
        page = self.team
        page.goto(f"{self.site}/workspaces/{self.study.workspace_id}/contacts/")
        page.get_by_label("Name", exact=True).fill(NAME)
        page.get_by_label("E-mail", exact=True).fill(MAIL)
        page.get_by_label("Company", exact=True).fill("Tin Spoon")
        page.get_by_role("button", name="Add contact").click()
        page.get_by_role("link", name=NAME).click()
        page.get_by_role("button", name="Add to this study").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("P01")
        self.shot("participant-new")
        page.get_by_role("region", name="Recruiting").get_by_role("link", name="Offer times").click()
        page.get_by_label("Day", exact=True).fill(str(timezone.localdate() + timedelta(days=20)))
        page.get_by_role("textbox", name="Times").fill("9:00, 14:00")
        page.get_by_role("button", name="Offer", exact=True).click()
        expect(page.get_by_text("2 times are offered.")).to_be_visible()
        self.shot("times")
        self.go(f"people/{self.person.pk}/")
        expect(page.get_by_role("link", name="Offer times")).to_have_count(0)
        page.get_by_label("Persona", exact=True).select_option(label="Kitchen manager")
        page.get_by_role("region", name="Persona and attributes").get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Make a link").click()
        by_hand = page.get_by_label("Link", exact=True).input_value()
        page.get_by_role("button", name="Invite by mail").click()
        expect(page.get_by_text("P01: the invitation is on its way.")).to_be_visible()
        run_jobs()
        assert [letter.to for letter in mail.outbox] == [[MAIL]]
        self.address = self.site + link_in(mail.outbox[0].body)
        self.phone.goto(by_hand)
        expect(self.phone.get_by_role("heading", level=1)).to_have_text("Before we talk")

    def pick_a_time(self) -> None:
        page = self.phone
        page.goto(self.address)
        expect(page.get_by_role("heading", level=1)).to_have_text("When can we talk?")
        self.sound("times")
        page.locator("button[name=slot]").first.tap()
        expect(page.get_by_role("status")).to_contain_text("It’s yours. A mail with a file for your calendar")
        self.sound("time-taken")
        run_jobs()
        letter = mail.outbox[-1]
        assert "/p/" in link_in(letter.body)
        calendar = next(part for part in letter.attachments if part[0] == "call.ics")
        assert "BEGIN:VEVENT" in str(calendar[1]) and "SUMMARY:Talk with" in str(calendar[1])

    def consent(self) -> None:
        page = self.phone
        page.get_by_role("link", name="Read and choose").tap()
        expect(page.get_by_text("how kitchens count their stock")).to_be_visible()
        assert page.locator("fieldset").count() == 6
        assert page.locator("input:checked").count() == 0
        self.sound("read-and-choose")
        for group in page.locator("fieldset").all():
            recorded = re.search("Record sound|Turn the recording", group.inner_text())
            group.get_by_label("No" if recorded else "Yes", exact=True).tap()
        page.get_by_label("Your name, as a signature").fill(NAME)
        page.get_by_role("button", name="Sign and send").tap()
        expect(page.get_by_role("status")).to_contain_text("Your answers are written down")
        expect(self.switch("Quote your words without your name")).to_contain_text("Yes")
        self.sound("signed")

    def switch(self, name: str) -> Locator:
        return self.phone.get_by_role("listitem").filter(has=self.phone.get_by_role("heading", name=name))

    def talk(self) -> None:
        page, call = self.team, self.person.interviews.get()
        self.go(f"people/{self.person.pk}/")
        self.shot("participant-agreed")
        page.get_by_role("region", name="Interviews").get_by_role("link").first.click()
        page.get_by_text("Declare an observer").click()
        page.get_by_label("Role").fill("Product manager")
        page.get_by_label("Organisation").fill("Halfcrate")
        page.get_by_role("button", name="Declare", exact=True).click()
        expect(page.locator("#observers")).to_contain_text("Product manager")
        self.shot("before-the-call")
        page.get_by_role("button", name="Start the interview").click()
        ready(page)
        write(page, *NOTES)
        state(page, "All saved")
        assert lines(page) == [NOTES[0], SAID, NOTES[2]]
        self.shot("call")
        page.get_by_role("button", name="End interview").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Debrief", timeout=SOON)
        self.shot("debrief")
        call.refresh_from_db()
        assert call.is_done and call.notes.filter(kind=Kind.VERBATIM).count() == 1

    def quote_and_cite(self) -> None:
        page = self.team
        page.get_by_role("link", name="Read the interview").click()
        expect(page.locator("#lines.with-keys")).to_be_visible()
        page.locator("[data-line]", has_text=SAID).click(position={"x": 200, "y": 6})
        page.keyboard.press("t")
        page.keyboard.type(THEME)
        page.keyboard.press("Enter")
        expect(page.locator("mark:not(.waiting)", has_text="flour").first).to_be_visible()
        self.shot("read")
        self.go("insights/")
        page.get_by_role("link", name="State an insight").first.click()
        page.locator("main [name=statement]").fill(INSIGHT)
        page.get_by_role("button", name="State it").click()
        page.get_by_role("link", name=re.compile("Cite")).first.click()
        picked = page.locator(f"#pick-{self.study.quotes.get().pk}").get_by_role("button", name="For", exact=True)
        picked.click()
        expect(picked).to_have_attribute("aria-pressed", "true")
        page.get_by_role("link", name="Done").click()
        expect(page.locator("main")).to_contain_text(SAID)
        self.shot("insight")

    def see_what_is_kept(self) -> None:
        page = self.phone
        page.goto(self.address)  # the one they have; it led to the times before
        expect(page.get_by_role("heading", level=1)).to_have_text("After we talked")
        expect(page.get_by_role("heading", name="Who listened")).to_be_visible()
        expect(page.locator(".listeners")).to_contain_text("Product manager, Halfcrate")
        expect(page.locator("dl.keep")).to_contain_text("Notes and transcript")
        self.sound("after-the-talk")

    def change_one_switch(self) -> None:
        quotes = self.switch("Quote your words without your name")
        quotes.get_by_role("button", name="Change to no").tap()
        expect(self.phone.get_by_role("status")).to_contain_text("holds from now on")
        self.sound("no-quotes")
        insight = self.study.insights.get()
        for path in ("board/", f"insights/{insight.pk}/"):
            self.go(path)
            expect(self.team.locator("main")).not_to_contain_text(SAID)
            self.shot("hidden-" + path.split("/")[0])
        quotes.get_by_role("button", name="Change to yes").tap()
        expect(self.phone.get_by_role("status")).to_contain_text("holds from now on")
        for path in ("board/", f"insights/{insight.pk}/"):
            self.go(path)
            expect(self.team.locator("main")).to_contain_text(SAID)
            self.shot("back-" + path.split("/")[0])

    def take_the_data(self) -> None:
        with self.phone.expect_download() as download:
            self.phone.get_by_role("button", name="Get everything").tap()
        archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
        told = "".join(archive.read(name).decode() for name in archive.namelist() if re.search("json|html$", name))
        assert [words for words in KNOWN if words not in told] == []

    def withdraw(self) -> None:
        page = self.phone
        page.get_by_role("link", name="Withdraw from the study").tap()
        expect(page.get_by_text("we delete everything you told us")).to_be_visible()
        self.sound("withdraw")
        page.get_by_role("button", name="Withdraw now").tap()
        expect(page.get_by_role("status")).to_contain_text("You withdrew on")
        expect(page.get_by_text("Your link opens nothing from now on")).to_be_visible()
        shoot(page, "phone-withdrawn")
        page.emulate_media(color_scheme="dark")
        shoot(page, "phone-withdrawn-dark")
        page.emulate_media(color_scheme="light")
        page.goto(self.address)
        expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing")
        self.sound("gone")

    def pages(self) -> list[str]:
        """Where the team would find the person or their words."""
        person, call, insight = self.person, self.study.interviews.get(), self.study.insights.get()
        study, workspace = f"/studies/{self.study.pk}/", f"/workspaces/{self.study.workspace_id}/"
        within = (
            "", "people/", f"people/{person.pk}/", "people/board/", "interviews/", f"interviews/{call.pk}/live/",
            f"interviews/{call.pk}/read/", f"interviews/{call.pk}/record/", "board/", "insights/", f"insights/{insight.pk}/",
            f"insights/{insight.pk}/cite/", "report/", "history/", *(f"themes/{theme.pk}/" for theme in self.study.themes.all()),
        )  # fmt: skip
        return [*(study + path for path in within), f"{workspace}contacts/", "/search/?q=flour"]

    def known_on(self, pages: list[str]) -> dict[str, list[str]]:
        """Which of the person's words, or what tells their name, stands on which page, in sight or not."""
        found: dict[str, list[str]] = {}
        client = client_of(self.study.owner)  # type: ignore[arg-type]
        for path in pages:
            answer = client.get(path, follow=True)
            assert answer.status_code in {200, 404}, path
            sent = answer.content.decode()
            text = unescape(sent) + strip_tags(sent)  # what was searched for is marked inside a sentence
            if known := [words for words in KNOWN if words in text]:
                found[path] = known
        return found

    def nothing_is_left(self) -> None:
        page = self.team
        self.go("people/")
        expect(page.get_by_text("Nobody here yet")).to_be_visible()
        self.shot("people-after")
        page.get_by_role("link", name="Withdrawals").click()
        page.get_by_role("link", name="P01").click()
        expect(page.get_by_role("heading", name="P01 withdrew")).to_be_visible()
        expect(page.get_by_role("heading", name="Done")).to_be_visible()
        expect(page.locator("main")).to_contain_text("by the person, on their own page")
        self.shot("withdrawal-done")
        self.go(f"insights/{self.study.insights.get().pk}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(INSIGHT)
        expect(page.locator("#evidence")).to_contain_text("[withdrawn] 1 quote that stood here is gone")
        self.shot("insight-after")
        self.go("board/")
        expect(page.get_by_role("heading", name=THEME)).to_be_visible()
        self.shot("board-after")

    def the_log_tells(self) -> None:
        page = self.team
        page.goto(f"{self.site}/workspaces/{self.study.workspace_id}/audit/")
        rows = page.locator(".auditrows li p")
        told = [row.strip() for row in reversed(rows.all_inner_texts())]
        self.shot("audit")
        where = iter(told)
        for act in STORY:
            assert any(row.startswith(act) for row in where), (act, told)
        assert [words for words in KNOWN if words in page.content()] == []
        page.get_by_role("link", name="Check the chain").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("The chain holds up to entry")


def link_in(body: str | Any) -> str:
    found = re.search(r"https://line\.example(/p/\S+)", str(body))
    assert found
    return found[1]


@pytest.fixture
def way(browser: Browser, live_app: str, asking: Study, alice: User) -> Iterator[Way]:
    mail.outbox = []
    desk = browser.new_context(viewport=DESK, reduced_motion="reduce", locale="en-GB")  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    desk.add_cookies([{"name": name, "value": client_of(alice).cookies[name].value, "url": live_app}])
    small: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "reduced_motion": "reduce", "locale": "en-GB"}
    phone, eyes = browser.new_context(**small, java_script_enabled=False), browser.new_context(**small)
    way = Way(desk.new_page(), phone.new_page(), eyes.new_page(), live_app, asking)
    yield way
    for page in (way.team, way.eyes):
        page.goto("about:blank")
    for context in (desk, phone, eyes):
        context.close()


def test_a_persons_whole_way(way: Way) -> None:
    way.add_and_invite()
    way.pick_a_time()
    way.consent()
    way.talk()
    way.quote_and_cite()
    way.see_what_is_kept()
    way.change_one_switch()
    way.take_the_data()
    pages = way.pages()
    assert len(way.known_on(pages)) >= 12  # the same look finds them while they are there
    way.withdraw()
    run_jobs()
    assert Withdrawal.objects.get().is_done
    assert way.known_on(pages) == {}
    way.nothing_is_left()
    way.the_log_tells()
