"""Commands: `flask --app server …`."""

from __future__ import annotations

from flask import Flask


def register_commands(app: Flask) -> None:
    """Add the commands to the application."""
