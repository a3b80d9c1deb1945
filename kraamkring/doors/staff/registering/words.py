"""Subjects, codes and states of forms in the words of this page. Codes of a target are shown as it writes them."""

from __future__ import annotations

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.registering import Filled
from kraamkring.doors.ui.words import Words

CODES: Words = {
    "unknown": _("unknown"),
    "nottested": _("not tested"),
    "noanswer": _("no answer"),
    "none": _("none"),
    "male": _("boy"),
    "female": _("girl"),
    "under48h": _("under 48 hours"),
    "48to71h": _("48 to 71 hours"),
    "72to95h": _("72 to 95 hours"),
    "96handover": _("96 hours and over"),
}
TARGETS: Words = {
    "civil registry (eBirth)": _("civil registry (eBirth)"),
    "community (eBirth)": _("community (eBirth)"),
    "register of readmissions": _("register of readmissions"),
}


def slot_in_words(slot: str) -> str:
    """The mother, or a child by its number."""
    if slot == "mother":
        return _t("mother")
    return _t("child %(number)s") % {"number": slot.rpartition("-")[2]}


def code_in_words(code: str) -> str:
    """What is not known, in words; a code of the target as it is."""
    return str(CODES.get(code, code))


def value_in_words(each: Filled) -> str:
    """What stands in a field."""
    if isinstance(each.value, bool):
        return _t("yes") if each.value else _t("no")
    said = " ".join(code_in_words(one) for one in str(each.value).split(" "))
    return f"{said} {each.field.unit}".strip()
