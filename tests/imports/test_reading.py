"""Files are read whole or not at all, and what was not understood is asked or kept, never assumed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kraamkring.core.kernel.errors import Refusal
from kraamkring.doors.imports import files
from kraamkring.doors.imports.answers import Answers, Unanswered, read_answers
from kraamkring.doors.imports.files import Resource, resources_in, resources_of
from kraamkring.doors.imports.report import WHY, in_words, report_of
from kraamkring.doors.imports.understanding import Choices, understand
from kraamkring.flows.import_record import Imported

from .cases import (
    GOLDEN,
    HL7,
    KRAAMWEEK,
    KRAAMWEEK_ANSWERS,
    NEWBORN,
    NOW,
    PREGNANCY,
    TWINS,
    TWINS_ANSWERS,
    understood,
)

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><Patient xmlns="http://hl7.org/fhir"><id value="&l9;"/></Patient>'
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    '<Patient xmlns="http://hl7.org/fhir"><id value="&f;"/></Patient>'
)
DEEP_XML = '<Patient xmlns="http://hl7.org/fhir">' + "<a>" * 100_000 + "</a>" * 100_000 + "</Patient>"
DEEP_JSON = '{"resourceType":"Patient","a":' + '{"a":' * 100_000 + "1" + "}" * 100_001
A_LITTLE_DEEP = '{"resourceType":"Patient","a":' + '{"a":' * 80 + "1" + "}" * 81


def in_xml(body: str, head: str = "") -> bytes:
    return f'{head}<Patient xmlns="http://hl7.org/fhir">{body}</Patient>'.encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "neither JSON nor XML"),
        (b"hello", "neither JSON nor XML"),
        (KRAAMWEEK[0].read_bytes()[:9000], "not whole XML"),
        (PREGNANCY[0].read_bytes()[:900], "not whole JSON"),
        (PREGNANCY[0].read_bytes() + b"}", "not whole JSON"),
        (in_xml('<id value="Zo&#235;"/>').decode().replace("&#235;", "ë").encode("latin-1"), "not UTF-8"),
        (KRAAMWEEK[0].read_text().encode("utf-16"), "not UTF-8"),
        (in_xml("", '<?xml version="1.0" encoding="ISO-8859-1"?>'), "another encoding"),
        (BOMB.encode(), "declares a document type"),
        (OUTSIDE.encode(), "declares a document type"),
        (in_xml('<id value="&unknown;"/>'), "not whole XML"),
        (DEEP_XML.encode(), "nested more than"),
        (DEEP_JSON.encode(), "nested more than"),
        (A_LITTLE_DEEP.encode(), "nested more than"),
        (b'{"resourceType":"Patient","id":"a","id":"b"}', "same key comes twice"),
        (b'{"resourceType":"Patient","a":NaN}', "number in it is none"),
        (b'{"resourceType":"Patient","a":"\\u0000"}', "cannot be stored"),
        (b'{"resourceType":"Patient","a":"\\ud800"}', "cannot be stored"),
        (b'{"resourceType":"Patient","a":[[1]]}', "holds lists"),
        (b'{"resourceType":"Patient","a":{},"_a":{}}', "said in two ways"),
        (b'{"resourceType":7}', "resourceType in it is none"),
        (b"[]", "neither JSON nor XML"),
        (b'{"a":1}', "no FHIR resource"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "a page and no FHIR resource"),
        (b"<Patient/>", "not of FHIR"),
        (in_xml("words"), "text between its elements"),
        (b'{"resourceType":"Bundle","type":"transaction"}', "asks for something"),
    ],
)
def test_a_file_that_is_no_whole_record_is_refused_in_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        resources_of(data)
    said = str(refused.value)
    assert why in said
    assert said.startswith("file 1: ")
    assert "\n" not in said


def test_what_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Refusal, match="larger than 20 MB"):
        resources_in([large])
    monkeypatch.setattr(files, "MOST_LEAVES", 100)
    with pytest.raises(Refusal, match="more than 100 elements"):
        resources_in(KRAAMWEEK)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"file 1: this cannot be opened \(no such file"):
        resources_in([tmp_path / "nothing.json"])
    with pytest.raises(Refusal, match="cannot be opened"):
        resources_in([tmp_path])


def changed(change: Any, path: Path = PREGNANCY[0]) -> list[Resource]:
    """The Flemish pregnancy, with something else in it."""
    document = json.loads(path.read_text())
    change([entry["resource"] for entry in document["entry"]])
    return resources_of(json.dumps(document).encode())


def refused(change: Any, **choices: object) -> str:
    said: dict[str, Any] = {"region": "be-vlg", "now": NOW} | choices
    with pytest.raises(Refusal) as refusal:
        understand(changed(change), Choices(**said), Answers())
    return str(refusal.value)


def a_wrong_number(all: list[Any]) -> None:
    all[0]["identifier"][0]["value"] = "93051822362"


def a_wrong_professional_number(all: list[Any]) -> None:
    all[2]["identifier"][0]["value"] = "18749705477"


def an_unknown_profile(all: list[Any]) -> None:
    all[5]["meta"] = {"profile": ["https://example.org/StructureDefinition/mine"]}


def two_women(all: list[Any]) -> None:
    all[3].clear()
    all[3].update(all[0] | {"id": "other", "name": [{"family": "Peeters"}]})


def two_of_one_id(all: list[Any]) -> None:
    all[5]["id"] = "zwanger"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (a_wrong_number, "is not a Belgian national or bis number"),
        (a_wrong_professional_number, "check digits of this RIZIV"),
        (an_unknown_profile, "profile that nobody has read"),
        (two_women, "2 persons in it may be the mother"),
        (two_of_one_id, "same id"),
    ],
)
def test_what_is_wrong_in_it_is_refused_and_no_value_is_repeated(change: Any, why: str) -> None:
    said = refused(change)
    assert why in said
    for value in ("93051822362", "18749705477", "Vermeulen", "Peeters", "lotte"):
        assert value not in said


def test_a_region_without_a_protocol_is_refused() -> None:
    assert "no protocol for this region" in refused(lambda _all: None, region="fr-lille")


def test_a_wrong_number_is_kept_where_somebody_says_so() -> None:
    choices = Choices(region="be-vlg", now=NOW, unchecked=True)
    record = understand(changed(a_wrong_number), choices, Answers()).record
    assert record.mother_number is not None
    assert (record.mother_number.system, record.mother_number.checked) == ("ssin", False)


# --- what is asked


def test_a_birth_of_which_only_the_day_is_known_is_asked_and_not_made_up() -> None:
    with pytest.raises(Unanswered) as asked:
        understood(KRAAMWEEK)
    assert set(asked.value.asked) == {"newborn-1.born_at", "since"}


def test_the_official_newborn_contradicts_itself_and_is_asked_about() -> None:
    """Its birth date is the fifth of September, and its birth time the ninth of May."""
    with pytest.raises(Unanswered) as asked:
        understood(NEWBORN)
    assert "newborn-2.born_at" in asked.value.asked  # it says of itself that it was the second
    with pytest.raises(Unanswered) as asked:
        understood(TWINS)
    assert "newborn-1.born_at" not in asked.value.asked


def test_a_birth_that_nobody_knows_whole_is_kept_beside_the_record() -> None:
    record = understood(KRAAMWEEK, KRAAMWEEK_ANSWERS | {"newborn-1.born_at": "unknown"}).record
    assert record.facts.births == ()
    assert any("2026-09-10" in each.content for each in record.kept if each.kind == "Procedure")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"newborn-1.born_at": "2026-09-11T06:30:00+02:00"}, "another day"),
        ({"newborn-1.born_at": "half past six"}, "not a time with its offset"),
        ({"since": "lately"}, "not a date"),
        ({"newborn-7.place": "home"}, "nobody asked this"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(answer: dict[str, str], why: str) -> None:
    with pytest.raises(Refusal, match=why):
        understood(KRAAMWEEK, KRAAMWEEK_ANSWERS | answer)


@pytest.mark.parametrize("text", ["[]", '{"a": 1}', "{", "\xff"])
def test_answers_that_are_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(Refusal, match="no JSON object of texts"):
        read_answers(path)


def test_a_death_is_asked_for_and_cannot_be_passed_over() -> None:
    def dead(all: list[Any]) -> None:
        all[0]["deceasedBoolean"] = True

    assert "mother.died_at" in refused(dead)


# --- what is understood


def test_the_definitive_due_date_holds_and_the_estimated_one_is_kept() -> None:
    record = understood(KRAAMWEEK, KRAAMWEEK_ANSWERS).record
    assert [due.due_on for due in record.facts.due_dates] == [date(2026, 9, 14)]
    assert "2026-09-12" in {each.said for each in record.kept}


def test_what_is_contained_is_understood_with_its_holder() -> None:
    record = understood(PREGNANCY).record
    assert [due.due_on for due in record.facts.due_dates] == [date(2027, 3, 1)]
    assert record.facts.expected_newborns == 2


def test_the_belgian_pregnancy_status_is_understood() -> None:
    mother = json.dumps(
        {"resourceType": "Patient", "id": "ex-pregnant-woman", "gender": "female", "birthDate": "1995-02-03"}
    )
    status = GOLDEN / "hl7be/Observation-ex-pregnancy-status-contained.json"
    resources = [*resources_of(mother.encode()), *resources_of(status.read_bytes(), 2, 1)]
    facts = understand(resources, Choices(region="be-vlg", now=NOW), Answers()).record.facts
    assert [due.due_on for due in facts.due_dates] == [date(2026, 9, 15)]
    assert facts.expected_newborns == 1


def test_of_a_day_no_time_is_made_unless_somebody_says_so() -> None:
    assert understood(KRAAMWEEK, KRAAMWEEK_ANSWERS).record.facts.contacts == ()
    assert len(understood(KRAAMWEEK, KRAAMWEEK_ANSWERS, noon=True).record.facts.contacts) == 2


def test_what_was_recorded_in_error_is_no_fact() -> None:
    assert len(understood(PREGNANCY).record.facts.due_dates) == 1


def test_what_asks_to_be_understood_in_full_is_not_understood_in_part() -> None:
    def modified(all: list[Any]) -> None:
        all[4]["modifierExtension"] = [{"url": "http://hl7.org/fhir/not-done", "valueBoolean": True}]

    record = understand(changed(modified), Choices(region="be-vlg", now=NOW), Answers()).record
    assert record.facts.contacts == ()
    assert any(each.kind == "Encounter" for each in record.kept)


def test_json_and_xml_are_the_same_tree() -> None:
    xml = in_xml(
        '<id value="a"/><name><family value="B"><extension url="u"><valueCode value="c"/></extension></family></name>'
    )
    same = {"resourceType": "Patient", "id": "a"} | {
        "name": [{"family": "B", "_family": {"extension": [{"url": "u", "valueCode": "c"}]}}]
    }
    leaves = [
        [(path, leaf.value) for path, leaf in resources_of(data)[0].leaves()]
        for data in (xml, json.dumps(same).encode())
    ]
    assert leaves[0] == leaves[1]


# --- what becomes of others, and of everything


def test_what_tells_of_somebody_else_is_refused_and_not_kept() -> None:
    record, resources = understood(
        (*TWINS, HL7 / "Procedure-ob.json", HL7 / "Patient-mom.json")[:4], TWINS_ANSWERS
    )
    assert "Procedure" not in {each.kind for each in record.kept}  # it is about "Jane Doe"
    report = report_of(resources, Imported(None, {}, 0), dry_run=True)
    assert report["counts"]["refused"] == len(report["resources"][3]["refused"]) > 5


@pytest.mark.parametrize(
    ("paths", "answers"),
    [(KRAAMWEEK, KRAAMWEEK_ANSWERS), (PREGNANCY, {}), (TWINS, TWINS_ANSWERS), ((*PREGNANCY, *PREGNANCY), {})],
)
def test_the_report_accounts_for_every_element(paths: tuple[Path, ...], answers: dict[str, str]) -> None:
    record, resources = understood(paths, answers)
    report = report_of(resources, Imported(None, {}, 0), dry_run=True)
    told = [
        (each["resource"], item if isinstance(item, str) else item["element"])
        for each in report["resources"]
        for name in ("taken", "kept", "refused")
        for item in each[name]
    ]
    every = [(each.label, path) for each in resources for path, _leaf in each.leaves()]
    assert sorted(told) == sorted(every)
    assert len(set(every)) == len(every) == report["elements"] == sum(report["counts"].values())
    assert report["counts"]["taken"] > 10
    kept = sum(len(json.loads(each.content)) for each in record.kept)
    assert kept == report["counts"]["kept"]


def test_the_report_holds_no_value_of_the_source() -> None:
    _record, resources = understood(KRAAMWEEK, KRAAMWEEK_ANSWERS)
    report = report_of(resources, Imported(None, {}, 0), dry_run=True)
    said = json.dumps(report) + "\n".join(in_words(report))
    for value in (
        "Fenna",
        "FENNA",
        "Hoekstra",
        "999910413",
        "3.385",
        "2026-09-10",
        "Postma",
        "WIEBE",
        "jelle",
    ):
        assert value not in said
    assert set(WHY) == {"another", "twice", "longest_leaf"}


def test_the_same_resource_twice_is_taken_once() -> None:
    record, resources = understood((*PREGNANCY, *PREGNANCY))
    report = report_of(resources, Imported(None, {}, 0), dry_run=True)
    once = report_of(understood(PREGNANCY).resources, Imported(None, {}, 0), dry_run=True)
    assert record.facts == understood(PREGNANCY).record.facts
    assert report["counts"]["taken"] == once["counts"]["taken"]
