"""What is typed to find a family, and what is said of two records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import choice_field, line_field, words_field

from ..asking import Asking

LONGEST = 100


class SearchForm(Asking):
    """It writes nothing, so it needs no id."""

    id = None  # type: ignore[assignment]
    fragment = line_field(_("Name, date of birth or number"), _("Type a part of a name."), longest=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fragment"].widget.input_type = "search"


class SamePersonForm(Asking):
    """Which other record is of the same person, which of the two is read, and why. others: id and words of each that
    can be chosen; what was chosen and is no longer among them is the flow's to judge, so that a repeat is harmless."""

    places = {"merged": "other", "kept": "other"}  # noqa: RUF012

    other = forms.UUIDField(
        label=_("This is the same person as"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the other record."),
            "invalid": _("Choose the other record."),
        },
    )
    read = choice_field(
        _("Which name and details are read from now on?"),
        [("this", _("Those of this record")), ("other", _("Those of the other record"))],
        _("Say which of the two is read."),
        radio=True,
    )
    reason = words_field(_("Why are they one person?"), _("Say in a few words why."), longest=500, rows=2)
    fragment = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].widget.choices = list(others)
        self.label_suffix = ""

    def refuse_other(self) -> None:
        """What was chosen is not there, or not hers: the same words for both."""
        self.add_error("other", _t("This record is not there for you any more. Choose another."))
