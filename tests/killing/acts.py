"""The acts that people do while the household is killed: one line each.

page: where the form stands. stage: of whose families. answers: what is filled in, and what of it must be found again
in the rows it leaves. messages: how many people are told of it. once: a family has it once.
confirm: the button of a second step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

Given = dict[str, "str | list[str]"]
Filled = tuple[Given, tuple[str, ...]]
EXPECTING, GIVING_BIRTH, BORN, LOSING = "expecting", "giving birth", "born", "losing"
INVITING = "/families/{family}/network/invite/?role=lactation_consultant"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Act:
    """Something a person does on a page, in the form there that asks what she answers."""

    name: str
    page: str
    stage: str
    answers: Callable[[Random, datetime], Filled]
    messages: int = 0
    confirm: str = ""
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


def an_hour_ago(random: Random, now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) - random.randrange(60, 600) * MINUTE


def birth(random: Random, now: datetime) -> Filled:
    at, weight = an_hour_ago(random, now), random.randrange(2500, 4500)
    answers: Given = {
        "outcome_1": "live",
        "place_1": "hospital",
        "mode_1": "vaginal",
        "weight_1": f"{weight}",
    }
    return answers | moment("born_1", at), (instant(at), f"{weight}")


def going_home(random: Random, now: datetime) -> Filled:
    at, reason = an_hour_ago(random, now), f"They asked for it, {random.randrange(10**9)}"
    answers: Given = {"do": "leave", "how": "before", "override_reason": reason}
    return answers | moment("at", at), (instant(at), reason)


def loss(random: Random, now: datetime) -> Filled:
    at = an_hour_ago(random, now)
    return {"kind": "miscarriage", **moment("at", at)}, (instant(at),)


def invitation(random: Random, now: datetime) -> Filled:
    address = f"somebody-{random.randrange(10**9)}@example.org"
    return {"name": "Somebody", "address": address}, (address,)


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


def booking(random: Random, now: datetime) -> Filled:
    due = now.date() + random.randrange(30, 200) * DAY
    answers: Given = {"given_name": f"Noor {random.randrange(10**9)}", "due_on": f"{due}"}
    return answers, (f"{due}",)


ACTS = (
    Act("a red flag", "/desk/{family}/flag/", EXPECTING, lately_called, messages=3, weight=6),
    Act("a contact", "/families/{family}/record/add/contacts/", EXPECTING, contact, weight=4),
    Act("a change of the plan", "/families/{family}/plan/edit/", EXPECTING, plan, messages=3, weight=4),
    Act("another due date", "/families/{family}/due-date/", EXPECTING, due_date, messages=3, once=True),
    Act("an appointment", "/desk/{family}/appointment/", EXPECTING, coming, messages=1, weight=3),
    Act("an invitation", INVITING, EXPECTING, invitation, messages=1, weight=3),
    Act("a birth", "/families/{family}/birth/", GIVING_BIRTH, birth, messages=3, once=True),
    Act("going home", "/families/{family}/going-home/", BORN, going_home, messages=3, once=True),
    Act("a loss", "/families/{family}/loss/", LOSING, loss, messages=3, once=True, confirm="confirmed"),
    Act("a booking", "/families/new/", EXPECTING, booking),
)
