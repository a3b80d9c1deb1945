"""Each deed of the demo is one flow, as the person would do it on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from kraamkring.core.facts import Appointment, DueDate, Preferences, PregnancyFacts, Screening
from kraamkring.core.kernel.moments import BRUSSELS, local_day
from kraamkring.flows.admit_to_hospital import admit_to_hospital
from kraamkring.flows.book_family import book_family
from kraamkring.flows.book_pregnancy import Mother
from kraamkring.flows.build_network import accept_invitation, invite_to_network
from kraamkring.flows.change_plan import change_plan
from kraamkring.flows.coordinate import accept_coordination, choose_coordinator, hand_over_coordination
from kraamkring.flows.discharge import GatesShut, discharge
from kraamkring.flows.give_consent import give_consent
from kraamkring.flows.hand_over import hand_over as hand_family_over
from kraamkring.flows.hand_over import say_read
from kraamkring.flows.hand_over_to_youth_care import hand_over_to_youth_care
from kraamkring.flows.make_appointment import accept_appointment, make_appointment
from kraamkring.flows.make_plan import make_plan
from kraamkring.flows.move_to_region import move_to_region
from kraamkring.flows.observe import observe
from kraamkring.flows.place_of_care import keep_place_of_care
from kraamkring.flows.readmit import readmit
from kraamkring.flows.record_birth import record_birth
from kraamkring.flows.record_fact import record_fact
from kraamkring.flows.record_screening import record_screening
from kraamkring.flows.see_around_birth import see_going_home
from kraamkring.flows.see_plan import see_plan
from kraamkring.flows.talk_about_plan import add_point, comment_on_point, settle_point
from kraamkring.flows.visit_home import Kept, Visit, visit_home
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.handing_over import Told
from kraamkring.rooms.careplan.actions.plan import PlanContent
from kraamkring.rooms.network.actions import Invited
from kraamkring.rooms.network.models import Coordination

from .acts import MINUTE, Act
from .addresses import invented_address
from .measuring import measured
from .people import spoken_at, told_in
from .places import region_of
from .sayings import LATER, TOLD

Deed = Callable[[Act, User, "Users"], object]
DONE_BY_THE_ACT = "network_told"


class Users:
    """The accounts by address, read once."""

    def __init__(self) -> None:
        self.found: dict[str, User] = {}

    def __getitem__(self, email: str) -> User:
        if email not in self.found:
            self.found[email] = User.objects.select_related("organisation").get(email=email)
        return self.found[email]


def book(act: Act, by: User, users: Users) -> object:
    """She is booked; if somebody in the carer's families has her name, it is another."""
    family, today = act.family, local_day(act.at, BRUSSELS)
    wants = family.wants
    facts = PregnancyFacts(
        booked_on=today,
        region=region_of(family.delivery.municipality),
        due_dates=(DueDate(due_on=family.delivery.due_on, set_on=today, method="ultrasound"),),
        expected_newborns=len(family.newborns),
        preferences=Preferences(
            language=family.mother.language,
            feeding=wants.get("feeding"),
            place_of_birth=wants.get("place_of_birth"),
        ),
    )
    mother = Mother(
        given_name=family.mother.given_name,
        family_name=family.mother.family_name,
        birth_date=family.birth_date,
        language=family.mother.language,
        interpreter_needed=family.mother.interpreter,
    )
    booked = book_family(facts=facts, mother=mother, by=by, now=act.at, id=family.id, answer="another")
    address = invented_address(family.id, family.delivery.municipality)
    keep_place_of_care(episode_id=family.id, address=address, id=family.part("address"), by=by, now=act.at)
    return booked


def invite(act: Act, by: User, users: Users) -> object:
    """Somebody with an account is invited, or somebody known by name."""
    what, family = act.what, act.family
    name, who = what.get("name", ""), what.get("who", "")
    invited = Invited(
        role=what["role"],
        user=users[who] if who else None,
        name=name,
        address=what.get("address", ""),
        language=told_in(family.mother.language, family.delivery.municipality)
        if what["role"] == "mother"
        else "",
    )
    return invite_to_network(episode_id=family.id, invited=invited, by=by, now=act.at, id=act.id)


def accept(act: Act, by: User, users: Users) -> object:
    """She says yes."""
    return accept_invitation(membership_id=act.family.part(act.what["role"]), by=by, now=act.at)


