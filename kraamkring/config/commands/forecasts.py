"""`kraamkring forecast`: what is coming, as JSON or to read."""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kraamkring.config.commands.scenarios import lines
from kraamkring.config.complaint import Complaint
from kraamkring.config.documents import Sentences, document, show

if TYPE_CHECKING:
    from datetime import date

    from kraamkring.core.forecasting.births.forecast import Forecast
    from kraamkring.core.forecasting.births.history import History

LARGEST_TABLE = 200_000_000
FARTHEST_DAYS = 400  # between the end of the history and the last day that is asked for


def births(chosen: argparse.Namespace) -> int:
    """Prints the births expected on each day."""
    from kraamkring.core.forecasting.births.report import births_report
    from kraamkring.packs.forecasting import births_card

    with Sentences():
        card = births_card(chosen.country)
        history = _history(chosen.history)
        report = births_report(_forecast(chosen, history, chosen.start), history, card)
    return lines(_in_words(report)) if chosen.text else show(report)


def hours(chosen: argparse.Namespace) -> int:
    """Prints the hours needed and there, by region and day, and the alarms."""
    from kraamkring.core.forecasting.capacity.document import read_capacity
    from kraamkring.core.forecasting.capacity.report import capacity_report

    with Sentences():
        if chosen.capacity == chosen.due == "-":
            raise Complaint("--due: standard input is the capacity already. Name a file.")
        capacity = read_capacity(document(chosen.capacity))
        history = _history(chosen.history)
        report = capacity_report(capacity, _forecast(chosen, history, None), history)
    return lines(_hours_in_words(report)) if chosen.text else show(report)


def _forecast(chosen: argparse.Namespace, history: "History", start: "date | None") -> "Forecast":
    from kraamkring.core.forecasting.births.due_dates import DueDates, read_due
    from kraamkring.core.forecasting.births.forecast import forecast_births
    from kraamkring.packs.forecasting import births_card
    from kraamkring.packs.loading import public_holidays
    from kraamkring.packs.planning import gestation_of_births

    card = births_card(chosen.country)
    due = read_due(document(chosen.due)) if chosen.due else DueDates()
    start = start or history.day_after
    ahead = (start - history.day_after).days
    if ahead < 0:
        raise Complaint("--from: the history goes on until then. Name a later day, or a shorter history.")
    if ahead + chosen.days > FARTHEST_DAYS:
        raise Complaint(f"--from: this is too far ahead. At most {FARTHEST_DAYS} days after the history.")
    return forecast_births(
        history,
        due,
        start=start,
        days=chosen.days,
        holidays=public_holidays(chosen.country),
        card=card,
        tables=gestation_of_births().tables(),
    )


def _history(name: str) -> "History":
    from kraamkring.core.forecasting.births.history import read_history

    try:
        if Path(name).stat().st_size > LARGEST_TABLE:
            raise Complaint("--history: the table is larger than 200 MB. Leave the oldest years out.")
        with Path(name).open(encoding="utf-8-sig", newline="") as file:
            return read_history(file)
    except OSError as error:
        raise Complaint(f"--history: it cannot be read ({(error.strerror or 'unknown').lower()}).") from None
    except UnicodeDecodeError:
        raise Complaint("--history: this is not text. Give a CSV in UTF-8.") from None
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        raise Complaint("--history: this is not a file name.") from None


def _in_words(report: Mapping[str, Any]) -> Iterable[str]:
    yield f"{report['expected']:,} births expected in {report['days']} days from {report['from']}"
    tried = report["calibration"]
    yield (
        f"intervals calibrated on {tried['days_tried']} days of {tried['forecasts_tried']} forecasts made in the past"
        if tried["days_tried"]
        else "the history is too short to try the intervals on: they are those of chance alone, and too narrow"
    )
    yield f"  {'day':12}{'expected':>10}{'80 %':>14}{'95 %':>14}"
    for each in report["by_day"]:
        eighty, ninety = (f"{each[f'low_{size}']} to {each[f'high_{size}']}" for size in (80, 95))
        yield f"  {each['date']:12}{each['expected']:10.1f}{eighty:>14}{ninety:>14}"


def _hours_in_words(report: Mapping[str, Any]) -> Iterable[str]:
    for each in report["alarms"]:
        yield (
            f"{each['region']}: {each['hours_short']:,.0f} h short from {each['first']} to {each['last']}, "
            f"in {each['lead_time_days']} days"
        )
        for way, would in each["would_close_it"].items():
            name = way.replace("_", " ")
            yield f"  {name:28}{would['hours']:10,.0f} h, closes it in {100 * would['closes']:.0f} % of cases"
    if not report["alarms"]:
        yield f"no alarm in {report['days']} days from {report['from']}"
    for region in report["regions"]:
        yield f"{region['region']}"
        yield f"  {'day':12}{'needed':>10}{'80 %':>20}{'there':>10}{'gap':>10}{'chance short':>14}"
        for each in region["by_day"]:
            needed = each["needed"]
            between = f"{needed['low_80']:,.0f} to {needed['high_80']:,.0f}"
            yield (
                f"  {each['date']:12}{needed['median']:10,.0f}{between:>20}{each['there']:10,.0f}{each['gap']:10,.0f}"
                f"{100 * each['chance_of_a_shortage']:12.0f} %"
            )
