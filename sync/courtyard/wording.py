"""The words of the forms: `gritting`, `gritting.method`, `gritting.method.grit`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("fi", "sv", "en")


@cache
def words_in(language: str) -> Mapping[str, str]:
    """All words of a language by their path; of a language that there are no words of, the Finnish ones."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    text = Path(__file__).with_name(f"words.{known}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def word(language: str, *path: str) -> str:
    """The word for a kind, a field or a code; the last part of the path when a newer server knows more."""
    return words_in(language).get(".".join(path), path[-1])
