"""Only `server/database` asks which database it is: nothing else of the server may even name one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT

_NAMES = re.compile(r"sqlite|postgres|psycopg|dialect", re.IGNORECASE)
_MAY = {
    "server/config.py": {"sqlite:///", "kierros.sqlite"},  # where the database is when nothing else is said
    # A simulated year is played in a file of its own, which can be put back to the evening before; so are its phones.
    "server/year/course.py": {"year.sqlite", "sqlite:///", ".sqlite"},
    "server/year/phones.py": {"sqlite3", "SqliteStore"},
    "server/year/whole_days.py": {"SELECT count(*) FROM sqlite_master", "sqlite3"},
}


def _words(tree: ast.Module) -> Iterator[str]:
    """Everything in a module that the program can act on: names, modules, strings that are no docstrings."""
    texts = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(value)) if id(node) not in texts:
                yield value
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.keyword(arg=str(word)):
                yield word
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (alias.name for alias in names)
                yield getattr(node, "module", None) or ""


def _named_in(path: Path) -> set[str]:
    return {word for word in _words(ast.parse(path.read_text(encoding="utf-8"))) if _NAMES.search(word)}


def test_nothing_else_names_a_database() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): named
        for path in (ROOT / "server").rglob("*.py")
        if not path.is_relative_to(ROOT / "server/database")
        # What has been migrated stays as it was written.
        and not path.is_relative_to(ROOT / "server/migrations/versions")
        if (named := _named_in(path))
    }
    assert found == _MAY


def test_it_would_be_found(tmp_path: Path) -> None:
    guilty = tmp_path / "guilty.py"
    for line in ("db.engine.dialect.name == x", "from sqlalchemy.dialects import postgresql", 'x = "SQLite"'):
        guilty.write_text(line)
        assert _named_in(guilty), line
    guilty.write_text('"""About SQLite."""\nx = 1\n')
    assert not _named_in(guilty)
