"""Which kinds of things a device may send, and the flow that each of them goes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from kraamkring.packs.observations import observables
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.record.actions import Device

from .observe import Said, observe
from .taking_photo import module_of_photo, take_photo
from .taking_visit import take_visit
from .taking_words import Body, Taken, Unreadable, id_of, moment, text_of


class Kind(NamedTuple):
    """write: puts it into the record, as a flow does: `write(body, item, by, now)`, raising what flows raise, and
    Unreadable; the same id again writes nothing. module: the part that it stands in, so that who may write there can
    take up what waits."""

    write: Callable[[Body, Taken, User, datetime], object]
    module: Callable[[Body], str]


def _observation(body: Body, item: Taken, by: User, now: datetime) -> object:
    who, what, value = text_of(body, "who"), text_of(body, "what"), body.get("value")
    if not (value is None or isinstance(value, bool | int | float | str)):
        raise Unreadable("value")
    corrects = id_of(body, "corrects")
    because = text_of(body, "because")
    said = Said(
        id=item.id,
        who=who,
        what=what,
        value=value,
        at=moment(body, item, now),
        reason=text_of(body, "reason") or BECAUSE.get(because, ""),
        corrects=corrects,
        recorded_at=min(item.said_at, now),
        device=Device(item.device, item.sequence),
        visit=id_of(body, "visit"),
    )
    return observe(episode_id=item.family, said=[said], by=by, now=now)


def _module_of(body: Body) -> str:
    return observables()[str(body.get("what"))].module


# why a value that was typed in a visit is replaced in the same visit: nobody is asked
BECAUSE = {"typed_again": "typed again at the same visit"}

KINDS: dict[str, Kind] = {
    "observation": Kind(_observation, _module_of),
    "visit": Kind(take_visit, lambda body: "postnatal"),
    "photo": Kind(take_photo, module_of_photo),
}
