"""The demo: invented families in a real region, brought in through the flows as people would."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

SignIn = tuple[str, str, str]
Told = Callable[[str], None]

REGIONS = ("practice", "district", "province", "country")
HANDS = 2  # processes that grow a region; more than two cores help little


class Seeded(NamedTuple):
    """Who can sign in (who, e-mail, password), and what the demo's clock shows now: never less than it did."""

    sign_ins: list[SignIn]
    now: datetime


def seed(
    *,
    home: Path,
    now: datetime,
    where: str,
    families: int | None = None,
    seed: int = 1,
    lake: Path | None = None,
    told: Told = lambda _: None,
) -> Seeded:
    """Makes sure that the region is there and has grown up to now. `practice` is one midwife and three families. A
    region that is there already goes on, whatever is asked. Doing it again changes nothing. lake: the folder where its
    figures are kept."""
    from .practice import seed_practice

    if where == "practice":
        return Seeded([*seed_practice(now=now), _governor(now)], now)
    from .growing import grow, settle_in
    from .notes import Notes, read_notes, this_database
    from .region import SIZES, Region

    notes = read_notes(home)
    if notes is None:
        region = Region(where, seed, families or SIZES[where], now.replace(second=0, microsecond=0))
        settle_in(region)
        notes = Notes(region, region.opens_at, this_database())
        notes.keep(home)
    notes_now, until = notes, max(now, notes.until)

    def reached(moment: datetime) -> None:
        nonlocal notes_now
        notes_now = notes_now.reached(moment)
        notes_now.keep(home)
        told(f"{moment:%d-%m-%Y}")

    if until > notes.until:
        grow(notes.region, notes.until, until, reached, hands=min(HANDS, os.cpu_count() or 1))
    from .planning import plan_the_week

    plan_the_week(notes.region, until)
    governor = _governor(now)
    if lake is not None:
        _keep_figures(lake, governor, until)
    return Seeded([*_sign_ins(), governor], until)


def _keep_figures(lake: Path, governor: SignIn, now: datetime) -> None:
    from kraamkring.rooms.accounts.models import User

    from .figures import keep_figures

    keep_figures(lake, User.objects.get(email=governor[1]), now)


def _sign_ins() -> list[SignIn]:
    from .growing import PASSWORD
    from .people import HOME

    who = (
        ("Mieke Voorbeeld, midwife and coordinator", "mieke"),
        ("Amina Voorbeeld, a mother", "amina"),
        ("Wies Voorbeeld, ward midwife", "wies"),
        ("Griet Voorbeeld, gynaecologist", "griet"),
        ("Joris Voorbeeld, general practitioner", "joris"),
        ("Kaat Voorbeeld, youth health care", "kaat"),
        ("Petra Voorbeeld, plans maternity care", "petra"),
        ("Yara Voorbeeld, maternity carer", "yara"),
    )
    return [(words, f"{name}@{HOME}", PASSWORD) for words, name in who]


def _governor(now: datetime) -> SignIn:
    """Somebody who governs the protocols, of no practice: she sees cards and numbers, and no family."""
    from kraamkring.rooms.accounts.actions import give_account
    from kraamkring.rooms.accounts.models import User

    from .people import HOME
    from .practice import PASSWORD

    email = f"greet@{HOME}"
    if not User.objects.filter(email=email).exists():
        give_account(
            email=email,
            name="Greet Voorbeeld",
            profession="governor",
            organisation=None,
            now=now,
            password=PASSWORD,
        )
    return "Greet Voorbeeld, governs the protocols", email, PASSWORD
