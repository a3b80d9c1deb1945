"""A push service on loopback that holds what a browser would: it checks the signature of the house and really decrypts
(RFC 8030, 8188, 8291, 8292). Its browser is a key pair made here."""

from __future__ import annotations

import json
import os
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kraamkring.rooms.messages.channels import Device


def packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """One that switched messages on. shown: what it could decrypt."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, Any]] = field(default_factory=list)
    answers: int = 201

    @property
    def p256dh(self) -> str:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return packed(point)


@dataclass
class PushService:
    """headers: of each request that came."""

    url: str = ""
    host: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)

    def subscribed(self, answers: int = 201) -> Device:
        browser, name = Browser(answers=answers), uuid4().hex
        self.browsers[f"/send/{name}"] = browser
        return Device(uuid4(), f"{self.url}/send/{name}", browser.p256dh, packed(browser.secret))

    def of(self, device: Device) -> Browser:
        return self.browsers[device.endpoint.removeprefix(self.url)]

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        self.headers.append(headers)
        browser = self.browsers[path]
        if browser.answers != 201:
            return browser.answers
        if not signed_for(headers["authorization"], self.url):
            return 403
        said = http_ece.decrypt(
            body, private_key=browser.key, auth_secret=browser.secret, version="aes128gcm"
        )
        browser.shown.append(json.loads(said))
        return 201


def signed_for(authorization: str, origin: str) -> bool:
    """Whether the house signed for this origin, with the key that it names (RFC 8292)."""
    kind, _, rest = authorization.partition(" ")
    parts = dict(each.strip().split("=", 1) for each in rest.split(","))
    head, body, signature = parts["t"].split(".")
    raw = unpacked(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(parts["k"]))
    r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
    try:
        point.verify(encode_dss_signature(r, s), f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return kind == "vapid" and json.loads(unpacked(body))["aud"] == origin


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = service.take(self.path, headers, self.rfile.read(int(headers["content-length"])))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