def coordinate(act: Act, by: User, users: Users) -> object:
    """A member takes the coordination on."""
    place = act.family.part(act.what["role"])
    return choose_coordinator(membership_id=place, by=by, now=act.at, id=act.id)


def ask(act: Act, by: User, users: Users) -> object:
    """Another member is asked to coordinate."""
    return hand_over_coordination(
        to_membership_id=act.family.part(act.what["role"]),
        seen=act.family.part(act.what["seen"]),
        by=by,
        now=act.at,
        intensity=Coordination.Intensity.USUAL,
        id=act.id,
    )


def take_on(act: Act, by: User, users: Users) -> object:
    """She who was asked says yes."""
    return accept_coordination(proposal_id=act.family.part(act.what["asked"]), by=by, now=act.at)


def consent(act: Act, by: User, users: Users) -> object:
    """What the mother said about who sees a part of her record, written down for her."""
    what = act.what
    return give_consent(
        episode_id=act.family.id,
        module=what["module"],
        given=what["given"],
        role=what["role"],
        by=by,
        now=act.at,
        id=act.id,
    )


def record(act: Act, by: User, users: Users) -> object:
    """One fact is written down."""
    return record_fact(episode_id=act.family.id, value=act.what["value"], by=by, now=act.at, id=act.id)


def appoint(act: Act, by: User, users: Users) -> object:
    """A time is agreed: of the carer herself, or with somebody known by name."""
    what, whom = act.what, act.what.get("whom", "")
    return make_appointment(
        episode_id=act.family.id,
        appointment=what["value"],
        by=by,
        now=act.at,
        member_id=None if whom else act.family.part(what.get("member") or what["role"]),
        with_whom=whom,
        id=act.id,
    )


def say_yes(act: Act, by: User, users: Users) -> object:
    """She who is asked to come accepts the appointment that somebody else made for her."""
    item = act.family.part(act.what["to"])
    return accept_appointment(item=item, version=1, by=by, now=act.at, id=act.id)


def plan(act: Act, by: User, users: Users) -> object:
    """The first plan, from the draft that the page offers."""
    draft = see_plan(episode_id=act.family.id, by=by, now=act.at).draft
    content = replace(draft, stay=act.what["stay"], maternity_care=act.what["care"], course="uncomplicated")
    return make_plan(episode_id=act.family.id, content=content, by=by, now=act.at, id=act.id)


def say(act: Act, by: User, users: Users) -> object:
    """A point of the plan."""
    what = act.what
    return add_point(
        episode_id=act.family.id, topic=what["topic"], text=what["text"], by=by, now=act.at, id=act.id
    )


def replan(act: Act, by: User, users: Users) -> object:
    """The plan, changed in one thing or another: whatever else stands in it stays."""
    known = see_plan(episode_id=act.family.id, by=by, now=act.at)
    if act.id in {version.pk for version in known.versions}:
        return known
    holds = known.versions[0]
    content = PlanContent(**{each.name: getattr(holds, each.name) for each in fields(PlanContent)})
    content = replace(content, **act.what["changes"])
    return change_plan(
        episode_id=act.family.id, content=content, based_on=holds.version, by=by, now=act.at, id=act.id
    )


def comment(act: Act, by: User, users: Users) -> object:
    """What somebody says about a point of the plan, as it was first written."""
    point = act.family.part(act.what["about"])
    return comment_on_point(item=point, version=1, text=act.what["text"], by=by, now=act.at, id=act.id)


def settle(act: Act, by: User, users: Users) -> object:
    """A point of the plan is agreed upon."""
    point = act.family.part(act.what["about"])
    return settle_point(item=point, version=1, by=by, now=act.at, id=act.id)


def move(act: Act, by: User, users: Users) -> object:
    """The family moves to another region."""
    what = act.what
    return move_to_region(
        episode_id=act.family.id, to=what["to"], on=what["on"], by=by, now=act.at, id=act.id
    )


def come_back(act: Act, by: User, users: Users) -> object:
    """Back into hospital; it was settled how mother and child stay together."""
    return readmit(
        episode_id=act.family.id, who=act.what["who"], id=act.id, by=by, now=act.at, kept_together=True
    )


def admit(act: Act, by: User, users: Users) -> object:
    """Into hospital."""
    return admit_to_hospital(episode_id=act.family.id, id=act.id, by=by, now=act.at)


