"""The language of pages: the one that was chosen, else what the browser prefers, else Finnish.

The residents' pages keep theirs in the address: they set `g.page_language` and need no cookie.
"""

from __future__ import annotations

from flask import g, has_request_context, request
from flask import session as cookie

LANGUAGES = ("fi", "sv", "en")


def chosen_language() -> str:
    """One of fi, sv and en."""
    if not has_request_context():
        return LANGUAGES[0]
    if "page_language" in g:
        return str(g.page_language)
    chosen = cookie.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])
