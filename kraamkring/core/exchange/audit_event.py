"""A row of the log as an AuditEvent: who did what to whose data, when, why, on which ground, from where (NEN 7513), for
the program of somebody who guards the log of an organisation. It never holds a clinical value, as the log does not.

Codes: type, outcome and agent type of HL7's examples (AuditEvent-example-rest); what was done, purposes and grounds are
ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from .asking import MOST_COUNT, ORDINARY_COUNT, as_uuid
from .parameters import NotUnderstood, moment
from .practitioner_role import IN_HCPARTY, codes_of_role
from .resource import instant, reference, without_nothing
from .systems import OWN, coding

TYPE = "AuditEvent"
EVENT = coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "Restful Operation")
HUMAN = coding("http://terminology.hl7.org/CodeSystem/extra-security-role-type", "humanuser", "human user")
ACTS, PURPOSES = f"{OWN}/CodeSystem/log", f"{OWN}/CodeSystem/purpose"
ACCOUNTS, ROWS = f"{OWN}/NamingSystem/account", f"{OWN}/NamingSystem/row"
LETTERS = {"read": "R", "write": "C"}  # the record is only ever added to; what was refused was no act
KINDS = {letter: kind for kind, letter in LETTERS.items()}
DONE, REFUSED = "0", "4"  # FHIR R4, AuditEvent.outcome: success; minor failure
PARAMETERS = {
    "action": "token",
    "agent": "reference",
    "date": "date",
    "outcome": "token",
    "patient": "reference",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A row. actor: the account, who is referred to where she works in care. mother, episode: of a family of the
    organisation whose log this is, else None. covered: for whom she stood in. object: the row that was meant."""

    id: UUID
    at: datetime
    action: str
    what: str
    actor: UUID
    role: str
    purpose: str
    reason: str
    ground: str
    door: str
    network: str
    mother: UUID | None
    episode: UUID | None
    object: UUID | None
    covered: UUID | None


class Looked(NamedTuple):
    """What is looked for: since and until when, by whom, about whom, of which kind, and how many at most."""

    since: datetime | None = None
    until: datetime | None = None
    agent: UUID | None = None
    patient: UUID | None = None
    action: str = ""
    most: int = ORDINARY_COUNT


def audit_event(noted: Noted) -> dict[str, Any]:
    """The AuditEvent, whole: it has one version, for a row of the log never changes."""
    agents = [_agent(noted.actor, noted.role, noted, requestor=True)]
    if noted.covered:
        agents.append(_agent(noted.covered, noted.role, None, requestor=False))
    whats = [
        reference("Patient", noted.mother),
        reference("EpisodeOfCare", noted.episode),
        {"identifier": {"system": ROWS, "value": str(noted.object)}} if noted.object else None,
    ]
    return without_nothing(
        {
            "resourceType": TYPE,
            "id": str(noted.id),
            "meta": {"versionId": "1", "lastUpdated": instant(noted.at)},
            "type": EVENT,
            "subtype": [coding(ACTS, noted.what)],
            "action": LETTERS.get(noted.action),
            "recorded": instant(noted.at),
            "outcome": REFUSED if noted.action == "refused" else DONE,
            "outcomeDesc": noted.ground if noted.action == "refused" else None,
            "purposeOfEvent": [
                without_nothing({"coding": [coding(PURPOSES, noted.purpose)], "text": noted.reason})
            ],
            "agent": agents,
            "source": without_nothing({"site": noted.door, "observer": {"display": "Kraamkring"}}),
            "entity": [{"what": what} for what in whats if what],
        }
    )


def _agent(account: UUID, role: str, noted: Noted | None, *, requestor: bool) -> dict[str, Any]:
    who = reference("Practitioner", account) if role in IN_HCPARTY or role == "maternity_carer" else None
    return without_nothing(
        {
            "type": {"coding": [HUMAN]},
            "role": [{"coding": codes_of_role(role)}],
            "who": who or {"identifier": {"system": ACCOUNTS, "value": str(account)}},
            "requestor": requestor,
            "policy": [f"{OWN}/ground/{noted.ground}"] if noted and noted.action != "refused" else [],
            "network": {"address": noted.network, "type": "2"} if noted and noted.network else None,
        }
    )


def looked_for(pairs: Iterable[tuple[str, str]]) -> Looked:
    """A search of the log, understood: what is not is refused, for a log that was searched otherwise than somebody
    thinks proves nothing. Raises NotUnderstood."""
    found = Looked()
    for name, value in pairs:
        if name == "date":
            found = _dated(found, value)
        elif name in ("agent", "patient"):
            id = as_uuid(value.rpartition("/")[2])
            if id is None:
                raise NotUnderstood(f"{name}: this names nobody of ours")
            found = found._replace(agent=id) if name == "agent" else found._replace(patient=id)
        elif name == "action":
            if value not in KINDS:
                raise NotUnderstood(f"action: only {', '.join(KINDS)} are in the log")
            found = found._replace(action=KINDS[value])
        elif name == "outcome":
            if value != REFUSED:
                raise NotUnderstood(f"outcome: only what was refused ({REFUSED}) is asked apart")
            found = found._replace(action="refused")
        elif name == "_count":
            if not value.isdecimal() or not 1 <= int(value) <= MOST_COUNT:
                raise NotUnderstood(f"_count: 1 to {MOST_COUNT}")
            found = found._replace(most=int(value))
        elif name != "_format":
            raise NotUnderstood(f"{name[:40]}: the log is not searched by this")
    return found


def _dated(looked: Looked, value: str) -> Looked:
    prefix, rest = (value[:2], value[2:]) if value[:2] in ("ge", "gt", "le", "lt", "eq") else ("eq", value)
    try:
        first, last = moment(rest)
    except NotUnderstood:
        raise NotUnderstood("date: this is not a date") from None
    since = {"ge": first, "gt": last, "eq": first}.get(prefix)
    until = {"le": last, "lt": first, "eq": last}.get(prefix)
    return looked._replace(
        since=max(filter(None, (looked.since, since)), default=None),
        until=min(filter(None, (looked.until, until)), default=None),
    )
