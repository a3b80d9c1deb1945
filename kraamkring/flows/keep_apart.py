"""A family or a carer says no to the other: they do not come together again, and a promise that stands is planned anew.

Who writes the family's plan notes it, or who plans the organisation; never why. The mother hears of another carer only
when one is promised.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.network.queries import sent_before
from kraamkring.rooms.planner import actions
from kraamkring.rooms.planner.models import CareRequest, KeptApart, Run
from kraamkring.rooms.planner.queries import (
    carers_who_came,
    contract_of,
    kept_apart,
    open_request_of,
    open_requests,
    promises_of,
)

from . import transaction
from .admitting import admit
from .plan_week import MOST_DAYS, ROOM, USUAL_SECONDS, ask_plan_of
from .planning import admit_planner, shown_to


class Apart(NamedTuple):
    """What was noted, and the plan that was asked for the promises it breaks, if any."""

    row: KeptApart
    run: Run | None


def refuse_carer(
    *,
    episode_id: UUID,
    carer_id: UUID,
    by: User,
    now: datetime,
    id: UUID,
    seconds: int | None = USUAL_SECONDS,
    steps: int | None = None,
) -> Apart:
    """This family does not want this carer, as whoever writes its plan was told. A second time nothing changes. Raises
    NotThere for somebody who never came and is not to come."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan", act="write")
        request = open_request_of(episode_id)
        if request is None:
            raise Refusal("", "no maternity care is asked for", "Ask an organisation first")
        carer = next((each for each in carers_who_came(episode_id) if each.pk == carer_id), None)
        if carer is None:
            raise NotThere("carer", "there is no such carer here", "Choose one of the list")
        return _apart(
            request, carer, KeptApart.Whose.FAMILY, by, now, id, admitted.ground, seconds=seconds, steps=steps
        )


def keep_apart(
    *,
    request_id: UUID,
    carer_id: UUID,
    whose: str,
    by: User,
    now: datetime,
    id: UUID,
    seconds: int | None = USUAL_SECONDS,
    steps: int | None = None,
) -> Apart:
    """The same as who plans was told by the family, or by the carer. Raises NotThere for a family that did not ask her
    organisation, or a carer without a contract there."""
    with transaction.atomic():
        office = admit_planner(by)
        request = next((each for each in open_requests(office.organisation) if each.pk == request_id), None)
        if request is None or request.episode_id not in shown_to(office, [request.episode], now):
            raise NotThere("request", "there is no such family for you", "Look at the week again")
        contract = contract_of(office.organisation, carer_id)
        if contract is None:
            raise NotThere("carer", "there is no such carer here", "Choose one of the list")
        return _apart(
            request, contract.carer, whose, by, now, id, "organisation", seconds=seconds, steps=steps
        )


def let_come_again(*, episode_id: UUID, row_id: UUID, by: User, now: datetime, id: UUID) -> None:
    """They may come together again, as whoever writes the family's plan was told; a second time nothing changes."""
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "plan", act="write")
        row = next((each for each in kept_apart([episode_id]).get(episode_id, ()) if each.pk == row_id), None)
        if row is not None:
            actions.let_together(row=row, by=by, now=now, id=id, ground=admitted.ground)


def _apart(
    request: CareRequest,
    carer: User,
    whose: str,
    by: User,
    now: datetime,
    id: UUID,
    ground: str,
    *,
    seconds: int | None,
    steps: int | None,
) -> Apart:
    actions.in_turn(request.organisation_id)
    episode = request.episode
    row = sent_before(KeptApart, id, episode_id=episode.pk) or next(
        (each for each in kept_apart([episode.pk]).get(episode.pk, ()) if each.carer_id == carer.pk), None
    )
    if row is None:
        row = actions.keep_apart(
            episode=episode, carer=carer, whose=whose, by=by, now=now, id=id, ground=ground
        )
    today = local_day(now, zone_of(request.organisation.region))
    touched = [each.day for each in promises_of(episode.pk, today) if each.carer_id == carer.pk]
    run = None
    if touched and row.pk == id:
        run = ask_plan_of(
            organisation=request.organisation, by=by, now=now, id=uuid5(id, "plan"),
            first_day=min(touched), days=min((max(touched) - min(touched)).days + 1 + ROOM, MOST_DAYS),
            seconds=seconds, steps=steps,
        )  # fmt: skip
    return Apart(row, run)
