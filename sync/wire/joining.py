"""The JSON of `POST /api/join`."""

from marshmallow import fields, validate

from sync.errors import InvalidRequest, InvalidResponse
from sync.limits import CODE_CHARACTERS_MAX
from sync.messages import JoinedPerson, JoinRequest, JoinResponse, ServerAbout
from sync.wire.fields import (
    Array,
    FullMatch,
    about,
    integer_field,
    name_field,
    text_field,
    token_field,
    uuid_field,
)
from sync.wire.schema import WireSchema, load

_LANGUAGE = FullMatch("^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", error="Not a language tag.")


class JoinRequestSchema(WireSchema):
    """A device asks to join with a code."""

    value_class = JoinRequest

    code = text_field(
        CODE_CHARACTERS_MAX,
        characters_min=1,
        required=True,
        metadata=about("From a supervisor. Case, spaces and hyphens do not matter."),
    )
    device_name = name_field(required=True, metadata=about("What supervisors will call the device."))
    language = fields.String(
        required=True, validate=_LANGUAGE, metadata=about("What the device shows, for example fi.")
    )


class JoinedPersonSchema(WireSchema):
    """Whose device it is now."""

    value_class = JoinedPerson

    id = uuid_field(required=True, metadata=about("The key of the person's document."))
    name = name_field(required=True, metadata=about("The person's name."))
    roles = Array(name_field(), required=True, metadata=about("What the person does; see docs/documents.md."))
    language = fields.String(
        required=True, validate=_LANGUAGE, metadata=about("What the person reads, for example fi.")
    )


class ServerAboutSchema(WireSchema):
    """Which server the device has joined."""

    value_class = ServerAbout

    name = name_field(required=True, metadata=about("What the server calls itself."))
    time_zone = name_field(
        required=True, metadata=about("Where its people work, for example Europe/Helsinki.")
    )


class JoinResponseSchema(WireSchema):
    """The token for all later requests, and whose it is."""

    value_class = JoinResponse

    token = token_field(required=True, metadata=about("Goes into the Authorization header."))
    token_type = fields.String(
        required=True, validate=validate.Equal("Bearer"), metadata=about("Always Bearer.")
    )
    expires_in = integer_field(1, required=True, metadata=about("Seconds until the token ends."))
    device = uuid_field(required=True, metadata=about("The device's id."))
    person = fields.Nested(JoinedPersonSchema, required=True, metadata=about("Whose device it is now."))
    server = fields.Nested(ServerAboutSchema, required=True, metadata=about("Which server it has joined."))


_REQUEST = JoinRequestSchema()
_RESPONSE = JoinResponseSchema()


def parse_join_request(raw: object) -> JoinRequest:
    """Read a request to join. Raises InvalidRequest."""
    request: JoinRequest = load(_REQUEST, raw, InvalidRequest)
    return request


def dump_join_request(request: JoinRequest) -> dict[str, object]:
    """A request to join as a JSON object."""
    raw: dict[str, object] = _REQUEST.dump(request)
    return raw


def parse_join_response(raw: object) -> JoinResponse:
    """Read the answer to a request to join. Raises InvalidResponse."""
    response: JoinResponse = load(_RESPONSE, raw, InvalidResponse)
    return response


def dump_join_response(response: JoinResponse) -> dict[str, object]:
    """The answer to a request to join as a JSON object."""
    raw: dict[str, object] = _RESPONSE.dump(response)
    return raw
