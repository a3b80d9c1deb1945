"""Which interactions are offered, of which types, and what answers each: the addresses and the CapabilityStatement
follow from this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from kraamkring.core.exchange import ResourceType
from kraamkring.core.exchange.systems import OWN


def _always(_type: ResourceType) -> bool:
    return True


class Interaction(NamedTuple):
    """code: of the value set restful-interaction. of: what its address names. offered: of which types."""

    code: str
    of: Literal["system", "type", "instance", "version"]
    method: Literal["GET", "POST", "PUT"]
    offered: Callable[[ResourceType], bool] = _always


class Operation(NamedTuple):
    """An operation with `$`. type: to which it belongs, empty for every type. of: whether it is asked of one resource,
    or of the type. method: how it is asked of a type. needs: what must be said with it."""

    type: str
    definition: str
    of: Literal["type", "instance"] = "instance"
    method: Literal["GET", "POST"] = "POST"
    needs: tuple[str, ...] = ()


BULK = "http://hl7.org/fhir/uv/bulkdata"
INTERACTIONS = (
    Interaction("transaction", "system", "POST"),
    Interaction("batch", "system", "POST"),
    Interaction("read", "instance", "GET"),
    Interaction("vread", "version", "GET"),
    Interaction("history-instance", "instance", "GET"),
    Interaction("search-type", "type", "GET"),
    Interaction("create", "type", "POST", lambda type: type.creates),
    Interaction("update", "instance", "PUT", lambda type: type.updates),
)
OPERATIONS = {
    "$validate": Operation("", "http://hl7.org/fhir/OperationDefinition/Resource-validate", "type"),
    "$everything": Operation("Patient", "http://hl7.org/fhir/OperationDefinition/Patient-everything"),
    "$apply": Operation(
        "PlanDefinition", "http://hl7.org/fhir/OperationDefinition/PlanDefinition-apply", needs=("subject",)
    ),
    "$summary": Operation("Patient", "http://hl7.org/fhir/uv/ips/OperationDefinition/summary"),
    "$transfer-letter": Operation("EpisodeOfCare", f"{OWN}/OperationDefinition/transfer-letter"),
    "$hand-over": Operation("Communication", f"{OWN}/OperationDefinition/hand-over"),
    "$export": Operation("Patient", f"{BULK}/OperationDefinition/patient-export", "type", "GET"),
}
OF_THE_SYSTEM = {"$export": f"{BULK}/OperationDefinition/export"}


def serves(operation: Operation, type: str) -> bool:
    """Whether it is done with this type."""
    return operation.type in ("", type)


# Not of the record: it belongs to the program that asks (subscriptions.py).
SUBSCRIPTION = ("create", "read", "search-type", "delete")
