"""How a program asks in tests: what it sends her with, what she answers, and the keys that it brings home."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.exchange.models import Program
from tests.clock import this_morning

BACK = "https://growth.example/back"
VERIFIER = "a-verifier-that-is-long-enough-for-the-rule-of-43-signs"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
MOST = "user/*.cruds launch/patient openid fhirUser offline_access"


def ask(program: Program, **other: str) -> dict[str, str]:
    """What the program sends her with."""
    return {
        "response_type": "code", "client_id": str(program.pk), "redirect_uri": BACK, "scope": "user/*.rs",
        "state": "s-1", "aud": "http://testserver/fhir", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
        **other,
    }  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said_yes(user: User, asked: dict[str, str], **chosen: str) -> dict[str, str]:
    """She lets it in; what the program is then told in its own address."""
    address = f"/oauth/authorize?{'&'.join(f'{name}={value}' for name, value in asked.items())}"
    form = {"id": str(new_id(this_morning())), "answer": "yes", **chosen}
    answer = signed_in(user).post(address.replace(" ", "%20"), form)
    assert answer.status_code == 303, answer.content.decode()
    assert answer["Location"].startswith(asked["redirect_uri"])
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def keys(program: Program, status: int = 200, **form: str) -> Any:
    """What is answered where keys are given."""
    asked = {"client_id": str(program.pk), **form}
    answer = Client().post("/oauth/token", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def brought(program: Program, code: str, status: int = 200, **other: str) -> Any:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
    return keys(program, status, **(form | other))


def let_in(user: User, program: Program, scope: str = "user/*.rs", **chosen: str) -> Any:
    return brought(program, said_yes(user, ask(program, scope=scope), **chosen)["code"])


def reads(key: str, path: str) -> int:
    """With what status the record answers this key."""
    return Client(headers={"Authorization": f"Bearer {key}"}).get(f"/fhir/{path}").status_code
