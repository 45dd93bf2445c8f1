"""What a phone holds in its outbox and archive, and what has reached the server."""

from __future__ import annotations

import gzip
import json
from typing import Any

from playwright.sync_api import Page, Request, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.inbox.models import InboxOperation
from tests.e2e.conftest import Place

SYNCED_MS = 60_000

_ALL_RECORDS = """
([name, store]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const reading = database.transaction(store).objectStore(store).getAll();
    reading.onerror = () => reject(reading.error);
    reading.onsuccess = () => {
      database.close();
      const text = new TextDecoder();
      const withText = (record) => ({ ...record, text: text.decode(record.bytes) });
      resolve(reading.result.map((record) => (record.bytes ? withText(record) : record)));
    };
  };
})
"""


def stored_on(page: Page) -> list[dict[str, Any]]:
    """All records of the phone's outbox and archive, in the order of their sequence."""
    # The outbox's schema is frozen (docs/protocol.md, step 17): any reader may rely on it.
    stored: list[dict[str, Any]] = page.evaluate(_ALL_RECORDS, ["kierros-outbox", "operations"])
    return sorted(stored, key=lambda record: record["sequence"])


def ids_on(page: Page) -> list[str]:
    """The ids of all operations on the phone, in the order of their sequence."""
    return [record["id"] for record in stored_on(page)]


def held_on(page: Page) -> dict[str, dict[str, tuple[int, Any]]]:
    """The documents on the phone's disk: by bucket, by id, the revision and the document."""
    held: dict[str, dict[str, tuple[int, Any]]] = {}
    for chunk in page.evaluate(_ALL_RECORDS, ["kierros-documents", "chunks"]):
        bucket = held.setdefault(chunk["bucket"], {})
        bucket.update({document["id"]: (r, document) for r, _, document in json.loads(chunk["text"])})
    return held


def received(place: Place) -> dict[str, list[str]]:
    """The ids of all operations at the server, each with its flags."""
    found: dict[str, list[str]] = {}

    def read(session: Session) -> None:
        found.update({row.id: row.flags for row in session.scalars(select(InboxOperation))})

    place.change(read)
    return found


def operations_in(request: Request) -> list[str]:
    """The ids of the operations that a request of the phone bears."""
    body = request.post_data_buffer
    if not request.url.endswith("/api/sync") or body is None:
        return []
    text = gzip.decompress(body) if request.headers.get("content-encoding") == "gzip" else body
    return [operation["id"] for operation in json.loads(text)["operations"]]


def see_all_sent(page: Page, count: int) -> None:
    """The list of what was sent says that all of it has arrived and nothing waits."""
    expect(page.get_by_role("heading", name=f"Perillä ({count})")).to_be_visible(timeout=SYNCED_MS)
    expect(page.get_by_role("heading", name="Odottaa")).to_have_count(0)


def see_all_waiting(page: Page, count: int) -> None:
    """The list of what was sent says that all of it waits."""
    expect(page.get_by_role("heading", name=f"Odottaa ({count})")).to_be_visible()
