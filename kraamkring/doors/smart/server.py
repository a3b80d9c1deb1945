"""The authorization server: Authlib's grants and endpoints, with our flows behind them.

One is made for each request, since who signs is the address that was asked.
"""

from __future__ import annotations

import re
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidClientError, InvalidGrantError, InvalidRequestError, grants
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from authlib.oidc.core import OpenIDCode, UserInfo
from django.http import HttpRequest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from kraamkring.core.exchange.asking import as_uuid
from kraamkring.core.exchange.scopes import OFFLINE
from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.ui import clock
from kraamkring.flows.exchange import granting
from kraamkring.flows.exchange.tokens import SECRET_BYTES
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.exchange.programs import program_with

from .addresses import fhir_base, issuer, whole
from .parties import Client, Code, Key
from .signing import ALGORITHM, signing_key, signs

CONFIDENTIAL = ["client_secret_basic", "client_secret_post", "client_assertion_jwt"]
EVERYBODY = [*CONFIDENTIAL, "none"]
LONGEST_ASSERTION = timedelta(minutes=5)  # SMART 2, backend services: `exp` no later than this
SIGNED_WITH = ["RS384", "ES384", "RS256", "ES256"]
NONCE = re.compile(r"[\x20-\x7e]{0,200}")  # our choice: as long as is kept
LEEWAY_SECONDS = 30  # our choice: how far the clock of a program may be from ours


class Server(AuthorizationServer):
    """What may be asked for, by whom, and what is then kept."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(None, None)
        self.asked = request
        self.register_grant(CodeGrant, [OnlyS256(required=True), Identity(self)])
        self.register_grant(RefreshGrant)
        self.register_grant(BackendGrant)
        self.register_endpoint(Revocation)
        self.register_endpoint(Introspection)
        self.register_client_auth_method("client_assertion_jwt", Assertion(self))

    def query_client(self, client_id: str) -> Client | None:
        id = as_uuid(client_id)
        program = program_with(id) if id else None
        return Client(program) if program else None

    def create_bearer_token_generator(self) -> BearerTokenGenerator:
        return BearerTokenGenerator(_secret, _secret, _seconds)

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        now, key, refresh = clock.now(), token["access_token"], token.get("refresh_token", "")
        try:
            if isinstance(request.refresh_token, Key):
                old = request.refresh_token.renewable
                granting.renew(token=old, scope=token["scope"], key=key, refresh=refresh, now=now)
                token |= _context(old.grant.patient)
            elif isinstance(request.authorization_code, Code):
                grant = request.authorization_code.grant
                granting.redeem(grant=grant, key=key, refresh=refresh, now=now)
                token |= _context(grant.patient)
            else:
                granting.give_backend(program=request.client.program, scope=token["scope"], key=key, now=now)
        except Refusal as refusal:
            raise InvalidGrantError(str(refusal)) from None


class CodeGrant(grants.AuthorizationCodeGrant):
    """A person says yes on our page; the program brings the code with the verifier."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")
    server: Server

    def validate_authorization_request(self) -> str:
        redirect_uri: str = super().validate_authorization_request()
        if not NONCE.fullmatch(self.request.payload.data.get("nonce", "")):
            state = self.request.payload.state
            raise InvalidRequestError("this 'nonce' is too long", state=state, redirect_uri=redirect_uri)
        return redirect_uri

    def generate_authorization_code(self) -> str:
        return _secret()

    def save_authorization_code(self, code: str, request: Any) -> None:
        said, chosen = request.payload.data, self.server.asked.POST
        granting.allow(
            id=UUID(chosen["id"]), program=request.client.program, scope=request.scope, code=code,
            redirect_uri=request.payload.redirect_uri, challenge=said["code_challenge"],
            nonce=said.get("nonce", ""), patient=as_uuid(chosen.get("patient", "")), by=request.user,
            now=clock.now(), word=said.get("launch", ""),
        )  # fmt: skip

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        grant = granting.of_code(code=code, program=client.program, now=clock.now())
        return Code(grant) if grant else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It was used up when the key was kept."""

    def authenticate_user(self, authorization_code: Code) -> User:
        user: User = authorization_code.grant.user
        return user

    def generate_token(self, *, scope: str, include_refresh_token: bool = True, **more: Any) -> Any:
        wanted = include_refresh_token and OFFLINE in scope.split()
        return super().generate_token(scope=scope, include_refresh_token=wanted, **more)


class RefreshGrant(grants.RefreshTokenGrant):
    """A new key for an old one, and with it the way to the next."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Key | None:
        found = granting.of_refresh(secret=refresh_token, now=clock.now())
        return Key(refresh=found) if found else None

    def authenticate_user(self, refresh_token: Key) -> User:
        return refresh_token.user

    def revoke_old_credential(self, refresh_token: Key) -> None:
        """It was used up when the new one was kept."""


class BackendGrant(grants.ClientCredentialsGrant):
    """A server that signs gets a key with the eyes of its account (SMART 2, backend services)."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_assertion_jwt",)


class OnlyS256(CodeChallenge):
    """Everybody brings a challenge, made by S256 (OAuth 2.1; SMART 2)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        said = grant.request.payload.data
        if not said.get("code_challenge") or said.get("code_challenge_method") != "S256":
            raise InvalidRequestError("a 'code_challenge' by S256 is needed")
        super().validate_code_challenge(grant, redirect_uri)


