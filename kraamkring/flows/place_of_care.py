"""Where a family is at home is asked, and given to who comes there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.network.queries import members_in_force
from kraamkring.rooms.people.actions import write_place_of_care
from kraamkring.rooms.people.models import Person, PlaceOfCare, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person, place_of_care, place_of_care_by

from . import transaction
from .admitting import admit
from .see_whom_to_call import reach_of


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where they are at home. phone: as it is written in that country. Empty is "not asked"."""

    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    finding: str = ""


class SeenPlace(NamedTuple):
    """place: None while nobody said."""

    episode: PregnancyEpisode
    mother: Person
    place: PlaceOfCare | None


@transaction.atomic
def see_place_of_care(*, episode_id: UUID, by: User, now: datetime) -> SeenPlace:
    """For the page on which it is changed. Raises NotThere, or NotAllowed to who does not write in the plan."""
    admitted = admit(by, episode_id, now, "plan")
    admitted.need("plan", act="write")
    admitted.note_look("address")
    return SeenPlace(admitted.episode, one_person(admitted.episode.mother), place_of_care(admitted.episode))


@transaction.atomic
def keep_place_of_care(
    *, episode_id: UUID, address: Address, id: UUID, by: User, now: datetime
) -> PlaceOfCare:
    """Writes where they are at home from now on; what was said before stays to be read. Sending the same id again
    changes nothing. Raises Refusal if nothing is said, or for a telephone number that cannot be called."""
    admitted = admit(by, episode_id, now, "plan", act="write")
    episode = admitted.episode
    said = {name: " ".join(text.split()) for name, text in vars(address).items()}
    if not any(said.values()):
        raise Refusal("street", "nothing is filled in", "Give the street or the postcode")
    if said["phone"]:
        dialled = telephone(said["phone"], episode.region)
        if dialled is None:
            raise Refusal("phone", "this is not a telephone number", "Write it with its area code")
        said["phone"] = dialled
    before = place_of_care_by(id)
    if before is not None:
        if before.episode_id != episode.pk:
            raise Refusal("id", "this id belongs to something else", "Open the page again")
        return before
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what="address",
        episode_id=episode.pk,
        person_id=episode.mother_id,
        object_id=id,
        ground=admitted.ground,
    )
    return write_place_of_care(episode=episode, id=id, by=by, now=now, **said)


def phone_of(place: PlaceOfCare | None, members: Iterable[object], region: str | None) -> str:
    """The number to call before ringing the bell: that of the place, else the mother's own. E.164, or empty."""
    if place is not None and place.phone:
        return place.phone
    hers = (reach_of(member, region).phone for member in members if getattr(member, "role", "") == "mother")
    return next((phone for phone in hers if phone), "")


def phone_at(episode: PregnancyEpisode, place: PlaceOfCare | None, now: datetime) -> str:
    """The same for one family."""
    return phone_of(place, members_in_force(episode, now), episode.region)
