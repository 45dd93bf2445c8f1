"""An operation whose documents can't all be built reaches no phone at all."""

from __future__ import annotations

from typing import Never

import pytest
from flask.testing import FlaskClient

from server.feed.registry import register_documents
from server.rounds.models import Visit
from server.rounds.registration import register
from tests.device import Device
from tests.world import World


def _cannot_be_built(*_: object) -> Never:
    raise RuntimeError("planted")


@pytest.fixture
def broken_type(app):
    """A document type behind every visit, built after `round` in the alphabet, that can't be built."""
    register_documents("zzz", _cannot_be_built, {Visit: lambda row: [row.id]})
    yield
    register_documents("zzz", lambda *_: {}, {})
    register()


def test_what_was_built_before_the_failure_is_undone_too(
    client: FlaskClient, world: World, broken_type: None
) -> None:
    device = Device(client, world.cleaner)
    device.sync()
    target = f"round:{world.round}"
    before = device.documents[target]
    [result] = device.sync(device.operation("round.tick", target, {"visit": world.visits[0]}))
    assert (result["status"], result["reason"]) == ("quarantined", "apply_failed")
    assert device.documents[target] == before
