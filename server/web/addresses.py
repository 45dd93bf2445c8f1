"""Addresses that can lead nowhere are turned away before anybody looks for them."""

from __future__ import annotations

from flask import Flask, abort, request


def register_addresses(app: Flask) -> None:
    """Answer 404 to every path with a NUL in it: no text of ours has one, and PostgreSQL takes none as a parameter."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if "\x00" in request.path:
        abort(404)
