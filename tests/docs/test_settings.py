"""docs/settings.md has every setting and every command, and no other."""

from __future__ import annotations

import re
from dataclasses import fields

import click
from click.testing import CliRunner
from flask import Flask

from server.config import Settings, settings_from_environment
from tests.docs.pages import PAGES, first_codes, read, rows, section
from tests.docs.sources import literals, python_files

PAGE = "docs/settings.md"
_NAME = re.compile(r"KIERROS_[A-Z_]+")
_OF_THE_TESTS = {"KIERROS_TEST_DATABASE"}
_OF_THE_CLIENT = {"KIERROS_STORE"}
_OF_THE_CLIENT = {"KIERROS_STORE"}
_FROM_FLASK_MIGRATE = "db"


def _read_settings() -> set[str]:
    return {name for name in literals("server") if _NAME.fullmatch(name)} & set(
        _NAME.findall(read("server/config.py"))
    )


def test_every_setting_is_documented_and_no_other():
    assert set(first_codes(section(PAGE, "## Settings"))) == _read_settings()


def test_the_documented_defaults_are_the_defaults(tmp_path):
    defaults = settings_from_environment({"KIERROS_INSTANCE": str(tmp_path)})
    values = {str(getattr(defaults, field.name)) for field in fields(Settings)}
    shown = {row[0].strip("`"): row[1] for row in rows(section(PAGE, "## Settings"))}
    for name in ("KIERROS_SERVER_NAME", "KIERROS_TIME_ZONE", "KIERROS_SYNC_INTERVAL_S"):
        assert shown[name].strip("`") in values
    assert defaults.database_url == f"sqlite:///{tmp_path / 'kierros.sqlite'}"
    assert "kierros.sqlite" in shown["KIERROS_DATABASE_URL"]
    assert (tmp_path / "secret-key").is_file()
    assert not defaults.is_demo
    assert not defaults.is_secure


def test_only_the_settings_read_the_environment():
    readers = {path for path in python_files("server") if re.search(r"\bos\.(environ\b|getenv)", read(path))}
    # Two hand their own environment on to the processes they start.
    assert readers == {"server/config.py", "server/launch/__main__.py", "server/database/postgresql.py"}


def test_no_page_names_a_setting_that_does_not_exist():
    named = {name for page in PAGES for name in _NAME.findall(read(page)) if not name.endswith("_")}
    assert named <= _read_settings() | _OF_THE_TESTS | _OF_THE_CLIENT | _OF_THE_CLIENT


def test_every_command_is_documented_and_no_other(app: Flask):
    documented = {
        " ".join(word for word in code.split() if word.islower())
        for code in first_codes(section(PAGE, "## Commands"))
    }
    own = {name: command for name, command in app.cli.commands.items() if name != _FROM_FLASK_MIGRATE}
    assert documented == set(_names(own))


def test_every_command_that_a_page_names_exists(app: Flask):
    commands = set(_names(app.cli.commands))
    for page in (*PAGES, "server/launch/welcome.py"):
        for words in re.findall(r"flask --app server ([a-z][a-z -]*[a-z])", read(page)):
            assert any(words == name or words.startswith(f"{name} ") for name in commands), (page, words)


def test_the_documented_options_are_there(app: Flask):
    for row in rows(section(PAGE, "## Commands")):
        name = " ".join(word for word in row[0].strip("`").split() if word.islower())
        options = re.findall(r"`(--[a-z-]+)`", row[1])
        answer = CliRunner().invoke(app.cli, [*name.split(), "--help"], obj=None)
        assert answer.exit_code == 0, answer.output
        assert all(option in answer.output for option in options), (name, options)


def _names(commands: dict[str, click.Command], before: str = "") -> list[str]:
    names: list[str] = []
    for name, command in commands.items():
        inner = getattr(command, "commands", None)
        names += _names(inner, f"{before}{name} ") if inner else [f"{before}{name}"]
    return names
