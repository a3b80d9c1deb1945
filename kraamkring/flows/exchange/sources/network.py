"""The network around a family: CareTeam, RelatedPerson of who is no professional, Consent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.care_team import Network, Place, care_team
from kraamkring.core.exchange.consent import Word, consent
from kraamkring.core.exchange.related_person import Related, related_person

from ..family import MOTHER, Family
from .following import LAYPEOPLE, Source


def care_teams(family: Family) -> Iterator[Made]:
    """Everybody who said yes, and who coordinates: past ones too, with when they left."""
    places = [
        Place(
            role=row.role,
            who=_who(row, family),
            name=row.name,
            since=max(row.accepted_at, row.since),
            until=_until(row),
        )
        for row in family.places
    ]
    by_id = {row.pk: row for row in family.places}
    places += [
        Place(
            role="coordinator",
            who=_who(by_id[task.membership_id], family),
            name=by_id[task.membership_id].name,
            since=task.since,
            until=task.until,
        )
        for task in family.tasks
        if task.membership_id in by_id
    ]
    yield care_team(
        Network(
            episode=family.episode.pk,
            mother=family.persons[MOTHER],
            organisation=family.episode.organisation_id,
            places=places,
        )
    )


def related(family: Family) -> Iterator[Made]:
    """A partner or a buddy who said yes."""
    for row in family.places:
        if row.role in LAYPEOPLE and row.role != MOTHER:
            yield related_person(
                Related(
                    id=row.pk,
                    episode=family.episode.pk,
                    module="network",
                    patient=family.persons[MOTHER],
                    role=row.role,
                    name=row.name,
                    since=max(row.accepted_at, row.since),
                    until=_until(row),
                )
            )


def consents(family: Family) -> Iterator[Made]:
    """Every word of hers, those that she took back with another too."""
    last: dict[tuple[str, UUID | None, str], UUID] = {}
    for row in family.consents:
        last[row.module, row.user_id, row.role] = row.pk
    for row in family.consents:
        lay = row.user_id in family.lay_places
        yield consent(
            Word(
                id=row.pk,
                episode=family.episode.pk,
                mother=family.persons[MOTHER],
                module=row.module,
                given=row.given,
                person=None if lay else row.user_id,
                role="partner" if lay else row.role,
                at=row.at,
                overruled=last[row.module, row.user_id, row.role] != row.pk,
            )
        )


def _who(row: Any, family: Family) -> tuple[str, UUID] | None:
    if row.role == MOTHER:
        return "Patient", family.persons[MOTHER]
    if row.role in LAYPEOPLE:
        return "RelatedPerson", row.pk
    return ("Practitioner", row.user_id) if row.user_id else None


def _until(row: Any) -> Any:
    return min((at for at in (row.ended_at, row.until) if at), default=None)


SOURCES: tuple[Source, ...] = (
    Source("CareTeam", care_teams, ("entr", "network:")),
    Source("RelatedPerson", related, ("network:",)),
    Source("Consent", consents, ("network:consent",)),
)
