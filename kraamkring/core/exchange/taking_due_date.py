"""A due date from outside, as the Observation of a ward or a practice that determined it. Nothing of it is dropped in
silence: an element that would be lost is refused by its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args
from uuid import UUID

from ..kernel.errors import ImpossibleFact
from .asking import as_uuid
from .observation import TYPE
from .pregnancy import CODES, METHODS, OF_LAST_PERIOD
from .resource import Json
from .systems import OBSERVABLES
from .taking import FINAL, OURS_TO_SAY, WRONG, codes_in, notes_in, numbers_in, subject_in

Method = Literal["last_period", "ultrasound", "ivf", "taken_over"]
READ = {"status", "code", "subject", "effectiveDateTime", "valueDateTime", "method", "note"}
BY_LAST_PERIOD = (OF_LAST_PERIOD.system, OF_LAST_PERIOD.code)
DUE_DATE = {(CODES["due_date"].system, CODES["due_date"].code), BY_LAST_PERIOD, (OBSERVABLES, "due_date")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Determined:
    """about: the person. set_on: when it was determined, as the sender wrote that day. number: of whoever sent it, so
    that the same comes in once."""

    about: UUID
    due_on: date
    set_on: date
    method: Method | None
    note: str
    number: str


def is_due_date(sent: Json) -> bool:
    """Whether this says when a child is expected."""
    return sent.get("resourceType") == TYPE and not DUE_DATE.isdisjoint(codes_in(sent))


def determined(sent: Json) -> Determined:
    """What was sent. Raises ImpossibleFact with the element that cannot be taken."""
    if not is_due_date(sent):
        raise _wrong("code", "this is no due date", "Send it as another Observation")
    for name in sent:
        if name not in OURS_TO_SAY | READ:
            raise _wrong(name, "this element would be lost", "Leave it out, or send it in another way")
    if sent.get("status") == WRONG:
        raise _wrong("status", "a due date is taken back in the record", "Send the one that holds")
    if sent.get("status") not in FINAL:
        raise _wrong("status", "only what is final is taken", "Send it once it is")
    about = as_uuid(subject_in(sent))
    if about is None:
        raise _wrong("subject", "this names no Patient of ours", "Name her as Patient/ and her id")
    numbers = [f"{system}|{value}" for system, value in numbers_in(sent)]
    return Determined(
        about=about,
        due_on=_day(sent, "valueDateTime"),
        set_on=_day(sent, "effectiveDateTime"),
        method=_method(sent),
        note=notes_in(sent),
        number=numbers[0] if numbers else "",
    )


def _day(sent: Json, name: str) -> date:
    said = sent.get(name)
    try:
        return date.fromisoformat(said.partition("T")[0] if isinstance(said, str) else "")
    except ValueError:
        raise _wrong(name, "this is not a day", "Write year, month and day, as in 2026-10-04") from None


def _method(sent: Json) -> Method | None:
    """As it was said; by the last period where the code says so, not asked where nothing does."""
    said: Any = sent.get("method")
    if said is None:
        return "last_period" if BY_LAST_PERIOD in codes_in(sent) else None
    codes = codes_in({"code": said})
    for method in get_args(Method):
        if (METHODS, method) in codes:
            return method  # type: ignore[no-any-return]
    raise _wrong("method", "this is none of the ways in which a due date is found here", "Leave it out")


def _wrong(element: str, said: str, remedy: str) -> ImpossibleFact:
    return ImpossibleFact(element, said, remedy)
