"""What a mother measures at home, one thing at a time: of whom, with which fields, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.observing import Observable
from kraamkring.doors.ui import notation
from kraamkring.doors.ui import words as ui_words
from kraamkring.flows.see_observations import MOTHER, SeenObservations
from kraamkring.packs.observations import observables
from kraamkring.rooms.record.models import Observation

from . import words
from .pages import in_words


@dataclass(frozen=True)
class Measure:
    """One thing, with a page of its own. names: its observables; drawn: those of which a curve is drawn."""

    name: str
    about: str
    title: str | Promise
    hint: str | Promise
    names: tuple[str, ...]
    drawn: tuple[str, ...] = ()

    @property
    def observables(self) -> tuple[Observable, ...]:
        return tuple(observables()[name] for name in self.names)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "temperature",
        "mother",
        _("Temperature"),
        _("Measure with a thermometer."),
        ("temperature_c",),
        ("temperature_c",),
    ),
    Measure(
        "blood-pressure",
        "mother",
        _("Blood pressure"),
        _("Write down both numbers, the upper and the lower one."),
        ("systolic_mmhg", "diastolic_mmhg"),
        ("systolic_mmhg", "diastolic_mmhg"),
    ),
    Measure(
        "pulse", "mother", _("Pulse"), _("Count for one minute."), ("pulse_per_min",), ("pulse_per_min",)
    ),
    Measure("sleep", "mother", _("Sleep"), _("All together, in 24 hours."), ("sleep_hours_24h",)),
    Measure(
        "weight",
        "newborn",
        _("Weight"),
        _("In grams."),
        ("weight_g",),
        ("weight_g",),
    ),
    Measure(
        "warmth",
        "newborn",
        _("Temperature"),
        _("Measure in the bottom."),
        ("newborn_temperature_c",),
        ("newborn_temperature_c",),
    ),
    Measure(
        "feed",
        "newborn",
        _("A feed"),
        _("Write down what you know. You do not have to fill in everything."),
        ("feed_method", "feed_milk", "feed_minutes", "feed_ml"),
    ),
    Measure("feeds", "newborn", _("How often it drank"), _("Count the last 24 hours."), ("feeds_24h",)),
    Measure(
        "nappies", "newborn", _("Nappies"), _("Count the last 24 hours."), ("wet_nappies_24h", "stools_24h")
    ),
    Measure(
        "jaundice",
        "newborn",
        _("Yellow skin"),
        _("If you were given a meter for the skin, write down what it says."),
        ("jaundice_visible", "bilirubin_meter_umol_l"),
        ("bilirubin_meter_umol_l",),
    ),
)


def measure(about: str, name: str) -> Measure | None:
    """The measure of a name, of mother or child."""
    return next((each for each in MEASURES if (each.about, each.name) == (about, name)), None)


def about(who: str) -> str:
    """Mother or newborn."""
    return MOTHER if who == MOTHER else "newborn"


def offered(seen: SeenObservations) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    """Of each who lives what is asked of her or him now; of a child that has gone nothing."""
    asked: dict[str, set[str]] = {}
    for block in seen.asked:
        asked.setdefault(block.who, set()).update(each.id for each in block.observables)
    for who, names in asked.items():
        found = tuple(each for each in MEASURES if each.about == about(who) and names.issuperset(each.names))
        if found:
            yield who, found


def said(row: Observation, language: str) -> str:
    """A value with its unit: `38,2 °C`, `yes`."""
    observable = observables()[row.what]
    if observable.kind == "yes_no":
        return _t("yes") if row.value else _t("no")
    if observable.kind == "choice":
        choice = observable.choice(str(row.value))
        return in_words(choice.words) if choice else str(row.value)
    if observable.kind == "words":
        return str(row.value)
    number = f"{float(row.value or 0):.{observable.places}f}"
    written = number if language in ("en", "ar") else number.replace(".", ",")
    unit = observable.unit
    space = "" if unit.startswith("/") or not unit else notation.NO_BREAK
    return notation.apart(f"{written}{space}{unit}", language)


def named(who: str, children: int) -> str:
    """Whose it is, as a heading."""
    return _t("You") if who == MOTHER else ui_words.subject(who, children).capitalize()


@dataclass(frozen=True)
class Noted:
    """One thing as it was written down. mine: by the reader, so that she may take it back."""

    id: str
    title: str
    value: str
    when: str
    by: str
    mine: bool


def noted(row: Observation, reader: object, zone: tzinfo, language: str) -> Noted:
    """In words, with who wrote it."""
    mine = row.author_id == getattr(reader, "pk", None)
    who = _t("you") if mine else ", ".join(filter(None, (row.author.name, words.role_word(row.role))))
    title = in_words(observables()[row.what].words)
    return Noted(str(row.pk), title, said(row, language), notation.moment(row.at, zone, language), who, mine)
