"""Linking parents and children, and merging two rows of one person, so that it can be undone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.rooms.accounts.models import User

from ..models import ParentChildLink, Person, PersonMerge
from ..queries import one_person


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
def merge_persons(*, kept: Person, merged: Person, reason: str, by: User, now: datetime) -> PersonMerge:
    """Both rows count as one person from now on. Raises Refusal if they do already, or without a reason."""
    if not reason.strip():
        raise Refusal("reason", "no reason is given", "Say why these two are one person")
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, merged.pk]).order_by("pk"))
    if one_person(merged).pk != merged.pk:
        raise Refusal("merged", "this person has been merged", "Undo that first")
    if one_person(kept).pk == merged.pk:
        raise Refusal("merged", "these two are one person already", "Undo that first")
    return PersonMerge.objects.create(id=new_id(now), kept=kept, merged=merged, by=by, at=now, reason=reason)


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User, now: datetime) -> None:
    """Two persons again; the merge stays in the history. Raises Refusal if it was undone before."""
    undone = PersonMerge.objects.filter(pk=merge.pk, undone_at=None).update(undone_at=now, undone_by=by)
    if not undone:
        raise Refusal("", "this merge was undone", "Look at the history")
