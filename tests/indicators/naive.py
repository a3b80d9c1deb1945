"""Every indicator counted a second time, from its words: plain loops over one family at a time, and no SQL.

It shares nothing with the statements but the rows. `counted(family)` gives units as (card, category, numerator,
denominator, why).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Unit = tuple[str, str, float, float, str]
DAY, LIMIT_28 = 24 * 60, 28 * 24 * 60


def counted(family: dict[str, list[dict[str, Any]]]) -> Iterator[Unit]:
    yield from _women(family)
    yield from _children(family)
    yield from _maternity_care(family)
    yield from _after_birth(family)


def _unit(card: str, why: str, hit: bool | float = True, category: str = "", of: float = 1) -> Unit:
    return (card, category, float(hit), float(of), "") if not why else (card, "", 0.0, 0.0, why)


def _first(*reasons: tuple[bool, str]) -> str:
    return next((why for applies, why in reasons if applies), "")


def _class(value: float, names: dict[str, float], last: str) -> str:
    """The first class whose upper bound (exclusive) is above the value."""
    return next((name for name, below in names.items() if value < below), last)


def _women(family: dict[str, list[dict[str, Any]]]) -> Iterator[Unit]:
    (main,) = family["pregnancies"]
    unborn = "" if main["ended"] == "born" else "not born"
    yield _unit("ep-c7-multiple-births", unborn, True, {1: "1", 2: "2"}.get(main["fetuses"], "3 and more"))
    age, births = main["mother_age"], main["earlier_births"]
    why = unborn or ("age unknown" if age is None else "")
    ages = {"under 20": 20, "20-24": 25, "25-29": 30, "30-34": 35, "35-39": 40}
    yield _unit("ep-c8-maternal-age", why, True, "" if why else _class(age, ages, "40 and over"))
    why = unborn or ("parity unknown" if births is None else "")
    yield _unit("ep-c9-parity", why, True, {0: "0", 1: "1", 2: "2"}.get(births, "3 and more"))
    yield _unit("robson-groups", unborn, True, robson(main))
    hours = main["hours_indicated"]
    yield _unit("care-hours-indicated", unborn or ("hours unknown" if hours is None else ""), hours or 0)
    days = [
        each["day"] for each in family["contacts"] if each["kind"] == "maternity_care_intake" and each["held"]
    ]
    gestation = main["gestation_days"]
    why = _first(
        (bool(unborn), unborn),
        (births != 0, "not a first child"),
        (gestation is None or gestation < 36 * 7, "before 36 weeks"),
    )
    yield _unit("kraamzorg-1-intake", why, not why and any(gestation + day < 36 * 7 for day in days))


def robson(main: dict[str, Any]) -> str:
    """The group by the published table, asked in the order of the table."""
    births, onset = main["earlier_births"], main["onset"]
    if main["fetuses"] > 1:
        return "8"
    if main["presentation"] == "transverse":
        return "9"
    if main["presentation"] == "breech" and births is not None:
        return "7" if births else "6"
    if main["presentation"] != "cephalic":
        return "not classified"
    gestation = main["gestation_days"]
    if gestation is None:
        return "not classified"
    if gestation < 37 * 7:
        return "10"
    if births is None:
        return "not classified"
    if births:
        if main["previous_caesarean"] is None:
            return "not classified"
        if main["previous_caesarean"]:
            return "5"
    part = {"spontaneous": "", "induced": "a", "prelabour_caesarean": "b"}.get(onset or "")
    if part is None:
        return "not classified"
    if births:
        return f"4{part}" if part else "3"
    return f"2{part}" if part else "1"


def _children(family: dict[str, list[dict[str, Any]]]) -> Iterator[Unit]:
    (main,) = family["pregnancies"]
    for child in family["newborns"]:
        live, weeks, death = child["outcome"] == "live", child["gestation_days"], child["death_day"]
        early = _first(
            (weeks is None, "gestation unknown"), (weeks is not None and weeks < 22 * 7, "before 22 weeks")
        )
        alive = _first((not live, "stillborn"), (bool(early), early))
        yield _unit("ep-c1-fetal-mortality", early, not live)
        yield _unit("ep-c10-mode-of-birth", early, True, child["mode"])
        yield _unit("ep-c2-neonatal-mortality", alive, death is not None and death <= 27)
        yield _unit("ep-c3-infant-mortality", alive, death is not None and death <= 364)
        weight = child["weight_g"]
        why = alive or ("weight unknown" if weight is None else "")
        classes = {"under 500": 500, "500-1499": 1500, "1500-2499": 2500, "2500-3999": 4000}
        yield _unit("ep-c4-birth-weight", why, True, "" if why else _class(weight, classes, "4000 and over"))
        spans = {"22-27": 28 * 7, "28-31": 32 * 7, "32-36": 37 * 7, "37-41": 42 * 7}
        yield _unit("ep-c5-gestation", alive, True, "" if alive else _class(weeks, spans, "42 and over"))
        yield _screened(family, main, child)
        yield _child_back(family, main, child)
        yield _breast(family, main, child)


def _screened(family: dict[str, Any], main: dict[str, Any], child: dict[str, Any]) -> Unit:
    mine = [each for each in family["screenings"] if each["slot"] == child["slot"]]
    both = {each["screening"] for each in mine if each["outcome"] == "done"} == {"blood_spot", "hearing"}
    why = _first(
        (child["outcome"] != "live", "stillborn"),
        (child["death_day"] is not None and child["death_day"] <= 27, "died"),
        (main["watched_days"] < 42, "not yet six weeks"),
        (not both and any(each["outcome"] == "refused" for each in mine), "refused"),
    )
    return _unit("kce-screening-complete", why, both)


def _stays(family: dict[str, Any], slot: str, event: str) -> list[int]:
    return sorted(
        each["minute"] for each in family["stays"] if each["slot"] == slot and each["event"] == event
    )


def _length(minutes: int) -> str:
    return _class(minutes / 60, {"under 48 h": 48, "48-71 h": 72, "72-95 h": 96}, "96 h and over")


def _child_back(family: dict[str, Any], main: dict[str, Any], child: dict[str, Any]) -> Unit:
    home, back = (_stays(family, child["slot"], event) for event in ("discharge", "readmission"))
    stay = home[0] - child["born_minute"] if home else 0
    why = _first(
        (child["outcome"] != "live", "stillborn"),
        (not home, "not gone home"),
        (stay >= LIMIT_28, "home after 28 days"),
        (main["watched_days"] < 28, "not yet 28 days"),
    )
    again = bool(back) and back[0] - child["born_minute"] < LIMIT_28
    return _unit("kce-readmission-newborn", why, again, "" if why else _length(stay))


def _breast(family: dict[str, Any], main: dict[str, Any], child: dict[str, Any]) -> Unit:
    days = sorted({each["day"] for each in family["care_days"]})
    fed = {each["day"]: each["breast_only"] for each in family["feeding"] if each["slot"] == child["slot"]}
    why = _first(
        (child["outcome"] != "live", "stillborn"),
        (not days, "no maternity care"),
        (not main["care_over"], "care goes on"),
        (bool(days) and not fed.get(days[0], False), "not fully breastfed at first"),
        (bool(days) and days[-1] not in fed, "not noted at the end"),
    )
    return _unit("kraamzorg-18-breast", why, not why and fed[days[-1]])


def _maternity_care(family: dict[str, list[dict[str, Any]]]) -> Iterator[Unit]:
    (main,) = family["pregnancies"]
    carers = {each["carer"] for each in family["care_days"]}
    given = sum(each["hours"] for each in family["care_days"])
    why = _first(
        (main["ended"] != "born", "not born"),
        (not carers, "no maternity care"),
        (not main["care_over"], "care goes on"),
    )
    yield _unit("kraamzorg-6-carers", why, 1 <= len(carers) <= 2)
    yield _unit("care-carers", why, len(carers))
    yield _unit("care-hours-given", why, given)
    hours = main["hours_indicated"]
    yield _unit("kraamzorg-7b-less", why or ("hours unknown" if hours is None else ""), given < (hours or 0))


def _after_birth(family: dict[str, list[dict[str, Any]]]) -> Iterator[Unit]:
    (main,) = family["pregnancies"]
    unborn = "" if main["ended"] == "born" else "not born"
    watched = main["watched_days"]
    home, back = (_stays(family, "mother", event) for event in ("discharge", "readmission"))
    visits = [each["minute"] for each in family["contacts"] if each["kind"] == "home_visit" and each["held"]]
    soon = bool(home) and watched < 42 and watched * DAY < home[0] + 2 * DAY
    why = _first((bool(unborn), unborn), (not home, "not gone home"), (soon, "not yet 24 hours"))
    yield _unit("kce-first-visit", why, bool(home) and any(0 <= at - home[0] <= DAY for at in visits))

    late = bool(home) and home[0] >= LIMIT_28
    why = _first(
        (bool(unborn), unborn),
        (not home, "not gone home"),
        (late, "home after 28 days"),
        (watched < 28, "not yet 28 days"),
    )
    again = bool(back) and back[0] < LIMIT_28
    yield _unit("kce-readmission-mother", why, again, "" if why else _length(home[0]))

    living = any(
        each["outcome"] == "live" and (each["death_day"] is None or each["death_day"] >= 11)
        for each in family["newborns"]
    )
    why = _first((bool(unborn), unborn), (not living, "no living child"), (watched < 11, "not yet day 10"))
    checks = [
        each["day"] for each in family["contacts"] if each["kind"] == "paediatric_check" and each["held"]
    ]
    yield _unit("kce-paediatric-check", why, any(day in (7, 8, 9, 10) for day in checks))

    gaps = sum(0 <= each["day"] < 42 for each in family["gaps"])
    yield _unit("kce-care-gaps", unborn or ("" if watched else "not yet a day"), gaps, of=watched)

    after = sorted(
        (each for each in family["contacts"] if 0 <= each["day"] < 42),
        key=lambda each: (each["minute"], each["held"]),
    )
    why = _first((bool(unborn), unborn), (watched < 42, "not yet six weeks"), (not after, "no contact"))
    yield _unit("kce-drop-out", why, bool(after) and not after[-1]["held"])
    for each in family["contacts"]:
        why = _first(
            (not each["held"], "missed"),
            (bool(unborn) or not 0 <= each["day"] < 42, "not after birth"),
        )
        yield _unit("kce-by-phone", why, each["kind"] in ("phone", "video"))
