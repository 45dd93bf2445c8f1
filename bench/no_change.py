"""A sync in which nothing has changed, beside a request to the health check of the same server."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

import requests

from bench.figures import middle, ratio, table
from bench.landlord import Landlord
from tests.e2e.server_process import ServerProcess

_TIMES = 100


def report(title: str, server: ServerProcess, landlord: Landlord, person_id: str) -> str:
    """Bytes, requests and milliseconds of a sync that brings nothing."""
    session = requests.Session()
    session.trust_env = False
    joined = session.post(
        f"{server.url}/api/join",
        json={"code": landlord.join_code(person_id), "device_name": "bench", "language": "fi"},
        timeout=30,
    ).json()
    session.headers["Authorization"] = f"Bearer {joined['token']}"
    body = {
        "protocol": 1,
        "build": "bench",
        "person": person_id,
        "stream": str(uuid.uuid4()),
        "epoch": None,
        "sent_at": datetime.now(UTC).isoformat(),
        "cursor": {},
        "pending": {"count": 0, "oldest_recorded_at": None},
        "operations": [],
    }

    def sync() -> requests.Response:
        return session.post(f"{server.url}/api/sync", json=body, timeout=30)

    while True:
        end = json.loads(sync().text.splitlines()[-1])
        body["cursor"] = end["cursor"]
        if end["complete"]:
            break
    answer = sync()
    lines = len(answer.text.splitlines())
    sent = len(answer.request.body or b"")
    sync_ms = middle(_times(sync))
    health_ms = middle(_times(lambda: session.get(f"{server.url}/healthz", timeout=30)))
    return table(
        f"Nothing changed, {title}: one request, {lines} lines",
        [
            ("what", "value", "beside the limit"),
            ("request body, bytes", str(sent), ""),
            ("answer body, bytes", answer.headers["Content-Length"], ""),
            ("sync, ms (median)", f"{sync_ms:.2f}", ratio(sync_ms, health_ms)),
            ("health check, ms (median)", f"{health_ms:.2f}", "1.00x"),
        ],
    )


def _times(call: Callable[[], requests.Response]) -> list[float]:
    spans = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        call()
        spans.append((time.perf_counter() - began) * 1_000)
    return spans
