"""The past of the region, grown: every act through its flow, in order of time, and the sweep at its hours.

Nothing of it is sent (`kept_in`, ADR 0401). An act that is done again writes nothing, so growth that was interrupted is
taken up at the day at which it stood.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.moments import BRUSSELS, local_day
from kraamkring.flows.acknowledge_alarm import acknowledge_alarms
from kraamkring.flows.digests import send_digests
from kraamkring.flows.sweep_gaps import sweep_gaps
from kraamkring.rooms.accounts.actions import give_account, open_organisation
from kraamkring.rooms.accounts.models import Organisation, User
from kraamkring.rooms.messages.actions import kept_in

from .acts import DAY, Act, local
from .deeds import DEEDS, Users
from .people import Carer, carers, spoken_at, told_in
from .places import region_of
from .region import Region

BACK_FILLED = "before the demo"  # why a message was not sent
SWEPT_AT = (7, 30)  # each morning of the past, on the clock there; our choice
SWEPT_DAILY = timedelta(weeks=3)
LATELY = timedelta(
    weeks=3
)  # so far back it is also grown what was measured and handed over: what people look at
ONLY_LATELY = ("measure", "tell", "read")
PASSWORD = "demo-kraamkring"  # noqa: S105 (visibly the demo's)

log = logging.getLogger(__name__)


def settle_in(region: Region) -> None:
    """Everybody who cares has an account, and every practice somebody on call; once."""
    known = set(User.objects.values_list("email", flat=True))
    offices = {carer.office for carer in carers(region.where, region.seed)}
    opened = {each.name: each for each in Organisation.objects.filter(name__in=offices)}
    opens_at = local(region.opens_on - DAY, 9)
    for carer in carers(region.where, region.seed):
        if carer.email not in known:
            _account(carer, opened, opens_at)
    from .duty import first_on_call

    first_on_call(region, opens_at)


def _account(carer: Carer, opened: dict[str, Organisation], now: datetime) -> None:
    if carer.office not in opened:
        region = region_of(carer.at)
        opened[carer.office] = open_organisation(name=carer.office, kind=carer.kind, region=region, now=now)
    give_account(
        email=carer.email,
        name=carer.name,
        profession=carer.profession,
        organisation=opened[carer.office],
        now=now,
        language=spoken_at(carer.at),
        password=PASSWORD if carer.name.endswith("Voorbeeld") else None,
    )


def grow(
    region: Region,
    after: datetime,
    until: datetime,
    told: Callable[[datetime], None] = lambda day: None,
    hands: int = 1,
) -> Counter[str]:
    """What was done between these moments, by deed. told: hears how far the region has grown. hands: processes; each
    has families of its own, and sweeps them; what speaks of several families is done when all are so far."""
    counted, now = Counter[str](), after
    with kept_in(BACK_FILLED), many_hands(region, hands, until - LATELY) as work:
        for swept_at in sweeps(region, after, until):
            counted += work(now, swept_at, True)
            send_digests(now=swept_at)
            counted["seen"] += look_at_alarms(region, Users(), swept_at)
            now = swept_at
            keep()
            told(now)
        counted += work(now, until, False)
        keep()
        told(until)
    return counted


def sweeps(region: Region, after: datetime, until: datetime) -> Iterator[datetime]:
    """When the past was swept: every morning of the last weeks, and on Mondays before."""
    day = local_day(after, BRUSSELS)
    while (at := local(day, *SWEPT_AT)) <= until:
        if at > after and (day.weekday() == 0 or until - at < SWEPT_DAILY):
            yield at
        day += DAY


Work = Callable[[datetime, datetime, bool], Counter[str]]  # after, until, and whether to sweep then


@contextmanager
def many_hands(region: Region, hands: int, lately: datetime) -> Iterator[Work]:
    """Does everything between two moments: here, or in processes that each take their share of the families. lately:
    what is grown only lately begins then."""
    if hands == 1:
        with quickly():
            users = Users()
            yield lambda after, until, sweep: _share(
                region, after, until, sweep, lambda _: True, users, lately
            )
        return
    connection.close()  # a connection cannot be shared with the processes that are forked
    context = multiprocessing.get_context("fork")
    pipes: list[Any] = []
    processes = []
    for number in range(hands):
        mine, theirs = context.Pipe()
        pipes.append(mine)
        hand = context.Process(target=_hand, args=(region, number, hands, theirs, pipes, lately), daemon=True)
        hand.start()
        theirs.close()
        processes.append(hand)

    def work(after: datetime, until: datetime, sweep: bool) -> Counter[str]:
        for pipe in pipes:
            pipe.send((after, until, sweep))
        return sum((pipe.recv() for pipe in pipes), Counter[str]())  # EOFError where a hand has died

    try:
        with quickly():
            yield work
    finally:
        for pipe in pipes:
            pipe.close()
        for hand in processes:
            hand.join()


def _hand(
    region: Region, number: int, hands: int, pipe: Any, others: Iterable[Any], lately: datetime
) -> None:
    """One of the processes: performs its share whenever it is told to, until nobody tells it any more."""
    for theirs in others:
        theirs.close()  # else this hand would hold the ends that say, when they close, that whoever told it is gone
    users = Users()
    with quickly(), suppress(EOFError, ConnectionError):
        while True:
            after, until, sweep = pipe.recv()
            pipe.send(_share(region, after, until, sweep, lambda id: id.int % hands == number, users, lately))


def _share(
    region: Region,
    after: datetime,
    until: datetime,
    sweep: bool,
    mine: Callable[[UUID], bool],
    users: Users,
    lately: datetime,
) -> Counter[str]:
    """What happens to some of the families between two moments; then they are swept. The others need not be done."""
    acts = (act for act in region.acts(after, until) if act.do not in ONLY_LATELY or act.at >= lately)
    counted = perform((act for act in acts if mine(act.family.id)), users)
    if sweep:
        counted["swept"] += sweep_gaps(now=until, only=mine).families
    return counted


@contextmanager
def quickly() -> Iterator[None]:
    """Without waiting for the disk: a crash loses seconds of a past that grows again. And without looking at all that
    is kept in memory again and again for what is garbage: nearly nothing of it is, for as long as this lasts."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")