def bear(act: Act, by: User, users: Users) -> object:
    """The children are born."""
    return record_birth(episode_id=act.family.id, births=act.what["births"], id=act.id, by=by, now=act.at)


def plan_home(act: Act, by: User, users: Users) -> object:
    """When they are expected to go home."""
    who = ("mother", *act.family.newborns)
    return discharge(
        episode_id=act.family.id, who=who, id=act.id, by=by, now=act.at, at=act.what["leave_at"], planned=True
    )


def go_home(act: Act, by: User, users: Users) -> object:
    """Through the gates: what can be ticked is, unless it is left; with a reason if something stays open."""
    family = act.family
    seen = see_going_home(episode_id=family.id, by=by, now=act.at)
    who = tuple(subject for subject, where in seen.family.people.items() if where == "hospital")
    left = act.what.get("left", ())
    settled = [
        gate.key
        for gate in seen.gates
        if gate.step and gate.step != DONE_BY_THE_ACT and gate.colour != "green" and gate.key not in left
    ]
    leave = partial(
        discharge, episode_id=act.family.id, who=who, id=act.id, by=by, now=act.at, settled=settled
    )
    try:
        return leave(override_reason=act.what["reason"])
    except GatesShut:  # nobody stays for what was left: she says why, as everybody has to
        return leave(override_reason=LATER[spoken_at(family.delivery.municipality)])


def visit(act: Act, by: User, users: Users) -> object:
    """A visit: the appointment kept, the heel prick if it is time, the next visit agreed."""
    what, family = act.what, act.family
    later: datetime | None = what["next_at"]
    tests = tuple(
        Screening(screening="blood_spot", newborn=slot, at=what["visit_at"] + 20 * MINUTE, outcome="done")
        for slot in family.newborns
        if what["spot"]
    )
    said = Visit(
        who=what["who"],
        at=what["visit_at"],
        screenings=tests,
        kept=Kept(item=_kept(act), version=1) if what["kept"] else None,
        next=None
        if later is None
        else Appointment(
            care="home_visit",
            start=later,
            end=later + 45 * MINUTE,
            role="midwife",
            accepted=True,
            who=what["who"],
        ),
    )
    return visit_home(episode_id=family.id, visit=said, id=act.id, by=by, now=act.at)


def measure(act: Act, by: User, users: Users) -> object:
    """What was measured at a visit."""
    said = measured(act.family, act.name, act.what["visit_at"], act.what["weights_g"])
    return observe(episode_id=act.family.id, said=said, by=by, now=act.at)


def tell(act: Act, by: User, users: Users) -> object:
    """The ward hands over to the midwife who comes at home, in four parts."""
    family = act.family
    language = spoken_at(family.delivery.municipality)
    situation, background, assessment, recommendation = TOLD[language]
    told = Told(
        about=("mother", *family.newborns),
        situation=situation,
        background=background,
        assessment=assessment,
        recommendation=recommendation,
        language=language,
    )
    place = family.part("midwife")
    return hand_family_over(episode_id=family.id, told=told, members=[place], by=by, now=act.at, id=act.id)


def read(act: Act, by: User, users: Users) -> object:
    """She has read what was handed over to her."""
    return say_read(hand_over_id=act.family.part(act.what["told"]), by=by, now=act.at, id=act.id)


def _kept(act: Act) -> Any:
    """The appointment that this visit keeps: the first one, or the one that the visit before agreed on."""
    from kraamkring.flows.around_birth import part

    kept = act.what["kept"]
    return act.family.part(kept) if kept == "first-visit" else part(act.family.part(kept), "next")


def screen(act: Act, by: User, users: Users) -> object:
    """A screening, or its result."""
    return record_screening(episode_id=act.family.id, what=act.what["value"], id=act.id, by=by, now=act.at)


def hand_over(act: Act, by: User, users: Users) -> object:
    """To youth health care and the general practitioner."""
    return hand_over_to_youth_care(episode_id=act.family.id, id=act.id, by=by, now=act.at)


DEEDS: Mapping[str, Deed] = {
    deed.__name__: deed
    for deed in (
        book, invite, accept, coordinate, ask, take_on, consent, record, appoint, say_yes, plan, replan, say, comment,
        settle, move, admit, bear, plan_home, go_home, come_back, visit, screen, hand_over,
        measure, tell, read,
    )
}  # fmt: skip
