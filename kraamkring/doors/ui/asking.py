"""The form of every page behind the sign-in: moments in the family zone, an id that makes a repeat harmless."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock, refused

from .moments import MomentsForm


class Asking(MomentsForm):
    """zone: of the family, by key. id: of what will be written; a double click, or sending again after a crash, carries
    the same one. needed: the moments that may not be left empty. places: core's field -> field of this form."""

    template_name = "ui/form.html"
    needed: tuple[str, ...] = ()
    places: dict[str, str] = {}  # noqa: RUF012 (forms are classes of constants)

    id = forms.UUIDField(widget=forms.HiddenInput, required=True)

    def __init__(self, *args: Any, zone: str = "Europe/Brussels", **kwargs: Any) -> None:
        self.zone = ZoneInfo(zone)
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"id": new_id(clock.now()), **kwargs["initial"]}
        super().__init__(*args, **kwargs)

    @property
    def written_id(self) -> UUID:
        """The id of what will be written."""
        found: UUID = self.cleaned_data["id"]
        return found

    def begin_at(self, name: str, moment: datetime) -> None:
        """Offers a moment as the answer that is expected."""
        local = moment.astimezone(self.zone)
        self.initial = {**self.initial, f"{name}_on": local.date(), f"{name}_time": f"{local:%H:%M}"}

    def clean(self) -> dict[str, Any]:
        self.judge_moments()
        for name in self.needed:
            if self.cleaned_data.get(f"{name}_at") is None and not self.said_wrong(name):
                self.add_error(
                    f"{name}_on", _("%(moment)s: give the date and time.") % {"moment": self.moments[name]}
                )
        return self.cleaned_data

    def refuse(self, refusal: Refusal) -> None:
        """Puts what was refused at the field it is about, or above the form."""
        name = re.sub(r"\[\d+\]", "", refusal.field).rpartition(".")[2]
        for place in (self.places.get(refusal.field, ""), self.places.get(name, ""), name, f"{name}_on"):
            if place in self.fields:
                self.add_error(place, refused.sentence(refusal))
                return
        self.add_error(None, refused.sentence(refusal))

    def parts(self) -> list[tuple[str, str]]:
        """What to draw, in order: ("field", name), ("moment", name) or ("tick", name)."""
        found: list[tuple[str, str]] = []
        for name, field in self.fields.items():
            stem, _sep, part = name.rpartition("_")
            if stem in self.moments and part in ("on", "time", "fold"):
                if part == "on":
                    found.append(("moment", stem))
            elif isinstance(field.widget, forms.CheckboxInput):
                found.append(("tick", name))
            elif isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                found.append(("choice", name))
            elif not isinstance(field.widget, forms.HiddenInput):
                found.append(("field", name))
        return found
