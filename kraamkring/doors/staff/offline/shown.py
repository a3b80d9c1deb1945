"""What waits for a person, as the page says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import notation
from kraamkring.doors.ui.words import Words
from kraamkring.flows.quarantine import Quarantine, Waits
from kraamkring.flows.receive import said_by_our_clock
from kraamkring.packs import zone_of
from kraamkring.rooms.accounts.models import User

from .forms import Decision
from .sending import why

KINDS: Words = {
    "observation": _("a measurement or an observation"),
    "visit": _("a visit"),
    "words": _("a note"),
    "photo": _("a photo"),
}
PARTS: Words = {
    "what": _("what"),
    "who": _("about"),
    "value": _("value"),
    "typed": _("typed"),
    "reason": _("reason"),
    "kind": _("kind"),
    "at": _("when"),
    "text": _("words"),
    "sent": _("as it was sent"),
}
HIDDEN = ("visit", "corrects", "because", "image")
LONGEST_SHOWN = 300


@dataclass(frozen=True)
class WaitsShown:
    """One thing that waits. id: of the decision that this page may make. family: "" where the reader has no part in
    it."""

    id: UUID
    received: UUID
    kind: str
    family: str
    name: str
    author: str
    said_at: str
    came_at: str
    why: str
    parts: tuple[tuple[str, str], ...]
    may_take: bool
    reason: str
    problem: str

    @classmethod
    def of(cls, waits: Waits, by: User, now: datetime, form: Decision) -> WaitsShown:
        row, language = waits.received, get_language() or "en"
        zone = zone_of(by.organisation.region if by.organisation else None)
        said = said_by_our_clock(row.said_at, row.ahead_ms)
        hers = form.data.get("received") == str(row.pk)
        return cls(
            id=new_id(now),
            received=row.pk,
            kind=str(KINDS.get(row.kind, _("something that this page has no word for"))),
            family=str(waits.episode.pk) if waits.episode else "",
            name=str(waits.episode.mother) if waits.episode else "",
            author=row.device.user.name,
            said_at=notation.moment(said, zone, language),
            came_at=notation.moment(row.received_at, zone, language),
            why=why(row),
            parts=tuple(_parts(row.body)),
            may_take=waits.may_take,
            reason=str(form.data.get("reason", "")) if hers else "",
            problem=form.problem if hers else "",
        )


@dataclass(frozen=True)
class QuarantineShown:
    """What she wrote herself, and what others wrote that she may decide about."""

    mine: tuple[WaitsShown, ...]
    others: tuple[WaitsShown, ...]

    @classmethod
    def of(cls, seen: Quarantine, by: User, now: datetime, form: Decision) -> QuarantineShown:
        return cls(
            tuple(WaitsShown.of(each, by, now, form) for each in seen.mine),
            tuple(WaitsShown.of(each, by, now, form) for each in seen.others),
        )


def _parts(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The body in words, as far as there are any for it."""
    said = {name: value for name, value in body.items() if name not in HIDDEN and value not in ("", None)}
    if "typed" in said and "value" in said:
        del said["value"]
    return [(str(PARTS.get(name, name)), _told(value)) for name, value in said.items()]


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
