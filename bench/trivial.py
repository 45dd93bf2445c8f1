"""As little as Flask can do: what every request costs before anything is done for it."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__, static_folder=None)


@app.get("/")
def answer() -> str:
    """Two bytes."""
    return "ok"
