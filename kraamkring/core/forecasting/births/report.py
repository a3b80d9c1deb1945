"""The answer of a forecast of births."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .card import BirthsCard
from .forecast import LEVELS, DayAhead, Forecast
from .history import History

FORMAT = "kraamkring.births/1"


def births_report(forecast: Forecast, history: History, card: BirthsCard) -> dict[str, Any]:
    """As JSON values: every day, and how it was calibrated."""
    everybody, calibration = forecast.areas[""], forecast.calibration
    return {
        "format": FORMAT,
        "from": everybody[0].day.isoformat(),
        "days": len(everybody),
        "expected": round(sum(each.expected for each in everybody), 1),
        "share_registered": round(forecast.share_registered, 4),
        "history": {
            "from": history.first.isoformat(),
            "days": int(history.known.sum()),
            "days_missing": int((~history.known).sum()),
            "births": int(history.births.sum()),
        },
        "calibration": {
            "forecasts_tried": calibration.origins,
            "days_tried": calibration.tried,
            "dispersion": round(calibration.dispersion, 6),
            "of_it_in_common": round(calibration.drift, 6),
            "levels": {name: round(calibration.level(level), 4) for name, level in LEVELS.items()},
        },
        "by_day": _days(everybody),
        "municipalities": [
            {
                "municipality": area,
                "expected": round(sum(each.expected for each in days), 2),
                "by_day": _days(days),
            }
            for area, days in forecast.areas.items()
            if area
        ],
        "rests_on": {
            "country": card.country,
            "certainty": card.rule.certainty,
            "note": card.rule.note,
            "sources": [f"{cited.id}, {cited.where}: {cited.says}" for cited in card.rule.sources],
        },
        "reviewed": False,
    }


def _days(days: Sequence[DayAhead]) -> list[dict[str, Any]]:
    return [
        {
            "date": each.day.isoformat(),
            "expected": round(each.expected, 3),
            "registered": round(each.registered, 3),
            "planned": round(each.planned, 3),
            "from_history": round(each.from_history, 3),
            **each.intervals,
        }
        for each in days
    ]
