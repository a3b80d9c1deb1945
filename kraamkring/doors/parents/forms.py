"""The forms of parents: their plan, something to talk about, an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, cast

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.asking import Asking
from kraamkring.doors.ui.fields import choice_field, line_field, tick_field, words_field
from kraamkring.rooms.careplan.actions.plan import PlanContent

from . import words

MOST_PEOPLE, EMPTY_ROWS = 40, 2
WANTED = {None: "", True: "yes", False: "no"}


class Row(NamedTuple):
    """The fields of one person who is told of going home, by their names in the form."""

    name: str
    contact: str
    told: str


class PlanForm(Asking):
    """What parents say in their plan. What they do not see here stays as it is. base: what the plan says now."""

    def __init__(
        self, *args: Any, base: PlanContent, based_on: int, with_child: bool = True, **kwargs: Any
    ) -> None:
        self.base = base
        people = base.to_be_told
        initial: dict[str, Any] = {"version": based_on, "rows": len(people) + EMPTY_ROWS}
        initial |= {name: getattr(base, name) for name in ("stay", *_WRITTEN)}
        initial["maternity_care"] = WANTED[base.maternity_care]
        for at, person in enumerate(people):
            initial |= {
                f"person_{at}_name": person.get("name", ""),
                f"person_{at}_contact": person.get("contact", ""),
                f"person_{at}_role": person.get("role", ""),
                f"person_{at}_told": True,
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.written = [
            name for name in _WRITTEN if with_child or name not in ("paediatric_check", "youth_visit")
        ]
        self.fields |= {
            "version": forms.IntegerField(min_value=0, widget=forms.HiddenInput),
            "rows": forms.IntegerField(min_value=0, widget=forms.HiddenInput),
            "stay": choice_field(
                words.PLAN["stay"], [("", _("I do not know yet")), *words.STAYS.items()], radio=True
            ),
            "maternity_care": choice_field(
                words.PLAN["maternity_care"],
                [
                    ("", _("I do not know yet")),
                    ("yes", words.WANTED[True]),  # type: ignore[list-item]
                    ("no", words.WANTED[False]),  # type: ignore[list-item]
                ],
                radio=True,
            ),
            **{name: words_field(words.PLAN[name], rows=2) for name in self.written},
        }
        self.many = self._many(len(people) + EMPTY_ROWS)
        for at in range(self.many):
            self._ask_person(f"person_{at}")

    def _ask_person(self, stem: str) -> None:
        self.fields |= {
            f"{stem}_name": line_field(_("Name")),
            f"{stem}_contact": line_field(_("Telephone or e-mail")),
            f"{stem}_role": forms.CharField(required=False, max_length=40, widget=forms.HiddenInput),
            f"{stem}_told": tick_field(_("Is told when you go home")),
        }

    def _many(self, otherwise: int) -> int:
        """As many rows as the page that was sent had."""
        said = str(self.data.get("rows", "")) if self.is_bound else ""
        return min(int(said) if said.isascii() and said.isdigit() else otherwise, MOST_PEOPLE)

    def people(self) -> Iterator[Row]:
        """The rows of persons, to be drawn."""
        for at in range(self.many):
            yield Row(*(f"person_{at}_{name}" for name in Row._fields))

    def clean(self) -> dict[str, Any]:
        super().clean()
        for at in range(self.many):
            stem = f"person_{at}"
            if self.cleaned_data.get(f"{stem}_contact") and not self.cleaned_data.get(f"{stem}_name"):
                self.add_error(f"{stem}_name", _t("Write the name of this person."))
        return self.cleaned_data

    @property
    def content(self) -> PlanContent:
        """The plan with what was said."""
        said = self.cleaned_data
        told = tuple(
            {name: said[f"person_{at}_{name}"] for name in ("role", "name", "contact")}
            for at in range(self.many)
            if said[f"person_{at}_name"] and said[f"person_{at}_told"]
        )
        return replace(
            self.base,
            stay=said["stay"],
            maternity_care={"": None, "yes": True, "no": False}[said["maternity_care"]],
            to_be_told=told,
            **{name: said[name] for name in self.written},
        )

    def begin_again(self, based_on: int) -> None:
        """The same words, as the version after `based_on`, under an id of its own."""
        data: Any = cast("Any", self.data).copy()
        data["version"], data["id"] = str(based_on), str(new_id(clock.now()))
        self.data = data


_WRITTEN = ("paediatric_check", "youth_visit", "six_week_check")


class NewPointForm(Asking):
    """Something to talk about."""

    def __init__(self, *args: Any, quiet: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [
            (name, word) for name, word in words.TOPICS.items() if not (quiet and name in words.OF_A_BABY)
        ]
        self.fields |= {
            "topic": choice_field(_("About"), topics),
            "text": words_field(_("What do you want to ask or say?"), _("Write a few words."), rows=3),
        }


class PointForm(Asking):
    """An answer to a point, as it was read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "version": forms.IntegerField(min_value=1, widget=forms.HiddenInput),
            "said": words_field(_("Your answer"), rows=2),
        }


class AnotherTimeForm(Asking):
    """She cannot come then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "version": forms.IntegerField(min_value=1, widget=forms.HiddenInput),
            "said": words_field(
                _("When can you come?"), _("Write when you can come, in a few words."), rows=3
            ),
        }

    def said_about(self, version: int) -> None:
        """The appointment as it stands on the page: what is sent next is about that version."""
        self.initial["version"] = version
        if self.is_bound:
            data: Any = cast("Any", self.data).copy()
            data["version"] = str(version)
            self.data = data
