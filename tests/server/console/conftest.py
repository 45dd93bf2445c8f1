"""People of the world at the console."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.server.console.browser import Browser
from tests.world import World


@pytest.fixture(autouse=True)
def _unlimited(app: Flask) -> None:
    """Signing in is not limited, unless the test says so."""
    app.config["KIERROS_SIGN_IN_LIMIT"] = "100000 per minute"


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A stranger's browser."""
    return Browser(app)


@pytest.fixture
def supervisor(app: Flask, world: World) -> Browser:
    """The landlord's supervisor of both districts."""
    return Browser(app).sign_in(world.supervisor)


@pytest.fixture
def company_supervisor(app: Flask, world: World) -> Browser:
    """The service company's supervisor."""
    return Browser(app).sign_in(world.company_supervisor)


@pytest.fixture
def manager(app: Flask, world: World) -> Browser:
    """The building manager of the first property."""
    return Browser(app).sign_in(world.manager)


@pytest.fixture
def admin(app: Flask, world: World) -> Browser:
    """The landlord's administrator."""
    return Browser(app).sign_in(world.admin)
