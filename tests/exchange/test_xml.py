"""XML says the same as JSON, both ways; what would blow up is refused in a sentence, before it does."""

from __future__ import annotations

import json
import tracemalloc
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from kraamkring.core.exchange.as_xml import NotInXml, as_xml
from kraamkring.core.exchange.from_xml import NotXml, from_xml
from kraamkring.core.exchange.shaped import PATTERNS, Unshaped, faults_of
from kraamkring.flows.observe import Said, observe
from kraamkring.packs.fhir_r4 import definitions
from kraamkring.rooms.exchange.models import Resource
from kraamkring.rooms.record.models import Observation
from tests.cast import LATER, Cast, booked
from tests.examples import sample
from tests.flows.ward import fresh

from .conftest import Connect
from .sent import bundle, entry, temperature

FHIR_XML = "application/fhir+xml"
KNOWN = definitions()
DEEPEST_MADE = 3


def there_and_back(text: str) -> object:
    return from_xml(as_xml(json.loads(text, parse_float=Decimal), KNOWN).encode(), KNOWN)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1).filter(
    lambda text: text.strip() == text and text
)
PRIMITIVE = {
    "boolean": st.booleans(),
    "decimal": st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=3).map(float),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "positiveInt": st.integers(1, 2**31 - 1),
    "unsignedInt": st.integers(0, 2**31 - 1),
    "date": st.dates().map(str),
    "dateTime": st.dates().map(str),
    "instant": st.datetimes().map(lambda at: f"{at.isoformat(timespec='seconds')}Z"),
    "time": st.times().map(lambda at: at.isoformat(timespec="seconds")),
    "base64Binary": st.just("AAAA"),
    "oid": st.just("urn:oid:1.2.3"),
    "uuid": st.uuids().map(lambda id: f"urn:uuid:{id}"),
    "xhtml": st.just('<div xmlns="http://www.w3.org/1999/xhtml"><p class="a">x &amp; <br/>y</p></div>'),
}


def resources(path: str, depth: int = 0) -> st.SearchStrategy[dict[str, object]]:
    """Anything that the table lets stand under a path: what must be there, and a few of the rest."""

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, object]:
        shape, found = KNOWN.shapes[path], {}
        chosen: dict[str, list[str]] = {}
        for name, element in shape.items():
            chosen.setdefault(element.choice or name, []).append(name)
        optional = [first for first, names in chosen.items() if not shape[names[0]].least]
        wanted = (
            draw(st.sets(st.sampled_from(optional), max_size=4))
            if optional and depth < DEEPEST_MADE
            else set()
        )
        for first, names in chosen.items():
            if not (shape[names[0]].least or first in wanted):
                continue
            element = shape[draw(st.sampled_from(names))]
            if element.type == "Resource" or (depth >= DEEPEST_MADE and not element.least):
                continue
            each = of(element.type, element.path, element.bound, depth)
            value = draw(st.lists(each, min_size=1, max_size=2) if element.many else each)
            if value not in ({}, [{}], [{}, {}]):
                found[element.name] = value
        return found

    return drawn()


def of(type: str, path: str, bound: str, depth: int) -> st.SearchStrategy[object]:
    if not KNOWN.is_primitive(type):
        return resources(path, depth + 1).filter(bool)
    if bound in KNOWN.codes:
        return st.sampled_from(sorted(KNOWN.codes[bound]))
    if type in PRIMITIVE:
        return PRIMITIVE[type]
    return st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True) if type in PATTERNS else WORDS


@settings(max_examples=sample(4))
@given(st.data())
def test_any_resource_of_ours_is_the_same_there_and_back(data: st.DataObject) -> None:
    type = data.draw(
        st.sampled_from(sorted({"Patient", "Observation", "Consent", "CareTeam", "Appointment"}))
    )
    sent = {"resourceType": type} | data.draw(resources(type))
    assert list(faults_of(sent, KNOWN)) == []
    assert there_and_back(json.dumps(sent)) == sent


def test_values_beside_extensions_and_decimals_stay_as_they_are() -> None:
    sent = {
        "resourceType": "Patient",
        "id": "x",
        "extension": [{"url": "urn:a", "valueDecimal": Decimal("1.50")}],
        "name": [
            {"given": ["A", None], "_given": [None, {"extension": [{"url": "urn:b", "valueCode": "c"}]}]}
        ],
        "_birthDate": {"id": "d", "extension": [{"url": "urn:c", "valueString": "<\"&'>"}]},
        "contained": [{"resourceType": "Observation", "status": "final", "code": {"text": "t"}}],
    }
    said = as_xml(sent, KNOWN)
    assert '<extension url="urn:a"><valueDecimal value="1.50"/></extension>' in said
    assert "<contained><Observation>" in said
    back = from_xml(said.encode(), KNOWN)
    assert back == sent | {"extension": [{"url": "urn:a", "valueDecimal": 1.5}]}


