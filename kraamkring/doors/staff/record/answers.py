"""One sort of answer each: how it is asked in a form, how what was recorded is filled in, how it is told in words.

A record is told and asked from the same description (`kinds.py`), so that what somebody wrote comes back in the words
in which it was asked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.access import MODULES, Module
from kraamkring.core.pathway import Protocol
from kraamkring.doors.ui import notation
from kraamkring.doors.ui import words as ui_words
from kraamkring.doors.ui.fields import (
    choice_field,
    date_field,
    line_field,
    number_field,
    words_field,
)
from kraamkring.doors.ui.words import Words

from ..asking import Asking
from ..banner import language_name
from .words import LANGUAGES, REGIONS

if TYPE_CHECKING:
    from kraamkring.doors.ui.fields import Text

NOT_SAID, CHOOSE = ("", _("Not said")), ("", _("Choose"))
Told = Any  # what stands in the payload of an entry: JSON


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The family that is asked and told about. slots: its newborns, born or expected. rivals: of entries that
    contradict each other, id and words. writes: the parts in which the reader may write."""

    zone: ZoneInfo
    language: str
    slots: tuple[str, ...]
    protocol: Protocol
    rivals: tuple[tuple[str, str], ...] = ()
    writes: frozenset[Module] = frozenset(MODULES)

    def subject(self, slot: str) -> str:
        """`mother`, `child`, `child 2`."""
        return ui_words.subject(slot, len(self.slots))


class Answer(ABC):
    """One sort of answer. Each of its methods gets the name of the field and the family."""

    @abstractmethod
    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        """Adds the field, or fields, to a form."""

    def begin(self, name: str, told: Told, setting: Setting) -> dict[str, Any]:
        """What stands, as the first contents of the field."""
        return {name: told}

    def read(self, name: str, given: Mapping[str, Any]) -> Any:
        """The answer in a form that was judged, None if none was given."""
        return given.get(name) or None

    def tell(self, told: Told, setting: Setting) -> str:
        """What was recorded, in words."""
        return str(told)


def _needed(label: Text) -> str:
    named = str(label).rstrip(f"?{notation.NO_BREAK}\u202f ")  # a label that asks is named without its mark
    return _t("%(field)s: this is needed.") % {"field": named}


class Moment(Answer):
    """A date and a time on the wall clock of the family."""

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        form.ask_moment(name, label)
        if required:
            form.needed = (*form.needed, name)

    def begin(self, name: str, told: Told, setting: Setting) -> dict[str, Any]:
        local = datetime.fromisoformat(told).astimezone(setting.zone)
        twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
        clock = local.time().replace(tzinfo=None, fold=0, microsecond=0)
        return {
            f"{name}_on": local.date(),
            f"{name}_time": clock.isoformat("seconds" if clock.second else "minutes"),
            f"{name}_fold": str(local.fold) if twice else "",
        }

    def read(self, name: str, given: Mapping[str, Any]) -> Any:
        return given.get(f"{name}_at")

    def tell(self, told: Told, setting: Setting) -> str:
        return notation.moment(datetime.fromisoformat(told), setting.zone, setting.language)


class Day(Answer):
    """A date."""

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        form.fields[name] = date_field(label, _needed(label) if required else "")

    def begin(self, name: str, told: Told, setting: Setting) -> dict[str, Any]:
        return {name: date.fromisoformat(told)}

    def tell(self, told: Told, setting: Setting) -> str:
        return notation.weekday(date.fromisoformat(told), setting.language)


@dataclass(frozen=True, kw_only=True)
class OneOf(Answer):
    """One of several. few: all of them in sight, instead of a list that unfolds. part: in which part of the record an
    answer stands; what somebody may not write is not offered."""

    few: bool = False
    part: Callable[[str], Module] | None = None

    @abstractmethod
    def choices(self, setting: Setting) -> Iterable[tuple[str, Text]]:
        """Code and words of each, in order."""

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        offered = [
            (code, _capital(str(said)))
            for code, said in self.choices(setting)
            if self.part is None or self.part(code) in setting.writes
        ]
        blank = [] if self.few and required else [CHOOSE if required else NOT_SAID]
        form.fields[name] = choice_field(
            label, [*blank, *offered], _needed(label) if required else "", radio=self.few
        )

    def tell(self, told: Told, setting: Setting) -> str:
        return str(dict(self.choices(setting)).get(told, told))


