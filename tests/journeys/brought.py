"""What a family brings along, so that the pages that show one thing have it: a course of measurements, an alarm, a
hand-over, a meeting, a letter on paper, what waits from a device, a colleague who covers, other families."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from kraamkring.core.facts import Birth, DueDate
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.cover import ask_cover
from kraamkring.flows.hand_over import hand_over, say_about
from kraamkring.flows.network_meeting import add_to_agenda, call_meeting
from kraamkring.flows.observe import Said, observe
from kraamkring.flows.own_devices import revoke
from kraamkring.flows.papers import keep_paper
from kraamkring.flows.place_of_care import Address, keep_place_of_care
from kraamkring.flows.receive import Item, Sender, receive
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.handing_over import Told
from kraamkring.rooms.messages.models import RedFlag
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from tests.doors.test_staff_pages import book
from tests.wards.people import waits_at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def everything(
    episode: PregnancyEpisode, an: User, leen: User, colleagues: tuple[User, User], now: datetime
) -> None:
    """All of it. colleagues: of the family, who handed over; of An's practice, who may cover."""
    mia, bea = colleagues
    home = Address(street="Kouter 1", postcode="9000", town="Gent", finding="The blue door at the back")
    keep_place_of_care(episode_id=episode.pk, address=home, by=an, now=now, id=new_id(now))
    measurements(episode, mia, now)
    agreements(episode, an, leen, mia, now)
    letter(episode, an, now)
    from_a_device(episode, an, now)
    waits_at(an.organisation, now, "Leen", episode.mother.family_name)
    ask_cover(
        covered=an.pk, by_whom=bea.pk, since=now + DAY, until=now + 3 * DAY, by=an, now=now, id=new_id(now)
    )
    book(
        an, now, "Sara", due_dates=(DueDate(due_on=(now + 59 * DAY).date(), set_on=(now - 90 * DAY).date()),)
    )
    born = Birth(
        newborn="newborn-1", born_at=now - 30 * HOUR, outcome="live", place="hospital", mode="caesarean"
    )
    book(an, now, "Noor", births=(born, replace(born, newborn="newborn-2", born_at=born.born_at + HOUR / 4)))


def after_a_loss(episode: PregnancyEpisode, an: User, leen: User, mia: User, now: datetime) -> None:
    """Of that what belongs there: how the mother is, words about her, a meeting, a letter."""
    said = Said(id=new_id(now), who="mother", what="temperature_c", value=36.9, at=now - HOUR)
    observe(episode_id=episode.pk, said=[said], by=mia, now=now)
    agreements(episode, an, leen, mia, now, about=("mother",), background="Her son was stillborn.")
    letter(episode, an, now)


def member(episode: PregnancyEpisode, name: str) -> Membership:
    return Membership.objects.get(episode=episode, user__email=f"{name}@example.org")


def measurements(episode: PregnancyEpisode, by: User, now: datetime) -> None:
    """Two days of a child that loses weight and gains again; its mother has a high fever this morning."""
    course = {
        "weight_g": ((44, 3310), (20, 3190), (1, 3240)),
        "newborn_temperature_c": ((44, 36.6), (20, 37.2), (1, 36.9)),
    }
    said = [
        Said(id=new_id(now), who="newborn-1", what=what, value=value, at=now - hours * HOUR)
        for what, values in course.items()
        for hours, value in values
    ]
    vital = {"temperature_c": 39.4, "pulse_per_min": 118, "systolic_mmhg": 122, "diastolic_mmhg": 78}
    said += [
        Said(id=new_id(now), who="mother", what=what, value=value, at=now - HOUR, reason="Measured twice")
        for what, value in vital.items()
    ]
    observe(episode_id=episode.pk, said=said, by=by, now=now)
    assert RedFlag.objects.filter(about=episode.pk).exists()


def agreements(
    episode: PregnancyEpisode, an: User, leen: User, mia: User, now: datetime, **otherwise: Any
) -> None:
    """Mia handed over to An and a question came back; the network meets in two days."""
    words = {
        "about": ("mother", "newborn-1"),
        "situation": "Home since yesterday evening.",
        "background": "First child. Vaginal birth, no tear.",
        "assessment": "She is tired and slept three hours.",
        "recommendation": "Ask how she slept. Her sister comes on Thursday.",
    }
    given = hand_over(
        episode_id=episode.pk, told=Told(**(words | otherwise)), members=[member(episode, "an").pk], by=mia,
        now=now, id=new_id(now),
    )  # fmt: skip
    say_about(hand_over_id=given.pk, words="Does the sister stay the night?", by=an, now=now, id=new_id(now))
    start = (now + 2 * DAY).replace(minute=0, second=0, microsecond=0)
    met = call_meeting(
        episode_id=episode.pk, start=start, end=start + HOUR, where="In Leen's kitchen", by=an, now=now,
        id=new_id(now),
    )  # fmt: skip
    add_to_agenda(item=met.item, text="Who comes at the weekend?", by=leen, now=now, id=new_id(now))


def letter(episode: PregnancyEpisode, by: User, now: datetime) -> None:
    """A letter that was photographed."""
    sheet = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(sheet).text((60, 60), "Voorbeeld", fill="black")
    out = BytesIO()
    sheet.save(out, format="JPEG")
    keep_paper(
        episode_id=episode.pk, who="mother", title="Letter of the hospital", content=out.getvalue(),
        id=new_id(now), by=by, now=now,
    )  # fmt: skip


def from_a_device(episode: PregnancyEpisode, by: User, now: datetime) -> None:
    """A telephone that was revoked sends what it still had; another one is in order."""
    kept, lost = new_id(now), new_id(now)
    sender = Sender(device=kept, owner=by.pk, name="Firefox on Linux", sent_at=now, by=by)
    receive(sender=sender, items=[], now=now)
    sender = Sender(device=lost, owner=by.pk, name="Chrome on Android", sent_at=now, by=by)
    receive(sender=sender, items=[], now=now)
    revoke(device_id=lost, by=by, now=now)
    item = Item(
        id=new_id(now), sequence=1, family=episode.pk, kind="visit", said_at=now - DAY,
        body={"who": ["mother"], "kind": "phone"},
    )  # fmt: skip
    receive(sender=sender, items=[item], now=now)