OPEN = '<Patient xmlns="http://hl7.org/fhir">'
BOMB = f'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>{OPEN}<id value="&c;"/></Patient>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<!DOCTYPE Patient SYSTEM "file:///etc/passwd"><Patient xmlns="http://hl7.org/fhir"/>',
        "<?xml-stylesheet href='x'?>" + OPEN + "</Patient>",
        "<?xml version='1.0' encoding='utf-16'?>" + OPEN + "</Patient>",
        OPEN + "&xxe;</Patient>",
        OPEN + "<extension>" * 100_000,
        OPEN + "<name/>" * 300_000 + "</Patient>",
        OPEN + "text</Patient>",
        OPEN + '<name xmlns="urn:other"/></Patient>',
        OPEN + '<name xmlns:x="urn:other" x:use="official"/></Patient>',
        OPEN,
        "",
        "\0",
    ],
)
def test_what_would_blow_up_or_is_not_of_fhir_is_refused(text: str) -> None:
    tracemalloc.start()
    with pytest.raises(NotXml):
        from_xml(text.encode(), KNOWN)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 150 * 2**20


def test_an_element_that_r4_does_not_have_is_named() -> None:
    for inside, where in (
        ("<warm/>", "Patient.warm"),
        ('<gender value="male"/><gender value="male"/>', "Patient.gender"),
        ('<name><use value="usual" more="x"/></name>', "Patient.name.use"),
        ("<contained/>", "Patient.contained"),
    ):
        with pytest.raises(Unshaped) as refused:
            from_xml(f"{OPEN}{inside}</Patient>".encode(), KNOWN)
        assert refused.value.faults[0].where == where
    for text in ("a\x01b", "\ud800"):
        with pytest.raises(NotInXml):
            as_xml({"resourceType": "Patient", "id": text}, KNOWN)


@pytest.mark.django_db
def test_everything_stored_is_the_same_in_xml(people: Cast, connect: Connect) -> None:
    leen = booked(people.an).episode
    said = [Said(id=fresh(LATER), who="mother", what="temperature_c", value=37.2, at=LATER)]
    observe(episode_id=leen.pk, said=said, by=people.an, now=LATER)
    client = connect(people.an)
    for row in Resource.objects.all():
        assert there_and_back(row.text) == json.loads(row.text), row.type
    for path in (f"Patient/{leen.mother_id}", f"Patient/{leen.mother_id}/$everything", "Nothing"):
        in_json, in_xml = (client.get(f"/fhir/{path}?_format={form}") for form in ("json", "xml"))
        assert in_xml["Content-Type"].startswith(FHIR_XML)
        assert from_xml(in_xml.content, KNOWN) == in_json.json(), path
    statement = client.get("/fhir/metadata?_format=xml")
    assert "application/fhir+xml" in from_xml(statement.content, KNOWN)["format"]


@pytest.mark.django_db
def test_a_resource_and_a_bundle_come_in_as_xml(people: Cast, connect: Connect) -> None:
    client: Client = connect(people.an, "user/*.cruds")
    leen = booked(people.an).episode
    headers = {"Accept": "application/fhir+xml;q=0.9, text/html"}
    sent = as_xml(temperature(leen), KNOWN)
    answer = client.post("/fhir/Observation", sent, FHIR_XML, headers=headers)
    assert answer.status_code == 201, answer.content
    assert from_xml(answer.content, KNOWN)["valueQuantity"]["value"] == 37.2
    both = bundle("transaction", entry("POST", "Observation", temperature(leen, 37.5)))
    answer = client.post("/fhir/", as_xml(both, KNOWN), FHIR_XML, headers=headers)
    assert (answer.status_code, Observation.objects.count()) == (200, 2), answer.content
    either = bundle("batch", entry("POST", "Observation", temperature(leen, 37.6)), entry("GET", "Nothing/1"))
    answer = client.post("/fhir/", as_xml(either, KNOWN), FHIR_XML, headers=headers)
    assert b"<outcome><OperationOutcome" in answer.content, "what became of an entry is a resource of its own"
    assert (
        from_xml(answer.content, KNOWN)["entry"][1]["response"]["outcome"]["resourceType"]
        == "OperationOutcome"
    )
    for body in (BOMB, sent.replace("<status", "<warm/><status")):
        answer = client.post("/fhir/Observation", body, FHIR_XML, headers=headers)
        assert (answer.status_code, from_xml(answer.content, KNOWN)["resourceType"]) == (
            400,
            "OperationOutcome",
        )
    for accept, status in (
        ("text/html", 406),
        ("text/html, */*;q=0.1", 200),
        ("application/fhir+xml;q=0", 406),
    ):
        assert client.get("/fhir/metadata", headers={"Accept": accept}).status_code == status
