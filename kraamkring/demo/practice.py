"""The practice of the demo: one organisation, one midwife who coordinates, three families in her care."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from kraamkring.flows.book_pregnancy import Mother, book_pregnancy
from kraamkring.flows.place_of_care import keep_place_of_care
from kraamkring.rooms.accounts.actions import give_account, open_organisation
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.people.queries import booked_before

from .families import Family, families

PASSWORD = "demo-kraamkring"  # noqa: S105 (visibly the demo's)
EMAIL = "mieke@demo.example"
DEMO = UUID("00000000-0000-7000-8000-6b7261616d00")


def seed_practice(now: datetime) -> list[tuple[str, str, str]]:
    """The practice, its midwife and her families, if they are not there yet; the sign-ins in any case."""
    midwife = User.objects.filter(email=EMAIL).first() or _midwife(now)
    for family in families(now):
        _book(family, midwife, now)
    return [("Mieke Voorbeeld, midwife and coordinator", EMAIL, PASSWORD)]


def _midwife(now: datetime) -> User:
    practice = Organisation.objects.filter(name="Vroedvrouwen Voorbeeld").first() or open_organisation(
        name="Vroedvrouwen Voorbeeld", kind="midwife_practice", region="be-vlg", now=now
    )
    return give_account(
        email=EMAIL,
        name="Mieke Voorbeeld",
        profession="midwife",
        organisation=practice,
        now=now,
        password=PASSWORD,
    )


def _book(family: Family, midwife: User, now: datetime) -> None:
    """Books a family once; its id follows from its name, so a second start finds it."""
    episode_id = uuid5(DEMO, f"{family.given_name} {family.family_name}")
    if booked_before(midwife, episode_id) is None:
        mother = Mother(
            given_name=family.given_name, family_name=family.family_name, language=family.language
        )
        book_pregnancy(facts=family.facts, mother=mother, by=midwife, now=now, id=episode_id)
        keep_place_of_care(
            episode_id=episode_id,
            address=family.address,
            id=uuid5(episode_id, "address"),
            by=midwife,
            now=now,
        )
