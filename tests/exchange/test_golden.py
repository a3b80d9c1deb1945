"""Each type of resource, worked by hand from the R4 specification: facts in, exactly this JSON out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from kraamkring.core.exchange import Made
from kraamkring.core.exchange.care_plan import Pathway, care_plan
from kraamkring.core.exchange.care_request import Request, service_request
from kraamkring.core.exchange.condition import Matter, condition
from kraamkring.core.exchange.document_reference import Letter, document_reference
from kraamkring.core.exchange.encounter import Contact, encounter
from kraamkring.core.exchange.immunization import Given, immunization
from kraamkring.core.exchange.procedure import Act, procedure
from kraamkring.core.exchange.resource import body, whole
from kraamkring.core.exchange.shaped import require_shape
from kraamkring.core.exchange.task import Promised, task
from kraamkring.packs.fhir_r4 import definitions

EPISODE, MOTHER, CHILD, PLAN, ONE = (UUID(int=n) for n in range(1, 6))
OWN = "https://kraamkring.example/fhir"
AT = datetime(2026, 10, 5, 6, 30, tzinfo=UTC)


def said(made: Made) -> object:
    """The resource without id and meta, as it is stored; its shape is that of R4."""
    sent = json.loads(whole(made.type, made.id, 1, AT, body(made)))
    require_shape(sent, definitions())
    return {name: value for name, value in sent.items() if name not in ("resourceType", "id", "meta")}


def ref(type: str, id: UUID) -> dict[str, str]:
    return {"reference": f"{type}/{id}"}


def test_a_promise_that_was_kept_is_a_completed_task() -> None:
    promised = Promised(
        id=ONE, episode=EPISODE, about=CHILD, plan=PLAN, activity="blood-spot", title="Heel prick", role="midwife",
        obligation="required", earliest=AT, target=AT.replace(day=8), latest=AT.replace(day=12), state="done",
        done_at=AT.replace(day=9),
    )  # fmt: skip
    assert said(task(promised)) == {
        "extension": [
            {"url": f"{OWN}/StructureDefinition/task-obligation", "valueCode": "required"},
            {"url": f"{OWN}/StructureDefinition/task-target", "valueDateTime": "2026-10-08T06:30:00Z"},
        ],
        "basedOn": [ref("CarePlan", PLAN)],
        "status": "completed",
        "intent": "plan",
        "code": {
            "coding": [
                {"system": f"{OWN}/CodeSystem/activity", "code": "blood-spot", "display": "Heel prick"}
            ]
        },
        "description": "Heel prick",
        "for": ref("Patient", CHILD),
        "executionPeriod": {"end": "2026-10-09T06:30:00Z"},
        "performerType": [
            {
                "coding": [
                    {
                        "system": "https://www.ehealth.fgov.be/standards/fhir/core/CodeSystem/cd-hcparty",
                        "code": "persmidwife",
                    },
                    {"system": f"{OWN}/CodeSystem/role", "code": "midwife"},
                ]
            }
        ],
        "restriction": {"period": {"start": "2026-10-05T06:30:00Z", "end": "2026-10-12T06:30:00Z"}},
    }
    assert task(promised).module == "plan"


def test_a_pathway_is_a_plan_of_care_that_names_its_tasks() -> None:
    pathway = Pathway(
        episode=EPISODE, mother=MOTHER, protocol="be-vlg", booked_on=date(2026, 3, 2), promised=[ONE]
    )
    told = said(care_plan(pathway))
    assert isinstance(told, dict)
    assert told.pop("careTeam")[0]["reference"].startswith("CareTeam/")
    assert told == {
        "instantiatesCanonical": [f"{OWN}/PlanDefinition/be-vlg"],
        "status": "active",
        "intent": "plan",
        "category": [
            {
                "coding": [
                    {
                        "system": f"{OWN}/CodeSystem/care-plan",
                        "code": "pathway",
                        "display": "Care around a birth, as the protocol promises it",
                    }
                ]
            }
        ],
        "subject": ref("Patient", MOTHER),
        "period": {"start": "2026-03-02"},
        "activity": [{"reference": ref("Task", ONE)}],
    }


def test_a_visit_at_home_says_in_which_role_somebody_came() -> None:
    came = Contact(
        id=ONE, episode=EPISODE, module="postnatal", about=MOTHER, kind="home_visit", status="finished", start=AT,
        by="maternity_carer", appointment=PLAN,
    )  # fmt: skip
    assert said(encounter(came)) == {
        "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": "HH",
            "display": "home health",
        },
        "type": [
            {
                "coding": [
                    {"system": "http://snomed.info/sct", "code": "169762003"},
                    {"system": f"{OWN}/CodeSystem/contact", "code": "home_visit"},
                ]
            }
        ],
        "subject": ref("Patient", MOTHER),
        "episodeOfCare": [ref("EpisodeOfCare", EPISODE)],
        "participant": [
            {"type": [{"coding": [{"system": f"{OWN}/CodeSystem/role", "code": "maternity_carer"}]}]}
        ],
        "appointment": [ref("Appointment", PLAN)],
        "period": {"start": "2026-10-05T06:30:00Z"},
    }


def test_a_heel_prick_that_was_refused_is_a_procedure_not_done() -> None:
    refused = Act(
        id=ONE, episode=EPISODE, module="child", about=CHILD, what="blood_spot", status="not-done",
        at=date(2026, 10, 8), reason="the parents do not want it",
    )  # fmt: skip
    assert said(procedure(refused)) == {
        "status": "not-done",
        "statusReason": {"text": "the parents do not want it"},
        "code": {
            "coding": [
                {"system": "http://snomed.info/sct", "code": "77262006"},
                {"system": f"{OWN}/CodeSystem/procedure", "code": "blood_spot"},
            ]
        },
        "subject": ref("Patient", CHILD),
        "performedDateTime": "2026-10-08",
    }


def test_protection_that_was_given() -> None:
    given = Given(id=ONE, episode=EPISODE, module="child", about=CHILD, step="rsv_immunised", at=AT)
    assert said(immunization(given)) == {
        "status": "completed",
        "vaccineCode": {
            "coding": [
                {
                    "system": f"{OWN}/CodeSystem/vaccine",
                    "code": "rsv_immunised",
                    "display": "Antibody against RSV, to the child",
                }
            ]
        },
        "patient": ref("Patient", CHILD),
        "occurrenceDateTime": "2026-10-05T06:30:00Z",
    }


def test_maternity_care_that_was_asked_for_says_how_many_hours() -> None:
    asked = Request(
        id=ONE, episode=EPISODE, mother=MOTHER, organisation=PLAN, by=("Patient", MOTHER), at=AT, over=False, hours=43
    )  # fmt: skip
    assert said(service_request(asked)) == {
        "status": "active",
        "intent": "order",
        "code": {
            "coding": [
                {"system": "http://snomed.info/sct", "code": "147771000146108"},
                {
                    "system": f"{OWN}/CodeSystem/service",
                    "code": "maternity_care",
                    "display": "Maternity care at home",
                },
            ]
        },
        "quantityQuantity": {"value": 43, "unit": "h", "system": "http://unitsofmeasure.org", "code": "h"},
        "subject": ref("Patient", MOTHER),
        "authoredOn": "2026-10-05T06:30:00Z",
        "requester": ref("Patient", MOTHER),
        "performer": [ref("Organization", PLAN)],
    }


def test_a_letter_says_what_it_is_and_not_what_it_holds() -> None:
    letter = Letter(
        id=ONE, episode=EPISODE, module="child", about=CHILD, title="Hearing", media_type="image/jpeg", at=AT,
        stands=False,
    )  # fmt: skip
    assert said(document_reference(letter)) == {
        "status": "entered-in-error",
        "subject": ref("Patient", CHILD),
        "date": "2026-10-05T06:30:00Z",
        "description": "Hearing",
        "content": [
            {
                "attachment": {
                    "contentType": "image/jpeg",
                    "title": "Hearing",
                    "creation": "2026-10-05T06:30:00Z",
                }
            }
        ],
    }
    assert document_reference(letter).module == "child"


def test_a_loss_happened_and_one_written_by_mistake_says_nothing_of_how_it_is() -> None:
    def coded(system: str, code: str, **more: str) -> dict[str, object]:
        return {"coding": [{"system": system, "code": code, **more}]}

    lost = Matter(
        id=ONE, episode=EPISODE, module="prenatal", about=MOTHER, what="miscarriage", since=AT, recorded_at=AT,
        now="active",
    )  # fmt: skip
    terminology = "http://terminology.hl7.org/CodeSystem"
    sent = {
        "clinicalStatus": coded(f"{terminology}/condition-clinical", "active"),
        "verificationStatus": coded(f"{terminology}/condition-ver-status", "confirmed"),
        "code": coded(f"{OWN}/CodeSystem/condition", "miscarriage", display="Miscarriage"),
        "subject": ref("Patient", MOTHER),
        "onsetDateTime": "2026-10-05T06:30:00Z",
        "recordedDate": "2026-10-05T06:30:00Z",
    }
    assert said(condition(lost)) == sent
    del sent["clinicalStatus"]
    sent["verificationStatus"] = coded(f"{terminology}/condition-ver-status", "entered-in-error")
    assert said(condition(replace(lost, stands=False))) == sent
