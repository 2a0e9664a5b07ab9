"""Takes the guide's pictures anew: `python docs/pictures/take.py`, or with the names of some of them.

Starts Throughline in an empty folder of its own, with the sample study, and acts in an installed Chromium as a person would.
The pictures lie in docs/pictures/guide/, each below 200 kB.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from palette import shrink
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GUIDE = HERE / "guide"
LINK = re.compile(r"(http://[^/\s]+)/sign-in/\S+")
BROWSERS = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
LARGEST = 200_000
BESIDE_A_CALL, WIDE, PHONE = (720, 800), (1200, 800), (390, 780)
LONG = 20_000


@contextmanager
def throughline() -> Iterator[tuple[str, str]]:
    """A server on an empty folder; gives the folder and its sign-in link."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        os.chmod(folder, 0o755)
        env = {**os.environ, "THROUGHLINE_VAR": f"{folder}/var"}
        env.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "config.serve", "--port", "0"]
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True)
        try:
            assert server.stdout
            found = next(filter(None, map(LINK.search, server.stdout)), None)
            if not found:
                sys.exit("The server ended without a sign-in link.")
            yield f"{folder}/var", found.group(0)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


@contextmanager
def signed_in(link: str) -> Iterator[BrowserContext]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("No Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-lcd-text"]
        )
        context = browser.new_context(reduced_motion="reduce", color_scheme="light")
        page = context.new_page()
        page.goto(link)
        page.locator("main button").click()
        expect(page.locator(".tabs, h1").first).to_be_visible(timeout=LONG)
        yield context
        browser.close()


