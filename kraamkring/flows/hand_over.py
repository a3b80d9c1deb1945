"""A professional hands a family over to others of its network: in writing or by a call, in the four parts of SBAR.

Whoever it went to says that she has read it; until then the sender sees that she has not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from kraamkring.core.access import Module, may
from kraamkring.core.kernel.errors import NotThere, Refusal
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.actions.handing_over import Told, note_step, write_hand_over
from kraamkring.rooms.careplan.handed_over import hand_over_with, hand_overs_of
from kraamkring.rooms.careplan.models import HandOver, HandOverStep
from kraamkring.rooms.network.models import Membership
from kraamkring.rooms.network.queries import members_in_force
from kraamkring.rooms.people.models import Person, PregnancyEpisode
from kraamkring.rooms.people.queries import one_person

from . import transaction
from .admitting import Admitted, admit
from .own_family import PARENTS, tone_of
from .pathway import facts_now
from .see_whom_to_call import Reach, reach_of
from .telling import tell_person

READ_WITHIN = timedelta(hours=2)  # our choice: after that Today says to the sender that nobody has read it


class Colleague(NamedTuple):
    """Somebody it can be handed over to. signs_in: she can read it here; otherwise it is told by a call."""

    member: Membership
    reach: Reach
    signs_in: bool


class SeenHandOvers(NamedTuple):
    """hand_overs: those that the actor may read, newest first. colleagues: to whom she can hand over. slots: whom it
    may be about. writes: whether she may. quiet: somebody was lost."""

    episode: PregnancyEpisode
    mother: Person
    hand_overs: list[HandOver]
    colleagues: list[Colleague]
    slots: tuple[str, ...]
    writes: bool
    quiet: bool


def modules_of(about: Iterable[str], *, born: bool) -> tuple[Module, ...]:
    """The parts of the record that words about these people belong to."""
    parts: set[Module] = {
        ("postnatal" if born else "prenatal") if who == "mother" else "child" for who in about
    }
    return tuple(sorted(parts))


@transaction.atomic
def see_hand_overs(*, episode_id: UUID, by: User, now: datetime) -> SeenHandOvers:
    """What was handed over in this family, as far as the actor may read about whom it is. Raises NotThere or NotAllowed
    if she does not see the network."""
    admitted = admit(by, episode_id, now, "network")
    admitted.note_look("hand_overs")
    episode = admitted.episode
    facts = facts_now(episode)
    slots = ("mother", *sorted({birth.newborn for birth in facts.births}))
    mine = [each for each in hand_overs_of(episode) if _reads(admitted, each)]
    writes = _writer(admitted) and any(
        admitted.may(module, "write").allowed for module in modules_of(slots, born=bool(facts.births))
    )
    return SeenHandOvers(
        episode=episode,
        mother=one_person(episode.mother),
        hand_overs=mine,
        colleagues=_colleagues(episode, by, now) if writes else [],
        slots=slots,
        writes=writes,
        quiet=tone_of(episode).quiet,
    )


class SeenHandOver(NamedTuple):
    """One of them, and whose family it is. quiet: somebody was lost."""

    row: HandOver
    mother: Person
    quiet: bool


@transaction.atomic
def see_hand_over(*, hand_over_id: UUID, by: User, now: datetime, form: str = "page") -> SeenHandOver:
    """One hand-over. form: `page` or `pdf`. Raises NotThere to whoever may not read it."""
    found, admitted = _found(hand_over_id, by, now)
    admitted.note_look(f"hand_overs:{form}")
    episode = admitted.episode
    return SeenHandOver(found, one_person(episode.mother), tone_of(episode).quiet)


def hand_over(
    *, episode_id: UUID, told: Told, members: Collection[UUID], by: User, now: datetime, id: UUID
) -> HandOver:
    """The hand-over; whoever it goes to is told, at once if it is urgent. id: sending it again changes nothing.

    Raises NotAllowed for who may not write about those it is about; Refusal without anybody to hand over to, for
    somebody who may not read it, or who does not sign in (she is called: `how` is then `call`).
    """
    with transaction.atomic():
        admitted = admit(by, episode_id, now, "network", act="read")
        episode = admit(by, episode_id, now, act="write").episode
        if (before := hand_over_with(id)) is not None:
            return _same(before, episode, told, by)
        if not _writer(admitted):
            raise Refusal("", "a family is handed over by who cares for it", "Ask who coordinates")
        if not told.about:
            raise Refusal("about", "nobody is named", "Say whom it is about")
        born = bool(facts_now(episode).births)
        parts = modules_of(told.about, born=born)
        admitted.need(*parts, act="write")
        chosen = _chosen(episode, members, by, told, parts, now)
        written = write_hand_over(
            episode=episode,
            told=told,
            members=[each.member.pk for each in chosen],
            modules=parts,
            role=by.profession,
            by=by,
            now=now,
            id=id,
        )
        for each in chosen:
            if each.signs_in:
                _tell(written, each.member, "hand_over_given", written.pk, by, now)
        return written


def say_read(*, hand_over_id: UUID, by: User, now: datetime, id: UUID) -> HandOverStep:
    """She to whom it went has read it, and goes on from there; the sender sees it. Saying it again changes nothing.
    Raises NotThere for who may not read it, Refusal for whoever it did not go to."""
    with transaction.atomic():
        found, _admitted = _found(hand_over_id, by, now, act="write")
        if by.pk not in {each.member.user_id for each in found.to.all()}:
            raise Refusal("", "this was handed over to somebody else", "Nothing is asked of you")
        return note_step(hand_over=found, what=HandOverStep.What.READ, by=by, now=now, id=id)


def say_about(*, hand_over_id: UUID, words: str, by: User, now: datetime, id: UUID) -> HandOverStep:
    """A question or an answer; everyone it concerns, but the actor, is told. Sending it again changes nothing."""
    with transaction.atomic():
        found, _admitted = _found(hand_over_id, by, now, act="write")
        step = note_step(hand_over=found, what=HandOverStep.What.SAID, by=by, now=now, id=id, words=words)
        people: dict[UUID | None, Any] = {found.by_id: found.by}
        people |= {each.member.user_id: each.member for each in found.to.all() if each.member.user_id}
        for key, person in people.items():
            if key != by.pk:
                _tell(found, person, "hand_over_said", step.pk, by, now)
        return step


def _tell(found: HandOver, who: Any, template: str, because: UUID, by: User, now: datetime) -> None:
    tell_person(
        episode=found.episode,
        who=who,
        what=template,
        because=because,
        template=template,
        by=by,
        now=now,
        urgent=found.urgent,
        link="hand_overs",
    )


def _writer(admitted: Admitted) -> bool:
    """Care is handed over by professionals in force, not by parents, buddies or whoever broke the glass."""
    return admitted.actor.profession not in (*PARENTS, "buddy", "planner") and admitted.ground != "emergency"


def _reads(admitted: Admitted, row: HandOver) -> bool:
    return all(admitted.may(cast("Module", part)).allowed for part in row.modules)


def _found(id: UUID, by: User, now: datetime, act: str = "read") -> tuple[HandOver, Admitted]:
    row = hand_over_with(id)
    if row is None:
        raise NotThere("hand_over", "there is no such hand-over for you", "Look it up again")
    admitted = admit(by, row.episode_id, now, "network")
    if act == "write":
        admit(by, row.episode_id, now, act="write")
    if not _reads(admitted, row):
        raise NotThere("hand_over", "there is no such hand-over for you", "Look it up again")
    return row, admitted


def _same(before: HandOver, episode: PregnancyEpisode, told: Told, by: User) -> HandOver:
    if (before.episode_id, before.by_id, before.situation) != (episode.pk, by.pk, told.situation):
        raise Refusal("id", "this id belongs to something else", "Open the page again")
    return before


def _of_care(role: str) -> bool:
    """Whether the role by default reads about mother or child."""
    return may(role, "postnatal", "read") or may(role, "child", "read")


def _colleagues(episode: PregnancyEpisode, by: User, now: datetime) -> list[Colleague]:
    """Who of the network may read words about mother or child, but the actor."""
    return [
        Colleague(row, reach_of(row, episode.region), bool(row.user_id and row.user.is_active))
        for row in members_in_force(episode, now)
        if row.user_id != by.pk
        and row.role not in PARENTS
        and (may(row.role, "postnatal", "read") or may(row.role, "child", "read"))
    ]


def _chosen(
    episode: PregnancyEpisode,
    members: Collection[UUID],
    by: User,
    told: Told,
    parts: tuple[Module, ...],
    now: datetime,
) -> list[Colleague]:
    known: Mapping[UUID, Colleague] = {each.member.pk: each for each in _colleagues(episode, by, now)}
    if not members:
        raise Refusal("to", "nobody is chosen", "Choose to whom you hand over")
    for member in members:
        found = known.get(member)
        if found is None:
            raise Refusal("to", "there is no such colleague in this network", "Choose another")
        if told.how == HandOver.How.WRITTEN and not found.signs_in:
            raise Refusal("to", "somebody chosen does not sign in here", "Call her, and note the call")
        if found.member.user is not None:
            hers = admit(found.member.user, episode.pk, now)
            if not all(hers.may(part).allowed for part in parts):
                raise Refusal("to", "somebody chosen may not read about whom this is", "Choose another")
    return [known[member] for member in dict.fromkeys(members)]
