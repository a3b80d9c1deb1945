"""Parents look up whom they can call. It asks nothing of the record: it also works where that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kraamkring.packs.telephone import telephone
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.accounts.queries import on_call_for
from kraamkring.rooms.network.queries import coordinator_of, members_in_force
from kraamkring.rooms.people.models import PregnancyEpisode

from . import transaction
from .admitting import admit
from .own_family import PARENTS

# Who is called first about mother and child. Our order, checked by nobody yet.
IN_ORDER = ("midwife", "ward_midwife", "maternity_carer", "gp", "gynaecologist", "paediatrician")


class Reach(NamedTuple):
    """How somebody is reached, as far as it is known. phone: E.164."""

    phone: str
    mail: str


class Reachable(NamedTuple):
    """Somebody who cares for the family. coordinates: whether she keeps the care together. on_call: she answers for
    the house of who does so, now."""

    name: str
    role: str
    organisation: str
    reach: Reach
    coordinates: bool
    on_call: bool = False


@transaction.atomic
def see_whom_to_call(*, episode_id: UUID, by: User, now: datetime) -> tuple[Reachable, ...]:
    """Everybody who cares for this family, who coordinates first; while nobody does, whoever registered it; and who is
    on call for their house. Raises NotAllowed if the actor may not see the network."""
    admitted = admit(by, episode_id, now, "network")
    admitted.note_look("network:whom_to_call")
    return tuple(sorted(_people(admitted.episode, now), key=_order))


def reach_of(member: Any, region: str | None) -> Reach:
    """How a member (Membership with its user) is reached: at the address that was given, else as she signs in."""
    written, user = member.address.strip(), member.user
    phone = telephone(written, region) if written and "@" not in written else None
    mail = written if "@" in written else ""
    return Reach(phone or (user.phone if user else ""), mail or (user.email if user else ""))


def _people(episode: PregnancyEpisode, now: datetime) -> Iterator[Reachable]:
    members, task = members_in_force(episode, now), coordinator_of(episode)
    duty = on_call_for(_house_of(episode, members, task))
    for row in members:
        if row.role not in PARENTS:
            leads = task is not None and task.membership_id == row.pk
            called = duty is not None and duty.pk == row.user_id
            reach = reach_of(row, episode.region)
            yield Reachable(row.name, row.role, row.organisation_name, reach, leads, called)
    if duty is not None and duty.is_active and duty.pk not in {row.user_id for row in members}:
        house = duty.organisation.name if duty.organisation else ""
        yield Reachable(duty.name, duty.profession, house, Reach(duty.phone, ""), False, True)
    registered_by = episode.registered_by
    if task is None and registered_by.is_active and registered_by.pk not in {row.user_id for row in members}:
        reach = Reach(registered_by.phone, registered_by.email)
        name = registered_by.name or registered_by.email
        yield Reachable(name, registered_by.profession, episode.organisation.name, reach, False)


def _house_of(episode: PregnancyEpisode, members: Sequence[Any], task: Any) -> UUID:
    """The organisation of who coordinates; without one, of who registered the pregnancy."""
    leads = next((row for row in members if task is not None and row.pk == task.membership_id), None)
    house = leads.user.organisation_id if leads is not None and leads.user else None
    return house or episode.organisation_id


def _order(person: Reachable) -> tuple[bool, bool, int, str]:
    place = IN_ORDER.index(person.role) if person.role in IN_ORDER else len(IN_ORDER)
    return not person.coordinates, not person.reach.phone, place, person.name
