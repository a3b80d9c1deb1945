"""What is shielded comes through no door: neither by working there, nor by covering, nor in an emergency."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.observe import Said, observe

from .addresses import addresses
from .table import TABLE
from .test_every_page import address, family_pages
from .world import World, standing, world

pytestmark = pytest.mark.django_db

SECRET = "zwaluwstaart"
ACROSS = ("today", "families", "my_day", "visit_bundle", "outbox", "hand_overs_to_read", "visit_waiting")


@pytest.fixture
def here(db: None, settings: Any) -> World:
    settings.CLOCK = "tests.clock.this_morning"
    found = world()
    said = Said(id=new_id(found.now), who="mother", what="mood_words", value=SECRET, at=found.now)
    observe(episode_id=found.episode.pk, said=[said], by=found.people.an, now=found.now)
    return found


def pages(here: World) -> list[str]:
    """Every page of the family and every list, as an address; the history of that observation among them."""
    found = []
    for page in family_pages():
        if TABLE[page].get != ".":
            kwargs = address(here, page)
            if page.startswith("observation") and "what" in kwargs:
                kwargs |= {"what": "mood_words"}
            found.append(reverse(page, kwargs=kwargs))
    lists = {each.name for each in addresses() if not each.asks}
    return found + [reverse(page) for page in ACROSS if page in lists]


def holding(here: World, role: str, relation: str) -> list[str]:
    """The pages on which somebody who stands so meets the word."""
    client = here.client(here.user(role, relation))
    with standing(here, role, relation, ()):
        met = []
        for address_ in pages(here):
            with transaction.atomic():
                answer = client.get(address_)
                transaction.set_rollback(True)
            whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if SECRET.encode() in whole:
                met.append(address_)
        return met


def test_neither_a_colleague_nor_who_covers_nor_an_emergency_meets_it(
    here: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "django.request")
    assert holding(here, "midwife", "in_force"), "who may see it does, so this test can fail"
    for relation in ("organisation", "cover", "emergency", "narrowed", "removed", "none"):
        assert holding(here, "midwife", relation) == [], relation
    assert holding(here, "maternity_carer", "in_force") == []


def test_nothing_is_said_of_it_in_a_message(here: World) -> None:
    from kraamkring.rooms.messages.models import Message

    assert not [row for row in Message.objects.all() if SECRET in str(row.context)]
