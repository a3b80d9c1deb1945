"""Organisations whose people come in by the organisation's own sign-in (OpenID Connect), from one TOML file.

KRAAMKRING_ORGANISATION_SIGN_IN names the file; docs/how-to/organisation-sign-in.md explains it. The file holds no
secret: it says where the secret is.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kraamkring.config.complaint import Complaint

VARIABLE = "KRAAMKRING_ORGANISATION_SIGN_IN"


class OwnSignIn(BaseModel):
    """key: its name in addresses. organisation: the id of the organisation whose accounts it opens. required: no other
    way in. matched_by: `email`: an account is found by the address that the provider says it verified, once, and from
    then on by the subject; `subject`: only somebody who signed in here otherwise can say that it is hers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    organisation: UUID
    name: str = Field(min_length=1)
    issuer: str
    client_id: str = Field(min_length=1)
    secret_file: Path | None = None
    secret_env: str | None = None
    matched_by: Literal["email", "subject"] = "email"
    required: bool = False
    sends_to: tuple[str, ...] = ()  # other addresses that its sign-in page leads through (https://host)

    def secret(self) -> str:
        """Raises Complaint unless exactly one place of the secret is named and holds one."""
        if (self.secret_file is None) == (self.secret_env is None):
            raise Complaint(f"{VARIABLE}: {self.key} needs secret_file or secret_env, one of them.")
        found = (
            self.secret_file.read_text("utf-8")
            if self.secret_file
            else os.environ.get(self.secret_env or "", "")
        )
        if not found.strip():
            raise Complaint(f"{VARIABLE}: the secret of {self.key} is empty.")
        return found.strip()

    def app(self) -> dict[str, Any]:
        """As django-allauth wants it."""
        return {
            "provider_id": self.key,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret(),
            "settings": {
                "server_url": self.issuer,
                "organisation": str(self.organisation),
                "matched_by": self.matched_by,
                "required": self.required,
            },
        }


def own_sign_ins(stage: str) -> list[OwnSignIn]:
    """The organisations of the file, none without one. Raises Complaint for a file that cannot be right."""
    given = os.environ.get(VARIABLE)
    if not given:
        return []
    try:
        rows = tomllib.loads(Path(given).read_text("utf-8")).get("organisation", [])
        found = [OwnSignIn.model_validate(row) for row in rows]
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise Complaint(f"{VARIABLE}: {given} cannot be read: {error}") from error
    for each in found:
        if stage == "production" and urlsplit(each.issuer).scheme != "https":
            raise Complaint(f"{VARIABLE}: the issuer of {each.key} must begin with https://.")
    if len({each.key for each in found}) < len(found) or len({each.organisation for each in found}) < len(
        found
    ):
        raise Complaint(f"{VARIABLE}: a key or an organisation stands there twice.")
    return found


def places_of(sign_ins: list[OwnSignIn]) -> list[str]:
    """Where their sign-in pages are, for the policy of the browser about where a form may lead."""
    issuers = [urlsplit(each.issuer) for each in sign_ins]
    return [
        *(f"{each.scheme}://{each.netloc}" for each in issuers),
        *(to for each in sign_ins for to in each.sends_to),
    ]


def required_by(organisation: UUID | None) -> dict[str, Any] | None:
    """The sign-in that this organisation wants of its people; None if it leaves them free."""
    apps: list[dict[str, Any]] = getattr(settings, "SOCIALACCOUNT_PROVIDERS")["openid_connect"]["APPS"]  # noqa: B009
    wanted = str(organisation)
    return next(
        (app for app in apps if app["settings"]["organisation"] == wanted and app["settings"]["required"]),
        None,
    )
