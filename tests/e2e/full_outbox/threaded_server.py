"""The application behind a threaded web server in this process: up at once, on a port of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.serving import WSGIRequestHandler, make_server

from server import create_app
from server.config import settings_from_environment
from server.database import db, transaction
from server.feed.history import begin_history


class ThreadedServer:
    """A server with empty tables, and an epoch."""

    def __init__(self, instance: Path) -> None:
        self.environment = {"KIERROS_INSTANCE": str(instance), "KIERROS_SYNC_INTERVAL_S": "5"}
        self.app = create_app(settings_from_environment(self.environment))
        with self.app.app_context():
            db.create_all()
            with transaction() as session:
                begin_history(session)
        self._answers_may_go = threading.Event()
        self._answers_may_go.set()
        self._has_answered = threading.Event()
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_QuietRequestHandler
        )
        self.url = f"http://127.0.0.1:{self._server.port}"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def start(self) -> None:
        """Take connections from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more, and let go of the database."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        with self.app.app_context():
            db.engine.dispose()

    @contextmanager
    def holding_answers(self) -> Iterator[threading.Event]:
        """Round trips within the block are done, and their answers wait for its end; the event tells of the first."""
        self._has_answered.clear()
        self._answers_may_go.clear()
        try:
            yield self._has_answered
        finally:
            self._answers_may_go.set()

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.app.wsgi_app(environ, start_response)
        if environ["PATH_INFO"] == "/api/sync":
            self._has_answered.set()
            self._answers_may_go.wait()
        return answer


class _QuietRequestHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Say nothing: killed browsers break off requests, and the tests look at what counts."""
