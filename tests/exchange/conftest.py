"""The cast, and a program that asks on behalf of one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kraamkring.flows.exchange.programs import register
from kraamkring.flows.exchange.tokens import give
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.exchange.models import Program
from tests.cast import LATER, Cast, cast
from tests.clock import this_morning

from .asking import BACK, MOST

Connect = Callable[..., Client]


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def connect(settings: Any) -> Connect:
    """A client with a token of this person; the clock of the doors stands still at noon."""
    settings.CLOCK = "tests.clock.this_morning"

    def connected(user: User, scope: str = "user/*.rs") -> Client:
        now = this_morning()
        secret = give(
            user=user, client="a test", scope=scope, lasts=timedelta(days=1), now=now - timedelta(hours=1)
        )
        return Client(headers={"Authorization": f"Bearer {secret}", "Accept": "application/fhir+json"})

    return connected


@pytest.fixture
def growth(people: Cast) -> Program:
    """A program in a browser, that may ask for all there is."""
    return register(
        name="Growth", kind="public", scope=MOST, by=people.an, now=LATER, redirect_uris=[BACK]
    ).program
