"""Our rows as Authlib wants to see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oidc.core import AuthorizationCodeMixin

from kraamkring.flows.exchange.programs import most_for
from kraamkring.flows.exchange.tokens import digest_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.exchange.models import AccessToken, Grant, Program, RefreshToken

METHODS = {
    "public": ("none",),
    "confidential": ("client_secret_basic", "client_secret_post"),
    "backend": ("client_assertion_jwt",),
}
GRANTS = {
    "public": ("authorization_code", "refresh_token"),
    "confidential": ("authorization_code", "refresh_token"),
    "backend": ("client_credentials",),
}


@dataclass(frozen=True)
class Client(ClientMixin):
    """A program."""

    program: Program

    def get_client_id(self) -> str:
        return str(self.program.pk)

    def get_default_redirect_uri(self) -> str | None:
        return None  # a program says each time where to (OAuth 2.1)

    def get_allowed_scope(self, scope: str | None) -> str | None:
        return most_for(self.program, scope or self.program.scope) or None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.program.redirect_uris  # letter by letter (RFC 9700, 2.1)

    def check_client_secret(self, client_secret: str) -> bool:
        return compare_digest(digest_of(client_secret), self.program.secret_digest)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in METHODS[self.program.kind]

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and self.program.kind != Program.Kind.BACKEND

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in GRANTS[self.program.kind]


@dataclass(frozen=True)
class Code(AuthorizationCodeMixin):
    """A code that holds: what it was given for."""

    grant: Grant
    auth_time: int | None = None

    code_challenge_method = "S256"

    @property
    def code_challenge(self) -> str:
        return self.grant.challenge

    def get_redirect_uri(self) -> str:
        return self.grant.redirect_uri

    def get_scope(self) -> str:
        return self.grant.scope

    def get_nonce(self) -> str:
        return self.grant.nonce

    def get_auth_time(self) -> int | None:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass(frozen=True)
class Key:
    """A key that holds: to ask with, or with which another is asked for."""

    access: AccessToken | None = None
    refresh: RefreshToken | None = None

    @property
    def scope(self) -> str:
        return self.access.scope if self.access else self.renewable.grant.scope

    @property
    def user(self) -> User:
        found: User = self.access.user if self.access else self.renewable.grant.user
        return found

    @property
    def since(self) -> datetime:
        return self.access.since if self.access else self.renewable.since

    @property
    def until(self) -> datetime:
        return self.access.until if self.access else self.renewable.until

    @property
    def patient(self) -> str | None:
        found = self.access.patient if self.access else self.renewable.grant.patient
        return str(found) if found else None

    @property
    def renewable(self) -> RefreshToken:
        """The refresh token. Raises ValueError for a key to ask with."""
        if self.refresh is None:
            raise ValueError("this is no refresh token")
        return self.refresh

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        return False  # it was looked for among those that hold

    def is_revoked(self) -> bool:
        return False

    def check_client(self, client: Client) -> bool:
        return self.held_by == client.program.pk

    @property
    def held_by(self) -> UUID | None:
        """The program to which it was given; None for a key that was given on the server."""
        return self.access.program_id if self.access else self.renewable.grant.program_id
