"""The words of these pages for what is known in codes. One table each; nothing is decided here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import ROLES

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

PROFESSIONS: dict[str, str | Promise] = {
    **ROLES,
    "planner": _("planner"),
    "administrator": _("administrator"),
    "governor": _("governor of the protocols"),
    "privacy_officer": _("privacy officer"),
    "ward_system": _("system of the hospital"),
}

# What core.access says (SENTENCES), so that it is told in the reader's language: the same words, here to be translated.
NOT_FOR_YOU: dict[str, str | Promise] = {
    "no_relation": _("there is no such pregnancy for you"),
    "not_accepted": _("you have not accepted this invitation yet"),
    "not_begun": _("your part in this network has not begun yet"),
    "over": _("your part in this network is over"),
    "purpose": _("a record is not opened for this purpose"),
    "consent_refused": _("she has not agreed that you see this part"),
    "not_agreed": _("this part was not agreed with her for you"),
    "shielded": _("this part is shielded"),
    "role_does_not_read": _("your role does not see this part"),
    "role_does_not_write": _("your role does not write in this part"),
    "emergency_reads": _("an emergency opens the record for reading only"),
    "cover_narrower": _("this part does not come with covering for a colleague"),
}


def role_word(role: str) -> str:
    """A role or a profession in words; the code itself of one that nobody has named."""
    return str(PROFESSIONS.get(role, role))


# Why two records may be of one person: core.finding.Likeness.
WHY_ALIKE: dict[str, str | Promise] = {
    "number": _("the same national number"),
    "name_and_birth_date": _("the same family name and date of birth"),
    "birth_date": _("the same date of birth, and a similar given name"),
    "name": _("the same name; of one of them no date of birth is known"),
}

# Languages that are asked at booking, by code (ISO 639). Django names most; LANGUAGE_NAMES the others.
LANGUAGES = (
    "nl", "fr", "de", "en", "am", "ar", "az", "ber", "bg", "bn", "ckb", "cs", "el", "es", "fa", "hi", "hr", "hu",
    "hy", "id", "it", "ka", "kmr", "ln", "mk", "mn", "ne", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "sk", "so",
    "sq", "sr", "sw", "th", "ti", "tr", "uk", "ur", "vi", "zh-hans",
)  # fmt: skip

LANGUAGE_NAMES: dict[str, str | Promise] = {
    "am": _("Amharic"),
    "ber": _("Berber"),
    "kmr": _("Kurdish (Kurmanji)"),
    "ln": _("Lingala"),
    "ps": _("Pashto"),
    "rw": _("Kinyarwanda"),
    "so": _("Somali"),
    "ti": _("Tigrinya"),
}
