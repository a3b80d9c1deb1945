"""The form of a birth: one child, or as many as are added, without any script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts import Birth
from kraamkring.core.facts.model import HEAVIEST_G, LIGHTEST_G
from kraamkring.core.kernel import gestation
from kraamkring.core.kernel.errors import ImpossibleFact, Refusal
from kraamkring.doors.ui.fields import choice_field, line_field, number_field

from ..asking import Asking

OUTCOMES = [("live", _("Born alive")), ("stillborn", _("Stillborn"))]
PLACES = [
    ("", _("Choose")),
    ("hospital", _("In hospital")),
    ("home", _("At home")),
    ("birth_centre", _("In a birth centre")),
    ("elsewhere", _("Elsewhere")),
]
MODES = [
    ("", _("Choose")),
    ("vaginal", _("Vaginal birth")),
    ("instrumental", _("With forceps or vacuum")),
    ("caesarean", _("Caesarean section")),
]
CONDITIONS = [("", _("Not told")), ("good", _("Good")), ("concern", _("Of concern"))]
WRONG_WEIGHT = _("This is not a birth weight. Give whole grams, from %(least)s to %(most)s.")
PARTS = ("outcome", "born", "place", "mode", "weight", "gestation", "condition", "number")


class BirthsForm(Asking):
    """slots: of the children that are still awaited, and further ones. children: how many are asked for now."""

    children = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=9)
    free = forms.CharField(widget=forms.HiddenInput)  # the slots that were free when the page was made

    def __init__(self, *args: Any, slots: Sequence[str], asked: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"children": asked, "free": " ".join(slots), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.slots = slots[:asked]
        for number in range(1, asked + 1):
            self._ask_child(number)

    def _ask_child(self, number: int) -> None:
        which = _t(" of child %(number)s") % {"number": number} if len(self.slots) > 1 else ""
        weight = WRONG_WEIGHT % {"least": LIGHTEST_G, "most": HEAVIEST_G}
        self.fields[f"outcome_{number}"] = choice_field(
            _t("Outcome") + which, OUTCOMES, _t("Say whether the child was born alive."), radio=True
        )
        self.ask_moment(f"born_{number}", _t("Moment of birth") + which)
        self.fields[f"place_{number}"] = choice_field(_t("Place") + which, PLACES, _t("Say where."))
        self.fields[f"mode_{number}"] = choice_field(_t("Mode of birth") + which, MODES, _t("Say how."))
        self.fields[f"weight_{number}"] = number_field(
            _t("Birth weight in grams") + which, LIGHTEST_G, HEAVIEST_G, weight
        )
        self.fields[f"gestation_{number}"] = line_field(_t("Gestation judged at birth") + which, longest=5)
        self.fields[f"condition_{number}"] = choice_field(_t("Condition") + which, CONDITIONS)
        self.fields[f"number_{number}"] = line_field(_t("National number, if known") + which, longest=20)

    @property
    def needed(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(f"born_{number}" for number in range(1, len(self.slots) + 1))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number in range(1, len(self.slots) + 1):
            name = f"gestation_{number}"
            try:
                if said.get(name):
                    gestation.parse(said[name], name)
            except ImpossibleFact:
                self.add_error(name, _t("Write weeks and days, as in 39+4."))
        return said

    def births(self) -> list[Birth]:
        """Every child that was told. Raises ImpossibleFact, with the field of the form."""
        return [self._birth(number, slot) for number, slot in enumerate(self.slots, start=1)]

    def _birth(self, number: int, slot: str) -> Birth:
        said: dict[str, Any] = {part: self.cleaned_data.get(f"{part}_{number}") for part in PARTS}
        return Birth(
            newborn=slot,
            born_at=self.cleaned_data[f"born_{number}_at"],
            outcome=said["outcome"],
            place=said["place"],
            mode=said["mode"],
            weight_g=said["weight"],
            gestation=said["gestation"] or None,
            condition=said["condition"] or None,
            number=said["number"] or None,
        )

    def refuse(self, refusal: Refusal) -> None:
        """At the child that it is about: the only one, or the one that was named; else above the form."""
        named, _dot, part = refusal.field.rpartition(".")
        part = {"born_at": "born", "newborn": "born", "weight_g": "weight"}.get(part, part)
        number = self.slots.index(named) + 1 if named in self.slots else 1
        known = part in PARTS and (named in self.slots or len(self.slots) == 1)
        field = f"{part}_{number}_on" if part == "born" else f"{part}_{number}"
        super().refuse(refusal.at(field if known else ""))

    def blocks(self) -> list[dict[str, Any]]:
        """The fields of each child, for the template."""
        return [
            {"title": _t("Child %(number)s") % {"number": number} if len(self.slots) > 1 else _t("The child")}
            | {part: f"{part}_{number}" for part in PARTS}
            for number in range(1, len(self.slots) + 1)
        ]
