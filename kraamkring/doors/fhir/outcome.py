"""What went wrong, as an OperationOutcome: a sentence for a person, a code for a program, never a value."""

from __future__ import annotations

import json
from typing import NamedTuple

from django.http import HttpResponse

JSON = "application/fhir+json; charset=utf-8"


class Issue(NamedTuple):
    """code: of the value set issue-type. where: a FHIRPath, empty for the whole."""

    code: str
    said: str
    where: str = ""
    severity: str = "error"


def as_json(*issues: Issue) -> dict[str, object]:
    """The OperationOutcome."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {"severity": each.severity, "code": each.code, "diagnostics": each.said}
            | ({"expression": [each.where]} if each.where else {})
            for each in issues
        ],
    }


def outcome(status: int, *issues: Issue) -> HttpResponse:
    """The answer with this status."""
    return HttpResponse(json.dumps(as_json(*issues), ensure_ascii=False), status=status, content_type=JSON)
