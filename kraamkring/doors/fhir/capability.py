"""What this server can do, said from the same tables from which it routes."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from typing import Any

from kraamkring.core.exchange import TYPES, ResourceType
from kraamkring.core.exchange.audit_event import PARAMETERS as LOG_BY
from kraamkring.core.exchange.audit_event import TYPE as LOG
from kraamkring.core.exchange.claims import claimed_by
from kraamkring.core.exchange.registry import OF_EVERY_TYPE
from kraamkring.core.exchange.resource import instant

from .routes import BULK, INTERACTIONS, OF_THE_SYSTEM, OPERATIONS, SUBSCRIPTION, serves

COMMON = {"_id": "token", "_lastUpdated": "date"}


def statement(base: str, started_at: datetime) -> dict[str, Any]:
    """The CapabilityStatement."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": instant(started_at),
        "kind": "instance",
        "instantiates": [f"{BULK}/CapabilityStatement/bulk-data"],
        "software": {"name": "Kraamkring", "version": version("kraamkring")},
        "implementation": {"description": "The shared record around a birth", "url": base.rstrip("/")},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "application/fhir+xml", "json", "xml"],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "cors": False,
                    "service": [
                        {
                            "coding": [
                                {
                                    "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                                    "code": "SMART-on-FHIR",
                                }
                            ]
                        }
                    ],
                    "description": "A bearer token in the header Authorization. What is given is decided for each "
                    "resource by relation, role and the mother's consent.",
                },
                "resource": [
                    *(_resource(each) for _, each in sorted(TYPES.items())),
                    {
                        "type": LOG,
                        "interaction": [{"code": each} for each in ("read", "search-type")],
                        "searchParam": [{"name": name, "type": kind} for name, kind in LOG_BY.items()],
                    },
                    {"type": "Subscription", "interaction": [{"code": each} for each in SUBSCRIPTION]},
                ],
                "interaction": [{"code": each.code} for each in INTERACTIONS if each.of == "system"],
                "operation": [
                    {"name": name.removeprefix("$"), "definition": definition}
                    for name, definition in OF_THE_SYSTEM.items()
                ],
            }
        ],
    }


def _resource(type: ResourceType) -> dict[str, Any]:
    operations = [
        {"name": name.removeprefix("$"), "definition": operation.definition}
        for name, operation in OPERATIONS.items()
        if serves(operation, type.name)
    ]
    found = {
        "type": type.name,
        "interaction": [
            {"code": each.code} for each in INTERACTIONS if each.offered(type) and each.of != "system"
        ],
        "supportedProfile": list(claimed_by(type.name)),
        "versioning": "versioned",
        "readHistory": True,
        "updateCreate": False,
        "conditionalCreate": type.creates,
        "conditionalRead": "full-support",
        "conditionalUpdate": type.updates,
        "searchInclude": [f"{type.name}:{each.name}" for each in type.parameters if each.kind == "reference"],
        "searchRevInclude": [
            f"{other.name}:{each.name}"
            for _, other in sorted(TYPES.items())
            for each in other.parameters
            if type.name in each.targets
        ],
        "searchParam": [
            *({"name": name, "type": COMMON[name]} for name in OF_EVERY_TYPE),
            *({"name": each.name, "type": each.kind} for each in type.parameters),
        ],
        "operation": operations,
    }
    return {name: value for name, value in found.items() if value != []}
