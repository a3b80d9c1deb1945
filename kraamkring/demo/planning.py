"""A maternity-care organisation at work in the region: carers with contracts, a promised week, two families that
nobody comes to yet, and one carer who is ill today. Done once, by flows, as its planner would."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID, uuid5

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import local_day
from kraamkring.flows.ask_maternity_care import ask_maternity_care
from kraamkring.flows.birth_pool import agree_terms, ask_roster
from kraamkring.flows.carers import agree_contract, note_away, note_competence
from kraamkring.flows.decide_shift import decide_day, see_day
from kraamkring.flows.publish_plan import publish_plan
from kraamkring.flows.see_planning import see_planning
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.actions import give_account
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.messages.actions import kept_in
from kraamkring.rooms.planner.queries import contracts_of, last_run

from .acts import DAY, Family
from .growing import BACK_FILLED, PASSWORD
from .people import HOME
from .region import Region

OFFICE = "Kraamzorg Voorbeeld"
PLANNER = f"petra@{HOME}"
NAMES = ("Fatma", "Gerda", "Hilde", "Ilse", "Jamila")  # who work with Yara
HOURS = (32, 24, 28, 20, 36, 24)  # of their contracts; our choice
LATELY = 8 * DAY  # whose child came so lately still has care
MOST_FAMILIES = 8  # our choice: a small organisation
IN_THE_TRAY = 2
ON_CALL = (48, 36, 24)  # hours on call in two weeks; our choice
SHARE, MORE_A_WEEK = 25, 4  # of births that call for a carer; our choice
STEPS = 2000  # of the search for whoever is ill: the same plan on every machine
POSTCODES = ("3000", "3010", "3001", "3012", "3070", "3080")  # where they set out, in and around Leuven
SKILLS = ("lactation", "caesarean", "language:tr", "twins", "language:ar", "lactation")
NAMED = UUID("00000000-0000-7000-8000-6b7261616d08")

log = logging.getLogger(__name__)


def plan_the_week(region: Region, now: datetime) -> None:
    """The organisation and its week, if there is none yet; a start that was interrupted goes on."""
    office = Organisation.objects.filter(name=OFFICE).first()
    if office is None or last_run(office) is not None:
        return
    planner = _planner(office, now)
    _carers(office, planner, now)
    families = list(_families(region, now))
    with kept_in(BACK_FILLED):
        for family in families[:-IN_THE_TRAY]:
            _ask(family, office, now)
        _decide(planner, now)
        today = local_day(now, zone_of(office.region))
        publish_plan(first_day=today, last_day=today + 13 * DAY, by=planner, now=now)
        for family in families[-IN_THE_TRAY:]:
            _ask(family, office, now)
    _pool(office, planner, now)
    comes = [each.promise.carer_id for each in see_planning(by=planner, now=now).standing if each.promise]
    if comes and comes[0] is not None:
        note_away(
            carer_id=comes[0], kind="sick", first_day=today, last_day=today, by=planner, now=now,
            id=uuid5(NAMED, "ill"), seconds=None, steps=STEPS,
        )  # fmt: skip


def _planner(office: Organisation, now: datetime) -> User:
    return User.objects.filter(email=PLANNER).first() or give_account(
        email=PLANNER,
        name="Petra Voorbeeld",
        profession="planner",
        organisation=office,
        now=now,
        password=PASSWORD,
    )


def _carers(office: Organisation, planner: User, now: datetime) -> None:
    """Yara and those who work with her, each with a contract since new year and something she can do."""
    found = list(User.objects.filter(organisation=office, profession="maternity_carer").order_by("email"))
    known = {user.email for user in found}
    for name in NAMES:
        email = f"{name.lower()}@{HOME}"
        if email not in known:
            found.append(
                give_account(
                    email=email, name=f"{name} Voorbeeld", profession="maternity_carer", organisation=office, now=now,
                    language=planner.language, password=PASSWORD,
                )
            )  # fmt: skip
    since = date(now.year, 1, 1)
    for number, (carer, hours) in enumerate(zip(found, HOURS, strict=False)):
        agree_contract(
            carer_id=carer.pk, kind="freelance" if number == 1 else "employed", hours_a_week=hours, first_day=since,
            last_day=None, postcode=POSTCODES[number], areas=(), by=planner, now=now,
            id=uuid5(NAMED, f"contract {carer.email}"),
        )  # fmt: skip
        note_competence(
            carer_id=carer.pk, skill=SKILLS[number], since=since, until=None, evidence="getuigschrift gezien",
            by=planner, now=now, id=uuid5(NAMED, f"competence {carer.email}"),
        )  # fmt: skip


def _pool(office: Organisation, planner: User, now: datetime) -> None:
    """Each carer can be on call some hours; a roster is asked for, which the worker finds."""
    for number, terms in enumerate(contracts_of(office, now.date(), now.date())):
        agree_terms(
            carer_id=terms.carer_id, hours_a_fortnight=ON_CALL[number % len(ON_CALL)],
            nights=("any", "wanted", "never")[number % 3], weekends="any", by=planner, now=now,
            id=uuid5(NAMED, f"on call {terms.carer.email}"),
        )  # fmt: skip
    today = local_day(now, zone_of(office.region))
    ask_roster(
        by=planner, now=now, id=uuid5(NAMED, "roster"), first_day=today, share=SHARE, more_a_week=MORE_A_WEEK,
        seconds=None, steps=STEPS,
    )  # fmt: skip


def _families(region: Region, now: datetime) -> Iterator[Family]:
    """Families whose child came lately, the last born last."""
    lately = [
        family
        for family in region.around(now - LATELY, now)
        if family.delivery.born_at[-1] > now - LATELY and family.delivery.born_at[-1] < now
    ]
    ordered = sorted(lately, key=lambda family: (family.delivery.born_at[-1], family.key))
    yield from ordered[-MOST_FAMILIES:]


def _ask(family: Family, office: Organisation, now: datetime) -> None:
    lead = User.objects.filter(email=family.helps["lead"].email).first()
    if lead is None:
        return
    try:
        ask_maternity_care(
            episode_id=family.id, organisation_id=office.pk, by=lead, now=now, id=uuid5(family.id, "maternity care"),
            hours=24, days=8,
        )  # fmt: skip
    except Refusal as refusal:
        log.info("maternity care of %s was not asked: %s", family.id, refusal)


def _decide(planner: User, now: datetime) -> None:
    """Each day that has nobody, by hand: whoever fits best. So the demo needs no compiled planner to begin."""
    seen = see_planning(by=planner, now=now)
    for each in seen.standing:
        if (
            each.care is None
            or each.care.expected
            or each.now is not None
            or each.episode_id not in seen.mothers
        ):
            continue
        request = seen.requests[each.episode_id]
        best = next(
            (
                choice
                for choice in see_day(request_id=request, day=each.day, by=planner, now=now).choices
                if not choice.against
            ),
            None,
        )
        if best is not None:
            decide_day(
                request_id=request, day=each.day, carer_id=UUID(best.carer), pinned=False, by=planner, now=now,
                id=uuid5(request, str(each.day)),
            )  # fmt: skip
