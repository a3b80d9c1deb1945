"""The mother says who sees which part of her record, and takes it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kraamkring.core.access import MODULES, TABLE, Module
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.actions import say_consent
from kraamkring.rooms.network.models import Consent
from kraamkring.rooms.network.queries import sent_before

from . import transaction
from .admitting import admit


def give_consent(
    *,
    episode_id: UUID,
    module: Module,
    given: bool,
    by: User,
    now: datetime,
    user: User | None = None,
    role: str = "",
    said_by: str = Consent.SaidBy.MOTHER,
    id: UUID | None = None,
) -> Consent:
    """What she gave or refused: to a person, to a role, or to everybody; the last word on the same holds. by: she
    herself, or who writes it down for her. id: made by the form; sending it again changes nothing. Consent changes no
    care, so the pathway stays as it is.

    Raises Refusal if the actor may not write in the network, or would not any more, or names no module, role or giver
    that exists.
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "network", act="write")
        word = {"module": module, "given": given, "user": user, "role": role}
        if again := sent_before(Consent, id, episode_id=episode_id, by=by, **word):
            return again
        if module not in MODULES:
            raise Refusal("module", "there is no such part of the record", f"Write {', '.join(MODULES)}")
        if role and (role not in TABLE or user is not None):
            raise Refusal("role", "name one person, one role, or neither", "Leave one out")
        if said_by not in Consent.SaidBy.values:
            raise Refusal("said_by", "nobody else can agree for her", "Write mother or representative")
        consent = say_consent(
            episode=admitted.episode,
            module=module,
            given=given,
            by=by,
            now=now,
            user=user,
            role=role,
            said_by=said_by,
            ground=admitted.ground,
            id=id,
        )
        _can_be_taken_back(consent, by, now)
        return consent


def _can_be_taken_back(consent: Consent, by: User, now: datetime) -> None:
    """Raises Refusal to who would shut herself out of the network: for a mother who does not sign in, nobody might be
    left to write down that she thinks otherwise."""
    try:
        admit(by, consent.episode_id, now, "network", act="write")
    except Refusal:
        raise Refusal(
            "module",
            "this could not be written back by you",
            "Let her say it, or another who builds the network",
        ) from None