class Identity(OpenIDCode):
    """Who signed in, signed, for a program that asked (`openid`)."""

    def __init__(self, server: Server) -> None:
        super().__init__(require_nonce=False)
        self.server = server

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return False  # a code works once: that is what holds the replay off

    def resolve_client_private_key(self, client: Client) -> ECKey:
        return signing_key()

    def get_client_algorithm(self, client: Client) -> str:
        return ALGORITHM

    def get_encode_header(self, client: Client) -> dict[str, str]:
        return {"alg": ALGORITHM, "kid": str(signing_key().kid)}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": issuer(self.server.asked), "aud": [client.get_client_id()]}

    def generate_user_info(self, user: User, scope: str) -> UserInfo:
        said = UserInfo(sub=str(user.pk))
        if "fhirUser" in scope.split():
            said["fhirUser"] = f"{fhir_base(self.server.asked)}/Practitioner/{user.pk}"
        if "profile" in scope.split():
            said["name"] = user.name
        return said

    def process_token(self, grant: Any, response: Any) -> Any:
        return super().process_token(grant, response) if signs() else response[1]


class Assertion(JWTBearerClientAssertion):
    """A backend shows who it is by what it signed (RFC 7523); what it signed is taken once."""

    CLIENT_AUTH_METHOD = "client_assertion_jwt"

    def __init__(self, server: Server) -> None:
        super().__init__(leeway=LEEWAY_SECONDS)
        self.server = server

    def get_audiences(self) -> list[str]:
        return [whole(self.server.asked, "oauth_token")]

    def resolve_client_public_key(self, client: Client) -> KeySet:
        if client.program.jwks is None:
            raise InvalidClientError(description="This program signs nothing.")
        return KeySet.import_key_set(client.program.jwks)

    def process_assertion_claims(self, assertion: str, resolve_key: Any) -> Any:
        """As Authlib's, which knows the algorithms of 2015 alone; SMART asks for RS384 and ES384."""
        try:
            said = jwt.decode(assertion, resolve_key, algorithms=SIGNED_WITH)
        except (JoseError, ValueError) as error:
            raise InvalidClientError(description="The signature does not fit.") from error
        self.verify_claims(said.claims)
        return said.claims

    def verify_claims(self, claims: Any) -> None:
        """As Authlib's, by the clock of this house. Raises InvalidClientError; what fails is not noted as used."""
        now = clock.now()
        whom: Any = {"essential": True, "values": self.get_audiences()}
        asked: Any = {name: {"essential": True} for name in ("iss", "sub", "exp", "jti")}
        registry = jwt.JWTClaimsRegistry(now=int(now.timestamp()), leeway=LEEWAY_SECONDS, aud=whom, **asked)
        try:
            registry.validate(claims)
        except JoseError as error:
            raise InvalidClientError(description="A claim is missing, or over.") from error
        if claims["iss"] != claims["sub"] or not isinstance(claims["jti"], str):
            raise InvalidClientError(description="Who signs is who asks, each time with another jti.")
        latest = now + LONGEST_ASSERTION + timedelta(seconds=LEEWAY_SECONDS)
        if claims["exp"] > latest.timestamp():
            raise InvalidClientError(description="It may not hold longer than five minutes.")
        program = program_with(UUID(claims["sub"]))
        kept = latest + LONGEST_ASSERTION  # beyond every moment at which it could still be taken
        if program is None or not granting.new_assertion(
            program=program, jti=claims["jti"], until=kept, now=now
        ):
            raise InvalidClientError(description="It was used before.")


class Revocation(RevocationEndpoint):
    """A program gives back what it holds (RFC 7009)."""

    CLIENT_AUTH_METHODS = EVERYBODY

    def query_token(self, token_string: str, token_type_hint: str | None) -> Key | None:
        return key_with(token_string)

    def revoke_token(self, token: Key, request: Any) -> None:
        granting.give_back(key=token.access, refresh=token.refresh, now=clock.now())


class Introspection(IntrospectionEndpoint):
    """A program with a secret or a key asks what it holds itself (RFC 7662; SMART 2)."""

    CLIENT_AUTH_METHODS = CONFIDENTIAL
    server: Server

    def query_token(self, token_string: str, token_type_hint: str | None) -> Key | None:
        return key_with(token_string)

    def check_permission(self, token: Key, client: Client, request: Any) -> bool:
        return token.check_client(client)

    def introspect_token(self, token: Key) -> dict[str, Any]:
        said = {
            "active": True, "scope": token.scope, "client_id": str(token.held_by), "sub": str(token.user.pk),
            "iss": issuer(self.server.asked), "iat": int(token.since.timestamp()),
            "exp": int(token.until.timestamp()),
        }  # fmt: skip
        if "fhirUser" in token.scope.split():
            said["fhirUser"] = f"{fhir_base(self.server.asked)}/Practitioner/{token.user.pk}"
        return said | _context(token.patient)


def key_with(secret: str) -> Key | None:
    """The key of either kind; None for one that does not hold."""
    now = clock.now()
    if (access := granting.key_of(secret=secret, now=now)) is not None:
        return Key(access=access)
    refresh = granting.refresh_there(secret=secret, now=now)
    return Key(refresh=refresh) if refresh else None


def _context(patient: object) -> dict[str, str]:
    return {"patient": str(patient)} if patient else {}


def _secret(**_more: object) -> str:
    return token_urlsafe(SECRET_BYTES)


def _seconds(client: Client, grant_type: str) -> int:
    lasts = granting.BACKEND_KEY_LASTS if grant_type == "client_credentials" else granting.KEY_LASTS
    return int(lasts.total_seconds())
