"""The people and families of the household, made through the flows; prints who they are as JSON."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from .acts import BORN, LOSING

PASSWORD = "the-proof-of-the-killing"
PEOPLE = {
    "an": "midwife",
    "bea": "midwife",
    "cil": "midwife",
    "gijs": "gp",
}  # everyone in the network of every family
DAY = timedelta(days=1)


def seed(many: dict[str, int], now: datetime) -> dict[str, Any]:
    """`many` families of each stage, with everyone in the network: people: {name: e-mail}, families: {stage: [id]}."""
    from django.db import transaction

    from kraamkring.flows.pathway import reconciled
    from kraamkring.rooms.accounts.actions import give_account, open_organisation
    from kraamkring.rooms.network.actions import Invited, invite, take_step

    practice = open_organisation(name="Praktijk De Proef", kind="practice", region="be-vlg", now=now)
    users = {
        name: give_account(
            email=f"{name}@example.org",
            name=name.title(),
            profession=profession,
            organisation=practice,
            now=now,
            password=PASSWORD,
        )
        for name, profession in PEOPLE.items()
    }
    families: dict[str, list[str]] = {}
    for stage, number in many.items():
        for count in range(number):
            episode = _booked(stage, f"{stage} {count}", users["an"], now)
            for user in users.values():
                place = Invited(role=user.profession, user=user)
                member = invite(episode=episode, invited=place, by=users["an"], now=now)
                take_step(membership=member, what="accepted", by=user, now=now)
            with transaction.atomic():
                reconciled(episode, by=users["an"], now=now, because=[])
            families.setdefault(stage, []).append(str(episode.pk))
    return {"people": {name: user.email for name, user in users.items()}, "families": families}


def _booked(stage: str, name: str, by: Any, now: datetime) -> Any:
    from kraamkring.core.facts import Birth, DueDate, Preferences, PregnancyFacts
    from kraamkring.flows.book_pregnancy import Mother, book_pregnancy

    born_at = now - 30 * timedelta(hours=1)
    ahead = {BORN: timedelta(0), LOSING: 200 * DAY}.get(stage, 20 * DAY)
    due = (now + ahead).date()
    booked_on = due - 210 * DAY
    facts = PregnancyFacts(
        booked_on=booked_on,
        region="be-vlg",
        due_dates=(DueDate(due_on=due, set_on=booked_on),),
        preferences=Preferences(stay="short"),
        expected_newborns=1,
        births=()
        if stage != BORN
        else (
            Birth(
                newborn="newborn-1",
                born_at=born_at,
                outcome="live",
                place="hospital",
                mode="vaginal",
                weight_g=3400,
            ),
        ),
    )
    mother = Mother(given_name=name.title(), family_name="Voorbeeld", language="nl")
    return book_pregnancy(facts=facts, mother=mother, by=by, now=now).episode


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(seed(json.loads(sys.argv[1]), datetime.now(UTC))))
