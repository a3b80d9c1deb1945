"""Asking for a plan, deciding about a day, a carer's contract, competence and days away, and what a family asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import choice_field, date_field, line_field, number_field, tick_field
from kraamkring.flows.ask_maternity_care import SKILLS as ASKED_SKILLS
from kraamkring.flows.ask_maternity_care import SeenRequest
from kraamkring.flows.birth_pool import MOST_MORE
from kraamkring.flows.plan_week import MOST_DAYS as MOST_HOTEL_DAYS
from kraamkring.rooms.planner.models.carers import MOST_HOURS_A_WEEK
from kraamkring.rooms.planner.models.families import MOST_DAYS, MOST_HOURS
from kraamkring.rooms.planner.models.hotel import LONGEST_DAY, MOST_BEDS
from kraamkring.rooms.planner.models.pool import MOST_ON_CALL_HOURS

from ..asking import Asking
from .words import AWAY, KINDS, LANGUAGE, LANGUAGES, SKILLS, WISHES

WHOLE = _("Write a whole number.")
MOST_AREAS = 20


class LongSelect(forms.Select):
    """The same control for five hundred choices, written in one go: a template for each costs half a second."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        built = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        chosen = {str(each) for each in self.format_value(value)}
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((id, mark_safe(" selected") if str(id) in chosen else "", word) for id, word in self.choices),
        )  # fmt: skip
        return format_html("<select{}>{}</select>", flatatt(built), options)


def long_choice(label: Any, choices: list[tuple[str, Any]], required: Any = "") -> forms.ChoiceField:
    """One of very many."""
    field = choice_field(label, choices, required)
    field.widget = LongSelect(choices=choices)
    return field


class RunForm(Asking):
    """From when, how many days, how long it may look."""

    first = date_field(_("From"), _("Give the first day."))
    days = choice_field(_("How many days?"), [("7", "7"), ("14", "14")], _("Say how many days."))
    seconds = choice_field(
        _("How long may it look?"),
        [("5", _("5 seconds")), ("20", _("20 seconds")), ("60", _("1 minute")), ("300", _("5 minutes"))],
        _("Say how long."),
    )
    anew = tick_field(_("Plan everything anew: promises may change too"))


class PoolForm(Asking):
    """From when, which births call for a carer, how long it may look."""

    places = {"first_day": "first"}  # noqa: RUF012 (forms are classes of constants)

    first = date_field(_("From"), _("Give the first day."))
    share = number_field(
        _("Of a hundred births that families here expect, how many call for a carer?"), 0, 100, WHOLE,
        _("Give a number."),
    )  # fmt: skip
    more_a_week = number_field(
        _("Births a week that nobody registers here, as history says"),
        0,
        MOST_MORE,
        WHOLE,
        _("Give a number."),
    )
    seconds = choice_field(
        _("How long may it look?"),
        [("5", _("5 seconds")), ("20", _("20 seconds")), ("60", _("1 minute"))],
        _("Say how long."),
    )


