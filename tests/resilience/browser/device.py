"""A browser of somebody's own behind a cable, with the capture page open in one tab or more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
from playwright.async_api import Browser, BrowserContext, Error, Page, Playwright, async_playwright

from tests.browser.live.cable import Cable
from tests.resilience.browser import watch
from tests.resilience.browser.world import Call, World

CHROMIUM = next(filter(None, map(shutil.which, ["chromium-headless-shell", "chromium", "google-chrome"])), None)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SOON = 45.0
STATE = "[data-save]"
STORED = """async (path) => {
  const names = (await caches.keys()).filter((name) => name.startsWith("throughline-pages-"));
  for (const name of names) if (await (await caches.open(name)).match(path)) return true;
  return false;
}"""
# Lines in their order on the page: text, whether it waits, the other words of a conflict.
LINES = """() => [...document.querySelectorAll(".ln[data-id]")].map((node) => ({
  id: node.dataset.id, text: node.querySelector("[data-words]").textContent, at: Number(node.dataset.at),
  waits: node.classList.contains("unsaved"), other: node.querySelector(".trouble blockquote")?.textContent ?? "",
  trouble: Boolean(node.querySelector(".trouble")),
}))"""


class Device:
    """`folder`: the profile of a browser that can be killed; without one a fresh context of a shared browser."""

    def __init__(
        self, world: World, call: Call, cable: Cable, folder: Path | None = None, scripts: list[str] | None = None
    ) -> None:
        self.world, self.call, self.cable, self.folder = world, call, cable, folder
        self.scripts = [watch.SCRIPT, *(scripts or [])]
        self.watch = watch.Watch()
        self.session = call.session
        self.errors: list[str] = []
        self.context: BrowserContext = None  # type: ignore[assignment]

    async def start(self, source: Playwright | Browser) -> None:
        options: dict[str, Any] = {"base_url": self.cable.address, "reduced_motion": "reduce"}
        if self.folder:
            self.context = await source.chromium.launch_persistent_context(  # type: ignore[union-attr]
                str(self.folder), executable_path=CHROMIUM, args=ARGS, headless=True, **options
            )
        else:
            self.context = await source.new_context(**options)  # type: ignore[union-attr]
        self.context.set_default_timeout(SOON * 1000)
        await self.context.expose_binding("heardByTest", self.watch.hear)
        for script in self.scripts:
            await self.context.add_init_script(script)
        await self.sign_in()

    async def sign_in(self, session: str | None = None) -> None:
        self.session = session or self.session
        await self.context.add_cookies([{"name": self.world.cookie, "value": self.session, "url": self.cable.address}])

    async def open(self) -> Page:
        page = await self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{error} {error.stack}"))
        await self.load(page)
        return page

    async def load(self, page: Page) -> None:
        await page.goto(self.call.path)
        await ready(page)

    async def reload(self, page: Page) -> None:
        await page.reload()
        await ready(page)

    async def is_stored(self, page: Page) -> bool:
        return bool(await page.evaluate(STORED, self.call.path))

    async def stored(self, page: Page) -> None:
        """The service worker has the page: it would open without a network."""
        await until(lambda: self.is_stored(page), "the page is stored on the device")

    async def kill(self) -> None:
        """As a crash does it: no goodbye."""
        assert self.folder
        mark, mine = f"--user-data-dir={self.folder}", []
        for process in psutil.process_iter(["cmdline"]):
            if mark in (process.info["cmdline"] or []):
                with contextlib.suppress(psutil.Error):
                    mine += [process, *process.children(recursive=True)]
        assert mine, "no browser to kill"
        for process in set(mine):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        self.watch.all_gone(self.context)
        await asyncio.to_thread(psutil.wait_procs, mine, 10)

    async def close(self) -> None:
        with contextlib.suppress(Error):
            await self.context.close()


async def ready(page: Page) -> None:
    await page.wait_for_selector("body[data-capture=ready]", state="attached", timeout=SOON * 1000)


async def lines(page: Page) -> list[dict[str, Any]]:
    return await page.evaluate(LINES)  # type: ignore[no-any-return]


async def half(page: Page) -> str:
    return await page.input_value("#c")


async def said(page: Page) -> str:
    return await page.evaluate(  # type: ignore[no-any-return]
        "() => document.querySelector('[data-state-lead]').textContent + document.querySelector('[data-state-words]').textContent"
    )


async def until(holds: Any, what: str, seconds: float = SOON) -> None:
    end = time.monotonic() + seconds
    while True:
        answer = holds()
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return
        if time.monotonic() > end:
            raise AssertionError(f"Not within {seconds:.0f} s: {what}")
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[tuple[Playwright, Browser]]:
    async with async_playwright() as playwright:
        shared = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS, headless=True)
        try:
            yield playwright, shared
        finally:
            await shared.close()
