"""When nobody is disturbed for what can wait."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from .moments import local_day

# our choice, not verified with those who are disturbed; red flags do not wait
QUIET_FROM, QUIET_UNTIL = time(21), time(7)


def after_quiet_hours(moment: datetime, zone: tzinfo) -> datetime:
    """The same moment, or the end of the quiet hours that it lies in, on the clock of the zone."""
    local = moment.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return moment
    day = local_day(moment, zone) + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(moment.tzinfo)
