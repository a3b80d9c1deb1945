"""Forms of registries, worked out by hand: what a birth says, field by field, and what one missing fact takes away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from xml.etree import ElementTree

import pytest

from kraamkring.core.facts import DueDate
from kraamkring.core.kernel.errors import Refusal
from kraamkring.core.registering import FormCard, Record, changed, derive
from kraamkring.core.registering.form import checked
from kraamkring.core.registering.kmehr import NAMESPACE, kmehr
from kraamkring.packs.forms import forms, forms_called, forms_of
from kraamkring.packs.loading import public_holidays
from tests.registering.births import BRUSSELS, FIRST, FRIDAY, MOTHER, born, record, twins

NOTIFICATION, MEDICAL = forms()["ebirth-notification"], forms()["ebirth-medical"]
BELGIUM = public_holidays("be")
LATE = (DueDate(due_on=date(2026, 11, 20), set_on=date(2026, 3, 2)),)  # so that a birth at Christmas can be
BOTH_OF_MOTHER = {  # of the medical form of the twins, worked out by hand
    "parity": 1, "previouschildbirth": True, "lastbabybirthdate": "2023-05-04", "previousbornalive": 1,
    "intermediatestillborndelivery": 0, "previouscaesarean": False, "partusnumber": 412, "pregnancyorigin": "IVF",
    "pregnancyduration": "37+2", "height": 170, "beforepregnancyweight": 64, "atdeliveryweight": 79,
    "hypertensiondiagnose": False, "diabetesdiagnose": False, "HIVdiagnose": "nottested",
    "streptococcusbcolonization": True, "intrapartalsbgprophylaxis": True, "othermedicalrisk": False,
    "inductiondelivery": True, "epiduralanalgesia": True, "rachianalagesia": False,
    "foetalmonitoring": "CTG STAN", "episiotomy": False, "birthplace": "hospital", "multiparity": True,
    "samesex": False,
}  # fmt: skip
GIRL = {
    "birthrank": 1, "stillborn": False, "atbirthweight": 2640, "childposition": "head-down",
    "deliveryway": "spontaneous", "apgarscore1": 8, "apgarscore5": 10, "artificialrespiration": "none",
    "breastfeeding": True, "congenitalmalformation": "none",
}  # fmt: skip
BOY = {
    "birthrank": 2, "stillborn": False, "atbirthweight": 2310, "childposition": "transverse",
    "deliveryway": "secondary-caesarean", "caesareanindication": "transversepresentation", "apgarscore1": 5,
    "apgarscore5": 8, "artificialrespiration": "balloon-mask", "neonataldept": "nstar", "breastfeeding": True,
    "congenitalmalformation": "none",
}  # fmt: skip


def test_the_medical_form_of_twins_is_as_worked_out_by_hand() -> None:
    form = derive(MEDICAL, twins())
    expected = {
        f"{slot}.{item}": value
        for slot, items in (("mother", BOTH_OF_MOTHER), ("newborn-1", GIRL), ("newborn-2", BOY))
        for item, value in items.items()
    }
    assert form.values == expected
    assert (form.complete, form.completeness) == (True, (48, 48))


def test_the_notification_of_one_child_is_as_worked_out_by_hand() -> None:
    form = derive(NOTIFICATION, record(), BELGIUM)
    assert form.values == {
        "mother.familyname": "Voorbeeld", "mother.firstname": "Leen", "mother.ssin": "94020100262",
        "mother.birthdate": "1994-02-01", "mother.birthplace": "hospital", "mother.multiparity": False,
        "newborn-1.birthmoment": "2026-10-16T06:00:00+02:00", "newborn-1.sex": "female",
        "newborn-1.stillborn": False,
    }  # fmt: skip
    assert form.complete


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-10-14T06:00:00+02:00", "2026-10-15T06:00:00+02:00"),
        ("2026-10-16T06:00:00+02:00", "2026-10-20T00:00:00+02:00"),  # Saturday: to the end of Monday
        ("2026-12-24T10:00:00+01:00", "2026-12-29T00:00:00+01:00"),  # Christmas, then a weekend
        ("2026-10-18T08:00:00+02:00", "2026-10-19T08:00:00+02:00"),  # Sunday: Monday is a working day
    ],
)
def test_a_notification_is_due_within_24_hours_or_on_the_next_working_day(at: str, due: str) -> None:
    known = record(born("newborn-1", born_at=datetime.fromisoformat(at)), due_dates=LATE)
    assert derive(NOTIFICATION, known, BELGIUM).due == datetime.fromisoformat(due).astimezone(BRUSSELS)
    assert derive(MEDICAL, known, BELGIUM).due is None


@pytest.mark.parametrize(
    "name", [("mother", item) for item in MOTHER] + [("newborn-1", item) for item in FIRST]
)
def test_one_missing_answer_names_exactly_its_field(name: tuple[str, str]) -> None:
    whole = record()
    answers = {key: value for key, value in whole.answers.items() if key != name}
    form = derive(MEDICAL, replace(whole, answers=answers))
    assert [each.name for each in form.of("missing", "invalid")] == [".".join(name)]
    assert form.complete is (name[1] == "partusnumber")  # the one that need not be there


@pytest.mark.parametrize(
    ("less", "names"),
    [
        (lambda: record(born("newborn-1", weight_g=None)), {"newborn-1.atbirthweight"}),
        (lambda: record(earlier_births=None), {"mother.parity", "mother.previouschildbirth"}),
        (lambda: record(preferences=type(record().facts.preferences)()), {"newborn-1.breastfeeding"}),
        (lambda: record(born("newborn-1", mode="instrumental")), {"newborn-1.deliveryway"}),
        (
            lambda: replace(twins(), persons={"mother": twins().persons["mother"]}),
            {"mother.samesex"},
        ),
    ],
)
def test_one_missing_fact_names_exactly_the_fields_made_of_it(
    less: Callable[[], Record], names: set[str]
) -> None:
    assert {each.name for each in derive(MEDICAL, less()).lacking} == names


def test_a_first_child_is_not_asked_about_earlier_ones_and_a_stillborn_one_not_about_its_score() -> None:
    form = derive(MEDICAL, record(born("newborn-1", outcome="stillborn"), earlier_births=0))
    silent = {each.field.item for each in form.of("not_asked")}
    assert silent >= {"lastbabybirthdate", "previouscaesarean", "apgarscore5", "breastfeeding", "samesex"}
    assert form.complete


def test_before_a_birth_there_is_nothing_to_fill_in() -> None:
    unborn = Record(facts=replace(record().facts, births=()))
    form = derive(MEDICAL, unborn)
    assert (form.fields, form.complete, form.due) == ((), False, None)


@pytest.mark.parametrize(
    ("item", "said", "problem"),
    [
        ("apgarscore1", "11", "this number is outside what can be"),
        ("apgarscore1", "ten", "this is no whole number"),
        ("apgarscore1", "nottested", "this is no whole number"),  # not one of the values of this field
        ("childposition", "sideways", "the form has no such answer"),
        ("congenitalmalformation", "omphalocele nonsense", "the form has no such answer"),
        ("deliveryway", "forceps", "the record says another way of birth"),
        ("inductiondelivery", "perhaps", "this is neither yes nor no"),
        ("lastbabybirthdate", "4-5-2023", "this is no date"),
    ],
)
def test_an_answer_that_cannot_be_is_a_sentence(item: str, said: str, problem: str) -> None:
    (field,) = [each for each in MEDICAL.fields if each.item == item]
    with pytest.raises(Refusal, match=problem):
        checked(field, said, mode="vaginal")


def test_vaginal_and_breech_is_a_vaginal_breech_birth() -> None:
    known = record()
    turned = replace(known, answers=dict(known.answers) | {("newborn-1", "childposition"): "breech"})
    assert derive(MEDICAL, turned).values["newborn-1.deliveryway"] == "vaginal breech"


def test_who_looks_changes_nothing_and_what_changed_is_named() -> None:
    sent = derive(NOTIFICATION, record())
    seen_by_another = derive(NOTIFICATION, replace(record(), notifier="Bea"))
    assert (seen_by_another.hash, changed(sent.values, seen_by_another)) == (sent.hash, ())
    corrected = derive(MEDICAL, record(born("newborn-1", weight_g=2650)))
    assert changed(derive(MEDICAL, record()).values, corrected) == ("newborn-1.atbirthweight",)
    assert corrected.hash != derive(MEDICAL, record()).hash


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 (our own)


def test_a_message_has_a_folder_for_each_person_and_the_codes_of_the_target() -> None:
    known = twins()
    message = read(kmehr([derive(NOTIFICATION, known), derive(MEDICAL, known)], known, "1", FRIDAY))
    space = {"k": NAMESPACE}
    folders = message.findall("k:folder", space)
    told = [[each.text for each in folder.findall("k:transaction/k:cd", space)] for folder in folders]
    of_child = ["ebirth-baby-notification", "ebirth-baby-medicalform"]
    assert told == [["ebirth-mother-notification", "ebirth-mother-medicalform"], of_child, of_child]
    assert {each.text for each in message.iterfind(".//k:iscomplete", space)} == {"true"}
    items = {
        item.findtext("k:cd", "", space): item
        for item in folders[2].findall("k:transaction[2]/k:item", space)
    }
    (way,) = items["deliveryway"].findall("k:content/k:cd", space)
    assert (way.get("S"), way.text) == ("CD-EBIRTH-DELIVERYWAY", "secondary-caesarean")
    assert items["atbirthweight"].findtext("k:content/k:decimal", "", space) == "2310"
    assert items["congenitalmalformation"].findtext("k:content/k:boolean", "", space) == "false"
    of_mother = folders[0].findall("k:transaction[2]/k:item", space)
    (hiv,) = [each for each in of_mother if each.findtext("k:cd", "", space) == "HIVdiagnose"]
    assert hiv.find("k:content/k:cd", space).get("S") == "CD-EBIRTH-SPECIALVALUES"  # type: ignore[union-attr]


def test_what_is_missing_is_said_in_the_part_it_misses_in() -> None:
    known = record(born("newborn-1", weight_g=None))
    message = read(kmehr([derive(MEDICAL, known)], known, "1", FRIDAY))
    assert [each.text for each in message.iter(f"{{{NAMESPACE}}}iscomplete")] == ["true", "false"]


def test_a_name_is_one_form_or_several_and_another_is_refused() -> None:
    assert [each.id for each in forms_called("ebirth")] == ["ebirth-notification", "ebirth-medical"]
    assert forms_of("nl") == ()
    with pytest.raises(Refusal, match="There is ebirth, ebirth-notification"):
        forms_called("birth")


def test_a_card_that_reads_what_is_not_there_is_refused() -> None:
    said = MEDICAL.model_dump()
    said["fields"][0]["reads"] = "the stars"
    with pytest.raises(ValueError, match="nothing is read by the name"):
        FormCard.model_validate(said)
