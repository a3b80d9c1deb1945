"""Consents in the words of the reader: part by part, what holds for everybody, for roles, for persons."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.core.access import MODULES
from kraamkring.doors.ui import notation, words
from kraamkring.flows.see_consents import SeenConsents
from kraamkring.rooms.network.models import Consent

from ..banner import name_of
from ..words import PROFESSIONS, role_word
from .forms import EVERYBODY
from .words import MODULES as PARTS
from .words import RIGHTS, SAID_BY


@dataclass(frozen=True)
class Said:
    """What holds for one: whom it is about (empty for everybody), whether she agrees, whose word, when, by whom."""

    whom: str
    given: bool
    word: str
    how: str


@dataclass(frozen=True)
class Line:
    """One part of the record, and what was said about it."""

    module: str
    part: str
    everybody: tuple[Said, ...]
    roles: tuple[Said, ...]
    persons: tuple[Said, ...]

    @property
    def anything(self) -> bool:
        """Whether anything was said about this part."""
        return bool(self.everybody or self.roles or self.persons)


@dataclass(frozen=True)
class Follows:
    """Of whom something changes, and how."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Agreed:
    """Every part with what holds for it."""

    name: str
    lines: tuple[Line, ...]
    writes: bool
    quiet: bool

    @classmethod
    def of(cls, seen: SeenConsents, language: str) -> Agreed:
        zone = ZoneInfo(seen.episode.zone)
        last: dict[tuple[str, object, str], Consent] = {}
        for said in seen.said:
            last[said.module, said.user_id, said.role] = said

        def shown(said: Consent) -> Said:
            role = str(words.ROLES.get(said.role, said.role))
            how = _("%(whose)s, written down by %(by)s on %(moment)s") % {
                "whose": SAID_BY[said.said_by],
                "by": said.by.name or said.by.email,
                "moment": notation.moment(said.at, zone, language),
            }
            word = _("agreed") if said.given else _("refused")
            return Said(said.user.name if said.user else role, said.given, word, how)

        def line(module: str) -> Line:
            about = [said for said in last.values() if said.module == module]
            return Line(
                module=module,
                part=str(PARTS[module]),
                everybody=tuple(shown(said) for said in about if not said.user_id and not said.role),
                roles=tuple(shown(said) for said in about if said.role),
                persons=tuple(shown(said) for said in about if said.user_id),
            )

        return cls(name_of(seen.mother), tuple(line(module) for module in MODULES), seen.writes, seen.quiet)

    def line(self, module: str) -> Line:
        return next(line for line in self.lines if line.module == module)


def whom(seen: SeenConsents) -> list[tuple[str, str]]:
    """About whom something can be said: everybody, the roles that are in the network, the persons who sign in."""
    rows = [row for row in seen.members if row.role != "mother"]
    roles = [role for role in PROFESSIONS if any(row.role == role for row in rows)]
    persons = {row.user_id: row for row in rows if row.user_id}
    return [
        (EVERYBODY, _("everybody")),
        *((f"role:{role}", _("every %(role)s") % {"role": role_word(role)}) for role in roles),
        *((f"person:{pk}", f"{row.name}, {role_word(row.role)}") for pk, row in persons.items()),
    ]


def follows(seen: SeenConsents) -> tuple[Follows, ...]:
    """Of whom something would change."""
    return tuple(
        Follows(row.name, str(RIGHTS[before]), str(RIGHTS[after]))
        for row, before, after in seen.follows
        if row.user_id
    )
