"""A record as another system told it, in our words: filled by who reads it, written by who takes it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kraamkring.core.facts import PregnancyFacts, Role
from kraamkring.core.observing import Value
from kraamkring.packs.identifiers import KnownNumber
from kraamkring.rooms.record.actions import Foreign

from .book_pregnancy import Mother


@dataclass(frozen=True, kw_only=True)
class ForeignChild:
    """What is known of a child besides its birth."""

    given_name: str = ""
    family_name: str = ""
    number: KnownNumber | None = None
    sex: str = ""


@dataclass(frozen=True, kw_only=True)
class ForeignSeen:
    """Something that was measured or seen there, already held to what can be true. reason: why an unusual value is
    taken. day_only: only the day is known. visit: the name of the contact at which it was seen."""

    name: str
    who: str
    what: str
    value: Value
    at: datetime
    reason: str = ""
    day_only: bool = False
    visit: str = ""


@dataclass(frozen=True, kw_only=True)
class ForeignMember:
    """Somebody who cared for the family there; here only invited, by nobody's address. name: how the source calls
    this place in the network."""

    name: str
    role: Role
    full_name: str
    organisation: str = ""
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class ForeignRecord:
    """A record as another system told it. key: what identifies it there, the same whenever it is exported. facts: each
    with a name of its own (`id`), the same whenever it is exported. since: from when on the family has lived where the
    facts say; before that, nothing is promised here."""

    key: str
    facts: PregnancyFacts
    mother: Mother
    since: date | None = None
    mother_number: KnownNumber | None = None
    children: Mapping[str, ForeignChild] = field(default_factory=dict)
    members: tuple[ForeignMember, ...] = ()
    seen: tuple[ForeignSeen, ...] = ()
    kept: tuple[Foreign, ...] = ()
