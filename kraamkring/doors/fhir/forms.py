"""In which form something is asked and given: JSON, which is stored, or XML, which is made of it."""

from __future__ import annotations

import json
from decimal import Decimal

from django.http import HttpRequest, HttpResponse

from kraamkring.core.exchange.as_xml import NotInXml, as_xml
from kraamkring.packs.fhir_r4 import definitions

from .outcome import Issue, outcome

JSON, XML = "application/fhir+json", "application/fhir+xml"
# Whatever FHIR R4 lets somebody call each of them (http.html#mime-type); nothing said means JSON.
FORMS = {
    "": JSON, "json": JSON, JSON: JSON, "application/json": JSON, "text/json": JSON,
    "xml": XML, XML: XML, "application/xml": XML, "text/xml": XML,
}  # fmt: skip
ANY = {"*/*": JSON, "application/*": JSON}


def wanted(request: HttpRequest) -> str | None:
    """The form that is wanted; None for one that is not given. `_format` is stronger than what the headers accept."""
    asked = request.GET.get("_format")
    if asked is not None:
        return (FORMS | ANY).get(asked.partition(";")[0].strip().replace(" ", "+").lower())
    best: tuple[float, str] | None = None
    for each in request.headers.get("Accept", "").split(","):
        name, _semicolon, more = each.partition(";")
        form, weight = (FORMS | ANY).get(name.strip().lower()), _weight(more)
        if form and weight > (best[0] if best else 0):
            best = (weight, form)
    return best[1] if best else None


def in_form(form: str, answer: HttpResponse) -> HttpResponse:
    """The answer in this form."""
    answer["Vary"] = "Accept, Authorization"
    if form == JSON or not answer.content:
        return answer
    try:
        said = as_xml(json.loads(answer.content, parse_float=Decimal), definitions())
    except NotInXml as wrong:
        return outcome(406, Issue("not-supported", f"this cannot be given as XML: {wrong}"))
    answer.content = said.encode()
    answer["Content-Type"] = f"{XML}; charset=utf-8"
    return answer


def _weight(said: str) -> float:
    for each in said.split(";"):
        name, _is, value = each.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, float(value))
            except ValueError:
                return 0
    return 1
