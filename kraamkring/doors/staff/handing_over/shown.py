"""A hand-over in the reader's language: what was written stays as it was written, in the language it was written in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.doors.ui import notation, words
from kraamkring.flows.hand_over import Colleague, SeenHandOvers
from kraamkring.flows.transfer_letter import Letter
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.models import HandOver
from kraamkring.rooms.people.models import Person

from ..banner import name_of
from ..letter.shown import LetterShown, Section


@dataclass(frozen=True)
class Line:
    """To whom it went. read: when she said that she read it, empty if not. mark: a state of ui.marks."""

    who: str
    read: str
    mark: str
    by_call: bool


@dataclass(frozen=True)
class Word:
    """What somebody said about it later."""

    who: str
    when: str
    text: str


@dataclass(frozen=True)
class HandOverShown:
    """One hand-over. parts: the four headings with the words under them. mine: it went to whoever looks, and she has
    not said yet that she read it."""

    id: UUID
    title: str
    who: str
    when: str
    about: str
    urgent: bool
    how: str
    language: str
    parts: tuple[tuple[str, str], ...]
    to: tuple[Line, ...]
    said: tuple[Word, ...]
    mine: bool
    waits: bool

    @classmethod
    def of(cls, row: HandOver, reader: User, zone: ZoneInfo, language: str, children: int) -> HandOverShown:
        steps = list(row.steps.all())
        read = {step.by_id: step.at for step in steps if step.what == "read"}
        to = tuple(_line(each.member, row, read, zone, language) for each in row.to.all())
        return cls(
            id=row.pk,
            title=_("Hand-over"),
            who=f"{row.by.name or row.by.email} ({words.ROLES.get(row.role, row.role)})",
            when=notation.moment(row.at, zone, language),
            about=people(row.about, children),
            urgent=row.urgent,
            how=_how(row),
            language=row.language,
            parts=tuple(part for part in _parts(row) if part[1]),
            to=to,
            said=tuple(
                Word(step.by.name or step.by.email, notation.moment(step.at, zone, language), step.words)
                for step in steps
                if step.what == "said"
            ),
            mine=reader.pk in {each.member.user_id for each in row.to.all()} - set(read),
            waits=not read and any(line.mark == "open" for line in to),
        )


def people(slots: Iterable[str], children: int) -> str:
    """`Mother, child 2`."""
    said = ", ".join(words.subject(slot, children) for slot in slots)
    return said[:1].upper() + said[1:]


def choices(seen: SeenHandOvers) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Whom it may be about, and to whom it may go."""
    children = len(seen.slots) - 1
    return (
        [(slot, people([slot], children)) for slot in seen.slots],
        [(str(each.member.pk), colleague(each)) for each in seen.colleagues],
    )


def colleague(each: Colleague) -> str:
    """Name, role, organisation; of who does not sign in here, that she is called."""
    role = str(words.ROLES.get(each.member.role, each.member.role))
    name = " · ".join(part for part in (each.member.name, role, each.member.organisation_name) if part)
    return name if each.signs_in else name + " · " + _("does not sign in here: call her")


def background(letter: Letter | None, language: str) -> str:
    """What the record already says of pregnancy, birth and stay, so that nobody types it again; she who hands over
    reads it and changes it."""
    if letter is None:
        return ""
    shown = LetterShown.of(letter, language)
    told = (_("Mother"), _("Agreed"), _("Still to be arranged"), _("From the plan"), _("Who is around them"))
    unknown = (_("not recorded"), _("not recorded here"), _("not known"))
    lines: list[str] = []
    for section in shown.sections:
        if section.rows and section.title not in told:
            known = [f"- {term}: {value}" for term, value in section.rows if value not in unknown]
            lines += [section.title, *known] if known else []
    return "\n".join(lines)


def as_letter(
    shown: HandOverShown, mother: Person, now: datetime, zone: ZoneInfo, language: str
) -> LetterShown:
    """The same for paper, with name and time in the head of every sheet."""
    at = notation.moment(now, zone, language)
    born = notation.day(mother.birth_date) if mother.birth_date else _("date of birth not known")
    to = tuple((line.who, line.read or _("not read yet")) for line in shown.to)
    head = ((_("From"), shown.who), (_("When"), shown.when), (_("About"), shown.about), (_("How"), shown.how))
    return LetterShown(
        title=shown.title,
        name=name_of(mother),
        head=" · ".join((name_of(mother), born, at)),
        sections=(
            Section(_("Hand-over"), rows=head),
            *(Section(title, text=text) for title, text in shown.parts),
            Section(_("To whom"), rows=to),
        ),
        foot=(_("What was written stands in the language in which it was written."),),
        sent=(),
        quiet=False,
        zone=str(zone),
    )


def _parts(row: HandOver) -> list[tuple[str, str]]:
    return [
        (_("Situation"), row.situation),
        (_("Background"), row.background),
        (_("Assessment"), row.assessment),
        (_("Recommendation"), row.recommendation),
    ]


def _how(row: HandOver) -> str:
    if row.how == HandOver.How.WRITTEN:
        return _("in writing")
    return _("by telephone, said back") if row.read_back else _("by telephone, not said back")


def _line(member: Any, row: HandOver, read: dict[UUID, datetime], zone: ZoneInfo, language: str) -> Line:
    role = words.ROLES.get(member.role, member.role)
    who = f"{member.name} ({role})"
    if member.user_id in read:
        return Line(who, notation.moment(read[member.user_id], zone, language), "done", False)
    if row.how == HandOver.How.CALL and not member.user_id:
        return Line(who, "", "done", True)
    return Line(who, "", "open", row.how == HandOver.How.CALL)
