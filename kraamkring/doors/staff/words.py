"""The words of these pages for what is known in codes. One table each; nothing is decided here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

INTERPRETERS: dict[bool | None, str | Promise] = {
    True: _("interpreter needed"),
    False: _("no interpreter needed"),
    None: _("interpreter: not asked"),
}

RECORDED_TWICE: dict[str, str | Promise] = {
    "due_date": _("the due date"),
    "birth": _("the birth"),
    "death": _("a death"),
    "loss": _("a loss"),
    "discharge": _("going home"),
    "planned_discharge": _("going home, planned"),
}
