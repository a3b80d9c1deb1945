"""The pages around signing in that a walk comes to only with something in the hand: an invitation, a link of a message,
a second step, a sign-in of a moment ago."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from time import time
from typing import NamedTuple
from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.invite_parent import Parent, invite_parent
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.doors.test_staff_pages import signed_in
from tests.journeys.test_network import PASSWORD

WITH_AN_APP = (  # pages for whoever has a second step
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate",
)  # fmt: skip
WITH_A_KEY = ("mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_reauthenticate_webauthn")
WITHOUT_AN_APP = ("mfa_activate_totp",)
LONGEST_WALK_S = 86400  # "a moment ago" is five minutes, and a walk takes longer
LONGEST_WALK_S = 86400  # "a moment ago" is minutes, and a walk takes longer
NOTHING = "00000000-0000-7000-8000-000000000000"


class Door(NamedTuple):
    """A page that no name in the URLconf leads to by itself. who: of the walk; status: that of the page."""

    who: str
    name: str
    address: str
    status: int = 200


def secured(user: User) -> None:
    """She signs in with an app for codes too, has spare codes, and a passkey."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    data = {"name": "My telephone", "credential": _credential()}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def _credential() -> dict[str, object]:
    """What a telephone answers when a passkey is made: a key of its own, vouched for by nobody."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    name = sha256(b"a telephone of the tests").digest()
    held = AttestedCredentialData.create(Aaguid.NONE, name, ES256.from_cryptography_key(public))
    seen = AuthenticatorData.create(
        sha256(b"localhost").digest(), AuthenticatorData.FLAG(0x45), 0, bytes(held)
    )
    said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "http://localhost")
    answer = AuthenticatorAttestationResponse(
        client_data=said, attestation_object=AttestationObject.create("none", seen, {})
    )
    extras = {"credProps": {"rk": True}}
    response = RegistrationResponse(raw_id=name, response=answer, client_extension_results=extras)
    return json.loads(json.dumps(dict(response)))


def opens(user: User, name: str) -> bool:
    """Whether her account has what this page is about."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if name in WITH_A_KEY:
        return Authenticator.Type.WEBAUTHN in kinds
    if name in WITH_AN_APP:
        return Authenticator.Type.TOTP in kinds
    return name not in WITHOUT_AN_APP or Authenticator.Type.TOTP not in kinds


def key_of(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).first()


def doors(episode: PregnancyEpisode, carer: User, parent: User, now: datetime) -> Iterator[Door]:
    """The invitation of her partner; the link to a new password, and one that is too old;
    what is not there."""
    guest = Parent("partner", "Pim", "pim@home.example", "0470 65 43 21", "en")
    link = invite_parent(episode_id=episode.pk, parent=guest, by=carer, now=now, id=new_id(now))
    yield Door("nobody", "welcome_invited", urlsplit(link.address).path)
    key = {"uidb36": user_pk_to_url_str(parent), "key": default_token_generator.make_token(parent)}
    yield Door(
        "nobody", "account_reset_password_from_key", reverse("account_reset_password_from_key", kwargs=key)
    )
    old = key | {"key": "too-old"}
    yield Door("nobody", "reset_link_too_old", reverse("account_reset_password_from_key", kwargs=old))
    yield Door("nobody", "not_there", "/no-such-page/", 404)
    yield Door("parent", "my_family_not_there", f"/my/{NOTHING}/", 404)


def session_of(user: User | None, who: str) -> str | None:
    """The session of somebody who signed in a moment ago, for the whole walk; of whoever stands halfway, after the
    password and before the code; of nobody, none."""
    if user is None:
        return None
    if who == "halfway":
        client = Client()
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    else:
        client = signed_in(user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time() + LONGEST_WALK_S, "email": user.email}
        ]
        session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
