"""What is asked when somebody is invited, removed, chosen, or when the mother says who sees what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.access import MODULES, may
from kraamkring.doors.ui.fields import choice_field, line_field, words_field
from kraamkring.rooms.network.actions import Invited

from ..asking import Asking
from .words import INTENSITY_MEANS, SAID_BY
from .words import MODULES as PARTS

if TYPE_CHECKING:
    from kraamkring.core.access import Module

LANGUAGES = [
    ("", _("as in the region")),
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
]
EVERYBODY = "everybody"


class InviteForm(Asking):
    """Somebody in a role. The parts are those that the role sees by default; fewer may be agreed, more only by her
    consent."""

    places = {"user": "address", "role": "address"}  # noqa: RUF012
    moments_asked = ("since", "until")

    address = line_field(_("E-mail address or telephone number"), longest=300)
    name = line_field(_("Name"))
    organisation_name = line_field(_("Organisation"))
    number = line_field(_("Professional number (RIZIV/INAMI, AGB or BIG)"), longest=20)
    language = choice_field(_("Language of the messages"), cast("Any", LANGUAGES))

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        self.readable: list[Module] = [part for part in MODULES if may(role, part, "read")]
        self.fields["modules"] = forms.MultipleChoiceField(
            label=_("What she may see"),
            required=False,
            choices=[(part, PARTS[part]) for part in self.readable],
            initial=list(self.readable),
            widget=forms.CheckboxSelectMultiple,
        )
        self.ask_moment("since", _("From (empty: from now)"))
        self.ask_moment("until", _("Until (empty: no end)"))

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not answers.get("name") and "@" not in answers.get("address", ""):
            self.add_error("name", _("Give a name, or the e-mail address with which she signs in."))
        return answers

    def invited(self) -> Invited:
        """Who is invited. Everything that the role sees is what the role sees by default, also later."""
        said, chosen = self.cleaned_data, self.cleaned_data["modules"]
        return Invited(
            role=self.role,
            name=said["name"],
            organisation_name=said["organisation_name"],
            address=said["address"],
            language=said["language"],
            number=said["number"],
            modules=None if set(chosen) == set(self.readable) else chosen,
            since=said["since_at"],
            until=said["until_at"],
        )


class EndForm(Asking):
    """Somebody is removed, or leaves."""

    reason = words_field(_("Why (everyone in the network can read it)"), longest=500)


class CoordinateForm(Asking):
    """How much it takes. seen: who coordinated when the page was made; empty for nobody."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    intensity = choice_field(
        _("How much it takes"),
        cast("Any", tuple(INTENSITY_MEANS.items())),
        _("Choose how much it takes."),
        radio=True,
    )


class ConsentForm(Asking):
    """Her word about one part. sure: what follows was shown."""

    places = {"module": "whom", "user": "whom", "role": "whom"}  # noqa: RUF012

    def __init__(self, *args: Any, whom: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"] = choice_field(_("Who"), whom, _("Choose who."))
        self.fields["given"] = choice_field(
            _("May they see this part?"),
            [("yes", _("Yes, she agrees")), ("no", _("No, she refuses"))],
            _("Choose yes or no."),
            radio=True,
        )
        self.fields["said_by"] = choice_field(
            _("Whose word is it?"),
            cast("Any", tuple(SAID_BY.items())),
            _("Choose whose word it is."),
            radio=True,
        )

    def told(self) -> str:
        """What was said, in one line."""
        names = dict(cast("Any", self.fields["whom"]).choices)
        whom = str(names[self.cleaned_data["whom"]])
        agreed = _t("she agrees") if self.cleaned_data["given"] == "yes" else _t("she refuses")
        return f"{whom[:1].upper()}{whom[1:]}: {agreed} ({SAID_BY[self.cleaned_data['said_by']]})"

    @property
    def sure(self) -> bool:
        return cast("dict[str, Any]", self.data).get("sure") == "on"
