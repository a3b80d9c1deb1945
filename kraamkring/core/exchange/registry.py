"""Every type of resource that goes out. The CapabilityStatement, the addresses and the search are made from this."""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    appointment,
    care_plan,
    care_request,
    care_team,
    condition,
    consent,
    document_reference,
    encounter,
    episode_of_care,
    flag,
    immunization,
    observation,
    organization,
    patient,
    practitioner,
    practitioner_role,
    procedure,
    related_person,
    task,
)
from .defining import ResourceType

# Of every type, answered from the columns of what is stored.
OF_EVERY_TYPE = ("_id", "_lastUpdated")

TYPES: Mapping[str, ResourceType] = {
    each.name: each
    for each in (
        appointment.DEFINED,
        care_plan.DEFINED,
        care_team.DEFINED,
        condition.DEFINED,
        consent.DEFINED,
        document_reference.DEFINED,
        encounter.DEFINED,
        episode_of_care.DEFINED,
        flag.DEFINED,
        immunization.DEFINED,
        observation.DEFINED,
        organization.DEFINED,
        patient.DEFINED,
        practitioner.DEFINED,
        practitioner_role.DEFINED,
        procedure.DEFINED,
        related_person.DEFINED,
        care_request.DEFINED,
        task.DEFINED,
    )
}
