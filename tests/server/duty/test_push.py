"""Waking a device: its subscription over the API, the message as a push service gets it, retries, visible failures."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, TCPServer
from threading import Thread

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.config import PUSH_HOSTS, Settings
from server.database import transaction
from server.duty.deliveries import Message, Result
from server.duty.models import DutyDelivery, PushSubscription
from server.duty.sending import Ways, send
from server.duty.subscriptions import is_allowed
from server.duty.vapid import kept_key, public_key
from server.jobs import alert_those_on_duty
from server.people.models import Person
from tests.device import Device
from tests.server.duty.night import SATURDAY, Post, add_shift, device_of, history, receive_order, subscribe
from tests.world import World

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
SECRET = b"0123456789abcdef"


@contextmanager
def push_service(status: int) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A push service on this machine that answers everything with a status; what it got is in the list."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/push", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Receiver:
    """A browser's side of a subscription."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.p256dh = base64.urlsafe_b64encode(point).rstrip(b"=").decode()
        self.auth = base64.urlsafe_b64encode(SECRET).rstrip(b"=").decode()

    def read(self, body: bytes) -> object:
        return json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=SECRET))


def message(address: str, receiver: Receiver, channel: str = "push") -> Message:
    return Message(
        delivery_id="d",
        channel=channel,
        address=address,
        alert_id="0193b0c0-0000-7000-8000-00000000a001",
        language="fi",
        order_number=2041,
        category="water_leak",
        place="Kontulankaari 3",
        p256dh=receiver.p256dh,
        auth=receiver.auth,
    )


def ways(settings: Settings, smtp_url: str | None = None) -> Ways:
    return Ways(kept_key(settings.instance_path), ("127.0.0.1",), "kierros@example.org", smtp_url)


def test_the_message_is_an_id_and_nothing_else(settings: Settings) -> None:
    receiver = Receiver()
    with push_service(201) as (endpoint, got):
        assert send(message(endpoint, receiver), ways(settings)) == Result()
    [(headers, body)] = got
    assert receiver.read(body) == {"alert": "duty_alert:0193b0c0-0000-7000-8000-00000000a001"}
    assert headers["authorization"].startswith("vapid t=")
    assert public_key(settings.instance_path) in headers["authorization"]
    assert (headers["ttl"], headers["urgency"]) == ("900", "high")


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (410, Result("gone", is_final=True, is_gone=True)),
        (404, Result("gone", is_final=True, is_gone=True)),
        (400, Result("http_400", is_final=True)),
        (429, Result("http_429")),
        (503, Result("http_503")),
        (302, Result("http_302", is_final=True)),
    ],
)
def test_what_a_push_service_refuses(settings: Settings, status: int, result: Result) -> None:
    with push_service(status) as (endpoint, _):
        assert send(message(endpoint, Receiver()), ways(settings)) == result


def test_a_push_service_that_does_not_answer_is_tried_again(settings: Settings) -> None:
    with push_service(201) as (endpoint, _):
        pass
    result = send(message(endpoint, Receiver()), ways(settings))
    assert result.error == "ConnectionError"
    assert not result.is_final


def test_an_address_of_elsewhere_is_never_asked(settings: Settings) -> None:
    result = send(message("https://intranet.example/", Receiver()), ways(settings))
    assert result.error == "endpoint_not_allowed"


@pytest.mark.parametrize(
    ("endpoint", "may"),
    [
        (ENDPOINT, True),
        ("https://web.push.apple.com/abc", True),
        ("https://push.apple.com.example.org/abc", False),
        ("https://evil.fcm.googleapis.com/abc", False),
        ("http://fcm.googleapis.com/abc", False),
        ("https://fcm.googleapis.com@127.0.0.1/abc", False),
        ("https://user@fcm.googleapis.com/abc", False),
        ("http://127.0.0.1:9/abc", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("https://fcm.googleapis.com:x/", False),
        ("", False),
    ],
)
def test_only_push_services_are_named(endpoint: str, may: bool) -> None:
    assert is_allowed(endpoint, PUSH_HOSTS) is may


def test_a_device_registers_and_ends(client: FlaskClient, world: World, session: Session) -> None:
    phone, receiver = Device(client, world.caretaker), Receiver()
    headers = {"Authorization": f"Bearer {phone.token}"}
    told = client.get("/api/push", headers=headers).get_json()
    assert told["endpoint"] is None
    assert len(base64.urlsafe_b64decode(told["public_key"] + "=")) == 65

    body = {"endpoint": ENDPOINT, "keys": {"p256dh": receiver.p256dh, "auth": receiver.auth}}
    for _ in range(2):
        assert client.put("/api/push", json=body, headers=headers).status_code == 204
    assert client.get("/api/push", headers=headers).get_json()["endpoint"] == ENDPOINT
    assert len(session.scalars(select(PushSubscription)).all()) == 1
    assert client.delete("/api/push", headers=headers).status_code == 204
    session.rollback()
    assert session.scalars(select(PushSubscription)).all() == []


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_stranger_has_no_subscription(client: FlaskClient, world: World, method: str) -> None:
    answer = getattr(client, method)("/api/push", **({"json": {}} if method == "put" else {}))
    assert answer.get_json()["code"] == "missing_token"


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"endpoint", "keys.p256dh", "keys.auth"}),
        ([], {"endpoint", "keys.p256dh", "keys.auth"}),
        ({"endpoint": 7, "keys": 7}, {"endpoint", "keys.p256dh", "keys.auth"}),
        ({"endpoint": "https://intranet.example/", "keys": "good"}, {"endpoint"}),
        ({"endpoint": ENDPOINT, "keys": {"p256dh": "AAAA", "auth": "ä"}}, {"keys.p256dh", "keys.auth"}),
    ],
)
def test_what_is_no_subscription_says_what_is_wrong(
    client: FlaskClient, world: World, body: object, fields: set[str]
) -> None:
    phone, receiver = Device(client, world.caretaker), Receiver()
    if isinstance(body, dict) and body.get("keys") == "good":
        body = {**body, "keys": {"p256dh": receiver.p256dh, "auth": receiver.auth}}
    answer = client.put("/api/push", json=body, headers={"Authorization": f"Bearer {phone.token}"})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_request")
    assert set(answer.get_json()["errors"]) == fields