class Call:
    """The planned call of the sample study, from the page before it to the debrief after it."""

    def __init__(self, page: Page, link: str, var: str) -> None:
        self.page, self.var, self.wanted = page, var, set(sys.argv[1:])
        self.base = LINK.match(link).group(1)  # type: ignore[union-attr]

    def picture(self, name: str, size: tuple[int, int] | None = None, whole: bool = False, part: str = "") -> None:
        if size:
            self.page.set_viewport_size({"width": size[0], "height": size[1]})
        if self.wanted and name not in self.wanted:
            return
        self.page.wait_for_timeout(400)
        path = GUIDE / f"{name}.png"
        if part:
            self.page.locator(part).screenshot(path=path)
        else:
            self.page.screenshot(path=path, full_page=whole)
        shrink(path)
        if path.stat().st_size > LARGEST:
            sys.exit(f"{path.name} has {path.stat().st_size} bytes: {LARGEST} is the most.")
        print(f"{path.name}: {path.stat().st_size // 1000} kB")

    def type(self, *lines: str) -> None:
        for line in lines:
            self.page.keyboard.type(line, delay=4)
            if self.page.locator("[role=listbox]:visible").count():
                self.page.keyboard.press("Tab")  # the theme or the assumption that is offered
            self.page.keyboard.press("Enter")

    def clear(self) -> None:
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Backspace")
        self.page.keyboard.press("Backspace")

    def at(self, minutes: int) -> None:
        """As if the call had begun so long ago."""
        with psycopg.connect(host=f"{self.var}/pg/s", user="postgres", dbname="postgres", autocommit=True) as database:
            database.execute(
                "update interviews_interview set started_at = now() - make_interval(mins => %s) where state = 'live'",
                [minutes],
            )
        self.page.reload()
        expect(self.page.locator("body[data-capture=ready]")).to_be_attached(timeout=LONG)

    def before(self) -> None:
        self.page.goto(f"{self.base}/")
        self.page.get_by_role("link", name=re.compile("Why do small restaurants")).first.click()
        self.page.locator(".tabs").get_by_text("Interviews").click()
        self.page.get_by_role("link", name=re.compile("Open live capture for")).first.click()
        expect(self.page.get_by_role("button", name="Start the interview")).to_be_visible(timeout=LONG)
        self.picture("before", WIDE)

    def live(self) -> None:
        page = self.page
        page.get_by_role("button", name="Start the interview").click()
        expect(page.locator("body[data-capture=ready]")).to_be_attached(timeout=LONG)
        self.at(2)
        self.type("Kitchen manager, two cooks under her, closed on Tuesdays.")
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowDown")
        self.at(11)
        self.type(
            '"We count on Sundays, when nobody is left to ask. #one-person',
            "~Laughs, looks at the door.",
            "!She counts twice because the first number is never believed. @A3+",
            "?Ask to see the sheet on the fridge.",
            "=The count is there to be shown, not used.",
        )
        self.at(14)
        page.keyboard.press("Alt+m")
        self.type('"In July I had two weeks off, and so had the count. @A2+')
        expect(page.locator("[data-save]")).to_contain_text("All saved", timeout=LONG)
        page.keyboard.type("Order goes out on Monday, copied from")
        self.picture("live", WIDE)
        self.picture("live-beside-a-call", BESIDE_A_CALL)
        self.picture("live-phone", PHONE)
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        self.clear()
        page.keyboard.type("The list has no place for trim #wa")
        expect(page.locator("[role=listbox]:visible")).to_be_visible(timeout=LONG)
        self.picture("themes", BESIDE_A_CALL, part=".lv-stream")
        page.keyboard.press("Escape")
        self.clear()

    def fix(self) -> None:
        page = self.page
        page.keyboard.press("ArrowUp")
        expect(page.locator("[data-editing]")).to_be_visible(timeout=LONG)
        self.picture("fix", BESIDE_A_CALL)
        page.keyboard.press("Escape")
        page.keyboard.press("Alt+f")
        page.keyboard.type("count")
        expect(page.locator("[data-found]")).to_contain_text("of", timeout=LONG)
        self.picture("find", BESIDE_A_CALL)
        page.keyboard.press("Escape")
        page.keyboard.press("Alt+r")
        self.type("The owner takes cash home, and everybody knows.")
        expect(page.locator("[data-save]")).to_contain_text("All saved", timeout=LONG)
        self.picture("off-record", BESIDE_A_CALL)
        page.keyboard.press("Alt+r")

    def offline(self) -> None:
        self.page.context.set_offline(True)
        self.type("Line typed while the train is in the tunnel.", '"I would rather count lids than people.')
        expect(self.page.locator("[data-save]")).to_contain_text("Offline", timeout=LONG)
        self.picture("offline", BESIDE_A_CALL)
        self.page.context.set_offline(False)
        expect(self.page.locator("[data-save]")).to_contain_text("All saved", timeout=LONG)

    def debrief(self) -> None:
        page = self.page
        page.get_by_role("button", name=re.compile("^End")).click()
        expect(page.get_by_role("heading", name="Debrief")).to_be_visible(timeout=LONG)
        expect(page.locator("body[data-debrief=ready]")).to_be_attached(timeout=LONG)
        page.get_by_role("button", name="Take over:").first.click()
        page.get_by_label("In July I had two weeks off").check()
        page.get_by_label("What they need or struggle with").fill(
            "A count that somebody reads before the order goes out."
        )
        page.wait_for_timeout(900)
        page.evaluate("scrollTo(0, 0)")
        self.picture("debrief", WIDE)
        self.picture("debrief-phone", PHONE)
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        page.get_by_role("button", name="Save my debrief").click()
        expect(page.locator("#messages")).to_contain_text("saved", timeout=LONG)
        page.goto(f"{page.url.rsplit('/debrief', 1)[0]}/record/")
        self.picture("record", WIDE)

    def themes(self) -> None:
        page, study = self.page, self.page.url.split("/interviews/")[0]
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        page.goto(f"{study}/board/")
        expect(page.locator(".qc").first).to_be_visible(timeout=LONG)
        self.picture("board", WIDE)
        page.get_by_role("link", name="Trust in the numbers").first.click()
        expect(page.locator("#definition")).to_be_visible(timeout=LONG)
        self.picture("theme", WIDE)
        page.goto(f"{study}/matrix/")
        self.picture("matrix", WIDE)
        page.goto(f"{study}/enough/")
        self.picture("enough", WIDE)

    def tagging(self) -> None:
        page, study = self.page, self.page.url.split("/enough/")[0]
        page.goto(self.notes_of(study, 8))
        page.locator("#lines mark").first.click()
        expect(page.get_by_role("button", name="Close").last).to_be_visible(timeout=LONG)
        self.picture("tagging", WIDE)
        page.keyboard.press("Escape")
        read = page.url
        for key in ("Shift+J", "Shift+J", "s", "t"):
            page.keyboard.press(key)
        page.keyboard.type("co")
        self.picture("picker", WIDE)
        page.keyboard.press("Escape")
        page.goto(f"{study}/settings/")
        page.get_by_label("Suggest themes", exact=False).check()
        page.get_by_role("button", name="Save").first.click()
        page.goto(read)
        expect(page.locator("#lines.with-keys")).to_be_visible(timeout=LONG)
        for key in ("Shift+J", "Shift+J", "s", "t"):
            page.keyboard.press(key)
        expect(page.locator("#picker-list [aria-label^=Suggested]")).to_be_visible(timeout=LONG)
        self.picture("suggested", WIDE)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("mark.waiting")).to_have_count(0, timeout=LONG)
        page.goto(f"{study}/history/")
        self.picture("history", WIDE)
        page.keyboard.press("/")
        page.keyboard.type("count st")
        expect(page.locator("#seek-list")).to_be_visible(timeout=LONG)
        self.picture("search", WIDE)
        page.goto(f"{self.base}/search/?q=count%20-sheet")
        expect(page.locator("#found mark").first).to_be_visible(timeout=LONG)
        self.picture("search-page", WIDE)
        self.reading(study)
        page.goto(f"{study}/coding/new/")

    def notes_of(self, study: str, number: int) -> str:
        """The address of the first talk held with a person."""
        with psycopg.connect(host=f"{self.var}/pg/s", user="postgres", dbname="postgres") as database:
            found = database.execute(
                "select i.id from interviews_interview i join interviews_participant p on p.id = i.participant_id"
                " where p.number = %s and i.state = 'done' order by i.id",
                [number],
            ).fetchone()
        assert found
        return f"{study}/interviews/{found[0]}/notes/"

    def reading(self, study: str) -> None:
        """The README's: an interview as it is read."""
        self.page.goto(self.notes_of(study, 1))
        expect(self.page.locator("#lines mark").first).to_be_visible(timeout=LONG)
        self.picture("../reading", WIDE)

    def coding(self) -> None:
        page = self.page
        for box in page.locator("input[name=interviews]").all()[:4]:
            box.check()
        for place, name in enumerate(("first", "second"), start=1):
            page.locator(f"select[name={name}]").select_option(index=place)
        page.get_by_role("button", name="Begin the round").click()
        page.goto(f"{page.url.rstrip('/')}/desk/")
        expect(page.locator("#units")).to_be_visible(timeout=LONG)
        for keys in ("1", "j4", "j25", "j1", "j"):
            for key in keys:
                page.keyboard.press(key)
        expect(page.locator("#saved")).to_have_text("All saved", timeout=LONG)
        self.picture("coding", WIDE)
        self.disagree()
        page.get_by_role("link", name="Submit…").click()
        page.get_by_role("button", name="Submit").click()
        expect(page.locator(".dislist")).to_be_visible(timeout=LONG)
        self.picture("disagreements", WIDE)

    def disagree(self) -> None:
        """The other coder, who sits elsewhere: the same answers but for one theme, and submitted."""
        with psycopg.connect(host=f"{self.var}/pg/s", user="postgres", dbname="postgres", autocommit=True) as database:
            database.execute(
                "insert into analysis_code (coder_id, unit_id, theme_id)"
                " select other.id, mine.unit_id, mine.theme_id from analysis_code mine"
                " join analysis_coder me on me.id = mine.coder_id"
                " join analysis_coder other on other.round_id = me.round_id and other.id <> me.id"
                " join analysis_codedtheme theme on theme.id = mine.theme_id where theme.position <> 4"
            )
            database.execute(
                "update analysis_coder set submitted_at = now() where id not in (select coder_id from analysis_code code"
                " join analysis_codedtheme theme on theme.id = code.theme_id where theme.position = 4)"
            )

    def study(self) -> str:
        self.page.goto(f"{self.base}/")
        self.page.get_by_role("link", name=re.compile("Why do small restaurants")).first.click()
        return self.page.url.rstrip("/")

    def asking(self) -> None:
        """The form, and what somebody does with it who was asked but hasn't answered yet."""
        page, study = self.page, self.study()
        page.goto(f"{study}/consent-form/")
        self.picture("consent-form", WIDE)
        page.goto(f"{study}/people/")
        page.get_by_role("row").filter(has_text="Not asked yet").get_by_role("link").first.click()
        page.get_by_role("button", name="Make a link").click()
        theirs = page.get_by_label("Link", exact=True).input_value()
        page.goto(theirs)
        asked = page.locator("fieldset.ask")
        for number, answer in enumerate(("Yes", "No", "Yes", "Yes")):
            asked.nth(number).get_by_label(answer, exact=True).check()
        asked.first.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 90)")
        self.picture("own-page", PHONE)
        for number in range(asked.count()):
            asked.nth(number).get_by_label("No" if number in (1, 5) else "Yes", exact=True).check()
        page.get_by_label("Your name, as a signature").fill("Oskar Lind")
        page.get_by_role("button", name="Sign and send").click()
        page.goto(theirs)
        self.picture("own-page-later", PHONE)

    def recruiting(self) -> None:
        page, study = self.page, self.study()
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        page.goto(f"{study}/people/#add")
        adding = page.locator("#add")
        for label, words in (("Name", "Rosa Pell"), ("E-mail", "rosa.pell@example.org"), ("Company", "Café Anker")):
            adding.get_by_label(label, exact=True).fill(words)
        adding.get_by_label("Persona").select_option(label="Kitchen manager")
        adding.get_by_role("button", name="Add to the study").click()
        page.goto(f"{study}/people/")
        page.get_by_role("row").filter(has_text="Rosa Pell").get_by_role("link").first.click()
        page.get_by_label("Screener notes").fill("Runs the stock since spring. Counted twice, then stopped.")
        page.get_by_label("Incentive").fill("40")
        page.locator("#recruit").get_by_role("button", name="Save").click()
        page.goto(f"{study}/people/board/")
        expect(page.locator(".next-person p").first).to_be_visible(timeout=LONG)
        self.picture("recruiting", WIDE)
        page.goto(f"{study}/redactions/")
        page.get_by_label("Words to take out").fill("forty seats")
        page.get_by_label("They are about").select_option("detail")
        page.get_by_role("button", name="Look where they stand").click()
        self.picture("taking-out", WIDE)
        page.goto(f"{study}/people/")
        page.get_by_role("link", name="P01", exact=True).click()
        page.get_by_role("link", name="Withdraw P01…").click()
        self.picture("withdrawing", WIDE)


def main() -> None:
    GUIDE.mkdir(exist_ok=True)
    with throughline() as (var, link), signed_in(link) as context:
        call = Call(context.pages[0], link, var)
        steps: list[Callable[[], None]] = [call.before, call.live, call.fix, call.offline, call.debrief, call.themes]
        steps += [call.tagging, call.coding, call.asking, call.recruiting]
        for step in steps:
            step()


if __name__ == "__main__":
    main()
