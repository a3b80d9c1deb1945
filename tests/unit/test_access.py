"""core.access: by role, by relation, by consent, in an emergency; one row for each permission."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kraamkring.core.access import (
    EMERGENCY_LASTS,
    MODULES,
    SENTENCES,
    TABLE,
    Asked,
    Consent,
    Decision,
    Relation,
    Standing,
    decide,
    in_force,
    may_govern,
    may_serve_as,
    module_of,
)
from tests.unit.access_table import permissions

AT = datetime(2026, 10, 6, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def relation(role: str = "gp", ground: str = "care_network", **more: Any) -> Relation:
    return Relation(**({"ground": ground, "role": role, "since": AT - HOUR} | more))


def consent(module: str, given: bool, hours_ago: int = 1, **to: str) -> Consent:
    return Consent(module=module, given=given, at=AT - hours_ago * HOUR, **to)


def ask(module: str, act: str = "read", *said: Consent, to: Relation | None = None, **more: Any) -> Decision:
    relations = (to,) if to else (relation(),)
    standing = Standing(person="me", relations=more.pop("relations", relations), consents=said)
    return decide(Asked(module=module, act=act, at=AT, **more), standing)


@pytest.mark.parametrize(("asked", "allowed"), permissions().items(), ids=lambda value: str(value))
def test_by_default(asked: tuple[str, str, str], allowed: bool) -> None:
    role, module, act = asked
    decision = ask(module, act, to=relation(role))
    assert decision.allowed is allowed
    assert decision.why == ("care_network" if allowed else f"role_does_not_{_missing(role, module, act)}")


def _missing(role: str, module: str, act: str) -> str:
    return "read" if not TABLE[role][module].startswith("r") else act


@pytest.mark.parametrize("profession", ["administrator", "", "nobody"])
@pytest.mark.parametrize("module", MODULES)
def test_who_is_not_in_the_table_may_nothing(profession: str, module: str) -> None:
    assert not ask(module, to=relation(profession, "registered")).allowed


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"since": None}, "not_accepted"),
        ({"since": AT}, "care_network"),
        ({"since": AT + HOUR}, "not_begun"),
        ({"until": AT}, "over"),
        ({"until": AT + timedelta(microseconds=1)}, "care_network"),
        ({"modules": frozenset({"plan"})}, "care_network"),
        ({"modules": frozenset({"child"})}, "not_agreed"),
        ({"modules": frozenset()}, "not_agreed"),
    ],
)
def test_a_membership_holds_for_a_time_and_for_what_was_agreed(more: dict[str, Any], why: str) -> None:
    decision = ask("plan", to=relation(**more))
    assert (decision.allowed, decision.why) == (why == "care_network", why)
    assert in_force(Standing(person="me", relations=(relation(**more),)), AT) == (
        why in ("care_network", "not_agreed")
    )


def test_without_a_relation_there_is_nothing() -> None:
    for module in MODULES:
        decision = ask(module, "read", consent(module, True, person="me"), relations=())
        assert decision == Decision(False, None, "no_relation")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((), "role_does_not_read"),
        ((consent("prenatal", True, person="me"),), ""),
        ((consent("prenatal", True, role="buddy"),), ""),
        ((consent("prenatal", True),), ""),
        ((consent("prenatal", True, role="gp"),), "role_does_not_read"),
        ((consent("prenatal", True, person="another"),), "role_does_not_read"),
        ((consent("child", True, person="me"),), "role_does_not_read"),
        (
            (consent("prenatal", True, 2, person="me"), consent("prenatal", False, person="me")),
            "consent_refused",
        ),
        ((consent("prenatal", False, 2, person="me"), consent("prenatal", True, person="me")), ""),
        (
            (consent("prenatal", False, person="me"), consent("prenatal", True, person="me")),
            "consent_refused",
        ),  # at the same instant: no
        ((consent("prenatal", True, 2, person="me"), consent("prenatal", False, role="buddy")), ""),
        ((consent("prenatal", True, 2, role="buddy"), consent("prenatal", False)), ""),
        ((consent("prenatal", True, -1, person="me"),), "role_does_not_read"),  # said later
    ],
)
def test_consent_opens_for_reading_the_most_particular_holds(said: tuple[Consent, ...], why: str) -> None:
    buddy = relation("buddy")
    assert ask("prenatal", "read", *said, to=buddy).why == (why or "care_network")
    assert not ask("prenatal", "write", *said, to=buddy).allowed


def test_a_refusal_closes_reading_and_writing_for_everybody_but_herself() -> None:
    refused = consent("plan", False)
    for act in ("read", "write"):
        for role, ground in (
            ("coordinator", "care_network"),
            ("midwife", "registered"),
            ("gp", "organisation"),
        ):
            assert ask("plan", act, refused, to=relation(role, ground)).why == "consent_refused"
        assert ask("plan", act, refused, to=relation("mother", "own_record")).allowed


def test_consent_goes_beyond_what_was_agreed_with_a_member() -> None:
    narrow = relation("gp", modules=frozenset({"plan"}))
    assert ask("child", to=narrow).why == "not_agreed"
    assert ask("child", "write", consent("child", True, person="me"), to=narrow).allowed


def test_what_is_psychosocial_is_shielded_from_colleagues() -> None:
    assert ask("psychosocial", to=relation("midwife", "organisation")).why == "shielded"
    assert ask("plan", to=relation("midwife", "organisation")).allowed
    assert ask("psychosocial", to=relation("midwife", "registered")).allowed
    given = consent("psychosocial", True, person="me")
    assert ask("psychosocial", "read", given, to=relation("midwife", "organisation")).allowed


@pytest.mark.parametrize("module", MODULES)
def test_an_emergency_opens_for_reading_what_is_not_shielded_and_ends(module: str) -> None:
    broken = relation("gynaecologist", "emergency", since=AT, until=AT + EMERGENCY_LASTS)
    refused = consent(module, False)
    assert ask(module, "read", refused, to=broken).allowed is (module != "psychosocial")
    assert ask(module, "write", to=broken).why == "emergency_reads"
    over = relation("gynaecologist", "emergency", since=AT - EMERGENCY_LASTS, until=AT)
    assert ask(module, to=over).why == "over"


def test_the_nearest_ground_is_the_one_that_is_written_down() -> None:
    several = (
        relation("midwife", "emergency", until=AT + HOUR),
        relation("midwife", "organisation"),
        relation("midwife", "care_network", until=AT),
    )
    assert ask("plan", relations=several).ground == "organisation"
    assert ask("psychosocial", relations=several).why == "shielded"
    assert ask("plan", relations=(*several, relation("midwife"))).ground == "care_network"


def test_no_record_is_opened_for_another_purpose() -> None:
    for purpose in ("research", "marketing", ""):
        assert ask("plan", purpose=purpose, to=relation("mother", "own_record")).why == "purpose"


def test_every_no_has_its_sentence() -> None:
    assert all(sentence and not sentence.endswith(".") for sentence in SENTENCES.values())


@pytest.mark.parametrize(
    ("profession", "role", "fits"),
    [
        ("midwife", "midwife", True),
        ("midwife", "ward_midwife", True),
        ("midwife", "gp", False),
        ("midwife", "lactation_consultant", True),
        ("gp", "lactation_consultant", False),
        ("gp", "buddy", True),
        ("buddy", "mother", False),
        ("midwife", "mother", False),
        ("mother", "midwife", False),
        ("planner", "coordinator", False),
    ],
)
def test_nobody_grows_rights_by_being_invited(profession: str, role: str, fits: bool) -> None:
    assert may_serve_as(profession, role) is fits


@pytest.mark.parametrize(
    ("kind", "told", "module"),
    [
        ("births", {}, "birth_and_stay"),
        ("contacts", {"kind": "prenatal"}, "prenatal"),
        ("contacts", {"kind": "home_visit"}, "postnatal"),
        ("contacts", {"kind": "paediatric_check"}, "child"),
        ("steps", {"step": "refusal_in_writing"}, "child"),
        ("steps", {"step": "postnatal_plan_made"}, "plan"),
        ("deaths", {"who": "mother"}, "postnatal"),
        ("deaths", {"who": "newborn-1"}, "child"),
        ("network", {}, "network"),
    ],
)
def test_the_module_of_an_entry(kind: str, told: dict[str, str], module: str) -> None:
    assert module_of(kind, told) == module


@pytest.mark.parametrize(
    ("profession", "may"),
    [(role, False) for role in TABLE] + [("governor", True), ("administrator", True), ("", False)],
)
def test_who_governs_the_cards(profession: str, may: bool) -> None:
    assert may_govern(profession) is may


@pytest.mark.parametrize("module", MODULES)
def test_who_governs_may_read_no_record_for_that(module: str) -> None:
    assert not ask(module, to=relation("governor", "registered")).allowed
