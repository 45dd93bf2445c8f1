"""What a supervisor does at the desk, in the words of the English console."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import Chromium


class Desk:
    """A signed-in supervisor's browser."""

    def __init__(self, chromium: Chromium, server_url: str, username: str, password: str) -> None:
        context = chromium.start()
        self.page: Page = context.pages[0] if context.pages else context.new_page()
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.server_url = server_url
        self.page.goto(f"{server_url}/console/")
        # Signed in, the console speaks the person's language unless another was chosen here.
        self.page.get_by_role("button", name="English").click()
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def open_review(self, query: str = "") -> None:
        """The synced log."""
        self.page.goto(f"{self.server_url}/console/review{query}")
        expect(self.page.get_by_role("heading", name="Review", level=1)).to_be_visible()

    def row(self, *texts: str) -> Locator:
        """The log's row that has all these texts."""
        rows = self.page.locator("table.review tbody tr")
        for text in texts:
            rows = rows.filter(has_text=re.compile(re.escape(text)))
        return rows

    def approve(self, *rows: Locator) -> None:
        """Select and approve them."""
        for row in rows:
            row.get_by_role("checkbox").check(force=True)
        self.page.get_by_role("button", name=re.compile("^Approve a?$|^Approve$")).click()
        self.page.wait_for_load_state()

    def send_back(self, row: Locator, comment: str) -> None:
        """Return one with a comment."""
        row.get_by_role("checkbox").check(force=True)
        self.page.get_by_role("button", name=re.compile("^Send back")).click()
        expect(self.page.get_by_role("heading", name="Send 1 entry back")).to_be_visible()
        self.page.get_by_label("What should be done?").fill(comment)
        self.page.get_by_role("button", name="Send back").click()
        expect(self.page.get_by_role("heading", name="Review", level=1)).to_be_visible()
