"""Optimistic writing: whoever edits says which version was seen; the later of two writers is shown both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.audit.actions import record_event
from kraamkring.rooms.audit.models import AuditEvent
from kraamkring.rooms.people.models import PregnancyEpisode

from ..models.versions import Version

V = TypeVar("V", bound=Version)
AT_THE_TIME = ("accepted_at", "made_at")  # columns that hold the moment of writing


class Conflict(Refusal):
    """Somebody else wrote a version in between. theirs: what holds now; yours: the content that was not written."""

    def __init__(self, theirs: Version | None, yours: Mapping[str, Any]) -> None:
        self.theirs, self.yours = theirs, dict(yours)
        super().__init__("version", "somebody changed this while you wrote", "Look at both, and write again")


@transaction.atomic
def write_version(
    model: type[V],
    *,
    episode: PregnancyEpisode,
    item: UUID,
    content: Mapping[str, Any],
    based_on: int,
    by: User,
    now: datetime,
    id: UUID | None = None,
) -> V:
    """The next version of an item; the one that holds, if the content is the same. based_on: the version that was
    seen, 0 for none. id: of the version, made where it was typed; sent again, it gives what it wrote the first time.
    Raises Conflict if another one holds, whoever wrote it and however close in time."""
    current = newest(model, episode, item)
    if id is not None and (before := model._default_manager.filter(pk=id).first()) is not None:
        if (before.episode_id, before.item) != (episode.pk, item) or not _says(before, content):
            raise Conflict(current, content)
        return before
    if (current.version if current else 0) != based_on:
        raise Conflict(current, content)
    if current and all(getattr(current, name) == value for name, value in content.items()):
        return current
    try:
        with transaction.atomic():
            written = model._default_manager.create(
                id=id or new_id(now),
                episode=episode,
                item=item,
                version=based_on + 1,
                written_by=by,
                written_at=now,
                **content,
            )
    except IntegrityError:
        theirs = newest(model, episode, item)
        if theirs is None or theirs.version == based_on:
            raise
        raise Conflict(theirs, content) from None
    record_event(
        by=by,
        now=now,
        action=AuditEvent.Action.WRITE,
        what=f"careplan:{model._meta.model_name}",
        episode_id=episode.pk,
        object_id=written.pk,
    )
    return written


def _says(version: Version, content: Mapping[str, Any]) -> bool:
    """True if it holds this content; when it was said is not part of it."""
    return all(
        getattr(version, name) == value for name, value in content.items() if not name.endswith(AT_THE_TIME)
    )


def newest(model: type[V], episode: PregnancyEpisode, item: UUID) -> V | None:
    """The version of an item that holds, or None before the first."""
    return model._default_manager.filter(episode=episode, item=item).order_by("-version").first()
