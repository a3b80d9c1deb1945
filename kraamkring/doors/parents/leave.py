"""Leave around the birth, day by day, for her and the other parent. What is asked here is kept nowhere."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.entitlements.answer import Leave
from kraamkring.core.entitlements.partner import Taken
from kraamkring.doors.ui import clock, notation
from kraamkring.doors.ui.fields import choice_field
from kraamkring.doors.ui.moments import MomentsForm
from kraamkring.doors.ui.pages import actor
from kraamkring.doors.ui.words import Words
from kraamkring.flows.own_family import OwnFamily
from kraamkring.flows.see_entitlements import LeaveAsked, SeenLeave, see_leave
from kraamkring.packs.leave import leave_schemes

from .leave_calendar import as_ics
from .pages import GET_OR_POST, answer, in_words, language, own_page

DAY = timedelta(days=1)
PARTS: Words = {
    "sick_days": _("Days of illness that count as leave"),
    "pregnancy_leave": _("Leave before the birth"),
    "birth_leave": _("Leave after the birth"),
    "unused_pregnancy_leave": _("What was left from before the birth"),
    "hospital_extension": _("More because of the days in hospital"),
    "rest_before_birth": _("Rest before the birth"),
    "rest_after_birth": _("Rest after the birth"),
    "moved_rest": _("What was left from before the birth"),
    "extra_weeks": _("Extra weeks"),
    "optional_rest": _("Weeks that you may take"),
}
DEADLINES: Words = {
    "employer_notice": _("Tell your employer when your leave begins"),
    "employer_certificate": _("Give your employer the paper of the doctor or midwife"),
    "birth_notification": _("The hospital or midwife tells the municipality of the birth"),
    "birth_declaration": _("Tell the town hall of the birth"),
}
OFFERS: Words = {
    "flexible": _("Spread the last weeks"),
    "partner": _("Leave that the other parent takes over"),
    "convertible": _("Spread the last weeks"),
    "optional_rest": _("Weeks that you may take"),
}
MOST_WEEKS = 10  # before the birth: the most that any scheme knows


class LeaveForm(MomentsForm):
    """Of what kind her work is. country: decides what is asked; multiple: two children or more."""

    def __init__(self, *args: Any, country: str, multiple: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        works = [("employee", _t("I am an employee"))]
        asks = leave_schemes()[country].asks if country in leave_schemes() else frozenset()
        if "status" in asks:
            works.append(("self-employed", _t("I am self-employed")))
        works.append(("other", _t("Something else, or no work")))
        theirs = [("employee", _t("An employee")), ("self-employed", _t("Self-employed"))]
        theirs += [("other", _t("Something else, or no work")), ("nobody", _t("There is no other parent"))]
        weeks = [("", _t("As early as possible"))]
        weeks += [
            (str(number), _t("%(weeks)s weeks") % {"weeks": number}) for number in range(MOST_WEEKS, 0, -1)
        ]
        self.fields |= {
            "work": choice_field(_t("Your work"), works, _t("Choose what fits."), radio=True),
            "weeks_before": choice_field(_t("How long before the birth do you want to stop?"), weeks),
            "partner": choice_field(
                _t("The work of the other parent"), theirs, _t("Choose what fits."), radio=True
            ),
        }
        if "extra_weeks" in asks and multiple:
            asked = [("yes", _t("Yes")), ("no", _t("No"))]
            self.fields["extra_weeks"] = choice_field(
                _t("Do you ask for the extra weeks that there are for twins or more?"), asked, radio=True
            )

    def asked(self) -> LeaveAsked:
        """What she said."""
        said = self.cleaned_data
        weeks, extra = said["weeks_before"], said.get("extra_weeks", "")
        return LeaveAsked(
            work=cast("Literal['employee', 'self-employed', 'other']", said["work"]),
            weeks_before=int(weeks) if weeks else None,
            extra_weeks=extra == "yes" if extra else None,
            partner=cast("Literal['employee', 'self-employed', 'other', 'nobody']", said["partner"]),
        )


FIRST = {
    "work": "employee",
    "weeks_before": "",
    "partner": "employee",
}  # what the page begins with; said on it


@dataclass(frozen=True)
class Stretch:
    """A part of the leave: its days, and why. nature: its colour in the calendar."""

    title: str
    days: str
    length: str
    why: tuple[str, ...]
    nature: str


@dataclass(frozen=True)
class Cell:
    """A day in the calendar; number 0 where the month has none."""

    number: int = 0
    nature: str = ""
    title: str = ""


@dataclass(frozen=True)
class Month:
    name: str
    weeks: tuple[tuple[Cell, ...], ...]


@require_http_methods(GET_OR_POST)
@own_page
def leave(request: HttpRequest, own: OwnFamily) -> HttpResponse:
    """The days, reckoned again at each look: nothing of it is written."""
    multiple = own.tone.many
    country = (own.episode.region or "").partition("-")[0]
    form = LeaveForm(request.POST or FIRST, country=country, multiple=multiple)
    asked = form.asked() if form.is_valid() else LeaveAsked()
    seen = see_leave(episode_id=own.episode.pk, by=actor(request), now=clock.now(), asked=asked)
    if seen.why_not is not None and asked.weeks_before is not None:
        form.add_error(
            "weeks_before", _t("You cannot stop so long before the birth. Choose another number of weeks.")
        )
    if request.POST.get("send") == "calendar" and seen.report is not None and not form.errors:
        return _file(own, seen)
    return answer(
        request,
        own,
        "leave",
        "more",
        wrong=bool(form.errors) and request.method == "POST",
        form=form,
        seen=seen,
        stretches=list(_stretches(seen)),
        why=_sentences([*seen.report["why"], *seen.report["assumed"]]) if seen.report else (),
        offers=list(_offers(seen)),
        deadlines=list(_deadlines(seen)),
        months=months(seen.leave) if seen.leave else (),
        first=_day(seen.leave.starts_on) if seen.leave else "",
        last=_day(seen.leave.ends_on) if seen.leave else "",
        total=in_words(seen.report["total"]["in_words"]) if seen.report else "",
        partner=[_taken(each) for each in seen.partner],
        partner_unknown=asked.partner in ("other", "self-employed") and not seen.partner,
        left_out=_words(seen.report["left_out"]) if seen.report else (),
        work_unknown=asked.work == "other",
    )


def _stretches(seen: SeenLeave) -> Iterator[Stretch]:
    for each in seen.report["parts"] if seen.report else ():
        if each["from"]:
            first, last = date.fromisoformat(each["from"]), date.fromisoformat(each["until"])
            yield Stretch(
                title=str(PARTS.get(each["part"], each["part"])),
                days=_between(first, last),
                length=in_words(each["length"]["in_words"]),
                why=_sentences(each["why"]),
                nature=_nature(each["part"]),
            )


def _offers(seen: SeenLeave) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for each in seen.report["offers"] if seen.report else ():
        days = _between(date.fromisoformat(each["from"]), date.fromisoformat(each["until"]))
        yield str(OFFERS.get(each["offer"], each["offer"])), days, _sentences(each["why"])


def _deadlines(seen: SeenLeave) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for each in seen.report["deadlines"] if seen.report else ():
        by = date.fromisoformat(each["by"][:10])
        title = str(DEADLINES.get(each["deadline"], "")) or _t("To do")
        yield title, notation.weekday(by, language()), _sentences(each["why"])


def _taken(each: Taken) -> tuple[str, str, str]:
    """Of the other parent: what, between which days, and how."""
    return (
        in_words(each.part.title),
        _between(each.first, each.last),
        in_words(each.part.words),
    )


def months(leave: Leave) -> tuple[Month, ...]:
    """Every month that the leave touches, day by day."""
    taken: dict[date, tuple[str, str]] = {}
    for each in leave.parts:
        for day in _days(each.first, each.last):
            taken[day] = (_nature(each.name), str(PARTS.get(each.name, each.name)))
    if not taken:
        return ()
    found, month = [], min(taken).replace(day=1)
    while month <= max(taken):
        found.append(_month(month, taken))
        month += monthrange(month.year, month.month)[1] * DAY
    return tuple(found)


def _month(first: date, taken: dict[date, tuple[str, str]]) -> Month:
    last = first.replace(day=monthrange(first.year, first.month)[1])
    cells = [Cell() for _before in range(first.weekday())]
    cells += [Cell(day.day, *taken.get(day, ("", ""))) for day in _days(first, last)]
    cells += [Cell() for _after in range(-len(cells) % 7)]
    return Month(f"{first:%m-%Y}", tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)))


def _days(first: date | None, last: date | None) -> Iterator[date]:
    if first is not None and last is not None:
        for number in range((last - first).days + 1):
            yield first + number * DAY


def _nature(name: str) -> str:
    """Before the birth, after it, or more than that."""
    if name in ("sick_days", "pregnancy_leave", "rest_before_birth"):
        return "before"
    return "after" if name in ("birth_leave", "rest_after_birth") else "more"


def _file(own: OwnFamily, seen: SeenLeave) -> HttpResponse:
    """The leave for the calendar of her phone. Its name says nothing of her."""
    parts = [
        (each.name, str(PARTS.get(each.name, each.name)), each.first, each.last)
        for each in (seen.leave.parts if seen.leave else ())
        if each.first and each.last
    ]
    file = HttpResponse(
        as_ics(parts, own.episode.pk, clock.now()), content_type="text/calendar; charset=utf-8"
    )
    file["Content-Disposition"] = 'attachment; filename="kraamkring.ics"'
    return file


def _between(first: date, last: date) -> str:
    return _t("%(first)s until %(last)s") % {
        "first": notation.weekday(first, language()),
        "last": notation.weekday(last, language()),
    }


def _day(on: date | None) -> str:
    return notation.weekday(on, language()) if on else ""


def _sentences(why: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(in_words(each["parent"]) for each in why)


def _words(said: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(in_words(each) for each in said)
