"""Whether a page that stands there breaks a rule: axe in both colour schemes, the width of the screen, one h1."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

# The dark look is at what colours change; names, roles and order are the same in both.
BY_COLOUR = ["color-contrast", "link-in-text-block"]
BY_LOOK = [*BY_COLOUR, "scrollable-region-focusable"]
A_PHONE = 500
# Parts out of sight aren't drawn, and there the browser remembers the colours of the scheme before.
DRAWN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::details-content { content-visibility: visible !important; }");
  document.adoptedStyleSheets.push(sheet);
}"""
# What sticks out of a page that scrolls sideways; what a box of its own holds back doesn't.
OUTSIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const held = (node) => node && node !== document.body && (getComputedStyle(node).overflowX !== "visible" || held(node.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !held(node.parentElement));
  return [document.documentElement.scrollWidth, innerWidth, ...out.slice(0, 5).map((node) => node.outerHTML.slice(0, 90))];
}"""
# A new look is drawn after two frames at the latest; then what changes its colour, however quickly, has to come to its end.
SETTLED = """async () => {
  const frames = async () => { for (const _ of "12") await new Promise(requestAnimationFrame); };
  await frames();
  await Promise.race([
    Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity).map(({ finished }) => finished)),
    new Promise(over => setTimeout(over, 3000)),
  ]);
  await frames();
}"""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """axe's complaints, each with the first elements it means. The script is brought into a page once, not for every look."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(DRAWN)
    page.evaluate(SETTLED)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    look = f"axe.run({json.dumps(options)}).then(results => results.violations)"
    found = page.evaluate(look)
    if any(rule["id"] in BY_COLOUR for rule in found):
        # On a busy machine a part that was out of sight may still wear the colours of the other scheme: what is wrong stays so.
        page.wait_for_timeout(500)
        page.evaluate(SETTLED)
        found = page.evaluate(look)
    page.evaluate("document.adoptedStyleSheets.pop(), 0")
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]


def in_the_dark(page: Page, rules: list[str]) -> list[str]:
    """The page is light again afterwards."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = violations(page, rules)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def assert_sound(page: Page) -> None:
    """In the light at the present size with every rule; its colours in the dark too, on a phone, where most of them meet."""
    expect(page.locator("h1")).to_have_count(1)  # first: the page before may still be going
    outside = page.evaluate(OUTSIDE)
    assert not outside, f"{page.url} scrolls sideways: {outside}"
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = violations(page)
    assert not found, (page.url, found)
    if page.evaluate("innerWidth") < A_PHONE:
        found = in_the_dark(page, BY_COLOUR)
        assert not found, (page.url, "dark", found)
