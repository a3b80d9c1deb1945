"""Where the fields of forms are read: each by a name that a card uses. None: the record does not say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from ..exchange.dialects.saying import PersonSaid
from ..facts.coherence import standing
from ..facts.model import Birth, PregnancyFacts
from ..kernel import gestation
from .stays import Stay, Watch, stay_of

Value = str | int | bool
PLACES = {"home": "home", "hospital": "hospital", "birth_centre": "other", "elsewhere": "other"}
# What a mode of birth leaves open. The first of one alone is said; of several somebody says which.
WAYS: Mapping[str, tuple[str, ...]] = {
    "vaginal": ("spontaneous", "vaginal breech"),
    "instrumental": ("forceps", "vacuum-extraction"),
    "caesarean": ("primary-caesarean", "secondary-caesarean"),
}
DEPARTMENTS = {"nicu": "nic", "neonatal": "nstar"}


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a form is derived from. persons: by slot. answers: by slot and item, what was said for forms because the
    record has no place for it. notifier: who fills it in, with her professional number. seen_at:
    the moment it is looked at; what is known only afterwards waits for it, and without it is not known. watch: of the
    card that is filled."""

    facts: PregnancyFacts
    zone: tzinfo = UTC
    persons: Mapping[str, PersonSaid] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    notifier: str = ""
    notifier_number: str = ""
    seen_at: datetime | None = None
    watch: Watch | None = None

    @property
    def births(self) -> Mapping[str, Birth]:
        """The birth of each child that stands, by slot, in the order in which they were born."""
        chosen = {each.stands for each in self.facts.decisions}
        found: dict[str, Birth] = {}
        for each in standing(self.facts.births, self.facts.retracted):
            if each.newborn not in found or each.id in chosen:
                found[each.newborn] = each
        return dict(sorted(found.items(), key=lambda item: (item[1].born_at, item[0])))


Reading = Callable[[Record, str], Value | None]


def _person(name: str) -> Reading:
    def read(record: Record, slot: str) -> Value | None:
        person = record.persons.get(slot)
        value = getattr(person, name) if person else None
        return (value.isoformat() if name == "birth_date" else str(value)) if value else None

    return read


def _number(record: Record, slot: str) -> Value | None:
    person = record.persons.get(slot)
    return person.numbers.get("ssin") if person else None


def _born_at(record: Record, slot: str) -> Value | None:
    return record.births[slot].born_at.astimezone(record.zone).isoformat()


def _weight(record: Record, slot: str) -> Value | None:
    return record.births[slot].weight_g


def _stillborn(record: Record, slot: str) -> Value | None:
    return record.births[slot].outcome == "stillborn"


def _rank(record: Record, slot: str) -> Value | None:
    return list(record.births).index(slot) + 1


def _way(record: Record, slot: str) -> Value | None:
    if record.births[slot].mode != "vaginal":
        return None
    position = record.answers.get((slot, "childposition"))
    return "vaginal breech" if position == "breech" else "spontaneous"


def _department(record: Record, slot: str) -> Value | None:
    admissions = standing(record.facts.admissions, record.facts.retracted)
    wards = {each.ward for each in admissions if slot in each.who}
    return next((code for ward, code in DEPARTMENTS.items() if ward in wards), None)


def _place(record: Record, _slot: str) -> Value | None:
    return PLACES[next(iter(record.births.values())).place]


def _gestation(record: Record, _slot: str) -> Value | None:
    first = next(iter(record.births.values()))
    if first.gestation:
        return first.gestation
    dates = standing(record.facts.due_dates, record.facts.retracted)
    if not dates:
        return None
    due = max(dates, key=lambda each: each.set_on).due_on
    return gestation.notation(gestation.gestation_days(due, _local(first.born_at, record)))


def _local(at: datetime, record: Record) -> date:
    return at.astimezone(record.zone).date()


def _several(record: Record, _slot: str) -> Value | None:
    return len(record.births) > 1


def _same_sex(record: Record, _slot: str) -> Value | None:
    sexes = {record.persons[each].sex if each in record.persons else "" for each in record.births}
    return None if "" in sexes else len(sexes) == 1


def _earlier(record: Record, _slot: str) -> Value | None:
    return record.facts.earlier_births


def _gave_birth_before(record: Record, _slot: str) -> Value | None:
    return None if record.facts.earlier_births is None else record.facts.earlier_births > 0


def _breastfed(record: Record, _slot: str) -> Value | None:
    feeding = record.facts.preferences.feeding
    return None if feeding is None else feeding != "formula"


def _stay(record: Record, slot: str) -> Stay:
    births = record.births
    began = births[slot].born_at if slot in births else min(each.born_at for each in births.values())
    assert record.watch is not None  # noqa: S101 (a card that reads of stays has one)
    return stay_of(record.facts, slot, began, record.watch)


def _live(record: Record, slot: str) -> bool:
    return slot == "mother" or record.births[slot].outcome == "live"


def _in_hospital(record: Record, slot: str) -> Value | None:
    """Born there, or gone home from there; but who died before going home is not asked when she did."""
    stay = _stay(record, slot)
    died = any(each.who == slot for each in standing(record.facts.deaths, record.facts.retracted))
    births = [record.births[slot]] if slot in record.births else list(record.births.values())
    there = any(each.place == "hospital" for each in births)
    return _live(record, slot) and (stay.home is not None or (there and not died))


def _went_home(record: Record, slot: str) -> Value | None:
    return _live(record, slot) and _stay(record, slot).went_home


def _readmitted(record: Record, slot: str) -> Value | None:
    stay = _stay(record, slot)
    over = record.seen_at is not None and stay.over <= record.seen_at
    return True if stay.came_back else False if over else None


def _moment(at: datetime | None, record: Record) -> Value | None:
    return at.astimezone(record.zone).isoformat() if at else None


READINGS: Mapping[str, Reading] = {
    "person.given_name": _person("given_name"),
    "person.family_name": _person("family_name"),
    "person.birth_date": _person("birth_date"),
    "person.sex": _person("sex"),
    "person.number": _number,
    "birth.born_at": _born_at,
    "birth.weight_g": _weight,
    "birth.stillborn": _stillborn,
    "birth.rank": _rank,
    "birth.way": _way,
    "birth.place": _place,
    "birth.gestation": _gestation,
    "births.several": _several,
    "births.same_sex": _same_sex,
    "admission.ward": _department,
    "earlier_births": _earlier,
    "earlier_births.any": _gave_birth_before,
    "preferences.feeding": _breastfed,
    "stay.home": lambda record, slot: _moment(_stay(record, slot).home, record),
    "stay.length": lambda record, slot: _stay(record, slot).length,
    "stay.readmitted": _readmitted,
    "stay.back": lambda record, slot: _moment(_stay(record, slot).back, record),
    "notifier.name": lambda record, _slot: record.notifier or None,
    "notifier.number": lambda record, _slot: record.notifier_number or None,
}
WAITS = frozenset(
    {"stay.readmitted"}
)  # known when the days that are watched are over, and not written by anybody
CONDITIONS: Mapping[str, Reading] = {
    "several": _several,
    "gave_birth_before": _gave_birth_before,
    "live": lambda record, slot: record.births[slot].outcome == "live",
    "caesarean": lambda record, slot: record.births[slot].mode == "caesarean",
    "vaginal": lambda record, _slot: any(each.mode != "caesarean" for each in record.births.values()),
    "in_hospital": _in_hospital,
    "went_home": _went_home,
    "readmitted": lambda record, slot: _went_home(record, slot) and _stay(record, slot).came_back,
    "neonatal_ward": lambda record, slot: _department(record, slot) is not None,
}
