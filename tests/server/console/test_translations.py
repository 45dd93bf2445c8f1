"""Everything that people read is translated, and the translations fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from server.config import REPOSITORY
from server.console.language import LANGUAGES
from tests.server.console.browser import Browser

SERVER = REPOSITORY / "server"
TRANSLATIONS = SERVER / "translations"
TRANSLATED = [language for language in LANGUAGES if language != "en"]
PLACES = re.compile(r"%\(\w+\)s")


def _catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _extracted() -> set[str]:
    with (TRANSLATIONS / "babel.cfg").open() as file:
        mapping, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(str(SERVER), mapping, options, keywords)
    return {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}


def _pairs(message: Message) -> list[tuple[str, str]]:
    """Source and translation, each form of a plural on its own."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    catalogue = {
        message.id if isinstance(message.id, str) else message.id[0] for message in _catalogue(language)
    }
    extracted = _extracted()
    assert len(extracted) > 300
    assert extracted - catalogue == set()
    assert catalogue - extracted - {""} == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_empty_or_doubtful(language: str) -> None:
    for message in _catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            assert all(translation for _, translation in _pairs(message)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_same_gaps_and_ends(language: str) -> None:
    for message in _catalogue(language):
        for source, translation in _pairs(message) if message.id else ():
            assert sorted(PLACES.findall(source)) == sorted(PLACES.findall(translation)), source
            assert source.endswith((".", "?", ":")) == translation.endswith((".", "?", ":")), source
            assert translation == translation.strip()


def test_no_text_in_a_template_is_left_out() -> None:
    """Words between tags stand inside `_()`; what is left may hold names, units and signs only."""
    for path in sorted((SERVER / "console" / "templates").rglob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(), flags=re.DOTALL)
        words = re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"", " ", text))
        assert set(words) <= {"Enter"}, path


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("Yleiskuva", "Tarkastus", "Kierrokset tänään")),
        ("sv", ("Översikt", "Granskning", "Rundor i dag")),
    ],
)
def test_pages_speak_the_language(supervisor: Browser, language: str, words: tuple[str, ...]) -> None:
    supervisor.headers = {"Accept-Language": language}
    page = supervisor.get("/console/").text
    assert f'<html lang="{language}">' in page
    for word in words:
        assert word in page


def test_compiled_catalogues_are_not_committed() -> None:
    assert "*.mo" in Path(REPOSITORY / ".gitignore").read_text().split()
