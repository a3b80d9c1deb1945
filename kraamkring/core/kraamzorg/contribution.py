"""What a family pays itself, by year. An amount that was not found is null, and the answer says so."""

from __future__ import annotations

from datetime import date

from .answer import OwnContribution, Why
from .family import Family
from .hours import loss_rule
from .rules import HospitalContribution
from .scheme import Edition, PackageScheme
from .voice import Voice
from .words import InEuro


def own_contribution(
    family: Family, hours: float | None, scheme: PackageScheme, edition: Edition, voice: Voice, day: date
) -> OwnContribution | None:
    """The own contribution of the year of birth, else of the day; None without hours, or if the scheme has none."""
    if hours is None or not scheme.contributions:
        return None
    year = (family.born_on or day).year
    if loss_rule(family, edition) is not None:
        free = bool(family.supplementary_insurance)
        after = (voice.remark("contribution-after-loss"),)
        return OwnContribution(
            year=year, euro_per_hour=None, hours=hours, euro=0 if free else None, why=after
        )
    hospital, said = _hospital(family, scheme, year, voice)
    found = next((each for each in scheme.contributions if each.year == year), None)
    if found is None:
        last = max(scheme.contributions, key=lambda each: each.year)
        missing = voice.remark(
            "contribution-not-found", year=str(year), last=str(last.year), each=InEuro(last.euro_per_hour)
        )
        return OwnContribution(
            year=year,
            euro_per_hour=None,
            hours=hours,
            euro=None,
            hospital_euro=hospital,
            why=(missing, *said),
        )
    euro = round(found.euro_per_hour * hours, 2)
    why = voice.why(found, year=str(year), each=InEuro(found.euro_per_hour), hours=hours, euro=InEuro(euro))
    return OwnContribution(
        year=year,
        euro_per_hour=found.euro_per_hour,
        hours=hours,
        euro=euro,
        hospital_euro=hospital,
        why=(why, *said),
    )


def _hospital(
    family: Family, scheme: PackageScheme, year: int, voice: Voice
) -> tuple[float | None, tuple[Why, ...]]:
    """For days in hospital without a medical reason: mother and each newborn, a day."""
    days = family.days_in_hospital
    if not family.hospital_without_medical_reason or not days:
        return None, ()
    found: HospitalContribution | None = next(
        (each for each in scheme.hospital_contributions if each.year == year), None
    )
    if found is None:
        return None, (voice.remark("hospital-contribution-not-found", year=str(year)),)
    euro = round(days * (found.mother_euro_per_day + family.living * found.newborn_euro_per_day), 2)
    return euro, (voice.why(found, count=days, euro=InEuro(euro), year=str(year)),)
