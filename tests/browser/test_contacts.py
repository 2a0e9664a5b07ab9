"""Contacts in a real browser: a table with errors is mended and imported, two doubles become one, and the log has it all."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from interviews.models import AttributeKind, Contact, ContactAttribute
from tests.browser.looks import shoot_all, sound_at
from tests.factories import make_contact, make_participant
from tests.people import client_of

pytestmark = pytest.mark.browser

LONG = "Maximiliane-Theodora von Hohenstaufen-Langenargen zu Unterwasserburg"
TABLE = f"""Name;E-mail;Company;Role;Plan;Seats;Favourite colour
Ada Zett;a.zett@example.org;Zett & Sons;Cook;small;12;green
Bo Ypsil;bo(at)example.org;Ypsil;;Medium;3;
{LONG};{"x" * 50}@{"y" * 50}.example.org;{"Donaudampfschifffahrtsgesellschaft " * 4};Owner;Large;many;blue
;cy@example.org;;;;;
"""


@pytest.fixture
def open_page(page: Page, context: BrowserContext, live_app: str, no_console_errors: list[str]) -> Any:
    context.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=": quiet\n\n"))

    def go(user: Any, name: str, *args: Any, query: str = "") -> Page:
        session = client_of(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_app}])
        page.goto(live_app + reverse(name, args=args) + query)
        return page

    return go


def test_a_table_with_errors_is_mended_imported_merged_and_written_down(
    open_page: Any, workspace: Any, study: Any, alice: Any, tmp_path: Any, no_console_errors: list[str]
) -> None:
    ContactAttribute.define(workspace, alice, "Plan", AttributeKind.CHOICE, ["Small", "Large"])
    ContactAttribute.define(workspace, alice, "Seats", AttributeKind.NUMBER, [])
    ada = make_contact(workspace=workspace, name="Ada Zett", email="ada@example.org", company="Zett & Söhne")
    make_participant(study=study, contact=ada)
    for number in range(60):
        make_contact(workspace=workspace, name=f"Person {number:02d}", company="Bakery" if number % 2 else "Bar")
    page = open_page(alice, "interviews:contacts", workspace.pk)
    sound_at(page, "contacts", (320, 1440))
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import contacts")
    sound_at(page, "import", (1440, 390))
    file = tmp_path / "people.csv"
    file.write_bytes(TABLE.encode("cp1252"))
    page.get_by_label("The file").set_input_files(file)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Read it").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("3 rows need another look")
    expect(page.get_by_role("button", name="Import")).to_be_disabled()
    sound_at(page, "look-wrong", (1440, 720, 390, 320))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_label("E-mail", exact=True).fill("bo@example.org")
    page.get_by_label("Plan", exact=True).fill("large")
    page.get_by_label("Seats", exact=True).fill("40")
    page.get_by_label("Favourite colour holds").select_option("new")
    page.get_by_label("Leave line 5 out").focus()
    page.keyboard.press("Space")
    page.get_by_label("E-mail", exact=True).press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("3 contacts to import")
    shoot_all(page, "look-ready")
    page.get_by_role("button", name="Import 3 contacts").click()
    expect(page.get_by_role("status")).to_contain_text("Imported: 3 new, 0 changed.")
    assert Contact.objects.count() == 64
    sound_at(page, "contacts-full", (1440, 720, 390))
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_text("Filter", exact=True).click()
    shoot_all(page, "filter")
    page.get_by_label("Plan", exact=True).first.select_option("Large")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("table.contacts tbody tr")).to_have_count(2)

    page.get_by_role("link", name="Doubles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Doubles")
    sound_at(page, "doubles", (1440, 390))
    page.get_by_role("link", name="Compare with the first").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are these one person?")
    sound_at(page, "merge", (1440, 720, 390, 320))
    page.get_by_label("a.zett@example.org").check()
    page.get_by_role("button", name="Merge the two").click()
    expect(page.get_by_label("E-mail")).to_have_value("a.zett@example.org")
    expect(page.get_by_text("P01")).to_be_visible()
    sound_at(page, "contact", (1440, 720, 390))

    page.get_by_role("link", name="Who read or changed it").click()
    expect(page.locator(".auditrows li").first).to_contain_text("Alice Owner read contact")
    expect(page.locator(".auditrows")).to_contain_text(re.compile(r"Alice Owner merged contact \d+ into contact \d+"))
    page.get_by_role("link", name="Show everything").click()
    expect(page.locator(".auditrows")).to_contain_text("imported a table of contacts: 3 new, 0 changed")
    assert "Zett" not in page.locator("main").inner_text()
    sound_at(page, "audit", (1440, 720, 390, 320))
    page.get_by_label("What").select_option("contact.merged")
    page.get_by_role("button", name="Show these").press("Enter")
    expect(page.locator(".auditrows li")).to_have_count(1)
    page.get_by_role("link", name="Check the chain").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("The chain holds up to entry")
    sound_at(page, "chain", (1440, 390))
