"""The page of going home: its gates, what to do for each, and the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraamkring.core.facts import Appointment
from kraamkring.core.pathway import Gate, shut
from kraamkring.doors.ui import clock, notation, words
from kraamkring.doors.ui.fields import choice_field, tick_field, words_field
from kraamkring.flows.discharge import discharge, settle_gate
from kraamkring.flows.make_appointment import make_appointment
from kraamkring.flows.see_around_birth import SeenGoingHome, see_going_home

from ..asking import Asking
from ..pages import WRONG, actor, signed_in_page
from .answering import back_to, written
from .forms import People, people_field
from .shown import Head, called, everyone

LETTER = "transfer_letter_sent"
STATES = {
    "green": "done",
    "amber": "at-risk",
    "red": "gap",
}  # the marks and colours that a gate is drawn with
COLOURS = {
    "green": gettext_lazy("Settled"),
    "amber": gettext_lazy("Look at this"),
    "red": gettext_lazy("Not settled"),
}
WHEN_THEY_LEAVE = gettext_lazy("Closes when they leave")
HOW = [
    ("now", gettext_lazy("They go home now")),
    ("before", gettext_lazy("They went home before, at this moment")),
    ("planned", gettext_lazy("They are planned to go home, at this moment")),
]
LASTS = timedelta(minutes=45)  # our choice: how long a visit is taken to last until somebody says otherwise


@dataclass(frozen=True)
class GateShown:
    """A gate in the words of the reader. do: what opens it here: tick, agree, screen, letter, plan, or
    nothing."""

    gate: Gate
    title: str
    whom: str
    state: str
    state_word: str
    said: tuple[str, ...]
    do: str
    why: str

    @property
    def key(self) -> str:
        return self.gate.key

    @property
    def anchor(self) -> str:
        return anchor_of(self.gate.key)


def anchor_of(key: str) -> str:
    """Where a gate stands on the page."""
    return key.replace("/", "-")


class GoingHomeForm(Asking):
    """Who, how and when; the letter; and the reason, where a gate is red."""

    places = {"at": "at_on", "settled": "letter"}  # noqa: RUF012 (forms are classes of constants)

    def __init__(self, *args: Any, people: People, letter: bool, reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = people_field(_("Who goes home?"), people)
        self.initial = {**self.initial, "who": [slot for slot, _name in people], "how": "now"}
        self.fields["how"] = choice_field(_("How is it?"), HOW, _("Say how it is."), radio=True)
        self.ask_moment("at", _("Moment, if it is not now"))
        if letter:
            self.fields["letter"] = tick_field(_("The transfer letter went along"))
        if reason:
            self.fields["override_reason"] = words_field(
                _("Something is not settled. Why do they go home all the same?"), rows=2
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        how, at = said.get("how"), said.get("at_at")
        if how in ("before", "planned") and at is None and not self.said_wrong("at"):
            self.add_error("at_on", _("Give the date and time."))
        return said

    @property
    def at(self) -> datetime | None:
        """The moment that was said; None for now."""
        found: datetime | None = self.cleaned_data["at_at"] if self.cleaned_data["how"] != "now" else None
        return found


class AgreeForm(Asking):
    """A visit or consultation, agreed from here."""

    needed = ("start",)
    places = {"member": "with_member", "accepted": "said_yes", "start": "start_on"}  # noqa: RUF012

    def __init__(self, *args: Any, members: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_member"] = choice_field(
            _("Who comes, or whom do they go to?"), members, _("Choose who.")
        )
        self.ask_moment("start", _("When?"))
        self.fields["said_yes"] = tick_field(_("This person said yes (for who does not sign in here)"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def going_home(request: HttpRequest, family: UUID) -> HttpResponse:
    """The gates as they would leave now; one tap settles one; the act tells everyone."""
    now, by = clock.now(), actor(request)
    do = request.POST.get("do", "")
    if do == "settle":
        form = Asking(request.POST)
        key = request.POST.get("key", "")
        if written(form, lambda: settle_gate(episode_id=family, key=key, id=form.written_id, by=by, now=now)):
            return back_to("discharge", family, anchor_of(key))
        return _page(request, family, now, wrong=form)
    if do == "agree":
        return _agree(request, family, now)
    if do == "leave":
        return _leave(request, family, now)
    return _page(request, family, now)


def _leave(request: HttpRequest, family: UUID, now: datetime) -> HttpResponse:
    seen = see_going_home(episode_id=family, by=actor(request), now=now)
    form = _leaving(seen, request.POST, reason=True)

    def act() -> None:
        letter = [gate.key for gate in seen.gates if gate.step == LETTER]
        discharge(
            episode_id=family,
            who=form.cleaned_data["who"],
            id=form.written_id,
            by=actor(request),
            now=now,
            at=form.at,
            planned=form.cleaned_data["how"] == "planned",
            settled=letter if form.cleaned_data.get("letter") else (),
            override_reason=form.cleaned_data.get("override_reason", ""),
        )

    if written(form, act):
        return redirect("discharge", family)
    return _page(request, family, now, seen=seen, leaving=form)


def _agree(request: HttpRequest, family: UUID, now: datetime) -> HttpResponse:
    seen = see_going_home(episode_id=family, by=actor(request), now=now)
    gate = next((gate for gate in seen.gates if gate.key == request.POST.get("key") and gate.agreed), None)
    if gate is None:
        return redirect("discharge", family)
    form = _agreeing(seen, gate, request.POST)

    def act() -> None:
        chosen = next(each for each in seen.members if str(each.pk) == form.cleaned_data["with_member"])
        start = form.cleaned_data["start_at"]
        mine = chosen.user_id == actor(request).pk
        there = tuple(slot for slot, where in seen.family.people.items() if where == "hospital")
        fact = Appointment(
            care=gate.agreed,  # type: ignore[arg-type]
            start=start,
            end=start + LASTS,
            role=chosen.role,
            accepted=mine or (chosen.user_id is None and form.cleaned_data["said_yes"]),
            who=(gate.subject,) if gate.subject != "mother" else there,
        )
        make_appointment(
            episode_id=family,
            appointment=fact,
            by=actor(request),
            now=now,
            member_id=chosen.pk,
            id=form.written_id,
        )

    if written(form, act):
        return back_to("discharge", family, anchor_of(gate.key))
    return _page(request, family, now, seen=seen, agreeing={gate.key: form})


def _page(
    request: HttpRequest,
    family: UUID,
    now: datetime,
    *,
    seen: SeenGoingHome | None = None,
    leaving: GoingHomeForm | None = None,
    agreeing: dict[str, AgreeForm] | None = None,
    wrong: Asking | None = None,
) -> HttpResponse:
    seen = seen or see_going_home(episode_id=family, by=actor(request), now=now)
    language = get_language() or "en"
    bound = leaving or wrong or next(iter((agreeing or {}).values()), None)
    here = seen.family
    zone = Head.of(here, now, language).standing.zone
    shown = {
        "family": family,
        "head": Head.of(here, now, language),
        "form": bound,
        "gates": [
            (
                _gate(gate, seen, language),
                (agreeing or {}).get(gate.key) or (_agreeing(seen, gate) if gate.agreed else Asking()),
            )
            for gate in seen.gates
        ],
        "leaves_at": notation.moment(seen.leaves_at, zone, language),
        "planned": seen.planned,
        "people": [(called(slot, here), where) for slot, where in here.people.items() if where is not None],
        "leaving": leaving or (_leaving(seen) if here.may_write and _there(seen) else None),
        "shut": bool(shut(seen.gates)),
        "listed": seen.listed,
        "overrides": [
            (each, notation.moment(each.at, zone, language), _titles(each.gates, seen, language))
            for each in seen.overrides
        ],
        "may_write": here.may_write,
    }
    return render(request, "staff/birth/going_home.html", shown, status=WRONG if bound else 200)


def _there(seen: SeenGoingHome) -> list[tuple[str, str]]:
    return [
        (slot, called(slot, seen.family)) for slot, where in seen.family.people.items() if where == "hospital"
    ]


def _leaving(seen: SeenGoingHome, data: Any = None, *, reason: bool = False) -> GoingHomeForm:
    return GoingHomeForm(
        data,
        zone=seen.family.episode.zone,
        people=everyone(seen.family) if data is not None else _there(seen),
        letter=any(gate.step == LETTER and gate.colour != "green" for gate in seen.gates),
        reason=reason or bool(shut(seen.gates)),
        auto_id="leave-%s",
    )


def _agreeing(seen: SeenGoingHome, gate: Gate, data: Any = None) -> AgreeForm:
    """With whom: the members whose role may give the care that is agreed on."""
    allowed = gate.care.card.allowed if gate.care else gate.card.allowed
    members = [
        (str(each.pk), f"{each.name} · {words.ROLES[each.role]}")
        for each in seen.members
        if each.role in allowed
    ]
    return AgreeForm(
        data, zone=seen.family.episode.zone, members=members, auto_id=f"{anchor_of(gate.key)}-%s"
    )


def _gate(gate: Gate, seen: SeenGoingHome, language: str) -> GateShown:
    return GateShown(
        gate=gate,
        title=getattr(gate.card.title, language),
        whom=called(gate.subject, seen.family),
        state=STATES[gate.colour],
        state_word=str(WHEN_THEY_LEAVE if gate.on_leaving else COLOURS[gate.colour]),
        said=tuple(phrase.say(language) for phrase in gate.said),
        do=_what_to_do(gate),
        why=getattr(gate.card.why, language),
    )


def _what_to_do(gate: Gate) -> str:
    if gate.colour == "green":
        return ""
    if gate.said and gate.said[0].code == "gate_not_asked":
        return "plan"
    if gate.agreed:
        return "agree"
    if gate.screening:
        return "screen"
    if gate.step == LETTER:
        return "letter"
    return "" if gate.on_leaving else "tick"


def _titles(keys: list[str], seen: SeenGoingHome, language: str) -> list[str]:
    """The names of gates, by key."""
    titles = {
        each.promise.card.activity: str(getattr(each.promise.card.title, language))
        for each in seen.family.activities
    }
    found = []
    for key in keys:
        activity, _slash, subject = key.partition("/")
        found.append(f"{titles.get(activity, activity)} ({called(subject, seen.family)})")
    return found
