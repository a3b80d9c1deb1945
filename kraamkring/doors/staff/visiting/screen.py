"""Everything that the screen of a visit shows: what the charts say, what is due, mother and children, and the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kraamkring.core.kernel.moments import local_day
from kraamkring.core.observing import Judged
from kraamkring.doors.ui import notation, refused
from kraamkring.doors.ui.care import Care, Teller
from kraamkring.flows.visit_screen import SeenVisitScreen
from kraamkring.flows.write_visit import Place
from kraamkring.packs.telephone import as_dialled

from ..birth.shown import Head, called
from .blocks import BlockShown, BlockTeller, PersonShown
from .contact import ContactForm, not_home
from .noting import Typed
from .shown import address_of, map_link

MOST_DUE = 8  # the plan shows them all
LEVELS = {"act": "gap", "watch": "at-risk"}  # the marks and colours of a level


@dataclass(frozen=True)
class Said:
    """What a chart says of somebody. state: how it is marked."""

    state: str
    level: str
    whom: str
    title: str
    why: tuple[str, ...]
    what: str
    when: str


@dataclass(frozen=True)
class ScreenShown:
    """One page for mother and children."""

    head: Head
    said: tuple[Said, ...]
    unjudged: tuple[str, ...]
    due: tuple[Care, ...]
    more: int
    people: tuple[PersonShown, ...]
    error_links: tuple[tuple[str, str], ...]
    not_home: str
    address: str
    finding: str
    map: str
    phone: str
    call: str
    drawn: bool

    @classmethod
    def of(
        cls,
        seen: SeenVisitScreen,
        head: Head,
        form: ContactForm,
        typed: Typed,
        wrong: dict[Place, str],
        now: datetime,
        language: str,
    ) -> ScreenShown:
        family, observed = seen.visit.family, seen.observed
        zone = ZoneInfo(family.episode.zone)
        told = BlockTeller(observed, typed, wrong, zone, language)
        today = local_day(now, zone)
        of: dict[str, list[BlockShown]] = {}
        for asked in observed.asked:
            if asked.who in family.people and asked.observables[0].module in observed.writes:
                of.setdefault(asked.who, []).append(told.block(asked, today))
        people = tuple(PersonShown(slot, called(slot, family), tuple(found)) for slot, found in of.items())
        teller = Teller(family.activities, zone, language, len(head.standing.course.slots))
        due = tuple(teller.tell(each) for each in seen.due)
        links = form.error_links()
        links += [
            (each.name, f"{person.name}, {each.label}: {each.problem}")
            for person in people
            for block in person.blocks
            for each in block.fields
            if each.problem
        ]
        address = address_of(seen.place)
        return cls(
            head=head,
            said=tuple(
                _said(each, called(each.who, family), zone, language)
                for each in observed.judged
                if each.level in LEVELS and each.who in family.people
            ),
            unjudged=tuple(
                f"{called(each.who, family)}: {refused.problem(each.refusal)}"
                for each in observed.unjudged
                if each.who in family.people
            ),
            due=due[:MOST_DUE],
            more=max(len(due) - MOST_DUE, 0),
            people=people,
            error_links=tuple(links),
            not_home=", ".join(not_home(seen.visit)),
            address=address,
            finding=seen.place.finding if seen.place else "",
            map=map_link(address),
            phone=as_dialled(seen.phone) if seen.phone else "",
            call=f"tel:{seen.phone}" if seen.phone else "",
            drawn=any(block.picture for person in people for block in person.blocks),
        )


def _said(judged: Judged, whom: str, zone: ZoneInfo, language: str) -> Said:
    report = judged.report
    within = report["within"][language] if report["within"] else ""
    who = ", ".join(each["words"][language] for each in report["who"])
    return Said(
        state=LEVELS[judged.level],
        level=report["level_words"][language],
        whom=whom,
        title=report["chart"]["title"][language] if "title" in report["chart"] else "",
        why=tuple(each["professional"][language] for each in report["why"]),
        what=" · ".join(part for part in (report["what"]["professional"][language], who, within) if part),
        when=_("measured %(moment)s") % {"moment": notation.moment(judged.at, zone, language)},
    )
