"""The words of these pages for what is known in codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, str | Promise] = {
    "nl": _("Dutch"), "fr": _("French"), "de": _("German"), "en": _("English"), "tr": _("Turkish"),
    "ar": _("Arabic"), "pl": _("Polish"), "ro": _("Romanian"),
}  # fmt: skip
STATES: dict[str, str | Promise] = {
    "proposed": _("proposed"),
    "accepted": _("agreed"),
    "published": _("promised"),
    "done": _("done"),
}
STEPS: dict[str, str | Promise] = {
    "proposed": _("proposed"),
    "accepted": _("agreed"),
    "assigned": _("chosen by hand"),
    "pinned": _("pinned"),
    "unpinned": _("no longer pinned"),
    "published": _("promised"),
    "done": _("done"),
    "withdrawn": _("taken back"),
}
AWAY: dict[str, Any] = {"day_off": _("day off"), "leave": _("leave"), "sick": _("ill")}
KINDS: dict[str, Any] = {"employed": _("employed"), "freelance": _("freelance")}
WISHES: dict[str, Any] = {
    "any": _("takes them"),
    "wanted": _("wants them"),
    "never": _("never"),
}
SKILLS: dict[str, str | Promise] = {
    "caesarean": _("after a caesarean"),
    "extra_care_baby": _("babies who need extra care"),
    "lactation": _("breastfeeding"),
    "twins": _("twins"),
}
PARTS: dict[str, str | Promise] = {
    "unserved_vulnerable": _("days without anybody, of families that go first"),
    "unserved": _("days without anybody"),
    "shortened_vulnerable": _("hours shortened, of families that go first"),
    "room_missing": _("days without room for families still to come"),
    "shortened": _("hours shortened"),
    "extra_carers": _("carers whom a family did not know"),
    "travel": _("minutes of travel"),
    "overtime": _("hours above the contract"),
    "changes": _("promises changed"),
}
LANGUAGE = "language:"


def skill_word(skill: str) -> str:
    """A skill in words; of a language its name."""
    if skill.startswith(LANGUAGE):
        code = skill.removeprefix(LANGUAGE)
        return _t("speaks %(language)s") % {"language": LANGUAGES.get(code, code)}
    return str(SKILLS.get(skill, skill))


def skill_words(skills: Iterable[str]) -> str:
    """Several, in one line."""
    return ", ".join(skill_word(each) for each in sorted(skills))
