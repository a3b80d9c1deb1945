"""When nobody is disturbed for what can wait."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from .moments import local_day

# our choice, not verified with those who are disturbed; red flags do not wait
QUIET_FROM, QUIET_UNTIL = time(21), time(7)


def after_quiet_hours(
    moment: datetime, zone: tzinfo, begin: time = QUIET_FROM, end: time = QUIET_UNTIL
) -> datetime:
    """The same moment, or the end of the quiet hours that it lies in, on the clock of the zone. begin in the evening,
    end in the morning: hours that no change of the clock skips or doubles."""
    local = moment.astimezone(zone)
    if end <= local.time() < begin:
        return moment
    day = local_day(moment, zone) + timedelta(days=1 if local.time() >= begin else 0)
    return datetime.combine(day, end, tzinfo=zone).astimezone(moment.tzinfo)