class ShareForm(Asking):
    """Which organisation is asked to share births."""

    places = {"organisation": "house"}  # noqa: RUF012 (forms are classes of constants)

    def __init__(self, *args: Any, houses: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["house"] = long_choice(_("Which organisation?"), houses, _("Choose one."))


class TermsForm(Asking):
    """How long and when a carer can be on call for births."""

    hours_a_fortnight = number_field(
        _("Hours on call in two weeks (0: not in the pool)"),
        0,
        MOST_ON_CALL_HOURS,
        WHOLE,
        _("Give the hours."),
    )
    nights = choice_field(_("Nights?"), list(WISHES.items()), _("Choose one."))
    weekends = choice_field(_("Weekends?"), list(WISHES.items()), _("Choose one."))

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {name: found[name] for name in ("hours_a_fortnight", "nights", "weekends")} | {
            "id": self.written_id
        }


class ScarcityForm(Asking):
    """In which order hours are given when there are too few."""

    order = choice_field(
        _("Which order?"),
        [
            ("shield_first", _("the least for everybody, then families that go first, then the others")),
            (
                "basic_first",
                _("the least for everybody, then the basic hours of everybody, then what is more"),
            ),
        ],
        _("Choose one."),
    )


class HotelForm(Asking):
    """A place with beds, when, and which families may be asked."""

    places = {"first_day": "first"}  # noqa: RUF012 (forms are classes of constants)

    place = line_field(_("Name of the place"), _("Give its name."), longest=80)
    first = date_field(_("From"), _("Give the first day."))
    days = number_field(_("How many days?"), 1, MOST_HOTEL_DAYS, WHOLE, _("Give the days."))
    beds = number_field(_("Beds that are free on each day"), 1, MOST_BEDS, WHOLE, _("Give the beds."))
    hours_a_day = number_field(
        _("Hours of care that a family has there in a day"), 1, LONGEST_DAY, WHOLE, _("Give the hours.")
    )
    families = forms.MultipleChoiceField(
        label=_("Which families may be asked?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the families that may be asked.")},
    )

    def __init__(self, *args: Any, families: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["families"].choices = families  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """As the flow takes it."""
        found = self.cleaned_data
        return {name: found[name] for name in ("place", "days", "beds", "hours_a_day")} | {
            "first_day": found["first"], "families": {UUID(each) for each in found["families"]},
            "id": self.written_id,
        }  # fmt: skip


class ContractForm(Asking):
    places = {"postcode": "postcode"}  # noqa: RUF012 (forms are classes of constants)

    kind = choice_field(_("How does she work?"), [("", _("Choose")), *KINDS.items()], _("Say how she works."))
    hours_a_week = number_field(_("Hours a week"), 0, MOST_HOURS_A_WEEK, WHOLE, _("Give the hours."))
    first_day = date_field(_("From"), _("Give the first day."))
    last_day = date_field(_("Until and with (empty: without end)"))
    postcode = line_field(_("Postcode where she sets out"), _("Give a postcode."), longest=12)
    areas = line_field(_("Only in these postcodes, by their first figures (empty: everywhere)"))

    def said(self) -> dict[str, Any]:
        """As the flow takes it."""
        found = self.cleaned_data
        areas = [each.strip() for each in found["areas"].replace(";", ",").split(",") if each.strip()]
        return {
            **{name: found[name] for name in ("kind", "hours_a_week", "first_day", "last_day", "postcode")},
            "areas": areas[:MOST_AREAS],
            "id": self.written_id,
        }


class CompetenceForm(Asking):
    skill = choice_field(_("What can she do?"), [], _("Choose one."))
    since = date_field(_("Since"), _("Give the day."))
    until = date_field(_("Until and with (empty: without end)"))
    evidence = line_field(
        _("What was seen of it? For example: certificate of 12-03-2024"), _("Say what was seen.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speaks = [
            (f"{LANGUAGE}{code}", _t("speaks %(language)s") % {"language": name})
            for code, name in LANGUAGES.items()
        ]
        self.fields["skill"].choices = [("", _t("Choose")), *SKILLS.items(), *speaks]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {name: found[name] for name in ("skill", "since", "until", "evidence")} | {
            "id": self.written_id
        }


class AwayForm(Asking):
    kind = choice_field(
        _("Why is she away?"),
        [("sick", AWAY["sick"]), ("leave", AWAY["leave"]), ("day_off", AWAY["day_off"])],
        _("Choose one."),
    )
    first_day = date_field(_("First day"), _("Give the first day."))
    last_day = date_field(_("Last day"), _("Give the last day."))

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {name: found[name] for name in ("kind", "first_day", "last_day")} | {"id": self.written_id}


class WhoForm(Asking):
    """Who comes, chosen by hand."""

    carer = long_choice(_("Who comes?"), [], _("Choose somebody."))
    pinned = tick_field(_("Pin it: no plan moves it any more"))

    def __init__(self, *args: Any, carers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carer"].choices = [("", _t("Choose")), *carers, ("nobody", _t("nobody"))]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> UUID | None:
        found = self.cleaned_data["carer"]
        return None if found == "nobody" else UUID(found)


class IfForm(Asking):
    """What it would mean if somebody else came, or what would have to give for full hours."""

    NOBODY = "nobody"
    carer = long_choice(_("If who came?"), [], _("Choose one."))

    def __init__(self, *args: Any, carers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = _t("nobody in particular: what would have to give for full hours")
        self.fields["carer"].choices = [("", _t("Choose")), (self.NOBODY, everything), *carers]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> UUID | None:
        """None: what would have to give."""
        found = self.cleaned_data["carer"]
        return None if found == self.NOBODY else UUID(found)


class RefuseForm(Asking):
    """A family does not want a carer who came."""

    carer = long_choice(_("Who does not come again?"), [], _("Choose somebody."))

    def __init__(self, *args: Any, carers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carer"].choices = [("", _t("Choose")), *carers]  # type: ignore[attr-defined]


class ApartForm(RefuseForm):
    """A family and a carer do not come together again, as one of them said."""

    whose = choice_field(
        _("Who said so?"),
        [("", _("Choose")), ("family", _("the family")), ("carer", _("the carer"))],
        _("Say who."),
    )


class AskForm(Asking):
    """Whom a family asks, and what it takes."""

    organisation = choice_field(_("Which organisation is asked?"), [], _("Choose one."))
    hours = number_field(_("Hours in all (empty: as indicated)"), 1, MOST_HOURS, WHOLE)
    days = number_field(_("Over how many days? (empty: as indicated)"), 1, MOST_DAYS, WHOLE)
    skills = forms.MultipleChoiceField(
        label=_("What must a carer be able to do?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    goes_first = tick_field(_("This family goes first when there are too few hours"))

    def __init__(self, *args: Any, seen: SeenRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            ("", _t("Choose")),
            *((str(each.pk), each.name) for each in seen.organisations),
        ]
        mothers = seen.mother.language
        speaks = (
            [(f"{LANGUAGE}{mothers}", _t("speaks %(language)s") % {"language": LANGUAGES[mothers]})]
            if mothers in LANGUAGES
            else []
        )
        known = {f"{LANGUAGE}{mothers}", *ASKED_SKILLS}
        kept = [(each, each) for each in (seen.need.skills if seen.need else ()) if each not in known]
        self.fields["skills"].choices = [*((each, SKILLS[each]) for each in ASKED_SKILLS), *speaks, *kept]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(seen: SeenRequest) -> dict[str, Any]:
        """What stands."""
        if seen.request is None or seen.need is None:
            only = seen.organisations[0].pk if len(seen.organisations) == 1 else ""
            return {"organisation": str(only)}
        need = seen.need
        return {
            "organisation": str(seen.request.organisation_id), "hours": need.hours, "days": need.days,
            "skills": need.skills, "goes_first": need.goes_first,
        }  # fmt: skip

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "organisation_id": UUID(found["organisation"]), "hours": found["hours"], "days": found["days"],
            "skills": found["skills"], "goes_first": found["goes_first"], "id": self.written_id,
        }  # fmt: skip
