"""A resource as XML, from its JSON: the elements in the order of the table of definitions, which JSON does not have.

Rules: hl7.org/fhir/R4/xml.html. Values and the ids of elements are attributes, so is the address of an extension; the
id of a resource is an element; a narrative stands as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from .definitions import Definitions, Element
from .resource import Json

FHIR, XHTML = "http://hl7.org/fhir", "http://www.w3.org/1999/xhtml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
OF_XML = {"amp", "lt", "gt", "quot", "apos"}
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NotInXml(ValueError):
    """What XML cannot hold: a character that it does not have, or a narrative that is no XHTML."""


def as_xml(resource: Json, known: Definitions) -> str:
    """The document. resource: of the shape that R4 says (`shaped.require_shape`). Raises NotInXml."""
    return HEAD + "".join(_resource(resource, known, f' xmlns="{FHIR}"'))


def _resource(resource: Json, known: Definitions, more: str = "") -> Iterator[str]:
    type = resource["resourceType"]
    inside = "".join(_elements(resource, type, known))
    yield f"<{type}{more}>{inside}</{type}>" if inside else f"<{type}{more}/>"


def _elements(value: Json, path: str, known: Definitions) -> Iterator[str]:
    """The children of an element in their order; what is written as an attribute is left out."""
    for name, element in known.shapes[path].items():
        if (name not in value and f"_{name}" not in value) or is_attribute(element, path, known):
            continue
        values, beside = value.get(name), value.get(f"_{name}")
        if not element.many:
            yield from _one(values, beside, element, known)
            continue
        values, beside = values or [], beside or []
        for index in range(max(len(values), len(beside))):
            one = values[index] if index < len(values) else None
            about = beside[index] if index < len(beside) else None
            yield from _one(one, about, element, known)


def is_attribute(element: Element, path: str, known: Definitions) -> bool:
    """Whether XML writes it as an attribute of its parent."""
    return (element.name == "id" and not known.is_resource(path)) or (path, element.name) == (
        "Extension",
        "url",
    )


def _one(value: Any, about: Any, element: Element, known: Definitions) -> Iterator[str]:
    name = element.name
    if element.type == "xhtml":
        yield _narrative(value)
    elif element.type == "Resource":
        yield f"<{name}>"
        yield from _resource(value, known)
        yield f"</{name}>"
    elif known.is_primitive(element.type):
        said = "" if value is None else f" value={_quoted(_text(value))}"
        yield _tag(name, said, about or {}, "Element", known)
    else:
        yield _tag(name, "", value, element.path, known)


def _tag(name: str, said: str, value: Json, path: str, known: Definitions) -> str:
    for each in ("id", "url"):
        element = known.shapes[path].get(each)
        if each in value and element is not None and is_attribute(element, path, known):
            said = f" {each}={_quoted(value[each])}{said}"
    inside = "".join(_elements(value, path, known))
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    if NOT_IN_XML.search(text):
        raise NotInXml("a text in it holds a character that XML does not have")
    return quoteattr(text)


def _narrative(text: str) -> str:
    """The narrative, with the names of characters that only HTML has written as their numbers."""
    plain = re.sub(r"&([A-Za-z][A-Za-z0-9]*);", _numbered, text.strip())
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _declared
    try:
        parser.Parse(plain.encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        raise NotInXml("its narrative is no XHTML") from None
    if not plain.startswith("<div") or XHTML not in plain.partition(">")[0]:
        raise NotInXml("its narrative is no div of XHTML")
    return plain


def _numbered(name: re.Match[str]) -> str:
    code = name2codepoint.get(name[1])
    return name[0] if code is None or name[1] in OF_XML else f"&#{code};"


def _declared(*_said: Any) -> None:
    raise NotInXml("its narrative declares a document type")
