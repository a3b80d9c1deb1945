"""A region of 200 families, always the same, as rows of the lake; and a lake of them in a folder."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kraamkring.rooms.registry.lake import Writing, only_one

FAMILIES = 200
NOW = datetime(2026, 11, 23, tzinfo=UTC)
MONTHS = ("2026-07", "2026-08", "2026-09")
Family = dict[str, list[dict[str, Any]]]


def region(families: int = FAMILIES, seed: int = 9) -> list[Family]:
    """The rows of each family. Everything that a card leaves out occurs, and everything that it counts."""
    chance = random.Random(seed)
    return [_family(number, chance) for number in range(1, families + 1)]


def lake_of(families: list[Family], folder: Path) -> Path:
    """The same, written as an extract writes it."""
    with only_one(folder):
        writing = Writing(folder, "tests", NOW)
        for family in families:
            writing.put(family["pregnancies"][0]["pregnancy"], family, None)
        writing.commit(0, 0)
    return folder


def _family(number: int, chance: random.Random) -> Family:
    ended = chance.choices(["born", "lost", "expected"], [90, 5, 5])[0]
    born = ended == "born"
    children = chance.choices([1, 2, 3], [88, 10, 2])[0] if born else 1
    watched = chance.choices([42, chance.randint(0, 41)], [80, 20])[0] if born else 0
    gestation = (
        chance.choices([None, *range(147, 300)], [5, *([0.5] * 7), *([0.1] * 93), *([1] * 53)])[0]
        if born
        else None
    )
    place = chance.choice(["hospital", "hospital", "hospital", "home"]) if born else None
    main = {
        "pregnancy": number,
        "mother": 1000 + number // 2,
        "month": chance.choice(MONTHS),
        "ended": ended,
        "organisation": chance.choice(["linde", "linde", "linde", "eik", "eik", "beuk"]),
        "municipality": chance.choice(["24062", "24001", None]),
        "province": chance.choice(["Vlaams-Brabant", "Antwerpen", None]),
        "country": "be",
        "fetuses": children,
        "earlier_births": chance.choice([None, 0, 0, 0, 1, 1, 2, 3, 4]),
        "mother_age": chance.choice([None, *range(17, 45)]),
        "gestation_days": gestation,
        "place": place,
        "mode": chance.choice(["vaginal", "instrumental", "caesarean"]) if born else None,
        "presentation": chance.choice([None, "cephalic", "cephalic", "cephalic", "breech", "transverse"]),
        "onset": chance.choice([None, "spontaneous", "induced", "prelabour_caesarean"]),
        "previous_caesarean": chance.choice([None, False, False, True]),
        "care_wanted": chance.choice([None, True, False]),
        "hours_indicated": chance.choice([None, 24.0, 43.0, 49.0]),
        "care_over": chance.random() < 0.8,
        "watched_days": watched,
        "fingerprint": f"{number:016}",
    }
    family: Family = {
        name: [] for name in ("newborns", "contacts", "stays", "screenings", "care_days", "feeding", "gaps")
    }
    if born:
        _children(family, children, gestation, place, chance)
        _stays(family, children, place, chance)
    _contacts(family, gestation, chance)
    if born and chance.random() < 0.7:
        _care(family, children, chance)
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        day = chance.choice([-10, 0, 1, 9, 41, 42])
        family["gaps"].append(
            {"slot": "mother", "activity": "home-visit", "day": day, "closed": chance.random() < 0.5}
        )
    rows = {name: [{"pregnancy": number} | row for row in listed] for name, listed in family.items()}
    return {"pregnancies": [main], **rows}


def _children(
    family: Family, many: int, gestation: int | None, place: str | None, chance: random.Random
) -> None:
    for slot in range(1, many + 1):
        outcome = chance.choices(["live", "stillborn"], [93, 7])[0]
        died = (
            chance.choice([0, 6, 10, 11, 27, 28, 364, 365])
            if outcome == "live" and chance.random() < 0.12
            else None
        )
        family["newborns"].append(
            {
                "newborn": chance.getrandbits(40),
                "slot": f"newborn-{slot}",
                "outcome": outcome,
                "born_minute": -chance.choice([0, 7, 30]) if slot < many else 0,
                "gestation_days": gestation,
                "weight_g": chance.choice([None, 499, 500, 1499, 1500, 2499, 2500, 3300, 3500, 3999, 4000]),
                "mode": chance.choice(["vaginal", "instrumental", "caesarean"]),
                "place": place,
                "intensive": chance.random() < 0.05,
                "death_day": died,
            }
        )
        for screening in ("blood_spot", "hearing"):
            for outcome_of_it in chance.choices(
                [["done"], ["refused"], ["refused", "done"], []], [85, 5, 3, 7]
            )[0]:
                minute = chance.randint(2880, 10080)
                family["screenings"].append(
                    {
                        "slot": f"newborn-{slot}",
                        "screening": screening,
                        "outcome": outcome_of_it,
                        "minute": minute,
                        "day": minute // 1440,
                    }
                )


def _stays(family: Family, children: int, place: str | None, chance: random.Random) -> None:
    if place == "home" or chance.random() < 0.05:
        return
    hers = chance.choice([600, 2879, 2880, 3000, 4319, 4320, 5000, 5759, 5760, 7200, 40320])
    for slot in ("mother", *(f"newborn-{each}" for each in range(1, children + 1))):
        home = hers if slot == "mother" or chance.random() < 0.8 else hers + chance.choice([1440, 40319])
        _stay(family, slot, "discharge", 1, home)
        if chance.random() < 0.15:
            back = home + chance.choice([100, 20000, 40000, 50000])
            _stay(family, slot, "readmission", 1, back)
            _stay(family, slot, "discharge", 2, back + 2000)


def _stay(family: Family, slot: str, event: str, number: int, minute: int) -> None:
    family["stays"].append(
        {"slot": slot, "event": event, "number": number, "minute": minute, "day": minute // 1440}
    )


def _contacts(family: Family, gestation: int | None, chance: random.Random) -> None:
    homes = [each["minute"] for each in family["stays"] if each["slot"] == "mother" and each["number"] == 1]
    moments: list[tuple[str, int]] = []
    for home in homes[:1]:
        moments += [("home_visit", home + chance.choice([-1, 0, 600, 1440, 1441, 3000]))]
    for _ in range(chance.randint(0, 5)):
        kind = chance.choice(
            ["home_visit", "phone", "video", "paediatric_check", "youth_visit", "maternity_care"]
        )
        moments.append(
            (kind, chance.choice([-2000, -1, 0, 9000, 10079, 10080, 12000, 15839, 15840, 60479, 60480]))
        )
    if gestation is not None and chance.random() < 0.7:
        moments.append(
            ("maternity_care_intake", (chance.choice([200, 251, 252, 260]) - gestation) * 1440 + 600)
        )
    for kind, minute in moments:
        family["contacts"].append(
            {
                "kind": kind,
                "role": "midwife",
                "held": chance.random() < 0.85,
                "minute": minute,
                "day": minute // 1440,
            }
        )


def _care(family: Family, children: int, chance: random.Random) -> None:
    first, many = chance.randint(0, 3), chance.randint(1, 8)
    carers = [chance.getrandbits(40) for _ in range(chance.randint(1, 4))]
    for day in range(first, first + many):
        family["care_days"].append(
            {"carer": chance.choice(carers), "hours": chance.randint(3, 8), "day": day}
        )
        for slot in range(1, children + 1):
            if chance.random() < 0.8:
                family["feeding"].append(
                    {"slot": f"newborn-{slot}", "day": day, "breast_only": chance.random() < 0.7}
                )
