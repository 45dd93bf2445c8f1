"""The client's network, straight into a Flask application."""

from __future__ import annotations

from collections.abc import Mapping

from flask.testing import FlaskClient

from sync.ports import HttpAnswer


class AppTransport:
    """Sends to a Flask test client."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        answer = self._client.open(path, method=method, headers=dict(headers), data=body)
        names = {name.lower(): value for name, value in answer.headers.items()}
        return HttpAnswer(answer.status_code, names, iter([answer.data]))