def test_a_message_is_tried_again_and_then_given_up_in_sight_of_everybody(
    world: World, post: Post, session: Session
) -> None:
    device = device_of(world.caretaker)
    with transaction() as writing:
        subscribe(writing, device)
        add_shift(writing, world.caretaker)
        order_id = receive_order(writing, world).id
    post.answers = [Result("http_503")] * 5
    tried = [minute for minute in range(14) if alert_those_on_duty(SATURDAY + timedelta(minutes=minute))]
    assert tried == [0, 1, 3, 7]
    # The fifth attempt is due just when the next are asked.
    alert_those_on_duty(SATURDAY + timedelta(minutes=15))
    session.rollback()
    row = session.scalars(select(DutyDelivery).where(DutyDelivery.channel == "push")).one()
    assert (row.state, row.attempts, row.error) == ("failed", 5, "http_503")
    assert ("alert_failed", world.caretaker) in history(session, order_id)


def test_a_subscription_that_is_gone_is_forgotten(world: World, post: Post, session: Session) -> None:
    device = device_of(world.caretaker)
    with transaction() as writing:
        subscribe(writing, device)
        add_shift(writing, world.caretaker)
        receive_order(writing, world)
    post.answers = [Result("gone", is_final=True, is_gone=True)]
    alert_those_on_duty(SATURDAY)
    session.rollback()
    assert session.scalars(select(PushSubscription)).all() == []
    assert session.scalars(select(DutyDelivery.state)).all() == ["failed"]


def test_an_email_goes_besides(world: World, post: Post, session: Session) -> None:
    with transaction() as writing:
        writing.get_one(Person, world.caretaker).email = "kalle@example.org"
        add_shift(writing, world.caretaker)
        receive_order(writing, world)
    alert_those_on_duty(SATURDAY)
    [sent] = post.sent
    assert (sent.channel, sent.address) == ("email", "kalle@example.org")


def test_without_a_mail_server_an_email_is_printed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send(message("kalle@example.org", Receiver(), "email"), ways(settings)) == Result()
    printed = capsys.readouterr().out
    assert "Kiireellinen työ T-2041" in printed


@contextmanager
def mail_server(answer_to_recipient: str) -> Iterator[tuple[int, list[str]]]:
    """A mail server on this machine that takes one connection; what it was told is in the list."""
    told: list[str] = []

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 here")
            while line := self.rfile.readline().decode():
                told.append(line.strip())
                verb = line.split()[0].upper().partition(":")[0]
                if verb == "DATA":
                    self._say("354 go on")
                    while (line := self.rfile.readline().decode()) != ".\r\n":
                        told.append(line.strip())
                self._say({"RCPT": answer_to_recipient, "QUIT": "221 bye"}.get(verb, "250 good"))
                if verb == "QUIT":
                    return

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with TCPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        yield server.server_address[1], told
        thread.join()


@pytest.mark.parametrize(
    ("answer", "result"),
    [("250 good", Result()), ("550 nobody", Result("recipient_refused", is_final=True))],
)
def test_a_mail_server_gets_the_words_and_no_resident(
    settings: Settings, answer: str, result: Result
) -> None:
    with mail_server(answer) as (port, told):
        sent = send(
            message("kalle@example.org", Receiver(), "email"), ways(settings, f"smtp://127.0.0.1:{port}")
        )
    assert sent == result
    assert "rcpt TO:<kalle@example.org>" in told
    assert any(line.startswith("From: kierros@example.org") for line in told) is (result == Result())


def test_a_mail_server_that_is_not_there_is_tried_again(settings: Settings) -> None:
    with push_service(201) as (endpoint, _):
        port = endpoint.rpartition(":")[2].removesuffix("/push")
    result = send(
        message("kalle@example.org", Receiver(), "email"), ways(settings, f"smtp://127.0.0.1:{port}")
    )
    assert result.error == "ConnectionRefusedError"
    assert not result.is_final


def test_the_key_is_made_once_and_for_its_owner_only(settings: Settings) -> None:
    path = kept_key(settings.instance_path)
    before = path.read_bytes()
    assert kept_key(settings.instance_path).read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600
