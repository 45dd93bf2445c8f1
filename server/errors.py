"""Error answers: RFC 9457 problem JSON with a stable code for the API (docs/protocol.md, Errors), a page for people."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from flask import Flask, Response, request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from server.database import Busy
from sync.errors import FieldErrors, RefusedRequest
from sync.wire import canonical

log = structlog.get_logger(__name__)

_BUSY_RETRY_AFTER_S = 2
_CODES = {
    400: "malformed_json",
    401: "missing_token",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "batch_too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
    429: "rate_limited",
}


class Problem(Exception):
    """An error answer of the API. `code` is documented and stable, `detail` is for a developer's eyes."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        errors: FieldErrors | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.retry_after_s = retry_after_s

    def response(self) -> Response:
        """The answer as `application/problem+json`."""
        body: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = {field: list(texts) for field, texts in self.errors.items()}
        # A field that is named may hold half of a surrogate pair, which is JSON, but no UTF-8.
        response = Response(canonical(body), status=self.status, mimetype="application/problem+json")
        if self.retry_after_s is not None:
            response.headers["Retry-After"] = str(self.retry_after_s)
        if self.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response


def register_errors(app: Flask) -> None:
    """Let every failure under /api/ answer as problem JSON; the console keeps its own pages."""
    app.register_error_handler(Problem, Problem.response)
    app.register_error_handler(RefusedRequest, _refused)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(RateLimitExceeded, _rate_limited)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refused(error: RefusedRequest) -> Response:
    return Problem(error.status, error.code, error.detail, error.errors).response()


def _busy(error: Busy) -> Response:
    log.warning("database busy", detail=str(error))
    return Problem(
        503, "busy", "The database is busy; try again.", retry_after_s=_BUSY_RETRY_AFTER_S
    ).response()


def _rate_limited(error: RateLimitExceeded) -> Response:
    return Problem(
        429, "rate_limited", "Too many requests.", retry_after_s=error.limit.limit.get_expiry()
    ).response()


def _http(error: HTTPException) -> Response | HTTPException:
    if not request.path.startswith("/api/") or error.code is None:
        return error
    answer = Problem(error.code, _CODES.get(error.code, "internal_error"), error.description or "").response()
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    log.error("request failed", path=request.path, exc_info=error)
    if request.path.startswith("/api/"):
        return Problem(500, "internal_error", "A fault of the server's; nothing was acknowledged.").response()
    return Response("Internal Server Error", status=500, mimetype="text/plain")
