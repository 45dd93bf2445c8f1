"""A first download in Chromium, by the app itself, beside the plain cost of the same documents.

The plain cost: the same answer as one static file, gzip-6, fetched over loopback, split and parsed, and every document
written in one IndexedDB transaction, a record each; and the same with all documents in one record, which is as little
as IndexedDB can be asked to write.
"""

from __future__ import annotations

import gzip
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, expect

from bench.device import wire_bytes
from bench.figures import middle, ratio, spread, table
from bench.landlord import Landlord
from bench.served import Served
from tests.e2e.phone import Phone

_RUNS = 7
_GZIP_LEVEL = 6
# Each sync, and the requests that began within it: path, and milliseconds until the last byte.
_FIRST_SYNC = """
performance.getEntriesByName("kierros:sync").map((sync) => [sync.duration, performance.getEntriesByType("resource")
  .filter((entry) => entry.startTime >= sync.startTime && entry.startTime <= sync.startTime + sync.duration)
  .map((entry) => [new URL(entry.name).pathname, entry.responseEnd - entry.requestStart])])
"""
_PLAIN = Path(__file__).with_name("plain_download.js")


def report(title: str, playwright: Playwright, served: Served, landlord: Landlord, person_id: str) -> str:
    """Bytes, requests and milliseconds, and how many times the plain cost that is."""
    answers = landlord.join(served, person_id).read_all()
    lines = [line for answer in answers for line in answer.content.splitlines() if b'"doc":' in line]
    file = gzip.compress(b"\n".join(lines), _GZIP_LEVEL)
    apps: list[_Sync] = []
    records: list[float] = []
    wholes: list[float] = []
    with _static(file) as static_url:
        for _ in range(_RUNS):
            apps.append(_app(playwright, served, landlord.join_code(person_id)))
            plain = _plain(playwright, static_url)
            records.append(plain["a_record_each_ms"])
            wholes.append(plain["one_record_ms"])
    app_ms, waited_ms = middle([app.span_ms for app in apps]), middle([app.waited_ms for app in apps])
    records_ms, whole_ms = middle(records), middle(wholes)
    asked = apps[-1].answers + apps[-1].snapshots
    sent = sum(map(wire_bytes, answers))
    return table(
        f"First download, {title}: {len(lines):,} documents",
        [
            ("what", "value", "beside the limit"),
            ("answers and snapshots, bytes on the wire", f"{sent:,}", ratio(sent, len(file))),
            ("one static file, bytes (gzip-6)", f"{len(file):,}", "1.00x"),
            ("requests, of which for snapshots", f"{asked}, {apps[-1].snapshots}", ratio(asked, 1)),
            ("the app: request, parse, store, show, ms (median)", f"{app_ms:.0f}", ratio(app_ms, records_ms)),
            ("its middle half of the runs, ms", spread([app.span_ms for app in apps]), ""),
            (
                "of which until the last byte of each answer, ms",
                f"{waited_ms:.0f}",
                ratio(waited_ms, records_ms),
            ),
            ("plain: fetch, parse, a record each, ms (median)", f"{records_ms:.0f}", "1.00x"),
            ("its middle half of the runs, ms", spread(records), ""),
            ("plain: fetch, parse, one record, ms (median)", f"{whole_ms:.0f}", ratio(whole_ms, records_ms)),
        ],
    )


@dataclass(frozen=True, slots=True)
class _Sync:
    """The app's first sync: how long it took, how long of that it waited for bytes, and what it asked for."""

    span_ms: float
    waited_ms: float
    answers: int
    snapshots: int


def _app(playwright: Playwright, served: Served, code: str) -> _Sync:
    with tempfile.TemporaryDirectory(prefix="kierros-bench-phone-") as profile:
        phone = Phone(playwright, Path(profile), served.url)
        try:
            phone.page.goto(f"{served.url}/app/#code={code}")
            phone.page.get_by_role("button", name=re.compile("^(Liity|Join|Anslut)$")).click()
            expect(
                phone.page.get_by_role("button", name=re.compile("Aloita työpäivä|Start|Börja"))
            ).to_be_visible(timeout=60_000)
            (span_ms, requests), *_ = phone.page.evaluate(_FIRST_SYNC)
            return _Sync(
                span_ms,
                sum(ms for _, ms in requests),
                sum(path == "/api/sync" for path, _ in requests),
                sum(path.startswith("/api/snapshots/") for path, _ in requests),
            )
        finally:
            phone.kill()


def _plain(playwright: Playwright, static_url: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="kierros-bench-plain-") as profile:
        phone = Phone(playwright, Path(profile), static_url)
        try:
            phone.page.goto(static_url)
            found: dict[str, float] = phone.page.evaluate(_PLAIN.read_text().strip().removesuffix(";"))
            return found
        finally:
            phone.kill()


@contextmanager
def _static(file: bytes) -> Iterator[str]:
    """A server of one file and an empty page, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_file = self.path == "/documents"
            body = file if is_file else b"<!doctype html><title>plain</title>"
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ndjson" if is_file else "text/html")
            if is_file:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: Any) -> None:
            """Keep the report clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
