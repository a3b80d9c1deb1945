"""The clock of a place, as calendars understand it (RFC 5545, 3.6.5): summer time by rule, right in every year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

# those that follow the rule below (Directive 2000/84/EC); times elsewhere are written in UTC, which all understand
BY_THE_RULE = frozenset({"Europe/Brussels", "Europe/Amsterdam"})
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)
SINCE = 1996


def on_the_clock(start: datetime, end: datetime, zone: str) -> tuple[datetime, datetime]:
    """Both moments on the clock of the zone; in UTC where that clock cannot say them: elsewhere, and in an hour that
    comes twice, of which calendars take now the first and now the second."""
    local = (start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone)))
    if zone in BY_THE_RULE and not any(map(_comes_twice, local)):
        return local
    return start.astimezone(UTC), end.astimezone(UTC)


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def clock_of(zone: str) -> Timezone:
    """The component that says what its clock does."""
    clock = Timezone()
    clock.add("tzid", zone)
    clock.add_component(_half(TimezoneDaylight(), "CEST", WINTER, SUMMER, 3, datetime(SINCE, 3, 31, 2)))  # noqa: DTZ001
    clock.add_component(_half(TimezoneStandard(), "CET", SUMMER, WINTER, 10, datetime(SINCE, 10, 27, 3)))  # noqa: DTZ001
    return clock


def _half(
    half: TimezoneDaylight | TimezoneStandard,
    name: str,
    before: timedelta,
    after: timedelta,
    month: int,
    first: datetime,
) -> TimezoneDaylight | TimezoneStandard:
    half.add("tzname", name)
    half.add("tzoffsetfrom", before)
    half.add("tzoffsetto", after)
    half.add("dtstart", first)
    half.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
    return half
