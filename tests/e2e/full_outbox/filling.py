"""Filling an outbox as a worker would who can't make up her mind: tick, undo, tick, undo, each tap on the screen."""

from __future__ import annotations

from playwright.sync_api import Page

MORE_THAN_A_BATCH = 210
"""A request takes 200 operations (docs/protocol.md, limits)."""

# Each tap waits for what the one before it showed; "saved" is only on the screen when it is on the disk.
_TAPS = """
([space, count]) => {
  const until = (find) => new Promise((resolve) => {
    const look = () => {
      const found = find();
      if (found) {
        observer.disconnect();
        resolve(found);
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
  const row = () => [...document.querySelectorAll("li.visit")].find((row) => row.textContent.includes(space));
  const taps = async () => {
    for (let saved = 0; saved < count; saved += 2) {
      (await until(() => row()?.querySelector("button.visit-tick"))).click();
      const undo = await until(() => row().matches(".visit-done") && document.querySelector(".toast-action"));
      console.log(`saved ${saved + 1}`);
      undo.click();
      await until(() => row().matches(".visit-open"));
      console.log(`saved ${saved + 2}`);
    }
  };
  window.filled = taps();
}
"""


def start_filling(page: Page, space: str, count: int = MORE_THAN_A_BATCH) -> None:
    """Begin to record `count` operations (an even number) on a space of the round that is open on the screen.

    The console tells `saved <n>` when the screen has said so.
    """
    page.evaluate(_TAPS, [space, count])


def finish_filling(page: Page) -> None:
    """Wait until all of it is saved."""
    page.evaluate("window.filled")
