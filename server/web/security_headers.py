"""Headers of every answer: nothing inline, nothing from elsewhere, nobody may frame us."""

from __future__ import annotations

from flask import Flask, Response

_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_POLICY_TEXT = "; ".join(f"{name} {value}" for name, value in _POLICY.items())


def register_security_headers(app: Flask, *, is_secure: bool) -> None:
    """Add them to every answer of the application."""

    @app.after_request
    def _add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _POLICY_TEXT)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
        if is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
