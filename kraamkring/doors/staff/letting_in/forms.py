"""Who is let in, and how the link and the code reach her."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import choice_field, line_field
from kraamkring.flows.invite_parent import Parent

from ..asking import Asking

ROLES = [("mother", _("the mother")), ("partner", _("her partner"))]
WAYS = [("mail", _("by e-mail")), ("paper", _("on paper, which I give her"))]


class ParentForm(Asking):
    """phone: without one the code is told by word of mouth."""

    role = forms.ChoiceField(
        label=_("Who"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say for whom.")},
    )
    name = line_field(_("Name"))
    email = line_field(_("E-mail address with which she will sign in"), longest=254)
    phone = line_field(_("Mobile telephone number"), longest=40)
    language = choice_field(_("Language"), [("", _("as in the region")), *settings.LANGUAGES])
    way = forms.ChoiceField(
        label=_("How does the link reach her?"), choices=WAYS, initial="mail", widget=forms.RadioSelect
    )

    def parent(self) -> Parent:
        """Who is invited."""
        said = self.cleaned_data
        return Parent(said["role"], said["name"], said["email"], said["phone"], said["language"])
