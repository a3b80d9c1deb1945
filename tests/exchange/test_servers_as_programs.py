"""Servers ask with a secret or with a signature; what could not work, or shows no key of its own, gets nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.exchange.programs import end, register
from kraamkring.rooms.exchange.models import AccessToken, Program
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.cast import LATER, Cast, booked
from tests.clock import this_morning

from .asking import BACK, MOST, ask, brought, keys, let_in, reads, said_yes

pytestmark = pytest.mark.django_db
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.clock.this_morning"


@pytest.fixture
def leen(people: Cast) -> PregnancyEpisode:
    return booked(people.an).episode


def test_a_server_with_a_secret_asks_what_it_holds_and_gives_it_back(
    people: Cast, leen: PregnancyEpisode, growth: Program
) -> None:
    ward = register(
        name="Ward", kind="confidential", scope=MOST, by=people.an, now=LATER, redirect_uris=[BACK]
    )
    code = said_yes(people.an, ask(ward.program, scope="user/*.rs offline_access"))["code"]
    assert brought(ward.program, code, 401)["error"] == "invalid_client"
    assert brought(ward.program, code, 401, client_secret="x")["error"] == "invalid_client"
    held = brought(ward.program, code, client_secret=ward.secret)
    known = {"client_id": str(ward.program.pk), "client_secret": ward.secret}

    def introspected(token: str) -> Any:
        return Client().post("/oauth/introspect", known | {"token": token}).json()

    assert introspected(held["access_token"])["scope"] == "user/*.rs offline_access"
    assert introspected(held["refresh_token"])["active"] is True
    assert introspected(let_in(people.an, growth)["access_token"]) == {"active": False}, "another's"
    assert introspected("x") == {"active": False}
    unknown = Client().post("/oauth/introspect", {"client_id": str(growth.pk), "token": held["access_token"]})
    assert unknown.status_code == 401
    for _twice in range(2):
        given_back = Client().post("/oauth/revoke", known | {"token": held["refresh_token"]})
        assert given_back.status_code == 200
    assert introspected(held["access_token"]) == {"active": False}
    assert reads(held["access_token"], f"Patient/{leen.mother_id}") == 401


OURS = ECKey.generate_key("P-384", {"kid": "ours", "alg": "ES384"})


@pytest.fixture
def nightly(people: Cast) -> Program:
    """A server that signs, and sees what An sees."""
    jwks = {"keys": [OURS.as_dict(private=False)]}
    return register(
        name="Nightly", kind="backend", scope="system/*.rs", by=people.an, now=LATER, jwks=jwks
    ).program


def signed(program: Program, key: ECKey = OURS, **other: Any) -> dict[str, str]:
    now = int(this_morning().timestamp())
    claims = {
        "iss": str(program.pk), "sub": str(program.pk), "aud": "http://testserver/oauth/token", "exp": now + 240,
        "jti": str(new_id(this_morning())), **other,
    }  # fmt: skip
    said = jwt.encode({"alg": "ES384", "kid": "ours"}, claims, key, algorithms=["ES384"])
    return {
        "grant_type": "client_credentials", "scope": "system/*.rs", "client_assertion_type": ASSERTION,
        "client_assertion": said,
    }  # fmt: skip


def test_a_backend_signs_and_sees_what_its_account_sees_for_five_minutes(
    people: Cast, leen: PregnancyEpisode, nightly: Program
) -> None:
    form = signed(nightly)
    key = keys(nightly, **form)
    assert (key["scope"], key["expires_in"]) == ("system/*.rs", 300)
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 200
    assert AccessToken.objects.get().user == people.an
    assert keys(nightly, 400, **form)["error"] == "invalid_client", "the same again"
    assert end(program_id=nightly.pk, by=people.an, now=this_morning()) == 1
    assert reads(key["access_token"], f"Patient/{leen.mother_id}") == 401
    assert keys(nightly, 400, **signed(nightly))["error"] == "invalid_client"


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "https://elsewhere.example/token"},
        {"exp": 1},
        {"exp": 4_000_000_000},
        {"exp": 10**30},
        {"jti": ""},
        {"iss": "somebody else"},
        {"key": ECKey.generate_key("P-384", {"kid": "ours", "alg": "ES384"})},
    ],
)
def test_what_a_backend_did_not_sign_so_opens_nothing(nightly: Program, wrong: dict[str, Any]) -> None:
    assert keys(nightly, 400, **signed(nightly, **wrong))["error"] == "invalid_client"
    assert not AccessToken.objects.exists()


def test_a_backend_whose_account_was_closed_gets_nothing(people: Cast, nightly: Program) -> None:
    people.an.is_active = False
    people.an.save()
    assert keys(nightly, 400, **signed(nightly))["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "wrong",
    [
        {"redirect_uris": ["http://growth.example/back"]},
        {"redirect_uris": ["https://growth.example/*"]},
        {"redirect_uris": []},
        {"scope": "user/*.everything"},
        {"scope": "openid"},
        {"kind": "backend"},
        {"kind": "backend", "jwks": {"keys": [{"kty": "oct", "k": "x"}]}},
        {"kind": "backend", "jwks": {"keys": [OURS.as_dict(private=True)]}},
        {"kind": "backend", "jwks": {"keys": 5}},
        {"kind": "backend", "jwks": {"keys": [{"kty": "EC"}]}},
        {"kind": "backend", "jwks": {"keys": [OURS.as_dict(private=False) | {"crv": "P-999"}]}},
        {"kind": "backend", "jwks": {"keys": [OURS.as_dict(private=False) | {"x": "!"}]}},
        {"name": " "},
    ],
)
def test_a_program_that_could_not_work_is_not_registered(people: Cast, wrong: dict[str, Any]) -> None:
    said = {"name": "x", "kind": "public", "scope": MOST, "redirect_uris": [BACK]} | wrong
    with pytest.raises(Refusal):
        register(by=people.an, now=LATER, **said)
