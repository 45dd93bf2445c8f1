"""A PostgreSQL dump as what it says: statements, and the rows of tables between them.

`pg_restore` writes a dump out as SQL. Read here and not by another program, it goes into the transaction of our own
connection, in which the tables are then brought up to date before anybody sees them.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import Connection

from server.database.copies import CopyFailed

_END_OF_ROWS = b"\\.\n"
_BATCH_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Statements:
    """SQL to be executed as it stands."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table: the COPY statement that takes them, and their lines."""

    statement: bytes
    lines: Iterator[bytes]


def read_dump(program: str, file: Path) -> Iterator[Statements | Rows]:
    """The parts of a dump in order; the lines of a part with rows are to be read before the next part.

    Raises:
        CopyFailed: the dump is damaged, or `pg_restore` can't read it.
    """
    arguments = [program, "--file=-", "--no-owner", "--no-privileges", "--no-comments", str(file)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - no shell
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            yield from _parts(process.stdout)
        finally:
            process.stdout.close()
            words = process.stderr.read().decode(errors="replace").strip()
    if process.returncode != 0:
        raise CopyFailed(f"{file.name} can't be read: {words or process.returncode}.")


def _parts(output: Any) -> Iterator[Statements | Rows]:
    text: list[bytes] = []
    for line in output:
        if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            yield Statements(b"".join(text))
            text = []
            lines = _rows(output)
            yield Rows(line.rstrip().removesuffix(b";"), lines)
            for _ in lines:
                raise AssertionError("rows were left unread")
        # A line with a backslash speaks to psql, and says nothing that belongs to the data.
        elif not line.startswith((b"\\", b"--")):
            text.append(line)
    yield Statements(b"".join(text))


def _rows(output: Any) -> Iterator[bytes]:
    for line in output:
        if line == _END_OF_ROWS:
            return
        yield line
    raise CopyFailed("The dump ends in the middle of a table.")


def load(connection: Connection[Any], program: str, file: Path) -> None:
    """Execute a dump in the transaction of a connection whose schema holds nothing."""
    with connection.cursor() as cursor:
        for part in read_dump(program, file):
            if isinstance(part, Statements):
                cursor.execute(part.text)
                continue
            with cursor.copy(part.statement) as copy:
                batch = bytearray()
                for line in part.lines:
                    batch += line
                    if len(batch) >= _BATCH_BYTES:
                        copy.write(bytes(batch))
                        batch.clear()
                copy.write(bytes(batch))
        # A dump sets what its session is like, among other things that no schema is searched.
        cursor.execute("RESET ALL")


def count_dump(program: str, file: Path) -> dict[str, int]:
    """The rows of each table, from a dump alone."""
    counts: dict[str, int] = {}
    for part in read_dump(program, file):
        if isinstance(part, Rows):
            name = part.statement.split()[1].decode().rpartition(".")[2].strip('"')
            counts[name] = sum(1 for _ in part.lines)
    return counts
