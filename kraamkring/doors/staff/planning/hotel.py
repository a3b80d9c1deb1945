"""The form of a maternity-care hotel, and what it would mean, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kraamkring.doors.ui import clock, notation
from kraamkring.flows.scarcity import SeenScarcity
from kraamkring.packs.planning import hotel_practice

from ..banner import name_of
from .forms import HotelForm
from .hotel_asked import states_of
from .reasons import Names, Value

USUAL_DAYS = 7


@dataclass(frozen=True)
class StayShown:
    """A family that could go, when, and what it would give whom. asked: what it said, if it was asked."""

    family: str
    name: str
    when: str
    lines: tuple[str, ...]
    asked: str


@dataclass(frozen=True)
class HotelShown:
    """What was asked, and what was found. stays: none where nothing would be gained."""

    id: UUID
    place: str
    asked: str
    when: str
    searching: bool
    lines: tuple[str, ...]
    stays: tuple[StayShown, ...]


def hotel_form(seen: SeenScarcity, sent: Mapping[str, Any] | None = None) -> HotelForm:
    """Families with care in these days may be ticked, by name."""
    names = sorted((name_of(seen.mothers[each]), each) for each in seen.in_care)
    today = clock.now().astimezone(seen.zone).date()
    return HotelForm(
        sent,
        families=[(id, name) for name, id in names],
        zone=str(seen.zone),
        auto_id="hotel_%s",
        initial={"first": today, "days": USUAL_DAYS, "hours_a_day": hotel_practice().hours_a_day},
    )


def taken() -> str:
    """What an answer takes of such a place without asking: it stands in the pack, as a proposal."""
    usual = hotel_practice()
    return _(
        "One carer of the place for every %(beds)s beds, and stays of %(days)s days at most. "
        "Both are our proposal: no professional has checked them yet."
    ) % {"beds": usual.families_a_carer, "days": usual.longest_stay_days}


def told_hotel(seen: SeenScarcity, language: str) -> HotelShown:
    """The question that was asked last, with its answer."""
    question = seen.hotel
    assert question is not None  # noqa: S101 (the page asks only where there is one)
    names = Names(
        {id: carer.name for id, carer in seen.carers.items()},
        {id: name_of(mother) for id, mother in seen.mothers.items()},
        language,
    )
    answer = question.answer or {"stays": []}
    days = ngettext("%(days)s day", "%(days)s days", question.days) % {"days": question.days}
    asked = (_beds(question.beds), notation.weekday(question.first_day, language), days)
    return HotelShown(
        id=question.pk,
        place=question.place,
        asked=" · ".join(asked),
        when=notation.moment(question.asked_at, seen.zone, language),
        searching=question.answer is None,
        lines=tuple(gives(each["code"], each["values"], names) for each in answer.get("why", ())),
        stays=tuple(_stays(answer["stays"], names, states_of(seen))),
    )


def gives(code: str, values: Mapping[str, Value], names: Names) -> str:
    """One thing that an offer would give, as a sentence with its number."""
    number = {name: int(values.get(name, 0)) for name in ("beds", "families", "days", "hours")}
    shown = {
        "family": names.family(str(values.get("family", ""))),
        "other": names.family(str(values.get("other", ""))),
        "carer": names.carer(str(values.get("carer", ""))),
        "hours": notation.hours(number["hours"], names.language),
        "days": number["days"],
        "families": number["families"],
        "beds": _beds(number["beds"]),
    }
    return _sentence(code, number) % shown


def _sentence(code: str, number: Mapping[str, int]) -> str:
    """Raises KeyError for a code without words."""
    days, hours = number["days"], number["hours"]
    if code == "more_care":
        if not days:
            return _("%(beds)s: %(hours)s of care more.")
        if hours <= 0:
            return ngettext(
                "%(beds)s: %(days)s day more with somebody.",
                "%(beds)s: %(days)s days more with somebody.",
                days,
            )
        return ngettext(
            "%(beds)s: %(days)s day more with somebody, and %(hours)s of care more.",
            "%(beds)s: %(days)s days more with somebody, and %(hours)s of care more.",
            days,
        )
    return {
        "full_hours": ngettext(
            "%(beds)s: %(families)s family would get its full hours.",
            "%(beds)s: %(families)s families would get their full hours.",
            number["families"],
        ),
        "own_hours": _("%(family)s would have %(hours)s more there than at home."),
        "own_days": ngettext(
            "%(family)s would have somebody on %(days)s day on which nobody comes to her home.",
            "%(family)s would have somebody on %(days)s days on which nobody comes to her home.",
            days,
        ),
        "comes_free": ngettext(
            "%(carer)s would have time for others on %(days)s day.",
            "%(carer)s would have time for others on %(days)s days.",
            days,
        ),
        "other_full": _("%(other)s would get its full hours."),
        "other_hours": _("%(other)s would get %(hours)s more."),
    }[code]


def _beds(beds: int) -> str:
    return ngettext("%(beds)s bed", "%(beds)s beds", beds) % {"beds": beds}


def _stays(stays: list[dict[str, Any]], names: Names, asked: Mapping[str, str]) -> Iterator[StayShown]:
    for stay in stays:
        first, last = (
            notation.weekday(date.fromisoformat(stay[name]), names.language) for name in ("first", "last")
        )
        yield StayShown(
            family=stay["family"],
            name=names.family(stay["family"]),
            when=first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last},
            lines=tuple(gives(each["code"], each["values"], names) for each in stay["why"]),
            asked=asked.get(stay["family"], ""),
        )
