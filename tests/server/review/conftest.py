"""Phones whose work is reviewed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.device import Device
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone, with the first download done."""
    device = Device(client, world.cleaner)
    device.sync()
    return device


@pytest.fixture
def other_phone(client: FlaskClient, world: World) -> Device:
    """Another cleaner's phone."""
    return Device(client, world.other_cleaner)


@pytest.fixture
def caretakers_phone(client: FlaskClient, world: World) -> Device:
    """The caretaker's phone."""
    return Device(client, world.caretaker)


@pytest.fixture
def company_phone(client: FlaskClient, world: World) -> Device:
    """The phone of the service company's cleaner."""
    return Device(client, world.company_cleaner)
