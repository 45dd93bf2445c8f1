"""Reading what came over HTTP: as much as must be right before it is acted upon (docs/protocol.md, 16, 19, 20)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sync import wire
from sync.errors import ProtocolError
from sync.messages import DocumentLine, Problem, ResponseEnd, ResponseHeader
from sync.ports import HttpAnswer, NetworkError

LINE_BYTES_MAX = 64 * 1024 * 1024
"""Far beyond a page of 1 MiB: an answer without line ends is none of ours."""
_PROBLEM_BYTES_MAX = 64 * 1024


def read_lines(body: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a body without their ends, as they arrive. A body that breaks off ends with what came of a line."""
    pieces: list[bytes] = []
    length = 0
    try:
        for piece in body:
            first, *others = piece.split(b"\n")
            pieces.append(first)
            length += len(first)
            for other in others:
                yield b"".join(pieces)
                pieces, length = [other], len(other)
            if length > LINE_BYTES_MAX:
                return
    except NetworkError:
        # What came whole counts; whether the rest is whole, its reader sees.
        pass
    if length:
        yield b"".join(pieces)


def parse_first(lines: Iterator[bytes]) -> ResponseHeader | None:
    """The header; None when the answer begins with something else, such as a captive portal's page (step 19)."""
    try:
        return wire.parse_header(wire.parse_json(next(lines, b"")))
    except ProtocolError:
        return None


def parse_rest(lines: Iterable[bytes]) -> Iterator[DocumentLine | ResponseEnd]:
    """Documents and the end. A line that can't be read is passed over: it must not stop the cursor (step 16)."""
    for line in lines:
        try:
            yield wire.parse_line(wire.parse_json(line))
        except ProtocolError:
            continue


def read_problem(answer: HttpAnswer) -> Problem | None:
    """Why a request was refused; None when the body is none of the server's."""
    body = b""
    try:
        for piece in answer.body:
            body += piece
            if len(body) > _PROBLEM_BYTES_MAX:
                return None
        return wire.parse_problem(wire.parse_json(body))
    except (NetworkError, ProtocolError):
        return None


def retry_after_s(headers: Mapping[str, str], now: datetime) -> int | None:
    """`Retry-After` in seconds; the server writes seconds, a proxy may write a date."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0, int((at - now).total_seconds()))
