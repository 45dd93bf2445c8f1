"""Reading what came over HTTP: as much as must be right before it is acted upon (docs/protocol.md, 16, 19, 20)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sync import wire
from sync.errors import ProtocolError
from sync.limits import ANSWER_BYTES_MAX, ANSWER_LINES_MAX, LINE_BYTES_MAX, RETRY_AFTER_MAX, WHOLE_BYTES_MAX
from sync.messages import DocumentLine, Problem, ResponseEnd, ResponseHeader
from sync.ports import HttpAnswer, NetworkError

_DIGITS_MAX = 20


def read_lines(body: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a body without their ends, as they arrive. A body that breaks off ends with what came of a line.

    A line above LINE_BYTES_MAX is given as an empty one, which no reader takes for anything. A body beyond
    ANSWER_BYTES_MAX or ANSWER_LINES_MAX is none of ours: it counts as broken off there.
    """
    line = _Line()
    left = ANSWER_BYTES_MAX
    lines_left = ANSWER_LINES_MAX
    try:
        for piece in body:
            first, *others = piece[:left].split(b"\n", lines_left)
            left -= len(piece)
            lines_left -= len(others)
            line.add(first)
            for other in others:
                yield line.take()
                line.add(other)
            if left <= 0 or lines_left <= 0:
                return
    except NetworkError:
        # What came whole counts; whether the rest is whole, its reader sees.
        pass
    if line.length:
        yield line.take()


class _Line:
    """A line that arrives in pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.length = 0

    def add(self, piece: bytes) -> None:
        """One more piece; a line that is too long keeps none."""
        self.length += len(piece)
        if self.length > LINE_BYTES_MAX:
            self._pieces.clear()
        else:
            self._pieces.append(piece)

    def take(self) -> bytes:
        """The line; the next one begins."""
        whole = b"".join(self._pieces)
        self._pieces.clear()
        self.length = 0
        return whole


def read_whole(body: Iterable[bytes]) -> bytes | None:
    """A body that is one message; None when it is longer than any of ours. Raises NetworkError."""
    whole = bytearray()
    for piece in body:
        whole += piece[: WHOLE_BYTES_MAX + 1]
        if len(whole) > WHOLE_BYTES_MAX:
            return None
    return bytes(whole)


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
    try:
        body = read_whole(answer.body)
        return None if body is None else wire.parse_problem(wire.parse_json(body))
    except (NetworkError, ProtocolError):
        return None


def retry_after_s(headers: Mapping[str, str], now: datetime) -> int | None:
    """`Retry-After` in seconds, a day at most; the server writes seconds, a proxy may write a date."""
    text = headers.get("retry-after", "").strip()
    seconds_max = int(RETRY_AFTER_MAX.total_seconds())
    if text.isascii() and text.isdigit():
        # Python refuses to read a number of thousands of digits.
        return min(int(text), seconds_max) if len(text) < _DIGITS_MAX else seconds_max
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, LookupError, OverflowError):
        # The standard library's reader fails in each of these ways, depending on what is wrong.
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0, int((at - now).total_seconds())), seconds_max)
