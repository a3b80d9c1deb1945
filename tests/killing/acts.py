"""The acts that people do while the household is killed: one line each.

page: where the form stands. stage: of whose families. answers: what is filled in, and what of it must be found again
in the rows it leaves. messages: how many people are told of it. once: a family has it once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

Given = dict[str, "str | list[str]"]
Filled = tuple[Given, tuple[str, ...]]
EXPECTING, GIVING_BIRTH, BORN, LOSING = "expecting", "giving birth", "born", "losing"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Act:
    """Something a person does on a page. action: a part of where its form goes, if the page has several forms."""

    name: str
    page: str
    stage: str
    answers: Callable[[Random, datetime], Filled]
    messages: int = 0
    action: str = ""
    once: bool = False
    weight: int = 2


def moment(name: str, at: datetime) -> Given:
    """The controls of a date and a time, in the families' own zone."""
    return {f"{name}_on": f"{at:%Y-%m-%d}", f"{name}_time": f"{at:%H:%M}"}


def instant(at: datetime) -> str:
    """The same as it stands in an entry."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def lately(random: Random, now: datetime) -> datetime:
    """A minute of the last weeks."""
    return now.replace(second=0, microsecond=0) - random.randrange(20 * 24 * 60) * MINUTE


def lately_called(random: Random, now: datetime) -> Filled:
    at = lately(random, now)
    return moment("moment", at), (instant(at),)


def an_hour_ago(random: Random, now: datetime) -> Filled:
    at = now.replace(second=0, microsecond=0) - random.randrange(60, 600) * MINUTE
    return moment("moment", at), (instant(at),)


def coming(random: Random, now: datetime) -> Filled:
    """Days from now, as the table of appointments shows it."""
    at = now.replace(second=0, microsecond=0) + random.randrange(3 * 24 * 60, 30 * 24 * 60) * MINUTE
    return moment("moment", at), (at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),)


def contact(random: Random, now: datetime) -> Filled:
    at = lately(random, now)
    answers: Given = {"kind": "prenatal", "by": "midwife", "outcome": "held", **moment("at", at)}
    return answers, (instant(at),)


def plan(random: Random, now: datetime) -> Filled:
    agreed = f"At the practice, room {random.randrange(10**9)}"
    return {"paediatric_check": agreed, "stay": "short"}, (agreed,)


def due_date(random: Random, now: datetime) -> Filled:
    due = now.date() + random.randrange(15, 60) * DAY
    return {"due_on": f"{due}", "set_on": f"{now.date()}", "method": "ultrasound"}, (f"{due}",)


def nothing_more(random: Random, now: datetime) -> Filled:
    return moment("moment", now), ()


def booking(random: Random, now: datetime) -> Filled:
    due = now.date() + random.randrange(30, 200) * DAY
    answers: Given = {"given_name": f"Noor {random.randrange(10**9)}", "due_on": f"{due}"}
    return answers, (f"{due}",)


ACTS = (
    Act("a red flag", "/desk/{family}/flag/", EXPECTING, lately_called, messages=3, weight=6),
    Act("a contact", "/families/{family}/record/add/contacts/", EXPECTING, contact, weight=4),
    Act("a change of the plan", "/families/{family}/plan/edit/", EXPECTING, plan, messages=3, weight=4),
    Act("another due date", "/families/{family}/due-date/", EXPECTING, due_date, messages=3),
    Act("an appointment", "/desk/{family}/appointment/", EXPECTING, coming, messages=1, weight=3),
    Act("an invitation", "/desk/{family}/invitation/", EXPECTING, nothing_more, messages=1, weight=3),
    Act("a birth", "/desk/{family}/birth/", GIVING_BIRTH, an_hour_ago, messages=3, once=True),
    Act("going home", "/desk/{family}/home/", BORN, an_hour_ago, messages=3, once=True),
    Act("a loss", "/desk/{family}/loss/", LOSING, an_hour_ago, messages=3, once=True),
    Act("a booking", "/families/new/", EXPECTING, booking),
)
