"""The course of an ordinary family, from booking to the sixth week: who does what, when. What is special about a family
(its story) stands in `stories`, and changes this course.

What is promised stands on the cards; what people do here is our choice: they arrange the next contact at each contact,
invite the ward in the third term, and agree the first home visit while mother and child are still in hospital.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from kraamkring.core.facts import Appointment, Birth, Contact, Screening, ScreeningResult, StepDone
from kraamkring.core.facts.model import ContactKind, Role, ScreeningKind
from kraamkring.core.kernel.moments import BRUSSELS
from kraamkring.packs import protocol

from .acts import DAY, HOUR, MINUTE, Act, Family, local
from .people import spoken_at
from .places import region_of
from .sayings import ANSWERS, POINTS, YOUTH_VISIT
from .small_care import small_care

PLANS_CHANGE = 0.25  # of plans change before the birth; our choice
PRENATAL_WEEKS = (20, 26, 30, 34, 36, 38, 40)  # WHO 2016, as the card has them; the first is the booking


class Course:
    """The acts of one family, in any order; `acts` gives them in time."""

    def __init__(self, family: Family) -> None:
        self.family, self.chance = family, family.chance
        self.found: list[Act] = []
        self.lead = family.helps["lead"]  # who sees her during pregnancy, and coordinates
        self.midwife = family.helps["midwife"]
        self.home_reason = ""  # why they go home all the same
        self.spoken = spoken_at(family.delivery.municipality)
        self.weights_g: dict[str, int] = {}  # at birth, of those who live
        self.pricks = True  # False: everybody thinks that somebody else took it
        day = self.home_at.astimezone(BRUSSELS).date()
        self.first_visit = local(day + DAY, 9, 30)  # within a day of going home

    def whole(self) -> None:
        """From booking to the sixth week, and nothing special happens."""
        self.pregnancy()
        self.birth()
        if self.family.delivery.at_home:
            self.step(self.born_at + 2 * HOUR, "alarm_signs_explained", by=self.midwife.email, role="midwife")
            self._doctor(self.born_at + 5 * HOUR)
        else:
            self.stay()
        self.at_home()
        small_care(self)

    def acts(self) -> list[Act]:
        """In order of time; of one moment, as they were added."""
        return sorted(self.found, key=lambda act: act.at)

    def add(self, at: datetime, do: str, name: str, by: str, /, **what: Any) -> None:
        """One act."""
        self.found.append(Act(at, self.family, do, name, by, what))

    def hour(self, day: date, early: int = 9, late: int = 16) -> datetime:
        """A moment of working hours on that day, or on the Friday before a weekend."""
        return local(_at_work(day), self.chance.randrange(early, late), self.chance.choice((0, 15, 30, 45)))

    # --- during pregnancy

    def pregnancy(self) -> None:
        """Booking, network, contacts, plan."""
        self._booking()
        self._network()
        self._contacts()
        self._planning()

    def _booking(self) -> None:
        family = self.family
        at = self.hour(family.booked_on)
        self.booked_at = at
        self.add(at, "book", "booking", self.lead.email)
        first = Contact(kind="prenatal", at=at - 20 * MINUTE, by=self.lead.profession, who=("mother",))  # type: ignore[arg-type]
        self.add(at + 5 * MINUTE, "record", "prenatal-1", self.lead.email, value=first)
        self._next_prenatal(at + 8 * MINUTE, 0)
        if family.mother_signs_in:
            self.joins("mother", at + 10 * MINUTE, accepted_after=self.chance.randrange(2, 48) * HOUR)

    def _network(self) -> None:
        at = self.booked_at
        self.joins(self.lead.profession, at + 2 * MINUTE, who=self.lead.email, accepted_after=MINUTE)
        self.add(at + 4 * MINUTE, "coordinate", "coordinates", self.lead.email, role=self.lead.profession)
        if self.midwife != self.lead:
            self.joins("midwife", self.hour(self.family.weeks(14)), who=self.midwife.email)
        elif "gynaecologist" in self.family.helps:
            self.joins("gynaecologist", at + 12 * MINUTE, who=self.family.helps["gynaecologist"].email)
        if "gp" in self.family.helps:
            self.joins("gp", at + 15 * MINUTE, who=self.family.helps["gp"].email)
        if self.family.wants.get("maternity_care") and "maternity_carer" in self.family.helps:
            self._maternity_carer()
        if not self.family.delivery.at_home:
            self.joins(
                "ward_midwife", self.hour(self.family.weeks(27)), who=self.family.helps["ward_midwife"].email
            )

    def _maternity_carer(self) -> None:
        """She joins, is asked for a first contact by who coordinates, says yes, and comes."""
        carer = self.family.helps["maternity_carer"].email
        joins = self.hour(self.family.weeks(21, self.chance.randrange(5)))
        self.joins("maternity_carer", joins, who=carer)
        asked, start = joins + 3 * DAY, local(_at_work(self.family.weeks(25)), 13, 30)
        answers = asked + self.chance.randrange(2, 30) * HOUR
        if start + DAY >= self.born_at or answers >= start:
            return
        self.appoint(
            asked, "intake", "home_care_intake", start, "maternity_carer", self.lead.email,
            who=("mother",), accepted=False,
        )  # fmt: skip
        self.add(answers, "say_yes", "intake-accepted", carer, to="intake")
        met = Contact(
            kind="home_care_intake", at=start, by="maternity_carer", who=("mother",),
            appointment=str(self.family.part("intake")),
        )  # fmt: skip
        self.add(start + HOUR, "record", "intake-held", carer, value=met)

    def joins(
        self, role: str, at: datetime, *, who: str = "", accepted_after: timedelta | None = None, by: str = ""
    ) -> None:
        """Somebody is invited, and accepts after a while: the next day or the one after, if nothing is said."""
        if at >= self.born_at and role == "ward_midwife":
            return
        who = who or self.family.mother_signs_in
        self.add(at, "invite", role, by or self.lead.email, role=role, who=who)
        after = accepted_after or self.chance.randrange(3, 44) * HOUR
        self.add(at + after, "accept", f"{role}-accepts", who, role=role)

    def _contacts(self) -> None:
        for number, week in enumerate(PRENATAL_WEEKS):
            start = self.prenatal(number)
            if start >= self.born_at:
                return
            contact = Contact(
                kind="prenatal",
                at=start,
                by=self.lead.profession,  # type: ignore[arg-type]
                who=("mother",),
                appointment=str(self.family.part(f"appointment-{week}")),
            )
            self.add(start + 35 * MINUTE, "record", f"prenatal-{number + 2}", self.lead.email, value=contact)
            self._next_prenatal(start + 38 * MINUTE, number + 1)

    def prenatal(self, number: int) -> datetime:
        """When a contact of the schedule is."""
        day = self.family.weeks(PRENATAL_WEEKS[number], (number * 5 + len(self.family.key)) % 5 - 2)
        return local(_at_work(day), 9 + (number * 3 + self.family.booked_on.day) % 7)

    def _next_prenatal(self, at: datetime, number: int) -> None:
        if number < len(PRENATAL_WEEKS) and at < self.born_at:
            start = self.prenatal(number)
            name = f"appointment-{PRENATAL_WEEKS[number]}"
            self.appoint(at, name, "prenatal", start, cast(Role, self.lead.profession), self.lead.email)

    def appoint(
        self,
        at: datetime,
        name: str,
        care: ContactKind | ScreeningKind,
        start: datetime,
        role: Role,
        by: str,
        *,
        who: tuple[str, ...] | None = None,
        whom: str = "",
        accepted: bool = True,
    ) -> None:
        """An appointment, accepted by who makes it, or noted for somebody known by name; or for another to accept."""
        value = Appointment(
            care=care,
            start=start,
            end=start + 45 * MINUTE,
            role=role,
            accepted=accepted,
            who=who,
        )
        self.add(at, "appoint", name, by, value=value, role=role, whom=whom)

    def _planning(self) -> None:
        family, wants = self.family, self.family.wants
        by, at = self.lead.email, self.hour(family.weeks(29, self.chance.randrange(5)))
        if at < self.born_at:
            self.add(at, "plan", "plan", by, stay=wants.get("stay", ""), care=wants.get("maternity_care"))
            points = POINTS[self.spoken]
            number = self.chance.randrange(len(points))
            self.add(at + 6 * DAY, "say", "point", by, topic="preferences", text=points[number])
            self._talk(at + 6 * DAY, number)
            self._another_plan(at)
        at = self.hour(family.weeks(31, self.chance.randrange(5)))
        if at < self.born_at and not family.delivery.at_home:
            self.step(at, "short_stay_assessed")
        if wants.get("maternity_care"):
            self.step(self.hour(family.weeks(24, self.chance.randrange(5))), "maternity_care_requested")

    def _talk(self, at: datetime, number: int) -> None:
        """What the mother says about the point, and that it is agreed upon: before the birth, and once she is in."""
        joined_at = self.family.booked_on + 4 * DAY
        answers = at + self.chance.randrange(5, 60) * HOUR
        if not self.family.mother_signs_in or answers.date() <= joined_at or answers >= self.born_at:
            return
        self.add(
            answers,
            "comment",
            "answer",
            self.family.mother_signs_in,
            about="point",
            text=ANSWERS[self.spoken][number],
        )
        settled = answers + self.chance.randrange(4, 40) * HOUR
        if settled < self.born_at:
            self.add(settled, "settle", "settled", self.lead.email, about="point")

    def _another_plan(self, made_at: datetime) -> None:
        """Of one family in four the plan changes later."""
        at = max(self.hour(self.family.weeks(34, self.chance.randrange(12))), made_at + DAY)
        hours, changes = self.chance.choice((24, 32, 40)), self.chance.random() < PLANS_CHANGE
        if changes and at < self.born_at:
            nurse = YOUTH_VISIT[self.spoken]
            self.add(at, "replan", "plan-again", self.lead.email, changes={
                "estimated_hours": hours if self.family.wants.get("maternity_care") else None, "youth_visit": nurse,
            })  # fmt: skip

    def step(
        self, at: datetime, step: str, *, by: str = "", role: str = "", who: tuple[str, ...] = ("mother",)
    ) -> None:
        """A step of a procedure."""
        done = StepDone(step=step, at=at, by=role or "coordinator", who=who)  # type: ignore[arg-type]
        self.add(at + 2 * MINUTE, "record", step, by or self.lead.email, value=done)

    # --- birth and stay

    @property
    def born_at(self) -> datetime:
        """When the first child is born."""
        return self.family.delivery.born_at[0].astimezone(UTC)

    @property
    def home_at(self) -> datetime:
        """When they go home; after a home birth, the birth."""
        return (self.family.delivery.went_home_at or self.family.delivery.born_at[-1]).astimezone(UTC)

    def birth(self, outcomes: tuple[str, ...] = ()) -> None:
        """Admitted, born."""
        family, delivery = self.family, self.family.delivery
        births = tuple(
            Birth(
                newborn=slot,
                born_at=born_at.astimezone(UTC),
                outcome=(outcomes[number] if outcomes else "live"),  # type: ignore[arg-type]
                place="home" if delivery.at_home else "hospital",
                mode=delivery.mode,
                weight_g=_weight_g(delivery.gestation_days, len(delivery.born_at), self.chance.gauss(0, 1)),
                condition=None if outcomes and outcomes[number] == "stillborn" else "good",
            )
            for number, (slot, born_at) in enumerate(zip(family.newborns, delivery.born_at, strict=True))
        )
        self.weights_g = {birth.newborn: birth.weight_g or 0 for birth in births if birth.outcome == "live"}
        by = self.midwife.email if delivery.at_home else self.ward
        if not delivery.at_home:
            self.add(self.born_at - self.chance.randrange(2, 10) * HOUR, "admit", "admission", by)
        self.add(births[-1].born_at + 25 * MINUTE, "bear", "birth", by, births=births)

    @property
    def ward(self) -> str:
        """The ward midwife's address; of who leads, while the ward was not invited yet."""
        invited = local(_at_work(self.family.weeks(27)), 16) + 2 * DAY
        return self.family.helps["ward_midwife"].email if self.born_at > invited else self.lead.email

    def stay(self) -> None:
        """In hospital: what is agreed and tested, and the way home with a hand-over to the midwife."""
        family, home = self.family, self.home_at
        agreed_at = min(self.born_at + 26 * HOUR, home - 3 * HOUR)
        self.add(self.born_at + 12 * HOUR, "plan_home", "planned-home", self.ward, leave_at=home)
        self.appoint(
            agreed_at, "first-visit", "home_visit", self.first_visit, "midwife", self.midwife.email,
            who=("mother", *family.newborns),
        )  # fmt: skip
        self._doctor(agreed_at + 20 * MINUTE)
        if self.pricks and home > self.spot_at:
            for slot in family.newborns:
                self.screen(self.spot_at, "blood_spot", slot, self.ward, "ward_midwife")
        if self.hears_in_hospital:
            for slot in family.newborns:
                self.screen(
                    min(self.born_at + 40 * HOUR, home - 2 * HOUR), "hearing", slot, self.ward, "ward_midwife"
                )
        self.add(home, "go_home", "home", self.ward, reason=self.home_reason)
        if self.ward != self.lead.email:
            self.add(home + 10 * MINUTE, "tell", "told", self.ward, to=self.midwife.email)
            read_at = max(home + HOUR, local((home + DAY).astimezone(BRUSSELS).date(), 8))
            self.add(read_at, "read", "told-read", self.midwife.email, told="told")

    @property
    def hears_in_hospital(self) -> bool:
        """Whether the protocol there asks the ward to test hearing, and not youth health care."""
        region = protocol(region_of(self.family.delivery.municipality))
        tests = {card.role for card in region.cards if card.done_by.screening == "hearing"}
        return not self.family.delivery.at_home and "ward_midwife" in tests

    @property
    def spot_at(self) -> datetime:
        """When the heel prick is taken: in the third day."""
        return self.born_at + 66 * HOUR

    def _doctor(self, at: datetime) -> None:
        for slot in self.family.newborns:
            start = self.doctor_at
            self.appoint(
                at, f"doctor-{slot}", "paediatric_check", start, "paediatrician", self.midwife.email,
                who=(slot,), whom=self.family.helps["paediatrician"].name,
            )  # fmt: skip

    @property
    def doctor_at(self) -> datetime:
        """Between day 7 and 10, on a day on which doctors see children."""
        days = (self.family.born_on + timedelta(days=number) for number in (8, 9, 10, 7))
        return local(next(day for day in days if day.weekday() < 5), 14, 30)

    def screen(self, at: datetime, what: str, slot: str, by: str, role: str) -> None:
        """A screening that went well."""
        done = Screening(screening=what, newborn=slot, at=at, outcome="done", by=role)  # type: ignore[arg-type]
        self.add(at + 10 * MINUTE, "screen", f"{what}-{slot}", by, value=done)

    # --- at home

    def at_home(self) -> None:
        """Visits, results, the doctor's check, and the hand-over."""
        family, everyone = self.family, ("mother", *self.family.newborns)
        visits = self.visits()
        spot = (
            None if family.delivery.went_home_at and self.home_at > self.spot_at else self._spot_visit(visits)
        )
        for number, at in enumerate(visits):
            self.add(
                at + 45 * MINUTE, "visit", f"visit-{number + 1}", self.midwife.email,
                visit_at=at, who=everyone, kept=self._kept(number), spot=number == spot,
                next_at=visits[number + 1] if number + 1 < len(visits) else None,
            )  # fmt: skip
            if set(family.newborns) <= set(self.weights_g):
                self.add(
                    at + 46 * MINUTE, "measure", f"measured-{number + 1}", self.midwife.email,
                    visit_at=at, weights_g=self.weights_g,
                )  # fmt: skip
        for slot in family.newborns:
            self._doctor_check(slot)
            result = self.spot_at + 21 * DAY
            if not self.pricks:
                continue
            said = ScreeningResult(screening="blood_spot", newborn=slot, at=result, result="no_news")
            self.add(result + HOUR, "screen", f"spot-result-{slot}", self.lead.email, value=said)
        self.youth()
        self.add(local(family.born_on + 11 * DAY, 15), "hand_over", "hand-over", self.midwife.email)
        self._six_weeks()

    def _kept(self, number: int) -> str:
        """The appointment that a visit keeps: of the first, the one that the ward saw; else of the visit before."""
        if number:
            return f"visit-{number}"
        return "" if self.family.delivery.at_home else "first-visit"

    def visits(self) -> list[datetime]:
        """When the midwife comes: after a short stay more often, and to close between day 8 and 10."""
        born = self.family.born_on
        if self.family.delivery.at_home:
            return [
                self.born_at + 9 * HOUR,
                *(local(born + timedelta(days=day), 10) for day in (1, 2, 3, 5, 8)),
            ]
        first = self.first_visit.astimezone(BRUSSELS).date()
        days = (
            [born + timedelta(days=number) for number in (4, 5, 6)]
            if self.family.delivery.nights <= 2
            else []
        )
        later = [day for day in days if day > first]
        closing = max(born + 8 * DAY, first + DAY)
        return [self.first_visit, *(local(day, 11) for day in later), local(closing, 10, 30)]

    def _spot_visit(self, visits: list[datetime]) -> int | None:
        """The visit in the days of the heel prick; if there is none, the first one after them."""
        there = [n for n, at in enumerate(visits) if 50 * HOUR <= at - self.born_at <= 94 * HOUR]
        there = there or [n for n, at in enumerate(visits) if at - self.born_at > 94 * HOUR]
        return there[0] if there and self.pricks else None

    def _doctor_check(self, slot: str) -> None:
        seen = Contact(
            kind="paediatric_check", at=self.doctor_at, by="paediatrician", who=(slot,),
            appointment=str(self.family.part(f"doctor-{slot}")),
        )  # fmt: skip
        self.add(self.doctor_at + 3 * HOUR, "record", f"checked-{slot}", self.midwife.email, value=seen)

    def youth(self) -> None:
        """Youth health care joins, comes twice, and tests hearing."""
        family, born = self.family, self.family.born_on
        nurse = family.helps["youth_health"].email
        self.joins(
            "youth_health",
            local(born + 2 * DAY, 11),
            who=nurse,
            by=self.midwife.email,
            accepted_after=26 * HOUR,
        )
        first, hears, second = (local(_at_work(born + timedelta(days=day)), 14) for day in (14, 28, 43))
        agreed: tuple[tuple[datetime, str, ContactKind | ScreeningKind, datetime], ...] = (
            (local(born + 4 * DAY, 9), "youth-1", "youth_visit", first),
            (first + HOUR, "hears", "hearing", hears),
            (hears + HOUR, "youth-2", "youth_visit", second),
        )
        for at, name, care, start in agreed:
            self.appoint(at, name, care, start, "youth_health", nurse, who=family.newborns)
        for name, start in (("youth-1", first), ("youth-2", second)):
            came = Contact(
                kind="youth_visit", at=start, by="youth_health", who=family.newborns,
                appointment=str(family.part(name)),
            )  # fmt: skip
            self.add(start + 40 * MINUTE, "record", f"{name}-held", nurse, value=came)
        for slot in family.newborns:
            if not self.hears_in_hospital:
                self.screen(hears, "hearing", slot, nurse, "youth_health")
            heard = ScreeningResult(screening="hearing", newborn=slot, at=hears + 5 * MINUTE, result="normal")
            self.add(hears + 20 * MINUTE, "screen", f"heard-{slot}", nurse, value=heard)

    def _six_weeks(self) -> None:
        helps, born = self.family.helps, self.family.born_on
        start = local(_at_work(born + 42 * DAY), 11)
        whom = helps.get("gynaecologist", helps["ward_doctor"]).name
        self.appoint(
            local(born + 9 * DAY, 16), "six-weeks", "gynaecological_check", start, "gynaecologist", self.midwife.email,
            who=("mother",), whom=whom,
        )  # fmt: skip
        seen = Contact(
            kind="gynaecological_check", at=start, by="gynaecologist", who=("mother",),
            appointment=str(self.family.part("six-weeks")),
        )  # fmt: skip
        self.add(start + 2 * HOUR, "record", "six-weeks-held", self.midwife.email, value=seen)


def ordinary(family: Family) -> list[Act]:
    """The acts of a family to which nothing special happens."""
    course = Course(family)
    course.whole()
    return course.acts()


def _at_work(day: date) -> date:
    """That day; of a weekend, the Friday before."""
    return day - max(0, day.weekday() - 4) * DAY


def _weight_g(gestation_days: int, children: int, deviation: float) -> int:
    """A plausible birth weight: 3,350 g at term, 25 g a day, less for twins; our choice."""
    days = max(-60, min(14, gestation_days - 280))
    usual = 3350 + 25 * days - (500 if children > 1 else 0)
    return round(max(900, usual + 420 * deviation) / 5) * 5
