"""Forms that ask for moments: a date, a time, and which of two in the night the clock goes back."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from . import local_time
from .fields import date_field, fold_field, time_field
from .local_time import NoSuchTime, TimeTwice

if TYPE_CHECKING:
    from .fields import Text

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class MomentsForm(forms.Form):
    """A form of moments in one zone. Each is three fields (`x_on`, `x_time`, `x_fold`), and after `is_valid` the
    instant `x_at` in UTC, None where nothing was given."""

    use_required_attribute = False
    zone: tzinfo

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments: dict[str, Text] = {}

    def ask_moment(self, name: str, label: Text) -> None:
        """Asks for one more moment."""
        self.moments[name] = label
        self.fields[f"{name}_on"] = date_field(_("Date"))
        self.fields[f"{name}_time"] = time_field()
        self.fields[f"{name}_fold"] = fold_field()

    def judge_moments(self) -> None:
        """Fills in `x_at` for each; what is wrong stands at its field."""
        answers = self.cleaned_data
        for field in [name for name in answers if name.endswith("_on") and answers[name]]:
            if not EARLIEST_YEAR <= answers[field].year <= LATEST_YEAR:
                self.add_error(field, _t("This year cannot be meant. Check it."))
        for name in self.moments:
            self.cleaned_data[name + "_at"] = self._moment(name)

    def said_wrong(self, name: str) -> bool:
        """True if something is wrong with this moment already."""
        return bool({f"{name}_{part}" for part in ("on", "time", "fold")} & set(self.errors))

    def _moment(self, name: str) -> datetime | None:
        """The instant that date and time name, or None: nothing was given, or an error stands beside it."""
        on, at = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_time")
        if {f"{name}_on", f"{name}_time"} & set(self.errors) or (on is None and at is None):
            return None
        label = str(self.moments[name])
        if on is None:
            self.add_error(f"{name}_on", _t("%(moment)s: give the date too.") % {"moment": label})
        elif at is None:
            self.add_error(f"{name}_time", _t("%(moment)s: give the time too.") % {"moment": label})
        else:
            fold = self.cleaned_data.get(f"{name}_fold")
            try:
                return local_time.instant(on, at, self.zone, cast("Any", int(fold)) if fold else None)
            except NoSuchTime:
                self.add_error(
                    f"{name}_time",
                    _t(
                        "%(moment)s: the clock skipped this time that night. Give a time before 02:00 or from 03:00."
                    )
                    % {"moment": label},
                )
            except TimeTwice:
                self.add_error(
                    f"{name}_fold",
                    _t("%(moment)s: the clock showed this time twice that night. Choose which one is meant.")
                    % {"moment": label},
                )
        return None

    def error_links(self) -> list[tuple[str, str]]:
        """Every error with the field it belongs to, in the order of the page; those of the whole form first."""
        whole = [("main", str(error)) for error in self.non_field_errors()]
        return whole + [
            (self[name].id_for_label or f"{self[name].auto_id}_0", str(error))
            for name in self.fields
            for error in self.errors.get(name, ())
        ]
