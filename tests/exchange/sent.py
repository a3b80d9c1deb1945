"""What a program sends in tests, and how."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from kraamkring.rooms.people.models import PregnancyEpisode

FHIR_JSON = "application/fhir+json"


def temperature(leen: PregnancyEpisode, value: float = 37.2, **more: Any) -> dict[str, Any]:
    """A mother's temperature, as a ward system sends it."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]},
        "subject": {"reference": f"Patient/{leen.mother_id}"},
        "effectiveDateTime": "2026-10-05T14:00:00+02:00",
        "valueQuantity": {"value": value, "unit": "°C", "system": "http://unitsofmeasure.org", "code": "Cel"},
    } | more


def entry(method: str, url: str, resource: object = None, name: str = "", **request: str) -> dict[str, Any]:
    """An entry of a Bundle that is sent."""
    said: dict[str, Any] = {"request": {"method": method, "url": url, **request}}
    if resource is not None:
        said["resource"] = resource
    return said | ({"fullUrl": name} if name else {})


def bundle(kind: str, *entries: dict[str, Any]) -> dict[str, Any]:
    """A transaction or a batch."""
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def send(
    client: Client, body: object, status: int, path: str = "Observation", method: str = "", **headers: str
) -> Any:
    """The answer to a resource that is sent: PUT where the address names one or asks for one, else POST."""
    puts = method == "PUT" or (not method and ("/" in path or "?" in path))
    how = client.put if puts else client.post
    answer = how(f"/fhir/{path}", json.dumps(body), FHIR_JSON, headers=headers)
    assert answer.status_code == status, answer.content
    return answer
