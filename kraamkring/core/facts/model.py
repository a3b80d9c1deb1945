"""The facts of one pregnancy, birth and first days, as frozen dataclasses. Impossible ones cannot be built.

Everything listed may come in any order: a fact says by itself when it was true (`at`, `on`) and what it replaces
(`corrects`). What was not asked is None, and None is not "no".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import ClassVar, Literal

from ..kernel import gestation
from ..kernel.errors import ImpossibleFact
from ..kernel.moments import aware, plausible

Place = Literal["home", "hospital", "birth_centre", "elsewhere"]
Mode = Literal["vaginal", "instrumental", "caesarean"]
Outcome = Literal["live", "stillborn"]
Condition = Literal["good", "concern"]
Course = Literal["uncomplicated", "complicated"]
Stay = Literal["short", "classic"]
Feeding = Literal["breast", "formula", "mixed"]
Ward = Literal["maternity", "neonatal", "nicu"]
Role = Literal[
    "mother", "partner", "coordinator", "midwife", "ward_midwife", "gp", "gynaecologist", "paediatrician",
    "maternity_carer", "youth_health", "lactation_consultant", "physiotherapist", "social_worker", "buddy",
]  # fmt: skip
ContactKind = Literal[
    "prenatal", "prenatal_home_visit", "home_care_intake", "home_visit", "paediatric_check",
    "gynaecological_check", "youth_visit", "bereavement_talk", "phone", "video",
    "maternity_care_intake", "maternity_care", "birth_assistance",
]  # fmt: skip
ScreeningKind = Literal["blood_spot", "hearing"]
ScreeningOutcome = Literal["done", "unusable", "refused"]
Precision = Literal["day"]  # only the day is known, and the instant is its noon
Result = Literal["normal", "no_news", "refer", "abnormal"]
Step = Literal[
    "birth_plan_made", "postnatal_plan_made", "short_stay_assessed", "needs_assessed",
    "maternity_care_requested", "alarm_signs_explained", "network_told",
    "transfer_letter_sent", "handed_over", "readmission_registered", "kept_together",
    "refusal_in_writing", "loss_told", "act_registered", "birth_declared", "maternity_care_indicated", "weighed",
    "vitamin_k_given", "vitamin_k_drops_explained", "rsv_immunised", "referred_for_hearing",
    "rsv_talked_over", "rsv_vaccine_given", "oxygen_measured", "birth_notified",
]  # fmt: skip

STRICT: Mapping[str, object] = {"extra": "forbid", "strict": True}  # how documents are read: no guessing

SUBJECT = re.compile(r"mother|newborn-[1-9]")
NEWBORN = re.compile(r"newborn-[1-9]")
LIGHTEST_G, HEAVIEST_G = 100, 8000
MOST_NEWBORNS = 9


def _subjects(who: tuple[str, ...], field: str = "who") -> None:
    if not who:
        raise ImpossibleFact(field, "nobody is named", 'Name "mother" or "newborn-1" and so on')
    for subject in who:
        if not SUBJECT.fullmatch(subject):
            raise ImpossibleFact(field, "this names nobody", 'Write "mother" or "newborn-1" to "newborn-9"')


def _newborn(slot: str, field: str = "newborn") -> None:
    if not NEWBORN.fullmatch(slot):
        raise ImpossibleFact(field, "this names no newborn", 'Write "newborn-1" to "newborn-9"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact carries. Instants are stored in UTC.

    id: the fact's own name, needed where another fact corrects it or a decision chooses it.
    corrects: the id of the fact that this one replaces; the replaced one stays in the history.
    recorded_at, recorded_by: when, and by whom (a role or an opaque id), it was written down.
    """

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    id: str | None = None
    corrects: str | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, datetime):
                object.__setattr__(self, each.name, aware(value, each.name))
            elif isinstance(value, date):
                plausible(value, each.name)
        self.check()

    def check(self) -> None:
        """Raise ImpossibleFact, naming the field, if this fact cannot be true by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate(Fact):
    """A determination of the due date (40+0). The latest `set_on` holds."""

    due_on: date
    set_on: date
    method: Literal["last_period", "ultrasound", "ivf", "taken_over"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth(Fact):
    """One child born. weight_g in grams; gestation as `39+4` if it was judged at birth; number: the national
    number, once there is one."""

    newborn: str
    born_at: datetime
    outcome: Outcome
    place: Place
    mode: Mode
    weight_g: int | None = None
    gestation: str | None = None
    condition: Condition | None = None
    number: str | None = None

    def check(self) -> None:
        _newborn(self.newborn)
        if self.weight_g is not None and not LIGHTEST_G <= self.weight_g <= HEAVIEST_G:
            raise ImpossibleFact(
                "weight_g",
                "this is not a birth weight",
                "Give grams, %(least)s to %(most)s",
                least=LIGHTEST_G,
                most=HEAVIEST_G,
            )
        if self.gestation is not None:
            gestation.parse(self.gestation, "gestation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Death(Fact):
    """A death after a live birth, or of the mother."""

    who: str
    at: datetime

    def check(self) -> None:
        _subjects((self.who,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(Fact):
    """The pregnancy ended without a birth: of all children, or of one slot in a multiple pregnancy.
    A stillborn child is a Birth with that outcome."""

    at: datetime
    kind: Literal["miscarriage", "ectopic", "termination", "vanished_twin"]
    newborn: str | None = None

    def check(self) -> None:
        if self.newborn is not None:
            _newborn(self.newborn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission(Fact):
    """Taken into hospital before or for the birth; or a newborn onto a ward for newborns. ward: `nicu` is neonatal
    intensive care."""

    who: tuple[str, ...]
    at: datetime
    ward: Ward | None = None

    def check(self) -> None:
        _subjects(self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discharge(Fact):
    """Went home, or is planned to (`planned`: then windows follow it, but no window closes on it)."""

    who: tuple[str, ...]
    at: datetime
    planned: bool = False

    def check(self) -> None:
        _subjects(self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readmission(Fact):
    """Back into hospital after going home; the next discharge of that person ends it."""

    who: tuple[str, ...]
    at: datetime

    def check(self) -> None:
        _subjects(self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Fact):
    """The family lives in another region from this local date on."""

    on: date
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Fact):
    """Somebody in the care network. Only one who accepted counts. number: the professional number, if known."""

    role: Role
    accepted_on: date | None = None
    until: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Fact):
    """A visit, consultation or call. who=None: everyone it concerns. A missed one is no care. appointment: the id of
    the appointment that it kept, so that the two count as one. precision: how well `at` is known, where it is less
    than a moment."""

    kind: ContactKind
    at: datetime
    by: Role
    who: tuple[str, ...] | None = None
    outcome: Literal["held", "missed"] = "held"
    appointment: str | None = None
    precision: Precision | None = None

    def check(self) -> None:
        if self.who is not None:
            _subjects(self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening(Fact):
    """A screening done, done but unusable (it must be repeated), or refused (then `at` is when). precision: as of a
    contact."""

    screening: ScreeningKind
    newborn: str
    at: datetime
    outcome: ScreeningOutcome
    by: Role | None = None
    reason: str | None = None
    precision: Precision | None = None

    def check(self) -> None:
        _newborn(self.newborn)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningResult(Fact):
    """What a screening said. `no_news`: the region's period without a message has passed."""

    screening: ScreeningKind
    newborn: str
    at: datetime
    result: Result

    def check(self) -> None:
        _newborn(self.newborn)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone(Fact):
    """A step of a procedure, done. who=None: everyone it concerns."""

    step: Step
    at: datetime
    by: Role
    who: tuple[str, ...] | None = None

    def check(self) -> None:
        if self.who is not None:
            _subjects(self.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Fact):
    """An agreement in time for a contact or a screening; `key` binds it to one activity. It arranges care only if a
    person accepted it, and only until it is over."""

    care: ContactKind | ScreeningKind
    start: datetime
    end: datetime
    role: Role
    accepted: bool
    who: tuple[str, ...] | None = None
    key: str | None = None
    made_at: datetime | None = None
    outcome: Literal["held", "missed", "cancelled"] | None = None

    def check(self) -> None:
        if self.who is not None:
            _subjects(self.who)
        if self.end <= self.start:
            raise ImpossibleFact(
                "end", "the appointment ends before it begins", "Give an end after the start"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver(Fact):
    """Somebody decided that this care need not be given. Without an ordinal: all of that activity."""

    activity: str
    by: Role
    why: str
    at: datetime
    who: str | None = None
    ordinal: int | None = None

    def check(self) -> None:
        if self.who is not None:
            _subjects((self.who,))
        if not self.why.strip():
            raise ImpossibleFact("why", "no reason is given", "Say in a few words why this care is waived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Fact):
    """Of contradictory facts, the one that stands (by its id)."""

    stands: str
    by: Role
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction(Fact):
    """A fact, by its id, that should never have been written (another family's, a slip). It stays to be read."""

    fact: str
    by: Role
    why: str
    at: datetime

    def check(self) -> None:
        if not self.why.strip():
            raise ImpossibleFact("why", "no reason is given", "Say in a few words why this is taken back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the parents said they want. None: not asked."""

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    stay: Stay | None = None
    maternity_care: bool | None = None
    feeding: Feeding | None = None
    place_of_birth: Place | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PregnancyFacts:
    """All that is known of one pregnancy and the children born of it.

    region: where the family lives at booking, e.g. `be-vlg`. expected_newborns: 1-9, None if not known.
    earlier_births: how often she gave birth before this pregnancy (parity); 0: a first child; None if not asked.
    """

    __pydantic_config__: ClassVar[Mapping[str, object]] = STRICT

    booked_on: date
    due_dates: tuple[DueDate, ...]
    region: str | None = None
    expected_newborns: int | None = None
    earlier_births: int | None = None
    course: Course | None = None
    mother_condition: Condition | None = None
    mother_number: str | None = None
    preferences: Preferences = Preferences()
    births: tuple[Birth, ...] = ()
    deaths: tuple[Death, ...] = ()
    losses: tuple[Loss, ...] = ()
    admissions: tuple[Admission, ...] = ()
    discharges: tuple[Discharge, ...] = ()
    readmissions: tuple[Readmission, ...] = ()
    moves: tuple[Move, ...] = ()
    network: tuple[Member, ...] = ()
    contacts: tuple[Contact, ...] = ()
    screenings: tuple[Screening, ...] = ()
    results: tuple[ScreeningResult, ...] = ()
    steps: tuple[StepDone, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    decisions: tuple[Decision, ...] = ()
    retractions: tuple[Retraction, ...] = ()

    def __post_init__(self) -> None:
        from .coherence import check

        check(self)

    @property
    def retracted(self) -> frozenset[str]:
        """The ids of the facts that were taken back."""
        return frozenset(retraction.fact for retraction in self.retractions) if self.retractions else NOTHING

    def lists(self) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """Every list of facts with its name."""
        for name in LISTS:
            yield name, getattr(self, name)


NOTHING: frozenset[str] = frozenset()
LISTS = tuple(
    each.name for each in fields(PregnancyFacts) if str(each.type).startswith("tuple[")
)  # the fields that hold facts
