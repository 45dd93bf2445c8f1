"""What tests of the docs ask of the sources: string literals where they mean something."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from tests.docs.pages import ROOT


def python_files(folder: str) -> list[str]:
    """The Python files of a folder, migrations left out."""
    paths = (path.relative_to(ROOT).as_posix() for path in ROOT.glob(f"{folder}/**/*.py"))
    return sorted(path for path in paths if "/migrations/" not in path)


def literals(folder: str) -> set[str]:
    """All string literals of a folder's Python files that are no docstrings of several words."""
    return {
        node.value
        for path in python_files(folder)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value
    }


def arguments(folder: str, function: str, position: int) -> set[str]:
    """The literal argument at a position of every call of a function or class by this name."""
    return set(_arguments(folder, function, position))


def _arguments(folder: str, function: str, position: int) -> Iterator[str]:
    for path in python_files(folder):
        for node in ast.walk(_tree(path)):
            if not isinstance(node, ast.Call) or _name(node.func) != function or len(node.args) <= position:
                continue
            argument = node.args[position]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def _name(function: ast.expr) -> str | None:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None


@cache
def _tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))
