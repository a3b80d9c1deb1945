"""A family asks an organisation for maternity care: whom, and what it takes. Who plans there sees that, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import NotThere
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.accounts.queries import organisations_of
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.planner.actions import end_request, in_turn, keep_care_days, open_request, write_need
from kraamkring.rooms.planner.hotels import end_stays
from kraamkring.rooms.planner.models import CareNeed, CareRequest, KeptApart
from kraamkring.rooms.planner.queries import carers_who_came, kept_apart, needs_of, open_request_of

from . import transaction
from .admitting import admit
from .care_days import derive_care_days

KIND = "maternity_care"
SKILLS = ("caesarean", "extra_care_baby", "lactation", "twins")  # what a carer may be trained in: S2, theme 4


class SeenRequest(NamedTuple):
    """organisations: who can be asked where she lives. request, need: what stands. came: carers who came or are to
    come; apart: those who do not come, as somebody said."""

    episode: PregnancyEpisode
    mother: Person
    organisations: list[Organisation]
    request: CareRequest | None
    need: CareNeed | None
    came: Sequence[User] = ()
    apart: Sequence[KeptApart] = ()


@transaction.atomic
def see_request(*, episode_id: UUID, by: User, now: datetime) -> SeenRequest:
    """Whom this family asked for maternity care. Raises NotAllowed to who may not write the plan."""
    admitted = admit(by, episode_id, now, "plan")
    admitted.need("plan", act="write")
    admitted.note_look("planner:request")
    episode = admitted.episode
    request = open_request_of(episode.pk)
    need = needs_of([request.pk]).get(episode.pk) if request else None
    apart = kept_apart([episode.pk]).get(episode.pk, [])
    away = {each.carer_id for each in apart}
    came = [each for each in carers_who_came(episode.pk) if each.pk not in away]
    return SeenRequest(
        episode, episode.mother, organisations_of(KIND, episode.region), request, need, came, apart
    )


def ask_maternity_care(
    *,
    episode_id: UUID,
    organisation_id: UUID,
    by: User,
    now: datetime,
    id: UUID,
    hours: int | None = None,
    days: int | None = None,
    skills: Sequence[str] = (),
    goes_first: bool = False,
) -> CareRequest:
    """The organisation is asked, and what it takes is said; said again, the last holds. Raises NotThere for an
    organisation that gives no maternity care there."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan", act="write")
        episode = admitted.episode
        house = next(
            (each for each in organisations_of(KIND, episode.region) if each.pk == organisation_id), None
        )
        if house is None:
            raise NotThere("organisation", "there is no such organisation here", "Choose one of the list")
        in_turn(house.pk)
        request = open_request_of(episode.pk)
        if request is None or request.organisation_id != house.pk:
            end_stays(episode.pk, by=by, now=now, ground=admitted.ground)
            request = open_request(
                episode=episode, organisation=house, by=by, now=now, id=id, ground=admitted.ground
            )
        need = needs_of([request.pk]).get(episode.pk)
        said = {
            "hours": hours,
            "days": days,
            "skills": sorted(set(skills)),
            "goes_first": goes_first,
        }
        if need is None or any(getattr(need, name) != value for name, value in said.items()):
            number = need.number if need else 0
            write_need(request=request, by=by, now=now, id=uuid5(id, f"need {number}"), **said)
        derive_care_days([request], now)
        return request


def stop_maternity_care(*, episode_id: UUID, by: User, now: datetime) -> None:
    """Nobody is asked any more; days that are promised show as no longer needed. A second time nothing changes."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan", act="write")
        request = open_request_of(episode_id)
        if request is None:
            return
        in_turn(request.organisation_id)
        end_stays(episode_id, by=by, now=now, ground=admitted.ground)
        end_request(request=request, by=by, now=now)
        keep_care_days({episode_id: (request.organisation_id, [])}, now)
