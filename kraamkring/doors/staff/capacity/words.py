"""The words for what scenarios count and assume. One table each; nothing is decided here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

ASSUMPTIONS: Words = {
    "stay_days": _("Days in hospital"),
    "visits": _("Home visits by a midwife"),
    "usual_stay_days": _("Days in hospital today"),
    "usual_visits": _("Home visits today"),
    "day_eur": _("Price of a day in hospital"),
    "visit_eur": _("Price of a home visit"),
    "help_day_eur": _("Price of maternity care for a day moved home"),
    "births": _("Births a year"),
    "hospital_share": _("Share born in a hospital"),
    "eligible_share": _("Share without complications"),
    "take_up": _("Share of these who go home so early"),
    "families": _("Families a year"),
    "minimum_share": _("Share of families in the minimum profile"),
    "tailored_share": _("Share of families in the tailored profile"),
    "minimum_hours": _("Hours in the minimum profile"),
    "basic_hours": _("Hours in the basic profile"),
    "tailored_hours": _("Hours in the tailored profile"),
    "hour_eur": _("Price of an hour"),
    "hour_cost_eur": _("What an hour costs the provider"),
    "given_share": _("Hours given of those indicated"),
    "taking_care": _("Families who take maternity care"),
    "deployable": _("Hours spent in families"),
    "care_days": _("Days of care"),
}

UNITS: Words = {
    "days": _("days"),
    "visits a stay": _("visits a stay"),
    "euro a day in hospital": _("euro a day"),
    "euro a visit": _("euro a visit"),
    "euro a day moved home": _("euro a day"),
    "births a year": _("births a year"),
    "share of births": _("share of births, 0 to 1"),
    "share of births in hospital": _("share of births in hospital, 0 to 1"),
    "share of those eligible": _("share of those without complications, 0 to 1"),
    "families a year": _("families a year"),
    "share of families": _("share of families, 0 to 1"),
    "hours a family": _("hours a family"),
    "euro paid for an hour": _("euro an hour"),
    "euro an hour given costs the provider": _("euro an hour"),
    "hours given, of those indicated": _("share of hours, 1 is as indicated"),
    "places a year": _("places a year"),
    "share of who begin": _("share of who begin, 0 to 1"),
    "times as many leave": _("times as many as now"),
    "times the contract hours": _("times the hours of now"),
    "share of contract hours in families": _("share of contract hours, 0 to 1"),
    "change of births a year": _("a year; 0.01 is one per cent more"),
    "minutes a visit": _("minutes a visit"),
    "minutes a family": _("minutes a family"),
}

SCENARIOS: Words = {
    "today": _("Today"),
    "three days": _("Three days"),
    "two days": _("Two days"),
}

PAYMENTS: Words = {
    "price_times_quantity": _("Price times quantity"),
    "profile_bundle": _("Bundle by profile"),
    "capacity": _("Capacity"),
}

HAPPENINGS: Words = {
    "one hour more than indicated": _("One hour more than indicated"),
    "one hour fewer: goals were reached": _("One hour fewer, because the goals were reached"),
    "one more family, basic profile": _("One more family, basic profile"),
    "a family in a higher profile than it needs, hours by need": _(
        "A family in a higher profile than it needs, hours by need"
    ),
    "a family that needs the most, in the basic profile": _(
        "A family that needs the most, in the basic profile"
    ),
}

WORTH: Words = {
    "worth while": _("worth while"),
    "costs the provider": _("costs the provider"),
    "makes no difference": _("makes no difference"),
}

LEVERS: Words = {
    "training_places": _("Training places"),
    "drop_out": _("Who drop out of training"),
    "leaving": _("How many leave the work"),
    "hours_factor": _("Hours in a contract"),
    "deployable": _("Hours spent in families"),
    "hours_a_family": _("Hours a family needs"),
    "births_change": _("Births"),
    "visit_minutes": _("A midwife's visit"),
    "travel_minutes": _("Her way to it"),
    "phone_minutes": _("On the telephone"),
}

LEVELS: Words = {
    "province": _("by province"),
    "municipality": _("by municipality"),
    "postcode": _("by postcode"),
}

COUNTRIES: Words = {"be": _("Belgium"), "nl": _("the Netherlands")}

WAYS: Words = {
    "more_hours": _("more hours of carers"),
    "least_hours_for_all": _("the least hours for every family"),
    "help_from_other_regions": _("help from other regions"),
}
