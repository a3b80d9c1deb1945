"""Linking parents and children, and merging two rows of one person, so that it can be undone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from ..models import ParentChildLink, Person, PersonMerge
from ..queries import merged_into, one_person


@transaction.atomic
def link_parent(
    *, parent: Person, child: Person, kind: ParentChildLink.Kind, since: datetime, by: User, now: datetime
) -> ParentChildLink:
    """A new link; other links of the child stay as they are."""
    return ParentChildLink.objects.create(
        id=new_id(now), parent=parent, child=child, kind=kind, since=since, recorded_by=by, recorded_at=now
    )


@transaction.atomic
def end_parent_link(*, link: ParentChildLink, until: datetime) -> None:
    """The link ends, and stays. Raises Refusal if it had ended before."""
    if not ParentChildLink.objects.filter(pk=link.pk, until=None).update(until=until):
        raise Refusal("", "this link has ended", "Make a new one")


@transaction.atomic
def merge_persons(
    *, kept: Person, merged: Person, reason: str, by: User, now: datetime, id: UUID | None = None
) -> PersonMerge:
    """Both rows count as one person from now on. Raises Refusal if they do already, or without a reason."""
    if not reason.strip():
        raise Refusal("reason", "no reason is given", "Say why these two are one person")
    _one_merge_at_a_time()
    if one_person(merged).pk != merged.pk:
        raise Refusal("merged", "this person has been merged", "Undo that first")
    becomes = one_person(kept)
    if becomes.pk == merged.pk:
        raise Refusal("merged", "these two are one person already", "Undo that first")
    Person.objects.filter(stands_for=merged).update(stands_for=becomes)
    return PersonMerge.objects.create(
        id=id or new_id(now), kept=kept, merged=merged, by=by, at=now, reason=reason
    )


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User, now: datetime) -> None:
    """Two persons again, and what was merged into the second goes with her; the merge stays in the history. Raises
    Refusal if it was undone before."""
    _one_merge_at_a_time()
    undone = PersonMerge.objects.filter(pk=merge.pk, undone_at=None).update(undone_at=now, undone_by=by)
    if not undone:
        raise Refusal("", "this merge was undone", "Look at the history")
    Person.objects.filter(pk__in=merged_into(merge.merged_id)).update(stands_for=merge.merged_id)


def _one_merge_at_a_time() -> None:
    """In the whole house, until the transaction ends: two merges at once could close a circle that neither sees. They
    are rare and take milliseconds; readers and all other writers go on."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {PersonMerge._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
