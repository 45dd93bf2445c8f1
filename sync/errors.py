"""Everything that may go wrong in the protocol, drawn once.

    ProtocolError
    ├── RefusedRequest           the whole request is refused; nothing in it is acknowledged
    │   ├── MalformedJson        malformed_json      400
    │   ├── ProtocolTooNew       protocol_too_new    400
    │   ├── BatchTooLarge        batch_too_large     413
    │   ├── InvalidRequest       invalid_request     422
    │   └── ProtocolTooOld       protocol_too_old    426
    ├── InvalidOperation         one operation is quarantined; the code is its reason
    └── InvalidResponse          the client got no answer it can trust; it acknowledges nothing

Codes are stable and documented in docs/protocol.md; texts are not.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

FieldErrors = Mapping[str, Sequence[str]]
"""What is wrong, by dotted path of the field, for example {"clock.elapsed_ms": ["Not a valid integer."]}."""


class ProtocolError(Exception):
    """Anything that breaks the protocol; `code` is what programs may rely on."""

    code: str = "protocol_error"

    def __init__(self, detail: str, errors: FieldErrors | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors: FieldErrors = errors or {}


class RefusedRequest(ProtocolError):
    """A request that is refused whole, with the HTTP status that says so."""

    status: ClassVar[int] = 400


class MalformedJson(RefusedRequest):
    """The body is not JSON, or not UTF-8."""

    code = "malformed_json"


class ProtocolTooNew(RefusedRequest):
    """The client speaks a protocol version that is not served yet."""

    code = "protocol_too_new"


class BatchTooLarge(RefusedRequest):
    """Too many operations, too many bytes, or one operation that is too long."""

    code = "batch_too_large"
    status = 413


class InvalidRequest(RefusedRequest):
    """JSON, but not a request; `errors` names the fields."""

    code = "invalid_request"
    status = 422


class ProtocolTooOld(RefusedRequest):
    """The client speaks a protocol version that is served no longer."""

    code = "protocol_too_old"
    status = 426


class InvalidOperation(ProtocolError):
    """One operation that can't be read; it is quarantined with `reason` and never blocks the others."""

    def __init__(self, reason: str, detail: str, errors: FieldErrors | None = None) -> None:
        super().__init__(detail, errors)
        self.reason = reason
        self.code = reason


class InvalidResponse(ProtocolError):
    """An answer that does not follow the protocol, such as the page of a captive portal."""

    code = "invalid_response"
