"""Whom somebody must find at once, and why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import date_field, line_field, words_field
from kraamkring.flows.break_glass import Sought

from ..asking import Asking


class EmergencyForm(Asking):
    """A national number; or a family name and a date of birth. The reason is read by the mother."""

    number = line_field(_("National number"), longest=30)
    family_name = line_field(_("Family name"))
    birth_date = date_field(_("Date of birth"))
    reason = words_field(_("What cannot wait?"), _("Say in a few words what cannot wait."), longest=500)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        named = answers.get("family_name") and answers.get("birth_date")
        if not self.errors and not answers.get("number") and not named:
            self.add_error(
                "number", _t("Give the national number, or the family name and the date of birth.")
            )
        return answers

    def sought(self) -> Sought:
        said = self.cleaned_data
        return Sought(said["number"], said["family_name"], said["birth_date"])

    def nothing_found(self) -> None:
        """The one answer for whoever is not exactly she."""
        self.add_error(
            None,
            _t("Nothing was found that is exactly this. Check it, or call who cares for her."),
        )
