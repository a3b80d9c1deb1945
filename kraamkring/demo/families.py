"""Three invented families with fixed names. Their dates follow the day on which the demo first starts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from kraamkring.core.facts.model import (
    Appointment,
    Birth,
    Contact,
    Discharge,
    DueDate,
    Member,
    Preferences,
    PregnancyFacts,
    Role,
    Screening,
    StepDone,
)
from kraamkring.core.kernel.moments import BRUSSELS, local_day, start_of_day
from kraamkring.flows.place_of_care import Address

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MIDWIFE, GYNAECOLOGIST = "midwife", "gynaecologist"


class Family(NamedTuple):
    """A mother by name and language, and what is known of her pregnancy."""

    given_name: str
    family_name: str
    language: str
    facts: PregnancyFacts
    address: Address


def families(now: datetime) -> list[Family]:
    """Amina went home last evening after 36 hours and nobody has come; Lotte expects twins; Inge is held."""
    today = local_day(now, BRUSSELS)
    return [
        Family(
            "Amina",
            "Voorbeeld",
            "fr",
            _amina(today),
            Address(street="Nieuwstraat 14", postcode="3000", town="Leuven", finding="Tweede bel"),
        ),
        Family(
            "Lotte",
            "Voorbeeld",
            "nl",
            _lotte(today),
            Address(street="Molenstraat 3", postcode="3010", town="Kessel-Lo"),
        ),
        Family(
            "Inge",
            "Voorbeeld",
            "nl",
            _inge(today),
            Address(street="Kerkstraat 120", postcode="3001", town="Heverlee"),
        ),
    ]


def _amina(today: date) -> PregnancyFacts:
    born_at = _at(today - 2 * DAY, 6)
    due = local_day(born_at, BRUSSELS) - DAY
    return PregnancyFacts(
        **_booked(due),
        expected_newborns=1,
        preferences=Preferences(stay="short", maternity_care=True, feeding="breast", language="fr"),
        network=(Member(role="coordinator", accepted_on=due - 200 * DAY), Member(role="midwife")),
        contacts=_prenatal(due, (200, 141, 100, 68, 41, 27, 13)),
        steps=(
            StepDone(step="postnatal_plan_made", at=_at(due - 80 * DAY, 14), by="midwife"),
            StepDone(step="short_stay_assessed", at=_at(due - 45 * DAY, 14), by="midwife"),
            StepDone(step="maternity_care_requested", at=_at(due - 40 * DAY, 9), by="coordinator"),
            StepDone(step="alarm_signs_explained", at=born_at + 34 * HOUR, by="ward_midwife"),
            StepDone(step="transfer_letter_sent", at=born_at + 35 * HOUR, by="ward_midwife"),
            StepDone(step="needs_assessed", at=born_at + 30 * HOUR, by="ward_midwife"),
            StepDone(step="network_told", at=born_at + 36 * HOUR, by="ward_midwife"),
            *_small_steps(due, born_at, "ward_midwife", at_home=False),
        ),
        births=(_born("newborn-1", born_at, 3280),),
        discharges=(Discharge(who=("mother", "newborn-1"), at=born_at + 36 * HOUR),),
    )


def _lotte(today: date) -> PregnancyFacts:
    due = today + 65 * DAY
    return PregnancyFacts(
        **_booked(due),
        expected_newborns=2,
        preferences=Preferences(stay="classic", language="nl"),
        network=(
            Member(role="coordinator", accepted_on=due - 200 * DAY),
            Member(role="midwife", accepted_on=due - 90 * DAY),
        ),
        contacts=_prenatal(due, (200, 141, 100, 68), by=GYNAECOLOGIST),
        appointments=(
            Appointment(
                care="prenatal",
                start=_at(due - 40 * DAY, 10),
                end=_at(due - 40 * DAY, 11),
                role="gynaecologist",
                accepted=True,
                made_at=_at(due - 70 * DAY, 9),
            ),
        ),
    )


def _inge(today: date) -> PregnancyFacts:
    born_at = _at(today - 6 * DAY, 4)
    due = local_day(born_at, BRUSSELS) + 2 * DAY
    return PregnancyFacts(
        **_booked(due),
        expected_newborns=1,
        preferences=Preferences(place_of_birth="home", maternity_care=False, feeding="breast", language="nl"),
        network=(
            Member(role="coordinator", accepted_on=due - 200 * DAY),
            Member(role="midwife", accepted_on=due - 200 * DAY),
        ),
        contacts=(
            *_prenatal(due, (200, 141, 100, 68, 41, 27, 14)),
            *(
                Contact(kind="home_visit", at=born_at + hours * HOUR, by="midwife")
                for hours in (10, 33, 57, 105, 128)
            ),
        ),
        steps=(
            StepDone(step="postnatal_plan_made", at=_at(due - 80 * DAY, 14), by="midwife"),
            StepDone(step="alarm_signs_explained", at=born_at + 2 * HOUR, by="midwife"),
            *_small_steps(due, born_at, "midwife", at_home=True),
        ),
        births=(_born("newborn-1", born_at, 3610, home=True),),
        screenings=(
            Screening(
                screening="blood_spot",
                newborn="newborn-1",
                at=born_at + 57 * HOUR,
                outcome="done",
                by="midwife",
            ),
        ),
        appointments=(
            Appointment(
                care="paediatric_check",
                start=_at(today + 2 * DAY, 15),
                end=_at(today + 2 * DAY, 16),
                role="paediatrician",
                accepted=True,
                made_at=born_at + 33 * HOUR,
            ),
        ),
    )


def _booked(due: date) -> dict[str, Any]:
    booked = due - 210 * DAY
    return {
        "booked_on": booked,
        "due_dates": (DueDate(due_on=due, set_on=booked, method="ultrasound"),),
        "region": "be-vlg",
    }


def _small_steps(due: date, born_at: datetime, by: Role, *, at_home: bool) -> tuple[StepDone, ...]:
    """What is given and written down for every child, whatever the season."""
    measured = () if at_home else (StepDone(step="oxygen_measured", at=born_at + 25 * HOUR, by=by),)
    return (
        StepDone(step="rsv_talked_over", at=_at(due - 70 * DAY, 10), by="midwife"),
        StepDone(step="vitamin_k_given", at=born_at + HOUR, by=by),
        StepDone(step="birth_notified", at=born_at + 5 * HOUR, by=by),
        StepDone(step="rsv_immunised", at=born_at + 26 * HOUR, by=by),
        *measured,
    )


def _prenatal(due: date, days_before: tuple[int, ...], by: str = MIDWIFE) -> tuple[Contact, ...]:
    return tuple(Contact(kind="prenatal", at=_at(due - days * DAY, 10), by=by) for days in days_before)  # type: ignore[arg-type]


def _born(slot: str, at: datetime, weight_g: int, home: bool = False) -> Birth:
    return Birth(
        newborn=slot, born_at=at, outcome="live", place="home" if home else "hospital", mode="vaginal",
        weight_g=weight_g, condition="good",
    )  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return start_of_day(day, BRUSSELS) + hour * HOUR
