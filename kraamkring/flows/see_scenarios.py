"""Who governs moves levers: what a shorter stay saves, what ways to pay make worth while, how many carers come.

Nothing of any family is read, and nothing is written but that somebody looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from kraamkring.core.access import may_serve
from kraamkring.core.forecasting.activity import activity_report
from kraamkring.core.forecasting.payment import payment_report
from kraamkring.core.forecasting.shorter_stay import stay_report, usual_visits
from kraamkring.core.forecasting.workforce.levers import with_levers
from kraamkring.core.forecasting.workforce.report import workforce_report
from kraamkring.core.kernel.errors import NotAllowed
from kraamkring.packs.forecasting import activity_card, payment_card, stay_card, workforce_example
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent

from . import transaction

QUALITY = "quality"  # purpose and ground: figures of many together
RUNS = 100  # of a page: under a second on two cores; the command has as many as its scenario says
KEPT = 32  # scenarios that are remembered: the one of the card is asked for with each


class Workforce(NamedTuple):
    """card: the answer with every number as in the scenario; asked: with the levers that were moved."""

    card: dict[str, Any]
    asked: dict[str, Any]


def admit_figures(by: User) -> None:
    """Raises NotAllowed to who may not ask for figures of many families together."""
    if not by.is_active or not may_serve(by.profession, QUALITY):
        raise NotAllowed(
            "", "figures of many families are not for your role", "Ask whoever governs the cards"
        )


@transaction.atomic
def see_stay(*, changes: Mapping[str, float], by: User, now: datetime) -> dict[str, Any]:
    """What a shorter stay saves. Raises NotAllowed, or Refusal for a lever that cannot be moved so far."""
    admit_figures(by)
    note_figures("scenario:stay", by, now)
    return stay_report(stay_card(), changes)


@transaction.atomic
def see_payment(*, changes: Mapping[str, float], by: User, now: datetime) -> dict[str, Any]:
    """Three ways to pay, side by side. Raises NotAllowed, or Refusal."""
    admit_figures(by)
    note_figures("scenario:payment", by, now)
    return payment_report(payment_card(), changes)


@transaction.atomic
def see_workforce(*, changes: Mapping[str, float], by: User, now: datetime) -> Workforce:
    """Carers and midwives until the last year of the scenario. Raises NotAllowed, or Refusal."""
    admit_figures(by)
    note_figures("scenario:workforce", by, now)
    return Workforce(_simulated(()), _simulated(tuple(sorted(changes.items()))))


@transaction.atomic
def see_activity(*, by: User, now: datetime) -> dict[str, Any]:
    """The published hours of maternity care. Raises NotAllowed."""
    admit_figures(by)
    note_figures("activity", by, now)
    return activity_report(activity_card(), ())


def note_figures(what: str, by: User, now: datetime, purpose: str = QUALITY) -> None:
    """The audit row of a look at figures; the purpose is its ground too."""
    record_event(by=by, now=now, action=AuditEvent.Action.READ, what=what, purpose=purpose, ground=purpose)


@lru_cache(maxsize=KEPT)
def _simulated(changes: tuple[tuple[str, float], ...]) -> dict[str, Any]:
    scenario = with_levers(workforce_example(), dict(changes), RUNS)
    return workforce_report(scenario, {}, lambda days: usual_visits(stay_card(), days))
