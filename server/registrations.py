"""Connects the subjects: each registers its documents, its operations and what it listens to."""

from __future__ import annotations

import importlib
import importlib.util


def register_all() -> None:
    """Register every subject, lowest first. May be called again: a later application replaces an earlier one's."""
    for subject in ("places", "people", "rounds", "work_orders", "products", "review"):
        name = f"server.{subject}.registration"
        if importlib.util.find_spec(name):  # temporary, while subjects are being written
            importlib.import_module(name).register()
