"""The screen of one visit comes in: whom she saw, what she measured, what was tested, when she comes again. Once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.core.observing import Judged, Newborn, Value, beside_birth, check, newborns_of
from kraamkring.packs.observations import observables, warning_charts
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record.models import Observation

from . import transaction
from .admitting import admit
from .around_birth import Happened, moment_of, part
from .observe import NotTaken, Said, observe
from .pathway import facts_now
from .visit_home import Visit, visit_admitted

Place = tuple[str, str]  # of whom, and what


@dataclass(frozen=True, kw_only=True)
class Noted:
    """One field that was filled in. reason: why an unusual value is right."""

    who: str
    what: str
    value: Value
    reason: str = ""


class SeveralNotTaken(ImpossibleFact):
    """What cannot be taken, each by whom and what it is about; nothing was written."""

    refusals: Mapping[Place, Refusal]


class WrittenVisit(NamedTuple):
    """happened: None where nothing but observations was sent. rows, judged: empty where nothing was measured."""

    happened: Happened | None
    rows: tuple[Observation, ...] = ()
    judged: tuple[Judged, ...] = ()


@transaction.atomic
def write_visit(
    *, episode_id: UUID, visit: Visit | None, noted: Sequence[Noted], id: UUID, by: User, now: datetime
) -> WrittenVisit:
    """All of a visit or nothing of it. visit: None before there was a birth or a loss: then nobody is visited yet, and
    only what was measured is written. id: of the form; each field has an id that follows from it, so that sending it
    again writes nothing twice.

    Raises SeveralNotTaken with a sentence for every field that cannot be taken; Refusal for an empty form, and what
    `visit_home` and `observe` raise.
    """
    if visit is None and not noted:
        raise Refusal("", "nothing is filled in", "Write down what you saw")
    admitted = admit(by, episode_id, now, "postnatal", act="write")
    _check_all(noted, newborns_of(facts_now(admitted.episode), ZoneInfo(admitted.episode.zone)))
    happened = visit_admitted(admitted, visit=visit, id=id) if visit else None
    if not noted:
        return WrittenVisit(happened)
    at = moment_of(admitted.episode, id, visit.at if visit else None, now)
    said = [
        Said(
            id=part(id, f"{each.who}/{each.what}"),
            who=each.who,
            what=each.what,
            value=each.value,
            at=at,
            reason=each.reason,
            visit=id if visit else None,
        )
        for each in noted
    ]
    try:
        observed = observe(episode_id=episode_id, said=said, by=by, now=now)
    except NotTaken as refusal:
        raise _several({(refusal.about.who, refusal.about.what): refusal} if refusal.about else {}) from None
    return WrittenVisit(happened, observed.rows, observed.judged)


def _check_all(noted: Sequence[Noted], newborns: Mapping[str, Newborn]) -> None:
    """Raises SeveralNotTaken: who filled in a page hears of all that is wrong with it at once."""
    refusals: dict[Place, Refusal] = {}
    for each in noted:
        observable = observables().get(each.what)
        if observable is None:
            raise Refusal("what", "this is not observed of this person", "Choose something that is")
        fitted = beside_birth(observable, newborns.get(each.who), warning_charts().charts)
        try:
            check(fitted, each.value, each.reason)
        except ImpossibleFact as refusal:
            refusals[each.who, each.what] = refusal
    if refusals:
        raise _several(refusals)


def _several(refusals: Mapping[Place, Refusal]) -> SeveralNotTaken:
    raised = SeveralNotTaken("", "not everything could be taken", "Look at the fields that are marked")
    raised.refusals = refusals
    return raised
