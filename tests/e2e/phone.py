"""What a person does on the phone, in the words of the Finnish screens."""

from __future__ import annotations

import copy
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, Playwright, ViewportSize, expect

from tests.e2e.browser import Chromium

START = "/app/"
"""The start URL of the icon on the home screen."""

_WORKER_READY = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((_, reject) => setTimeout(() => reject(new Error("no service worker after 30 s")), 30_000)),
])"""

SCREEN: ViewportSize = {"width": 390, "height": 844}


class Phone:
    """One person's phone: a browser with a profile, on the app."""

    def __init__(self, playwright: Playwright, profile: Path, server_url: str) -> None:
        self.chromium = Chromium(playwright, profile)
        self.server_url = server_url
        self.page: Page = self._open()

    def _open(self) -> Page:
        context = self.chromium.start()
        page = context.pages[0] if context.pages else context.new_page()
        page.set_viewport_size(SCREEN)
        return page

    def kill(self) -> None:
        """The battery is empty."""
        self.chromium.kill()

    def reopen(self, *, is_offline: bool = False) -> None:
        """Start the browser again and tap the icon."""
        self.page = self._open()
        self.page.context.set_offline(is_offline)
        self.page.goto(self.server_url + START)

    def new_tab(self) -> Phone:
        """The app once more in the same browser."""
        tab = copy.copy(self)
        tab.page = self.page.context.new_page()
        tab.page.set_viewport_size(SCREEN)
        tab.page.goto(self.server_url + START)
        return tab

    def join(self, code: str) -> None:
        """Type the code, and wait until everything is on the phone and the worker keeps the app."""
        self.page.goto(f"{self.server_url}{START}#code={code}")
        self.page.get_by_role("radio", name="Suomi").check(force=True)
        self.page.get_by_role("button", name="Liity", exact=True).click()
        expect(self.page.get_by_text("Kaikki on puhelimessa")).to_be_visible(timeout=30_000)
        # Without network the app starts from its worker: it must be in charge before the network goes.
        self.page.evaluate(_WORKER_READY)
        self.page.get_by_role("button", name="Aloita työpäivä").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def go(self, name: str) -> None:
        """A tab of the bar at the bottom."""
        self.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()

    def open_round(self, address: str) -> None:
        """From Today into a round."""
        self.go("Tänään")
        self.page.get_by_role("link", name=re.compile(re.escape(address))).first.click()
        expect(self.page.get_by_role("heading", name=re.compile(re.escape(address)), level=1)).to_be_visible()

    def visit(self, space: str) -> Locator:
        """A space's row."""
        return self.page.get_by_role("listitem").filter(has_text=re.compile(re.escape(space)))

    def tick(self, space: str) -> None:
        """One tap."""
        self.visit(space).get_by_role("button", name=re.compile("Kuittaa tehdyksi")).click()
        expect(self.visit(space)).to_contain_text("Tehty")

    def skip(self, space: str, reason: str) -> None:
        """Three taps."""
        self.visit(space).get_by_role("button", name=re.compile("^Lisää")).click()
        self.page.get_by_role("button", name="Ohita tila").click()
        self.page.get_by_role("button", name=reason).click()
        expect(self.visit(space)).to_contain_text("Ohitettu")

    def open_outbox(self) -> None:
        """Sent and waiting."""
        self.go("Lisää")
        self.page.get_by_role("link", name=re.compile("^Lähetykset")).first.click()
        expect(self.page.get_by_role("heading", name="Lähetykset", level=1)).to_be_visible()
