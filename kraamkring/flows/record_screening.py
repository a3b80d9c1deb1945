"""A screening of a newborn: done, unusable, refused, or its result. Each is followed to its end (KCE 232As, 4.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kraamkring.core.facts import Screening, ScreeningResult, StepDone
from kraamkring.core.kernel.errors import Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.messages.models import Message
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.record import policies

from . import transaction
from .admitting import admit
from .around_birth import Happened, happened, moment_of, part, saying, told_before
from .pathway import facts_now
from .record_fact import write_all
from .telling import tell

# The coordinator answers for completeness (KCE 232As, action 4.4): she hears what leaves something to be done. Who has
# to act on a finding hears it too; that it is these is our choice, checked by nobody yet.
LEFT_TO_DO = frozenset({"coordinator"})
TO_ACT = frozenset({"coordinator", "midwife", "gp", "paediatrician"})


def record_screening(
    *,
    episode_id: UUID,
    what: Screening | ScreeningResult,
    id: UUID,
    by: User,
    now: datetime,
    in_writing: bool = False,
    just_now: bool = False,
) -> Happened:
    """The test, the refusal or the result, as an entry. in_writing: the refusal was given in writing; otherwise that
    stays to be done, and is watched. just_now: its moment is the one at which it was first sent. Nobody is told of a
    test that went well. id: sending it again changes nothing.

    Raises Refusal for a child that is not there, a refusal of what was done, or a result without a test.
    """
    if in_writing and not (isinstance(what, Screening) and what.outcome == "refused"):
        raise Refusal("in_writing", "nothing was refused", "Leave this out")
    with transaction.atomic():
        episode = admit(by, episode_id, now, "child", act="write").episode
        again = told_before(episode, id) is not None
        what = replace(what, at=moment_of(episode, id, None if just_now else what.at, now))
        if not again:
            facts = facts_now(episode)
            if isinstance(what, Screening):
                policies.may_be_screened(facts, what, now)
            else:
                policies.may_have_result(facts, what, now)
        said = [saying(id, what, episode)]
        if in_writing and isinstance(what, Screening):
            written = StepDone(
                step="refusal_in_writing", at=what.at, by=what.by or "midwife", who=(what.newborn,)
            )
            said.append(saying(part(id, "in_writing"), written, episode))
        recorded = write_all(episode=episode, said=said, by=by, now=now)
        told = [] if again else _told(episode, what, id, by, now)
    return happened(recorded, told)


def _told(
    episode: PregnancyEpisode, what: Screening | ScreeningResult, id: UUID, by: User, now: datetime
) -> list[Message]:
    to = _whom(what)
    if not to:
        return []
    return tell(episode=episode, what="screening", because=id, template="family_news", by=by, now=now, to=to)


def _whom(what: Screening | ScreeningResult) -> frozenset[str]:
    if isinstance(what, Screening):
        return LEFT_TO_DO if what.outcome in ("unusable", "refused") else frozenset()
    return TO_ACT if what.result in ("refer", "abnormal") else frozenset()
