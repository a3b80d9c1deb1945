"""Births wholly worked out: one child, and twins of whom one came by caesarean; all that forms ask of them is known."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kraamkring.core.exchange.dialects.saying import PersonSaid
from kraamkring.core.facts import Admission, Birth, DueDate, Preferences, PregnancyFacts
from kraamkring.core.registering import Record

BRUSSELS = ZoneInfo("Europe/Brussels")
FRIDAY = datetime(2026, 10, 16, 4, 0, tzinfo=UTC)  # 06:00 in Brussels; 24 hours later it is Saturday
MOTHER = {
    "lastbabybirthdate": "2023-05-04", "previousbornalive": "1", "intermediatestillborndelivery": "0",
    "previouscaesarean": "no", "partusnumber": "412", "pregnancyorigin": "IVF", "height": "170",
    "beforepregnancyweight": "64", "atdeliveryweight": "79", "hypertensiondiagnose": "no",
    "diabetesdiagnose": "no", "HIVdiagnose": "nottested", "streptococcusbcolonization": "yes",
    "intrapartalsbgprophylaxis": "yes", "othermedicalrisk": "no", "inductiondelivery": "yes",
    "epiduralanalgesia": "yes", "rachianalagesia": "no", "foetalmonitoring": "STAN CTG", "episiotomy": "no",
}  # fmt: skip
FIRST = {
    "childposition": "head-down", "apgarscore1": "8", "apgarscore5": "10", "artificialrespiration": "none",
    "congenitalmalformation": "none",
}  # fmt: skip
SECOND = {
    "childposition": "transverse", "deliveryway": "secondary-caesarean", "apgarscore1": "5", "apgarscore5": "8",
    "caesareanindication": "transversepresentation", "artificialrespiration": "balloon-mask",
    "congenitalmalformation": "none",
}  # fmt: skip


def born(slot: str, **other: object) -> Birth:
    known = {
        "newborn": slot, "born_at": FRIDAY, "outcome": "live", "place": "hospital", "mode": "vaginal",
        "weight_g": 2640, "gestation": "37+2",
    }  # fmt: skip
    return Birth(**(known | other))


def person(given: str, sex: str, **other: object) -> PersonSaid:
    return PersonSaid(given_name=given, family_name="Voorbeeld", sex=sex, **other)


def record(*births: Birth, **other: object) -> Record:
    """Of this birth; by default of one child, with all that is asked."""
    listed = births or (born("newborn-1"),)
    facts = {
        "booked_on": date(2026, 3, 2),
        "region": "be-vlg",
        "due_dates": (DueDate(due_on=date(2026, 11, 4), set_on=date(2026, 3, 2)),),
        "earlier_births": 1,
        "preferences": Preferences(feeding="mixed"),
        "births": listed,
        "admissions": (),
    }
    said = {("mother", item): value for item, value in MOTHER.items()}
    for birth in listed:
        said |= {
            (birth.newborn, item): value for item, value in (FIRST, SECOND)[birth.mode == "caesarean"].items()
        }
    mother = person("Leen", "female", birth_date=date(1994, 2, 1), numbers={"ssin": "94020100262"})
    known = {
        "zone": BRUSSELS,
        "persons": {"mother": mother} | {each.newborn: person("", "female") for each in listed},
        "answers": said,
        "notifier": "An",
        "notifier_number": "",
    }
    return Record(
        facts=PregnancyFacts(**(facts | {k: v for k, v in other.items() if k in facts})),
        **(known | {k: v for k, v in other.items() if k in known}),
    )


def twins() -> Record:
    """A girl, and twenty minutes later her brother by caesarean, who went to the neonatal ward."""
    second = born("newborn-2", born_at=FRIDAY.replace(minute=20), mode="caesarean", weight_g=2310)
    ward = Admission(who=("newborn-2",), at=FRIDAY.replace(hour=6), ward="neonatal")
    found = record(born("newborn-1"), second, admissions=(ward,))
    persons = dict(found.persons) | {"newborn-2": person("", "male")}
    return Record(
        facts=found.facts, zone=BRUSSELS, persons=persons, answers=found.answers, notifier=found.notifier
    )
