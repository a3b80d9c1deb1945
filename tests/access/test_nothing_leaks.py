"""Search, lists and counts: a family that somebody may not see changes nothing that she sees, not by a letter."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.break_glass import break_glass
from kraamkring.flows.cover import accept_cover, ask_cover
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.models import Watch
from kraamkring.rooms.messages.models import Message, OpenFlag
from kraamkring.rooms.network.models import BreakGlass, Cover
from kraamkring.rooms.people.models import PregnancyEpisode
from tests import clock
from tests.cast import account, booked, cast
from tests.clock import this_morning

from .test_every_page import SAME
from .world import DAY, World, world

pytestmark = pytest.mark.django_db

ACROSS = (
    "today", "families", "my_day", "outbox", "invitations", "on_call", "covers", "reviews", "visit_waiting",
    "visit_bundle", "visit_device",
)  # fmt: skip
OF_HERS = ("network", "looks", "hand_overs", "meetings", "family_messages", "same_person", "observations")
OF_A_LOG = ("privacy", "reviews")
SOUGHT = ("Leen", "Le", "02-03-2026")


def answers(here: World, user: User, hers: PregnancyEpisode | None, pages: tuple[str, ...]) -> dict[str, str]:
    """What each page says, without what differs at every look; looking leaves nothing behind."""
    client, found = here.client(user), {}
    sought: list[tuple[str, Any]] = (
        [(f"search {words}", {"fragment": words}) for words in SOUGHT] if hers else []
    )
    with transaction.atomic():
        for page in pages:
            found[page] = client.get(reverse(page))
        for page in OF_HERS if hers else ():
            found[page] = client.get(reverse(page, args=[hers.pk]))  # type: ignore[union-attr]
        for name, said in sought:
            found[name] = client.post(reverse("search"), said)
        transaction.set_rollback(True)
    assert {name: each.status_code for name, each in found.items()} == dict.fromkeys(found, 200)
    return {name: SAME.sub("", each.content.decode()) for name, each in found.items()}


def test_a_family_that_is_not_hers_changes_nothing_that_she_sees(db: None, settings: Any) -> None:
    settings.CLOCK = clock.PATH
    clock.set_to(f"{this_morning():%Y-%m-%d} 12:00")
    people = cast()
    stranger, guard = people.stranger, account("olga", "privacy_officer", people.stranger.organisation)
    hers = booked(stranger).episode
    before_world = World(people, hers, this_morning(), {}, {}, hers.pk)
    for user in (stranger, guard, people.an):
        before_world.client(user)

    def seen() -> dict[str, str]:
        its = answers(before_world, stranger, hers, ACROSS)
        return its | {f"guard: {k}": v for k, v in answers(before_world, guard, None, OF_A_LOG).items()}

    before, of_who_may = seen(), answers(before_world, people.an, None, ACROSS)

    added = world(people)  # born, a meeting, a hand-over, a red flag, messages, and a second record
    now, doctor = added.now, account("dirk", "gynaecologist")
    cover = ask_cover(
        covered=people.an.pk,
        by_whom=people.colleague.pk,
        since=now,
        until=now + DAY,
        by=people.an,
        now=now,
        id=new_id(now),
    )
    accept_cover(cover_id=cover.pk, by=people.colleague, now=now)
    break_glass(episode_id=added.episode.pk, reason="x", by=doctor, now=now)
    assert all(rows.objects.exists() for rows in (Watch, Message, OpenFlag, Cover, BreakGlass))

    after = seen()
    assert [name for name in before if before[name] != after[name]] == []
    hers_too = answers(before_world, people.an, None, ACROSS)
    changed = {name for name in of_who_may if of_who_may[name] != hers_too[name]}
    assert {"today", "families", "outbox", "covers"} <= changed, "who may see it does, so this can fail"
