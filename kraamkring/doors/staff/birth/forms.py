"""The short forms around the birth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts import Loss
from kraamkring.doors.ui.fields import choice_field, tick_field

from ..asking import Asking

if TYPE_CHECKING:
    from kraamkring.doors.ui.fields import Text
    from kraamkring.flows.see_around_birth import SeenAroundBirth

People = Sequence[tuple[str, str]]  # slot and name

KINDS_OF_LOSS = [
    ("miscarriage", _("A miscarriage")),
    ("termination", _("The pregnancy was ended")),
    ("ectopic", _("A pregnancy outside the womb")),
]
OF_ONE = ("vanished_twin", _("One of several children was lost before birth"))
ALL = ("all", _("The whole pregnancy"))


def people_field(label: Text, people: People) -> forms.MultipleChoiceField:
    """One or more of them."""
    return forms.MultipleChoiceField(
        label=label,
        choices=cast("Any", people),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say for whom.")},
    )


class MomentForm(Asking):
    """When it happened; empty for now."""

    label: Text = _("When? Leave it empty for now.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_moment("at", self.label)


class BackForm(MomentForm):
    """Who is back in hospital, since when, and whether they stay together."""

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = people_field(_("Who is back in hospital?"), people)
        self.fields["together"] = tick_field(_("It is settled how mother and child stay close to each other"))
        self.order_fields(["id", "who", "at_on", "at_time", "at_fold", "together"])


class LossForm(MomentForm):
    """What happened, when, and to which child. After `is_valid`: `loss`."""

    label = _("When? Leave the date empty if it was just now.")
    places = {"newborn": "whom", "at": "at_on"}  # noqa: RUF012 (forms are classes of constants)

    kind = choice_field(_("What happened?"), [*KINDS_OF_LOSS], _("Say what happened."), radio=True)

    def __init__(self, *args: Any, unborn: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(unborn) > 1:
            kinds = cast("forms.ChoiceField", self.fields["kind"])
            kinds.choices = cast("Any", [*KINDS_OF_LOSS, OF_ONE])
            self.fields["whom"] = choice_field(
                _("Whom does it concern?"), [ALL, *unborn], _("Say whom it concerns."), radio=True
            )
        self.order_fields(["id", "kind", "whom", "at_on", "at_time", "at_fold"])

    @staticmethod
    def dated(said: Any, now: datetime, seen: SeenAroundBirth) -> Any:
        """What was sent, None if nothing was. Where no moment was given it is now, and stays so through the second step
        and through a repeat."""
        if not said or said.get("at_on") or said.get("at_time"):
            return said or None
        local = now.astimezone(ZoneInfo(seen.episode.zone))
        dated = said.copy()
        dated["at_on"], dated["at_time"] = f"{local:%Y-%m-%d}", f"{local:%H:%M}"
        dated["at_fold"] = str(local.fold)
        return dated

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("kind") == "vanished_twin" and said.get("whom") == ALL[0]:
            self.add_error("whom", _t("Say which child was lost."))
        return said

    def loss(self) -> Loss:
        """The loss that was told."""
        whom = self.cleaned_data.get("whom", ALL[0])
        return Loss(
            at=self.cleaned_data["at_at"],
            kind=self.cleaned_data["kind"],
            newborn=None if whom == ALL[0] else whom,
        )
