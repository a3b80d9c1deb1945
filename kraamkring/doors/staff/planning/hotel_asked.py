"""Families that are asked to go to a maternity-care hotel: what each said, and what who plans can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.kernel.errors import NotThere
from kraamkring.doors.ui import notation
from kraamkring.flows.hotel_stays import agree_to_stay, ask_family, note_answer, withdraw_stay
from kraamkring.flows.scarcity import SeenScarcity
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.planner.models import HotelStay

from ..banner import name_of

STATES = {
    "asked": _("asked, no answer yet"),
    "yes": _("said yes"),
    "no": _("said no"),
    "agreed": _("goes"),
    "withdrawn": _("withdrawn"),
}
MARKS = {"asked": "open", "yes": "at_risk", "no": "done", "agreed": "arranged", "withdrawn": "done"}
ACTS = {
    "stay-yes": _("Yes, she said by telephone"),
    "stay-no": _("No, she said by telephone"),
    "stay-agree": _("Give this family the bed"),
    "stay-withdraw": _("Withdraw it"),
}
OF_STATE: dict[str, tuple[str, ...]] = {
    "asked": ("stay-yes", "stay-no", "stay-withdraw"),
    "yes": ("stay-agree", "stay-no", "stay-withdraw"),
    "agreed": ("stay-no", "stay-withdraw"),
    "no": ("stay-yes",),
    "withdrawn": (),
}
ASK = "stay-ask"


@dataclass(frozen=True)
class AskedShown:
    """A family, its days and what it said last, how and when. acts: what can be done now, with its words."""

    id: UUID
    name: str
    place: str
    when: str
    state: str
    mark: str
    how: str
    acts: tuple[tuple[str, Any], ...]


def is_act(act: str) -> bool:
    """Whether a form of this part was sent."""
    return act == ASK or act in ACTS


def done(act: str, sent: Any, by: User, now: datetime) -> str:
    """What was asked for is done; what is said of it. Raises Refusal, NotThere."""
    if act == ASK:
        family = _id(sent, "family")
        own_id = uuid5(_id(sent, "id"), str(family))  # the page has one for all of its families
        ask_family(question_id=_id(sent, "question"), episode_id=family, by=by, now=now, id=own_id)
        return _t("The family is asked, and told that there is a question.")
    stay = _id(sent, "stay")
    acts: dict[str, Callable[[], object]] = {
        "stay-yes": lambda: note_answer(stay_id=stay, yes=True, by=by, now=now),
        "stay-no": lambda: note_answer(stay_id=stay, yes=False, by=by, now=now),
        "stay-agree": lambda: agree_to_stay(stay_id=stay, by=by, now=now),
        "stay-withdraw": lambda: withdraw_stay(stay_id=stay, by=by, now=now),
    }
    acts[act]()
    if act == "stay-agree":
        return _t("The family goes, and is told. A plan of its days at home is searched for.")
    return _t("It is kept.")


def asked_shown(seen: SeenScarcity, language: str) -> list[AskedShown]:
    """Whom was asked what, by day."""
    return [_shown(each, seen, language) for each in seen.stays if str(each.episode_id) in seen.mothers]


def states_of(seen: SeenScarcity) -> dict[str, str]:
    """Of each family that was asked in the question that is shown, what it said last, in words."""
    question = seen.hotel.pk if seen.hotel else None
    return {
        str(each.episode_id): str(STATES[each.state]) for each in seen.stays if each.question_id == question
    }


def _shown(stay: HotelStay, seen: SeenScarcity, language: str) -> AskedShown:
    last = max(stay.steps.all(), key=lambda step: step.number)
    first, end = (notation.weekday(day, language) for day in (stay.first_day, stay.last_day))
    how = (
        _t("by telephone, written down by %(name)s, %(moment)s")
        if last.by_telephone
        else "%(name)s, %(moment)s"
    )
    return AskedShown(
        id=stay.pk,
        name=name_of(seen.mothers[str(stay.episode_id)]),
        place=stay.question.place,
        when=first if first == end else _t("%(first)s to %(last)s") % {"first": first, "last": end},
        state=str(STATES[stay.state]),
        mark=MARKS[stay.state],
        how=how % {"name": last.by.name, "moment": notation.moment(last.at, seen.zone, language)},
        acts=tuple((act, ACTS[act]) for act in OF_STATE[stay.state]),
    )


def _id(sent: Any, name: str) -> UUID:
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        raise NotThere("stay", "there is no such stay for you", "Look at the list again") from None
