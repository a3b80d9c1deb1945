"""What a birth pool is worth. `python benchmarks/pool.py DATA [seconds] [weeks]`.

DATA holds the published tables: `births_be` (births of every day 2008-2013, children under one by municipality),
`geo_be` (postcodes) and `births_arrivals` (the shape of a day). They are not part of this repository. One region is a
Belgian province. Rosters are planned from means alone: the weekdays as they were in 2008 to 2010, every hour alike.
They are tried on weeks of the real daily numbers of 2011 to 2013, more uneven than by chance, with the hours of the day
as they were counted.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parents[1]))

from kraamkring.config.compiled_code import keep_compiled_code

keep_compiled_code()

from kraamkring.core.planning.pool.ledger import by_carer  # noqa: E402
from kraamkring.core.planning.pool.model import BirthPlace, PoolCarer, PoolProblem, Roster, Wish  # noqa: E402
from kraamkring.core.planning.pool.rules import broken_rules  # noqa: E402
from kraamkring.core.planning.pool.simulate import Nature, evaluate, lived_weeks  # noqa: E402
from kraamkring.core.planning.pool.solve import missed_births, solve_pool  # noqa: E402
from kraamkring.core.planning.pool.uniform import uniform_roster  # noqa: E402
from kraamkring.core.planning.stop import Steps  # noqa: E402
from kraamkring.packs.planning import pool_rules  # noqa: E402
from kraamkring.packs.postcodes import point_of  # noqa: E402

PROVINCES = {"70000": "Limburg", "20001": "Vlaams-Brabant"}
ASSISTED = 0.25  # of all births the pool is called to: those at home and in outpatient wards; our assumption
SPREAD = 0.10  # variance of a day's mean beyond the real day: bunches of a region
KM_A_DEGREE = 111.32
DAYS, MONDAY, TUESDAY_OF_2008 = 7, 0, 1
SEED = 1
CARERS = 30
WEEKS_SEEN = 156
ORGANISATIONS = ("Oost", "West", "Noord", "zelfstandig")


class ProcessorSeconds:
    """A search ends when it has had so much of the processor."""

    def __init__(self, most: float) -> None:
        self.most, self.begun = most, -1.0

    def share(self, steps: int) -> float:
        """The share that is over."""
        if self.begun < 0:
            self.begun = time.process_time()
        return (time.process_time() - self.begun) / self.most


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def municipalities(data: Path, province: str) -> list[tuple[str, tuple[float, float], float]]:
    """Name, place in km, and children under one of every municipality of a province, with the newest numbers."""
    points = defaultdict(list)
    for row in rows(data / "geo_be" / "postcode_nis_2025.csv"):
        point = point_of(row["postcode"], "be-vlg")
        if point:
            points[row["nis"]].append(point)
    inside = {
        row["nis"]: row["name_nl"]
        for row in rows(data / "geo_be" / "municipalities_2025.csv")
        if row["province_nis"] == province
    }
    newest = {
        row["nis"]: float(row["age_0"])
        for row in rows(data / "births_be" / "population_age0_women_by_municipality_2009_2015.csv")
        if row["year_1jan"] == "2015"
    }
    found = []
    for nis, name in sorted(inside.items()):
        if points[nis] and nis in newest:
            north, east = mean(p.latitude for p in points[nis]), mean(p.longitude for p in points[nis])
            found.append((name, (east * KM_A_DEGREE * 0.63, north * KM_A_DEGREE), newest[nis]))
    return found


def days_of_births(data: Path) -> tuple[int, ...]:
    """Births in Belgium day by day, from the first Monday on."""
    counts = [int(row["births"]) for row in rows(data / "births_be" / "births_by_day_2008_2013.csv")]
    return tuple(counts[7 - TUESDAY_OF_2008 :])


def shape_of_a_day(data: Path) -> tuple[float, ...]:
    """Births by hour in four hospitals: their roots were published, only the shape is used."""
    found = [
        sum(float(row[f"hospital{number}"]) ** 2 for number in range(1, 5))
        for row in rows(data / "births_arrivals" / "births_by_hour_4_hospitals.csv")
    ]
    return (found[-1], *found[:-1])  # hour 24 is midnight


def carers_of(places: list[tuple[str, tuple[float, float], float]], number: int) -> list[PoolCarer]:
    """Carers who live where births are, of four organisations; the same first ones for every number."""
    chance = random.Random(SEED)
    found = []
    for at in range(number):
        _, (x, y), _ = chance.choices(places, [births for *_, births in places])[0]
        found.append(
            PoolCarer(
                f"c{at + 1}",
                ORGANISATIONS[at % len(ORGANISATIONS)],
                (x + chance.uniform(-4, 4), y + chance.uniform(-4, 4)),
                chance.choice([24, 36, 36, 48]),
                chance.choices([Wish.ANY, Wish.WANTED, Wish.NEVER], [7, 1, 2])[0],
                chance.choices([Wish.ANY, Wish.WANTED, Wish.NEVER], [7, 1, 1])[0],
                frozenset(chance.sample(range(DAYS), chance.choice([0, 1, 1, 2]))),
            )
        )
    return found


def region(data: Path, province: str, carers: int) -> tuple[PoolProblem, Nature]:
    """A province as a pool, planned from means; and how births really come there."""
    places = municipalities(data, province)
    counts = days_of_births(data)
    seen, to_come = counts[: 7 * WEEKS_SEEN], counts[7 * WEEKS_SEEN :]
    weekdays = [mean(seen[day::7]) / mean(seen) for day in range(7)]
    of_country = sum(
        float(row["age_0"])
        for row in rows(data / "births_be" / "population_age0_women_by_municipality_2009_2015.csv")
        if row["year_1jan"] == "2015"
    )
    a_day = mean(seen) * ASSISTED / of_country
    problem = PoolProblem(
        DAYS,
        MONDAY,
        tuple(carers_of(places, carers)),
        tuple(
            BirthPlace(name, xy, tuple(born * a_day * weekdays[day % 7] for day in range(DAYS + 1)))
            for name, xy, born in places
        ),
        pool_rules().rules(),
    )
    weights = tuple(born for *_, born in places)
    share = ASSISTED * sum(weights) / of_country
    return problem, Nature(to_come, share, SPREAD, shape_of_a_day(data), weights)


def main(data: Path, seconds: float, weeks: int) -> None:
    """A table for each province: the plan and its peer, with one carer less and one more."""
    for province, name in PROVINCES.items():
        problem, nature = region(data, province, CARERS)
        lived = lived_weeks(problem, nature, weeks, SEED)
        births = sum(sum(place.births[:DAYS]) for place in problem.places)
        print(
            f"{name}: {len(problem.places)} municipalities, {births:.1f} births a week expected by the plan, "
            f"{sum(map(len, lived)) / weeks:.1f} lived; {weeks} weeks, {seconds:g} s a plan"
        )
        print(
            "  carers  roster   on call h   in time   worst weeks   nobody free   reckoned   most nights of one"
        )
        for carers in (CARERS - 2, CARERS - 1, CARERS, CARERS + 1, CARERS + 2):
            problem, _ = region(data, province, carers)
            solve_pool(problem, Steps(1), SEED)  # compiled
            planned = solve_pool(problem, ProcessorSeconds(seconds), SEED).roster
            rosters: list[tuple[str, Roster]] = [
                ("planned", planned),
                ("uniform", uniform_roster(problem, SEED)),
            ]
            for kind, roster in rosters:
                faults = broken_rules(problem, roster)
                worth = evaluate(problem, roster, lived)
                lines = by_carer(problem, roster)
                print(
                    f"  {carers:6}  {kind}  {sum(line.hours for line in lines):9}   {100 * worth.share:6.2f} %"
                    f"   {100 * worth.worst_weeks:8.2f} %   {100 * worth.nobody / worth.births:9.2f} %"
                    f"   {100 * (1 - missed_births(problem, roster) / births):6.2f} %"
                    f"   {max(line.nights for line in lines)}; rules broken: {len(faults)}",
                    flush=True,
                )


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        float(sys.argv[2]) if len(sys.argv) > 2 else 20.0,
        int(sys.argv[3]) if len(sys.argv) > 3 else 1000,
    )
