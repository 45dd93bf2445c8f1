"""The shared overlay cases against the server: what a phone showed is what the feed then says."""

from __future__ import annotations

import pytest

from server.database import transaction
from tests.device import Device
from tests.server.overlay import stage
from tests.vectors.load import load

SERVER_ONLY = {"number", "due_on", "start_by", "trade", "organisation"}
"""What only the server knows of a new order (docs/operations.md)."""
OF_A_NEWER_SERVER = {"weather", "colour", "mood"}
"""Fields in the cases that this server has not."""
STATES_OF_A_NEWER_SERVER = {"inspected", "on_hold"}
CREATING = {"work_order.create", "product_use.record", "brief.confirm", "courtyard.record"}


def states(document):
    return (
        {document["state"], *(visit["state"] for visit in document.get("visits", []))}
        if "state" in document
        else set()
    )


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case["name"])
        for case in load("overlay")["cases"]
        if STATES_OF_A_NEWER_SERVER.isdisjoint(states(case["given"]["document"] or {}))
    ],
)
def test_the_servers_document_is_the_overlays(app, client, monkeypatch, case):
    document, operation, expect = case["given"]["document"], case["given"]["operation"], case["expect"]
    stage.stop_the_clock(monkeypatch)
    with transaction() as session:
        stage.set_up(session, document, operation["target"], bool(expect and expect.get("is_eco_labelled")))
    # What is the other person's and none of the author's can be seen on that person's phone.
    devices = [Device(client, stage.OTHER), Device(client, stage.AUTHOR)]
    # Beside its target an operation changes what follows that: an alert follows its order.
    looked_at = operation["target"] if document is None else stage.id_of(document, operation["target"])
    if document is not None:
        assert told(shown(devices)[looked_at], document) == told(document, document)

    (result,) = devices[1].sync(operation)

    after = shown(devices).get(looked_at)
    ignored = SERVER_ONLY if document is None else frozenset()
    assert (result["status"] == "quarantined", result["reason"]) == refusal(document, operation)
    assert told(after, expect, ignored) == told(expect, expect, ignored)


def shown(devices):
    for device in devices:
        device.sync()
    return devices[0].documents | devices[1].documents


def refusal(document, operation):
    """Whether the server sets the operation aside, and why: only what the overlay passes over."""
    if document is None:
        return (False, None) if operation["kind"] in CREATING else (True, "unknown_target")
    if operation["kind"] in CREATING:
        return True, "target_exists"
    if operation["kind"] == "inspection.grade":
        is_drawn = any(known["space"] == operation["payload"]["space"] for known in document["spaces"])
        return (False, None) if is_drawn else (True, "unknown_target")
    visit = operation["payload"].get("visit")
    is_known = visit is None or any(known["id"] == visit for known in document["visits"])
    return (False, None) if is_known else (True, "unknown_target")


def told(value, pattern, ignored=frozenset()):
    """Of a document what the case tells of it, at every depth."""
    if isinstance(pattern, dict):
        fields = pattern.keys() - OF_A_NEWER_SERVER - ignored
        return {field: told(value[field], pattern[field]) for field in fields}
    if isinstance(pattern, list):
        assert len(value) == len(pattern)
        return [told(*pair) for pair in zip(value, pattern, strict=True)]
    return value
