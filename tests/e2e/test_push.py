"""A push message in Chromium: the worker shows a notification without names or places, and it leads into the app."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Worker, expect

from tests.e2e.conftest import Place
from tests.e2e.phone import Phone

pytestmark = pytest.mark.e2e

ALERT = "duty_alert:0193b0c0-0000-7000-8000-00000000a001"
_ROUND_TRIPS_MAX = 1000
_ANSWER_SECONDS_MAX = 30
# Neither a promise of the browser nor `evaluate` knows a time limit.
_LIMITED = """([argument, limit]) => Promise.race([
  (%s)(argument),
  new Promise((_, reject) => setTimeout(() => reject(new Error("no answer from the worker")), limit)),
])"""
# Before that the browser drops what is delivered, without a word.
_ACTIVE = """async () => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (registration.active?.state === "activated") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the worker is never active");
}"""
_SHOWN = """async (count) => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await registration.getNotifications();
    if (found.length === count) {
      return found.map(({ title, body, tag, lang }) => ({ title, body, tag, lang }));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never ${count} notifications`);
}"""
_SPEAKS = """async (language) => {
  const answer = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("the worker's database is blocked"));
  });
  const database = await answer(indexedDB.open("kierros-worker"));
  try {
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await answer(database.transaction("notes").objectStore("notes").get("language"))) === language) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    database.close();
  }
  throw new Error(`never ${language}`);
}"""
_TAP = """async (tag) => {
  const [notification] = await registration.getNotifications({ tag });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


class PushDoor:
    """Hands messages to a phone's worker as a push service would, by the browser's debugging protocol."""

    def __init__(self, phone: Phone) -> None:
        self.origin = phone.server_url
        phone.page.context.grant_permissions(["notifications"], origin=self.origin)
        self._worker = _worker_of(phone.page.context)
        self._session: CDPSession = phone.page.context.new_cdp_session(phone.page)
        self._registration = self._find_registration()
        self.ask(_ACTIVE)

    def deliver(self, text: str) -> None:
        """One message, decrypted."""
        message = {"origin": self.origin, "registrationId": self._registration, "data": text}
        self._session.send("ServiceWorker.deliverPushMessage", message)

    def _find_registration(self) -> str:
        found: list[dict[str, Any]] = []
        event = "ServiceWorker.workerRegistrationUpdated"
        self._session.on(event, lambda told: found.extend(told["registrations"]))
        self._session.send("ServiceWorker.enable")
        for _ in range(_ROUND_TRIPS_MAX):
            for registration in found:
                if registration["scopeURL"] == f"{self.origin}/app/":
                    return str(registration["registrationId"])
            # The browser tells when it likes; each question gives it the time of a round trip.
            self.ask("async () => 1")
        raise AssertionError("the browser knows no worker")

    def ask(self, script: str, argument: Any = None) -> Any:
        """Run an async function in the worker; playwright's Error when it fails, or does not answer in time."""
        return self._worker.evaluate(_LIMITED % script, [argument, _ANSWER_SECONDS_MAX * 1000])

    def shown(self, count: int) -> list[dict[str, str]]:
        """The notifications, once there are so many."""
        found: list[dict[str, str]] = self.ask(_SHOWN, count)
        return found


def _worker_of(context: BrowserContext) -> Worker:
    """The app's worker: the page may know it before the debugging protocol has told of it."""

    def is_ours(worker: Worker) -> bool:
        return worker.url.endswith("/app/sw.js")

    known = next(filter(is_ours, context.service_workers), None)
    if known is not None:
        return known
    timeout_ms = _ANSWER_SECONDS_MAX * 1000
    found: Worker = context.wait_for_event("serviceworker", predicate=is_ours, timeout=timeout_ms)
    return found


def test_a_push_message_is_shown_and_leads_to_duty(place: Place, new_phone: Callable[[str], Phone]) -> None:
    phone = new_phone(place.world.caretaker)
    door = PushDoor(phone)

    for _ in range(2):
        door.deliver(json.dumps({"alert": ALERT}))
    alert = {"title": "Uusi hälytys", "body": "Avaa Kierros ja kuittaa hälytys.", "tag": ALERT, "lang": "fi"}
    assert door.shown(1) == [alert]

    phone.go("Lisää")
    phone.page.get_by_role("radio", name="English").check(force=True)
    expect(phone.page.get_by_role("heading", name="More", level=1)).to_be_visible()
    door.ask(_SPEAKS, "en")
    door.deliver("not for us")
    body = "There is something new in the app. Open Kierros."
    general = {"title": "Kierros", "body": body, "tag": "other", "lang": "en"}
    assert general in door.shown(2)

    door.ask(_TAP, ALERT)
    expect(phone.page).to_have_url(re.compile("/app/duty$"))
    assert door.shown(1) == [general]
