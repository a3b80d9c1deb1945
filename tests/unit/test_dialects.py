"""What goes out by a table comes in by it as the same, element by element; what was changed does not come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kraamkring.core.exchange.dialects.cards import REFERENCES, Dialect, Row, Shape
from kraamkring.core.exchange.dialects.conversions import Moment, Speaking
from kraamkring.core.exchange.dialects.reading import Told, read
from kraamkring.core.exchange.dialects.tree import Node
from kraamkring.core.exchange.dialects.writing import tells, written
from kraamkring.core.kernel.errors import Refusal
from kraamkring.packs.dialects import dialect, dialects
from kraamkring.packs.observations import observables

ZONE = ZoneInfo("Europe/Brussels")
AT = datetime(2026, 9, 12, 8, 30, tzinfo=UTC)
DAY = date(2026, 9, 12)
EVERY = [(name, shape.id) for name, each in dialects().items() for shape in each.shapes]
WRITTEN = [
    (name, shape.id)
    for name, each in dialects().items()
    for shape in each.shapes
    if not any(row.must and row.way == "in" for row in shape.every_row)
]
NUMBERS = {"g": 3385, "Cel": 36.7, "mm[Hg]": 120, "/min": 84, "": 8}


def named(kind: str, reference: Node) -> str:
    """Everybody is called by her kind and our name for her."""
    said, _, who = reference.text("reference").partition("/")
    return who if said == kind else ""


def speaking(each: Dialect) -> Speaking:
    return Speaking(
        each, ZONE, lambda day: datetime.combine(day, time(12), ZONE).astimezone(UTC), named, "{}/{}".format
    )


def of(name: str, shape: str) -> tuple[Shape, Speaking]:
    found = dialect(name)
    return found.shape(shape), speaking(found)


def values_of(row: Row, each: Dialect) -> list[Any]:
    """Values that the row can say."""
    if row.by in REFERENCES:
        return ["mother"]
    if row.by == "codes":
        return list(each.codes[row.codes].both)
    if row.by == "quantity":
        return [NUMBERS[each.units[row.units].code]]
    plain = {
        "text": ["Vermeulen"],
        "names": ["Lotte", "Lotte Marie"],
        "day": [DAY],
        "moment": [Moment(AT), Moment(datetime(2026, 9, 12, 10, 0, tzinfo=UTC), day_only=True)],
        "local": [Moment(AT)],
        "number": [2],
        "yes": [True, False],
        "gestation": ["39+6", "40+0"],
    }
    return plain[row.by]


def both_ways(shape: Shape) -> list[Row]:
    return [row for row in shape.own_rows if row.field and row.way == "both"]


def cases(shape: Shape, each: Dialect) -> Iterator[dict[str, Any]]:
    """Fields as they might be: each row with each of its values once, the others with their first."""
    rows = {row.field: row for row in both_ways(shape)}
    first = {name: values_of(row, each)[0] for name, row in rows.items()}
    if "visit" in first:
        del first["pregnancy"]  # one element says the one or the other
    for name, row in rows.items():
        for value in values_of(row, each):
            yield first | {name: value} if name in first else {**first, name: value, "visit": None}


@pytest.mark.parametrize(("name", "id"), WRITTEN)
def test_what_is_written_is_read_as_the_same_and_all_of_it_comes_back(name: str, id: str) -> None:
    shape, how = of(name, id)
    for case in cases(shape, how.dialect):
        fields = {field: value for field, value in case.items() if value is not None}
        node = written(shape, fields, how)
        told = read(node, shape, how)
        assert told is not None
        assert {field: told.fields[field] for field in fields} == fields
        back = {id_of(leaf) for leaf in told.comes_back()}
        assert [path for path, leaf in node.leaves() if id_of(leaf) not in back] == []


def id_of(node: Node) -> int:
    return id(node)


@pytest.mark.parametrize(("name", "id"), EVERY)
def test_an_element_that_is_changed_does_not_come_back_as_it_was(name: str, id: str) -> None:
    """Each leaf in turn says something else: either the resource is not understood, or that leaf is read as it is now,
    or it is no part of what comes back."""
    shape, how = of(name, id)
    fields = {
        field: value for field, value in next(cases(shape, how.dialect), {}).items() if value is not None
    }
    node = written(shape, fields, how)
    for _path, leaf in list(node.leaves()):
        was, leaf.value = leaf.value, "something else"
        told = read(node, shape, how)
        if told is not None and any(each is leaf for each in told.comes_back()):
            assert "something else" in {str(value) for value in told.fields.values()}
        leaf.value = was


@pytest.mark.parametrize("name", dialects())
def test_every_field_of_an_observation_is_one_of_ours_with_its_answers(name: str) -> None:
    each = dialect(name)
    around = {"who", "at", "visit", "pregnancy"}
    for shape in each.shapes:
        if shape.thing != "observation":
            continue
        for row in both_ways(shape):
            if row.field in around:
                continue
            ours = observables()[row.field]
            assert (ours.about == "mother") == (shape.about == "mother"), row.field
            if row.by == "codes":
                answers = {choice.id: choice.code for choice in ours.choices}
                for said, text in each.codes[row.codes].both.items():
                    assert said in answers, (row.field, said)
                    coding = each.coding(text)
                    assert answers[said] in ("", coding.code), (row.field, said)


@pytest.mark.parametrize("name", dialects())
def test_a_table_is_signed_and_says_where_it_stands(name: str) -> None:
    each = dialect(name)
    assert each.sign.checked_by == "not reviewed"
    assert date.fromisoformat(each.sign.next_review) > date.fromisoformat(each.sign.reviewed_on)
    assert all(shape.source.where for shape in each.shapes)


def told_of(name: str, id: str, change: Any, **fields: Any) -> Told | None:
    shape, how = of(name, id)
    node = written(shape, fields, how)
    change(node)
    return read(node, shape, how)


def kilograms(node: Node) -> None:
    for path, value in (("value", "3.385"), ("unit", "kg"), ("code", "kg")):
        found = node.one(f"valueQuantity.{path}")
        assert found is not None
        found.value = value


def test_kilograms_are_understood_as_grams_and_kept_as_they_came() -> None:
    weight = {"who": "newborn-1", "at": Moment(AT), "weight_g": 3400}
    told = told_of("geboortezorg-stu3", "weight", kilograms, **weight)
    assert told is not None
    assert told.fields["weight_g"] == 3385
    quantity = told.node.one("valueQuantity")
    assert quantity is not None
    assert not {id(leaf) for _path, leaf in quantity.leaves()} & {
        id(leaf) for leaf in told.comes_back() if leaf.name != "system"
    }


def test_a_plain_number_may_say_that_it_counts() -> None:
    def counted(node: Node) -> None:
        found = node.one("valueQuantity")
        assert found is not None
        found.children.append(Node("code", "1"))

    told = told_of("geboortezorg-stu3", "parity", counted, who="mother", earlier_births=2)
    assert told is not None
    assert told.fields["earlier_births"] == 2
    feeds = {"who": "newborn-1", "at": Moment(AT), "feeds_24h": 8}

    def every(node: Node) -> None:
        node.all("component.valueQuantity")[0].children.append(Node("code", "1"))

    told = told_of("geboortezorg-stu3", "feeding", every, **feeds)
    assert told is not None
    assert told.fields["feeds_24h"] == 8


def vacuum(node: Node) -> None:
    for coding in node.all("valueCodeableConcept.coding"):
        for name, value in (("code", "61586001"), ("display", "vacuum")):
            found = coding.one(name)
            assert found is not None
            found.value = value


def test_a_code_that_says_more_than_our_record_is_understood_and_does_not_come_back() -> None:
    said = {"who": "mother", "pregnancy": "this", "slot": "newborn-1", "mode": "caesarean"}
    told = told_of("geboortezorg-stu3", "kind-of-birth", vacuum, **said)
    assert told is not None
    assert told.fields["mode"] == "instrumental"
    assert "61586001" not in {leaf.value for leaf in told.comes_back()}


def test_a_time_in_another_offset_is_the_same_and_comes_back() -> None:
    def elsewhere(node: Node) -> None:
        found = node.one("effectiveDateTime")
        assert found is not None
        found.value = "2026-09-12T08:30:00Z"

    told = told_of("geboortezorg-stu3", "weight", elsewhere, who="newborn-1", at=Moment(AT), weight_g=3400)
    assert told is not None
    assert "2026-09-12T08:30:00Z" in {leaf.value for leaf in told.comes_back()}


def test_what_became_no_part_of_the_record_does_not_come_back() -> None:
    shape, how = of("geboortezorg-stu3", "feeding")
    node = written(shape, {"who": "newborn-1", "at": Moment(AT), "feeds_24h": 8, "supplement": False}, how)
    told = read(node, shape, how)
    assert told is not None
    assert "8" not in {leaf.value for leaf in told.comes_back(feeds_24h=None)}
    assert "8" in {leaf.value for leaf in told.comes_back()}


def test_a_shape_with_nothing_to_tell_is_not_written() -> None:
    shape, how = of("geboortezorg-stu3", "feeding")
    assert not tells(shape, {"who": "newborn-1", "at": Moment(AT)}, how)
    assert tells(shape, {"who": "newborn-1", "at": Moment(AT), "feeds_24h": 8}, how)


def test_a_dialect_that_is_not_there() -> None:
    with pytest.raises(Refusal, match="no such dialect"):
        dialect("kmehr")
