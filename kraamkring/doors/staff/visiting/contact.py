"""What is asked of the visit itself: whom she saw, which appointment it was, what was tested, when she comes again."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.facts import Appointment, Screening
from kraamkring.doors.ui import notation
from kraamkring.doors.ui.fields import choice_field
from kraamkring.flows.see_around_birth import AROUND_A_VISIT, SeenVisit
from kraamkring.flows.visit_home import Kept, Visit

from ..birth.clock import SCREENINGS
from ..birth.forms import MomentForm, People, people_field
from ..birth.going_home import LASTS
from ..birth.shown import Head, called, everyone

KINDS = [
    ("home_visit", _("A home visit")),
    ("maternity_care", _("Maternity care")),
    ("phone", _("A telephone call")),
    ("video", _("A video call")),
]
TESTS = [
    ("", _("Not today")),
    ("done", _("Done")),
    ("unusable", _("Done, and could not be used")),
    ("refused", _("Refused")),
]
NAMES = {"blood_spot": _("Blood spot"), "hearing": _("Hearing test")}
STILL_DUE = ("open", "arranged", "at_risk", "gap")


class ContactForm(MomentForm):
    """Who was seen, when, what was tested, and when the visitor comes again."""

    places = {"start": "next_on", "member": "next_on", "end": "next_on"}  # noqa: RUF012
    kind = choice_field(_("What was it?"), KINDS, _("Say what it was."), radio=True)

    def __init__(
        self,
        *args: Any,
        people: People,
        near: People,
        tests: list[tuple[str, str, str]],
        may_plan: bool,
        asks_contact: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tests, self.asks_contact = tests, asks_contact
        if not asks_contact:  # before the birth only what was measured is written
            for name in [name for name in self.fields if name != "id"]:
                del self.fields[name]
            self.moments.clear()
            return
        self.fields["who"] = people_field(_("Who was seen?"), people)
        self.initial = {**self.initial, "who": [slot for slot, _name in people], "kind": "home_visit"}
        if near:
            none = ("", _t("None of these"))
            self.fields["kept"] = choice_field(_("Which appointment was it?"), [*near, none], radio=True)
            self.initial["kept"] = near[0][0]
        for slot, screening, label in tests:
            self.fields[f"{screening}_{slot}"] = choice_field(label, TESTS)
        if may_plan:
            self.ask_moment("next", _("When do you come again? Leave it empty if that is not agreed."))
        tested = [f"{screening}_{slot}" for slot, screening, _label in tests]
        self.order_fields(["id", "who", "kind", "kept", "at_on", "at_time", "at_fold", *tested])

    def visit(self, by: str, now: datetime) -> Visit:
        """The visit that was told."""
        said = self.cleaned_data
        at, start = said["at_at"], said.get("next_at")
        screenings = tuple(
            Screening(screening=screening, newborn=slot, at=at or now, outcome=outcome)  # type: ignore[arg-type]
            for slot, screening, _label in self.tests
            if (outcome := said.get(f"{screening}_{slot}"))
        )
        item, _colon, version = (said.get("kept") or "").partition(":")
        return Visit(
            who=tuple(said["who"]),
            kind=said["kind"],
            at=at,
            screenings=screenings,
            kept=Kept(item=UUID(item), version=int(version)) if item else None,
            next=Appointment(
                care="maternity_care" if said["kind"] == "maternity_care" else "home_visit",
                start=start,
                end=start + LASTS,
                role=by,  # type: ignore[arg-type]
                accepted=True,
                who=tuple(said["who"]),
            )
            if start
            else None,
        )


def contact_form(
    said: QueryDict | None,
    seen: SeenVisit,
    head: Head,
    by: str,
    language: str,
    *,
    may_plan: bool,
    may_screen: bool,
) -> ContactForm:
    """The form for this family. by: the profession of who visits: maternity care is what a maternity carer gives."""
    here = seen.family
    people = everyone(here)
    near = [
        (f"{each.item}:{each.version}", notation.moment(each.start, head.standing.zone, language))
        for each in seen.near
    ]
    kept = said.get("kept", "") if said else ""
    if re.fullmatch(r"[\w-]{36}:\d{1,5}", kept or "") and kept not in dict(near):
        near.append((kept, kept))  # sent again after it was closed; the flow says whether it may be
    tests = [
        (slot, screening, f"{NAMES[screening]} · {called(slot, here)}")
        for slot, _name in people
        for screening in SCREENINGS
        if may_screen and _is_due(seen, slot, screening, head.standing.now)
    ]
    form = ContactForm(
        said,
        zone=here.episode.zone,
        people=people,
        near=near,
        tests=tests,
        may_plan=may_plan,
        asks_contact=bool(here.facts.births or here.facts.losses),
    )
    if by == "maternity_carer":
        form.initial["kind"] = "maternity_care"
    return form


def _is_due(seen: SeenVisit, slot: str, screening: str, now: datetime) -> bool:
    """Whether this test of this child is still to be done, and its time has come or is near."""
    return any(
        each.promise.card.done_by.screening == screening
        and each.promise.subject == slot
        and each.state in STILL_DUE
        and each.promise.window.earliest - AROUND_A_VISIT <= now
        for each in seen.family.activities
    )


def not_home(seen: SeenVisit) -> list[str]:
    """Who is not recorded as being at home."""
    here = seen.family
    return [called(slot, here) for slot, where in here.people.items() if where == "hospital"]