@dataclass(frozen=True)
class Choice(OneOf):
    """One of a table of words."""

    words: Words

    def choices(self, setting: Setting) -> Iterable[tuple[str, Text]]:
        return list(self.words.items())


@dataclass(frozen=True)
class YesNo(Choice):
    """Yes or no, or not said; in words that fit what is asked."""

    def begin(self, name: str, told: Told, setting: Setting) -> dict[str, Any]:
        return {name: "yes" if told else "no"}

    def read(self, name: str, given: Mapping[str, Any]) -> Any:
        return {"yes": True, "no": False}.get(given.get(name, ""))

    def tell(self, told: Told, setting: Setting) -> str:
        return str(self.words["yes" if told else "no"])


class Activity(OneOf):
    """One of the activities that the protocol promises."""

    def choices(self, setting: Setting) -> Iterable[tuple[str, Text]]:
        titles = [(card.activity, getattr(card.title, setting.language)) for card in setting.protocol.cards]
        return sorted(titles, key=lambda pair: pair[1])


class Tongue(OneOf):
    """A language, by its name in the reader's own."""

    def choices(self, setting: Setting) -> Iterable[tuple[str, Text]]:
        return [(code, language_name(code)) for code in LANGUAGES]

    def tell(self, told: Told, setting: Setting) -> str:
        return language_name(told)


class Rival(OneOf):
    """Of entries that contradict each other, the one that stands."""

    def choices(self, setting: Setting) -> Iterable[tuple[str, Text]]:
        return setting.rivals


@dataclass(frozen=True, kw_only=True)
class Newborn(OneOf):
    """One of the newborns; where there is one, it is filled in. mother: or the mother."""

    mother: bool = False

    def choices(self, setting: Setting) -> Iterable[tuple[str, Text]]:
        slots = ("mother", *setting.slots) if self.mother else setting.slots
        return [(slot, setting.subject(slot)) for slot in slots]

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        super().ask(form, name, label, required, setting)
        if required and not self.mother and len(setting.slots) == 1:
            form.fields[name].initial = setting.slots[0]

    def tell(self, told: Told, setting: Setting) -> str:
        return setting.subject(told)


class Several(Answer):
    """Of mother and children one or more; nobody is everyone whom it concerns."""

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        offered = [(slot, _capital(setting.subject(slot))) for slot in ("mother", *setting.slots)]
        form.fields[name] = forms.MultipleChoiceField(
            label=label,
            required=required,
            choices=offered,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _needed(label)},
        )
        if not required:
            form.fields[name].help_text = _("Choose nobody for everyone whom it concerns.")

    def read(self, name: str, given: Mapping[str, Any]) -> Any:
        return tuple(given.get(name) or ()) or None

    def tell(self, told: Told, setting: Setting) -> str:
        return ", ".join(setting.subject(slot) for slot in told)


@dataclass(frozen=True)
class Number(Answer):
    """A whole number. unit: how it is told."""

    least: int
    most: int
    wrong: Text
    unit: Callable[[int], str] = str

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        wrong = self.wrong % {"least": self.least, "most": self.most}
        form.fields[name] = number_field(
            label, self.least, self.most, wrong, _needed(label) if required else ""
        )

    def read(self, name: str, given: Mapping[str, Any]) -> Any:
        return given.get(name)  # 0 is an answer

    def tell(self, told: Told, setting: Setting) -> str:
        return self.unit(told)


@dataclass(frozen=True)
class Line(Answer):
    """One line of text; with more than one row, a few lines."""

    rows: int = 1

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        wanted = _needed(label) if required else ""
        form.fields[name] = line_field(label, wanted) if self.rows == 1 else words_field(label, wanted)

    def read(self, name: str, given: Mapping[str, Any]) -> Any:
        return (given.get(name) or "").strip() or None


@dataclass(frozen=True)
class Kept(Answer):
    """What is not asked again: a correction takes it over as it was. of: the moment that it says something of; it falls
    away where that is corrected."""

    as_it_was: Callable[[str], Any] = str
    of: str = ""

    def ask(self, form: Asking, name: str, label: Text, required: bool, setting: Setting) -> None:
        """Nothing is asked."""

    def tell(self, told: Told, setting: Setting) -> str:
        return ""


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


ROLE = Choice(ui_words.ROLES)
REGION = Choice(REGIONS)
