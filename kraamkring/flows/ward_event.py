"""What the system of a maternity ward tells: who, what happened, when. As it came, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from kraamkring.core.facts.model import Mode

What = Literal["came", "left", "registered", "changed", "undone"]
HOSPITAL = "hospital"  # the naming system of the hospital's own patient numbers
MOTHER = "mother"

# Why the moment of something is not known; the last two happen in the two nights in which the clock changes.
Unclear = Literal["", "no_time", "skipped_hour", "hour_twice"]


@dataclass(frozen=True, kw_only=True)
class Whom:
    """Somebody as the hospital knows her. numbers: by naming system (`ssin`, `bis`, `bsn`, `hospital`)."""

    numbers: tuple[tuple[str, str], ...] = ()
    given_name: str = ""
    family_name: str = ""
    birth_date: date | None = None

    @property
    def hospital_number(self) -> str:
        return next((value for system, value in self.numbers if system == HOSPITAL), "")

    @property
    def known(self) -> bool:
        """Whether anything at all is said."""
        return bool(self.numbers or self.family_name or self.birth_date)


@dataclass(frozen=True, kw_only=True)
class Newborn:
    """What is told of a child besides who it is. lives: only where the message says so itself. order: of several."""

    whom: Whom
    born_at: datetime | None = None
    unclear: Unclear = "no_time"
    said: str = ""
    lives: bool | None = None
    mode: Mode | None = None
    several: bool | None = None
    order: int | None = None


@dataclass(frozen=True, kw_only=True)
class WardEvent:
    """One message. code: `A03`. mother: empty where a message about a child does not name her. child: whom it is about;
    None if it is about the mother. at: when it happened; None where that is not clear, then said
    is what the message says of it. home: of who left, whether she
    went home; None if not said. died: a death is told. visit: the number of the stay.
    zone: the hospital's."""

    code: str
    what: What
    mother: Whom
    child: Newborn | None = None
    at: datetime | None = None
    unclear: Unclear = "no_time"
    said: str = ""
    home: bool | None = None
    died: bool = False
    visit: str = ""
    zone: str = "Europe/Brussels"

    @property
    def about(self) -> Whom:
        return self.child.whom if self.child else self.mother


_READ = TypeAdapter(WardEvent)


def as_kept(event: WardEvent) -> dict[str, Any]:
    """The event as JSON."""
    return dict(_READ.dump_python(event, mode="json"))


def from_kept(kept: dict[str, Any]) -> WardEvent:
    """The event, from what was kept of it."""
    return _READ.validate_python(kept)
