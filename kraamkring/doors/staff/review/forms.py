"""Whether it was needed, and why one thinks so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import choice_field, words_field

from ..asking import Asking

OUTCOMES = [
    ("justified", _("Yes, it was justified")),
    ("not_justified", _("No, it was not justified")),
]


class ReviewForm(Asking):
    """The mother reads the words too."""

    outcome = choice_field(_("Was it needed to open this record?"), OUTCOMES, _("Say yes or no."), radio=True)
    words = words_field(_("Why?"), _("Say in a few words why."), longest=1000)
