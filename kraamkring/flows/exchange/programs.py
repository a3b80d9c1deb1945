"""Programs are registered and ended on the server; a person sees which may ask in her name, and ends them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, NamedTuple
from uuid import UUID

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kraamkring.core.exchange.scopes import OPENED, PLAIN, narrowed, opened_in
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows import transaction
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.exchange.models import Grant, Program
from kraamkring.rooms.exchange.programs import (
    end_grant,
    end_program,
    grant_of_id,
    grants_of,
    program_with,
    register_program,
)

from .tokens import SECRET_BYTES, digest_of

# Whole addresses without a fragment or a joker; a program on somebody's own computer is answered there (RFC 8252).
SAFE = re.compile(r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?(/[^\s#*\\]*)?")

LONGEST_NAME: int = Program._meta.get_field("name").max_length or 0


class Registered(NamedTuple):
    """secret: of a confidential program, shown once; empty for the others."""

    program: Program
    secret: str


@transaction.atomic
def register(
    *,
    name: str,
    kind: str,
    scope: str,
    by: User,
    now: datetime,
    redirect_uris: Sequence[str] = (),
    launch_uri: str = "",
    jwks: Mapping[str, Any] | None = None,
) -> Registered:
    """A program that may ask from now on. by: who answers for it; a backend sees what she sees. Raises Refusal for one
    that could not work: no way back to it, no key, a scope that opens nothing."""
    if not name.strip():
        raise Refusal("name", "the program has no name", "Say what it is called")
    if len(name.strip()) > LONGEST_NAME:
        raise Refusal("name", "this name is too long to be read", "Say it in fewer words")
    unknown = [word for word in scope.split() if word not in PLAIN and not list(opened_in(word))]
    if unknown or not list(opened_in(scope)):
        raise Refusal("scope", "this scope is not understood, or opens nothing", "Ask for user/*.rs, say")
    backend = kind == Program.Kind.BACKEND
    if not backend and not (redirect_uris and all(map(_leads_back, redirect_uris))):
        raise Refusal(
            "redirect_uris", "there is no safe way back to the program", "Give https:// addresses, whole"
        )
    if backend and not _are_public(jwks or {}):
        raise Refusal("jwks", "there is no public key in it", "Give a JWKS with RSA or EC keys, without `d`")
    if launch_uri and (backend or not _leads_back(launch_uri) or OPENED not in scope.split()):
        raise Refusal(
            "launch_uri",
            "it cannot be opened from the page of a family",
            "Give one https:// address, whole, and launch in the scope; a backend has no page",
        )
    secret = token_urlsafe(SECRET_BYTES) if kind == Program.Kind.CONFIDENTIAL else ""
    program = register_program(
        id=new_id(now), name=name.strip(), kind=kind, scope=scope, since=now,
        secret_digest=digest_of(secret) if secret else "", redirect_uris=list(redirect_uris),
        launch_uri=launch_uri,
        jwks=dict(jwks) if backend and jwks else None, acts_as=by if backend else None,
    )  # fmt: skip
    _note(by, "program:registered", program.pk, now)
    return Registered(program, secret)


@transaction.atomic
def end(*, program_id: UUID, by: User, now: datetime) -> int:
    """Nothing that this program holds opens anything any more; how many keys ended. Raises NotThere."""
    program = program_with(program_id)
    if program is None:
        raise NotThere("program", "there is no such program", "")
    ended = end_program(program, now)
    _note(by, "program:ended", program.pk, now)
    return ended


def own_programs(*, by: User, now: datetime) -> list[Grant]:
    """Which programs may ask in her name, the last one first."""
    return grants_of(by, now)


@transaction.atomic
def end_own(*, grant_id: UUID, by: User, now: datetime) -> Grant:
    """A program may ask in her name no more; said twice it is the same. Raises NotThere for what is not hers."""
    grant = grant_of_id(grant_id)
    if grant is None or grant.user_id != by.pk:
        raise NotThere("grant", "there is no such program", "")
    if grant.ended_at is None:
        end_grant(grant, now)
        _note(by, "program:refused", grant.pk, now)
    return grant


def most_for(program: Program, scope: str) -> str:
    """What of this scope the program may be given."""
    return narrowed(scope, program.scope)


def _leads_back(uri: str) -> bool:
    return SAFE.fullmatch(uri) is not None


def _are_public(jwks: Mapping[str, Any]) -> bool:
    """Whether there is a key in it, all are public, and each can be read: with another nobody could ever ask."""
    given = jwks.get("keys")
    if not isinstance(given, list) or not given or not all(map(_is_public, given)):
        return False
    try:
        KeySet.import_key_set({"keys": given})
    except (JoseError, ValueError, LookupError, TypeError):
        return False
    return True


def _is_public(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") in ("RSA", "EC") and "d" not in key


def _note(by: User, what: str, id: UUID, now: datetime) -> None:
    record_event(by=by, now=now, action=AuditEvent.Action.WRITE, what=what, object_id=id)