def keep() -> None:
    """Everything that was done so far is on the disk: what is noted as grown is there after a power cut too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO on")
        cursor.execute(
            "SELECT pg_logical_emit_message(true, 'region', '')"
        )  # waits for all that came before it


def perform(acts: Iterable[Act], users: Users) -> Counter[str]:
    """Each act by its person: how many, by deed. What is refused is left: somebody at the screen may have been
    faster."""
    counted = Counter[str]()
    for act in acts:
        try:
            if act.do == "invite" and act.what["role"] == "mother":
                mother_account(act, users)
            DEEDS[act.do](act, users[act.by], users)
            counted[act.do] += 1
        except Refusal as refusal:
            log.info("%s of %s was refused: %s", act.name, act.family.id, refusal)
            counted[f"refused {act.do}"] += 1
    return counted


def mother_account(act: Act, users: Users) -> None:
    """She who is invited as the mother gets an account, once."""
    family, email = act.family, act.what["who"]
    if not User.objects.filter(email=email).exists():
        give_account(
            email=email,
            name=f"{family.mother.given_name} {family.mother.family_name}",
            profession="mother",
            organisation=None,
            now=act.at,
            language=told_in(family.mother.language, family.delivery.municipality),
            password=PASSWORD if family.mother.family_name == "Voorbeeld" else None,
        )


def look_at_alarms(region: Region, users: Users, now: datetime, *, stories: bool = True) -> int:
    """Those who coordinate look at what was raised; most of it is seen the same morning. stories: also of the families
    that newcomers are shown."""
    from .duty import waiting

    seen = 0
    for episode_id, email, alarms in waiting(region, now, stories=stories):
        try:
            seen += len(acknowledge_alarms(episode_id=episode_id, alarms=alarms, by=users[email], now=now))
        except Refusal as refusal:
            log.info("alarms of %s stay unseen: %s", episode_id, refusal)
    return seen
