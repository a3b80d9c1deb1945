"""This door as OpenAPI 3.1, from the tables from which it routes: for who generates a client, or tries everything."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from kraamkring.core.exchange import TYPES, ResourceType
from kraamkring.core.exchange.audit_event import PARAMETERS as LOG_BY
from kraamkring.core.exchange.definitions import Definitions, Element
from kraamkring.core.exchange.registry import OF_EVERY_TYPE

from .forms import JSON, XML
from .routes import OPERATIONS, serves
from .writing import CREATED, UPDATED

Said = dict[str, Any]
RESULTS = ("_sort", "_count", "_summary", "_elements", "_total", "_include", "_revinclude", "_format")
PREFER = ("return=minimal", "return=representation", "return=OperationOutcome", "handling=strict")
STATUSES = {
    "200": "done", "201": "made", "202": "a worker takes it up",
    "304": "what is known already", "400": "this is no R4 resource, or no question",
    "401": "no token", "403": "this key, or this person, may not",
    "404": "not there for who asks", "405": "not done here",
    "406": "not given in this form", "409": "somebody else wrote at this moment", "411": "its length was not said",
    "412": "another version stands", "413": "too large",
    "415": "not read in this form", "422": "it would be lost, or cannot be", "429": "too often",
}  # fmt: skip
PRIMITIVES: dict[str, Said] = {
    "boolean": {"type": "boolean"},
    "decimal": {"type": "number"},
    "integer": {"type": "integer"},
    "positiveInt": {"type": "integer", "minimum": 1},
    "unsignedInt": {"type": "integer", "minimum": 0},
}
ANY_RESOURCE: Said = {
    "type": "object",
    "required": ["resourceType"],
    "properties": {"resourceType": {"type": "string"}},
}


def document(base: str, known: Definitions) -> Said:
    """The document."""
    written = sorted(CREATED | UPDATED)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kraamkring: FHIR R4", "version": version("kraamkring")},
        "servers": [{"url": base.rstrip("/")}],
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas([*written, "Bundle", "Subscription"], known),
        },
        "paths": {
            "/metadata": {"get": _done([_query("_format")]) | {"security": []}},
            "/": {"post": _done([_prefer()], body="Bundle")},
            "/$export": {"get": EXPORT},
            "/Subscription": {"get": _done([_query("_format")]), "post": _done([], body="Subscription")},
            "/AuditEvent": {"get": _done([*map(_query, ("_count", "_format", *LOG_BY))])},
            "/AuditEvent/{id}": _with({"get": _done([_query("_format")])}, "id"),
            "/Subscription/{id}": _with({"get": _done([_query("_format")]), "delete": _done([])}, "id"),
            "/bulk/{id}": _with({"get": _done([]), "delete": _done([])}, "id"),
            "/bulk/{id}/{type}.{number}.ndjson": _with({"get": _done([])}, "id", "type", "number"),
        }
        | {path: said for type in sorted(TYPES) for path, said in _of_type(TYPES[type])},
    }


def _of_type(type: ResourceType) -> Iterable[tuple[str, Said]]:
    name = type.name
    asked = [*OF_EVERY_TYPE, *(each.name for each in type.parameters), *RESULTS]
    search = [*map(_query, asked), _prefer()]
    create = [_header("If-None-Exist"), _prefer()]
    update = [_header("If-Match"), _prefer()]
    here: Said = {"get": _done(search)}
    one: Said = {"get": _done([_header("If-None-Match"), _header("If-Modified-Since"), _query("_format")])}
    if name in CREATED:
        here["post"] = _done(create, body=name)
    if name in UPDATED:
        here["put"] = _done([*search, _header("If-Match")], body=name)
        one["put"] = _done(update, body=name)
    yield f"/{name}", here
    yield f"/{name}/_search", {"post": _done([_prefer()], form=asked)}
    yield f"/{name}/{{id}}", _with(one, "id")
    yield f"/{name}/{{id}}/_history", _with({"get": _done([_query("_format")])}, "id")
    yield f"/{name}/{{id}}/_history/{{version}}", _with({"get": _done([_query("_format")])}, "id", "version")
    for operation, said in OPERATIONS.items():
        if not serves(said, name):
            continue
        if said.method == "GET":
            yield f"/{name}/{operation}", {"get": EXPORT}
        elif said.of == "type":
            yield f"/{name}/{operation}", {"post": _done([], body=name if name in CREATED else "")}
        else:
            needed = [_query(each) | {"required": True} for each in said.needs]
            yield f"/{name}/{{id}}/{operation}", _with({"get": _done([*needed, _query("_format")])}, "id")


def _done(parameters: list[Said], body: str = "", form: Iterable[str] | None = None) -> Said:
    given = {each: {"schema": ANY_RESOURCE} for each in (JSON, XML)}
    said: Said = {
        "parameters": parameters,
        "responses": {status: {"description": words, "content": given} for status, words in STATUSES.items()},
    }
    if body:
        schema = {"$ref": f"#/components/schemas/{body}"}
        said["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    if form is not None:
        fields: Said = {"type": "object", "properties": {name: {"type": "string"} for name in form}}
        said["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": fields}}}
    return said


def _with(said: Said, *names: str) -> Said:
    """The same, with what stands in the address."""
    kinds = {
        "id": {"type": "string", "pattern": "^[A-Za-z0-9.-]{1,64}$"},
        "version": {"type": "integer", "minimum": 1},
        "type": {"enum": sorted(TYPES)},
        "number": {"type": "integer", "minimum": 1},
    }
    inside = [{"name": name, "in": "path", "required": True, "schema": kinds[name]} for name in names]
    return said | {"parameters": inside}


def _query(name: str) -> Said:
    return {"name": name, "in": "query", "schema": {"type": "string"}}


def _header(name: str, *values: str) -> Said:
    return {
        "name": name,
        "in": "header",
        "schema": {"enum": list(values)} if values else {"type": "string"},
    }


def _prefer() -> Said:
    return _header("Prefer", *PREFER)


EXPORT = _done(
    [_query("_outputFormat"), _query("_since"), _query("_type"), _header("Prefer", "respond-async")]
)


def _schemas(types: Iterable[str], known: Definitions) -> dict[str, Said]:
    """Each type, and everything that it is made of."""
    found: dict[str, Said] = {}
    wanted = list(types)
    while wanted:
        path = wanted.pop()
        if path in found or path == "Resource":
            continue
        found[path] = _schema(path, known)
        wanted += [each.path for each in known.shapes[path].values() if not known.is_primitive(each.type)]
    return found | {"Resource": ANY_RESOURCE}


def _schema(path: str, known: Definitions) -> Said:
    shape = known.shapes[path]
    properties = {name: _element(each, known) for name, each in shape.items()}
    required = [name for name, each in shape.items() if each.least and not each.choice]
    if known.is_resource(path):
        properties["resourceType"] = {"const": path}
        required.append("resourceType")
    said: Said = {"type": "object", "properties": properties, "additionalProperties": False}
    return said | ({"required": required} if required else {})


def _element(element: Element, known: Definitions) -> Said:
    if not known.is_primitive(element.type):
        one: Said = {"$ref": f"#/components/schemas/{element.path}"}
    elif element.bound in known.codes:
        one = {"enum": sorted(known.codes[element.bound])}
    else:
        one = PRIMITIVES.get(element.type, {"type": "string"})
    return {"type": "array", "items": one, "minItems": 1} if element.many else one
