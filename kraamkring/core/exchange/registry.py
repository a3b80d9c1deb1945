"""Every type of resource that goes out. The CapabilityStatement, the addresses and the search are made from this."""

from __future__ import annotations

from collections.abc import Mapping

from . import (
    appointment,
    care_plan,
    care_request,
    care_team,
    communication,
    condition,
    consent,
    document_reference,
    encounter,
    episode_of_care,
    flag,
    goal,
    immunization,
    location,
    observation,
    organization,
    patient,
    plan_definition,
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
        communication.DEFINED,
        condition.DEFINED,
        consent.DEFINED,
        document_reference.DEFINED,
        encounter.DEFINED,
        episode_of_care.DEFINED,
        flag.DEFINED,
        goal.DEFINED,
        immunization.DEFINED,
        location.DEFINED,
        observation.DEFINED,
        organization.DEFINED,
        patient.DEFINED,
        plan_definition.DEFINED,
        practitioner.DEFINED,
        practitioner_role.DEFINED,
        procedure.DEFINED,
        related_person.DEFINED,
        care_request.DEFINED,
        task.DEFINED,
    )
}
