"""The forms of the plan: the plan itself, its points, an appointment, and the due date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock
from kraamkring.doors.ui.fields import (
    choice_field,
    date_field,
    line_field,
    number_field,
    tick_field,
    words_field,
)
from kraamkring.doors.ui.words import ROLES
from kraamkring.rooms.careplan.actions.plan import Contact, PlanContent
from kraamkring.rooms.careplan.comparing import LISTS

from ..asking import Asking
from . import words

NOT_TOLD = ("", _("Not agreed yet"))
MOST_PEOPLE, EMPTY_ROWS = 40, 3
MOST_HOURS = 200  # of maternity care, in a first estimate; more is a slip
ANOTHER = "another"
NOT_OF_CARE = ("mother", "coordinator")  # a coordinator stands under the role of her profession


class PlanForm(Asking):
    """The plan as it is agreed (KCE 232As, 3.2). based_on: the version that was seen. Persons stand in rows; one may
    belong to the network, to those who are told of going home, or to both."""

    def __init__(self, *args: Any, content: PlanContent, based_on: int, **kwargs: Any) -> None:
        people = _together(content)
        initial = {name: getattr(content, name) for name in PlanContent.__annotations__ if name not in LISTS}
        initial["maternity_care"] = {None: "", True: "yes", False: "no"}[content.maternity_care]
        initial |= {"version": based_on, "people_count": len(people) + EMPTY_ROWS}
        for index, (person, belongs, told) in enumerate(people):
            stem = f"person_{index}"
            initial |= {f"{stem}_{name}": said for name, said in person.items()}
            initial |= {f"{stem}_belongs": belongs, f"{stem}_told": told}
        super().__init__(*args, initial=initial, **kwargs)
        self._ask()
        self.rows = self._rows(len(people) + EMPTY_ROWS)
        for index in range(self.rows):
            self._ask_person(f"person_{index}")

    def _ask(self) -> None:
        hours = _t("Give whole hours, up to %(most)s.") % {"most": MOST_HOURS}
        self.fields |= {
            "version": forms.IntegerField(min_value=0, widget=forms.HiddenInput),
            "people_count": forms.IntegerField(min_value=0, widget=forms.HiddenInput),
            "course": choice_field(words.FIELDS["course"], [NOT_TOLD, *words.COURSES.items()]),
            "stay": choice_field(words.FIELDS["stay"], [NOT_TOLD, *words.STAYS.items()]),
            "paediatric_check": words_field(words.FIELDS["paediatric_check"], rows=2),
            "youth_visit": words_field(words.FIELDS["youth_visit"], rows=2),
            "six_week_check": words_field(words.FIELDS["six_week_check"], rows=2),
            "maternity_care": choice_field(
                words.FIELDS["maternity_care"], [NOT_TOLD, ("yes", _("Wanted")), ("no", _("Not wanted"))]
            ),
            "estimated_hours": number_field(words.FIELDS["estimated_hours"], 0, MOST_HOURS, hours),
        }

    def _ask_person(self, stem: str) -> None:
        roles = [("", _("Somebody else")), *((r, w) for r, w in ROLES.items() if r not in NOT_OF_CARE)]
        self.fields |= {
            f"{stem}_name": line_field(_("Name")),
            f"{stem}_role": choice_field(_("Role"), roles),
            f"{stem}_contact": line_field(_("Telephone or e-mail")),
            f"{stem}_belongs": tick_field(_("Belongs to the network")),
            f"{stem}_told": tick_field(_("Is told of going home")),
        }

    def _rows(self, otherwise: int) -> int:
        """As many rows as the page that was sent had."""
        said = str(self.data.get("people_count", "")) if self.is_bound else ""
        return (
            min(int(said), MOST_PEOPLE) if said.isascii() and said.isdigit() else min(otherwise, MOST_PEOPLE)
        )

    def people(self) -> Iterator[Person]:
        """The rows of persons, to be drawn."""
        for index in range(self.rows):
            yield Person(*(f"person_{index}_{name}" for name in Person._fields))

    @property
    def content(self) -> PlanContent:
        """What was said."""
        said = self.cleaned_data
        rows = [self._person(f"person_{index}") for index in range(self.rows)]
        named = [(person, belongs, told) for person, belongs, told in rows if person["name"]]
        return PlanContent(
            course=said["course"],
            stay=said["stay"],
            paediatric_check=said["paediatric_check"],
            youth_visit=said["youth_visit"],
            six_week_check=said["six_week_check"],
            network=tuple(person for person, belongs, _told in named if belongs),
            to_be_told=tuple(person for person, _belongs, told in named if told),
            maternity_care={"": None, "yes": True, "no": False}[said["maternity_care"]],
            estimated_hours=said["estimated_hours"],
        )

    def _person(self, stem: str) -> tuple[Contact, bool, bool]:
        said = self.cleaned_data
        person = {name: said[f"{stem}_{name}"] for name in ("role", "name", "contact")}
        return person, said[f"{stem}_belongs"], said[f"{stem}_told"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for index in range(self.rows):
            stem = f"person_{index}"
            known = any(self.cleaned_data.get(f"{stem}_{name}") for name in ("contact", "belongs", "told"))
            if known and not self.cleaned_data.get(f"{stem}_name"):
                self.add_error(f"{stem}_name", _t("Give the name of this person."))
        return self.cleaned_data

    def begin_again(self, based_on: int) -> None:
        """The same words, as the version after `based_on`, under an id of its own."""
        data: Any = cast("Any", self.data).copy()
        data["version"], data["id"] = str(based_on), str(new_id(clock.now()))
        self.data = data


class Person(NamedTuple):
    """The names of the fields of one person."""

    name: str
    role: str
    contact: str
    belongs: str
    told: str


def _together(content: PlanContent) -> list[tuple[Contact, bool, bool]]:
    """Everyone of both lists once: the person, whether she belongs to the network, whether she is told."""
    everyone: list[Contact] = []
    for person in (*content.network, *content.to_be_told):
        if person not in everyone:
            everyone.append(person)
    return [(person, person in content.network, person in content.to_be_told) for person in everyone]


class PointForm(Asking):
    """What is done with a point: said about it, put in other words, settled, opened again."""

    def __init__(self, *args: Any, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "version": forms.IntegerField(min_value=1, widget=forms.HiddenInput),
            "said": words_field(_("Say something about it"), rows=2),
        }


class NewPointForm(Asking):
    """A new point, under one of the topics that parents come upon."""

    places = {"text": "text"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "topic": choice_field(_("About"), list(words.TOPICS.items())),
            "text": words_field(_("What is to be settled"), _("Write a few words."), rows=2),
        }


class WhenForm(Asking):
    """A moment and how long it takes."""

    needed = ("start",)
    places = {"end": "minutes", "start": "start_on"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_moment("start", _("When"))
        self.fields["minutes"] = choice_field(
            _("How long"),
            [(str(each), _t("%(minutes)s minutes") % {"minutes": each}) for each in words.DURATIONS],
        )

    @property
    def start(self) -> datetime:
        found: datetime = self.cleaned_data["start_at"]
        return found

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=int(self.cleaned_data["minutes"]))


class ArrangeForm(WhenForm):
    """Who comes, and when. members: of the network, in a role that may give this care; roles: those roles."""

    places = {**WhenForm.places, "member": "whom", "accepted": "accepted"}  # noqa: RUF012

    def __init__(self, *args: Any, members: Iterable[Any], roles: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(each.pk), f"{each.name}, {words.role(each.role)}") for each in members]
        whom = [*known, (ANOTHER, _t("Somebody else"))]
        self.fields |= {
            "whom": choice_field(_("Who comes"), whom, _("Choose who comes."), radio=True),
            "name": line_field(_("Name, if it is somebody else")),
            "role": choice_field(_("Role, if it is somebody else"), [(r, words.role(r)) for r in roles]),
            "accepted": tick_field(_("This person has said yes")),
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("whom") == ANOTHER and not self.cleaned_data.get("name"):
            self.add_error("name", _t("Give the name of the person who comes."))
        return self.cleaned_data


class WaiveForm(Asking):
    """Why this care is not needed."""

    places = {"why": "why"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = words_field(
            _("Why it is not needed"), _("Say in a few words why this care is not needed."), longest=500
        )


class DueDateForm(Asking):
    """Another determination of the due date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = [
            ("", _("Not told")),
            ("ultrasound", _("Ultrasound")),
            ("last_period", _("Last period")),
            ("ivf", _("Day of the treatment (IVF)")),
            ("taken_over", _("Taken over from elsewhere")),
        ]
        self.fields |= {
            "due_on": date_field(_("Due date"), _("Give the due date.")),
            "set_on": date_field(_("Determined on"), _("Give the day on which it was determined.")),
            "method": choice_field(_("How the due date was found"), methods),
        }
