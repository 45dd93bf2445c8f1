"""The network to one server, over `requests`."""

import gzip
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import requests

from sync.ports import HttpAnswer, NetworkError

_COMPRESSED_FROM_BYTES = 1024
_CONNECT_S_MAX = 20.0
_STALLED_S_MAX = 60.0
"""A connection that brings nothing for so long is given up."""
_PIECE_BYTES_MAX = 64 * 1024


class RequestsTransport:
    """Sends requests to a server's address, for example https://kierros.example. Closed by `close`."""

    def __init__(self, address: str) -> None:
        """Raise ValueError when the address is not that of a web server."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            raise ValueError(f"not the address of a server: {address!r}")
        self._address = address.rstrip("/")
        self._session = requests.Session()

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        """Send a request to a path of the server. Raises NetworkError."""
        sent = dict(headers)
        if body is not None and len(body) > _COMPRESSED_FROM_BYTES:
            body = gzip.compress(body)
            sent["content-encoding"] = "gzip"
        try:
            # A redirect is no answer: it may be a captive portal's, and the token goes to this server only.
            answer = self._session.request(
                *(method, self._address + path),
                headers=sent,
                data=body,
                timeout=(_CONNECT_S_MAX, _STALLED_S_MAX),
                stream=True,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as error:
            raise NetworkError(str(error)) from error
        names = {name.lower(): value for name, value in answer.headers.items()}
        return HttpAnswer(answer.status_code, names, _pieces(answer))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def _pieces(answer: requests.Response) -> Iterator[bytes]:
    """The body, decompressed, as it arrives."""
    try:
        yield from answer.iter_content(_PIECE_BYTES_MAX)
    except (requests.RequestException, OSError) as error:
        raise NetworkError(str(error)) from error
    finally:
        answer.close()
