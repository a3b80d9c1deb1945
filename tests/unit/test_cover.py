"""core.access in another's place: what both may, for a time, and nothing that was said to one of them alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kraamkring.core.access import (
    ACTS,
    MODULES,
    PURPOSES,
    SHIELDED,
    TABLE,
    Asked,
    Consent,
    Decision,
    Relation,
    Standing,
    decide,
    in_force,
    may,
    may_account,
    may_cover,
    may_serve,
)

AT = datetime(2026, 10, 6, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CARERS = [role for role in TABLE if role not in ("mother", "partner", "buddy")]


def cover(role: str, profession: str, **more: Any) -> Relation:
    known = {"ground": "cover", "role": role, "profession": profession, "covered": "an", "since": AT - HOUR}
    return Relation(**(known | more))


def ask(module: str, act: str, *said: Consent, by: Relation, **more: Any) -> Decision:
    return decide(
        Asked(module=module, act=act, at=AT, **more), Standing(person="bea", relations=(by,), consents=said)
    )


def said(module: str, given: bool, **to: str) -> Consent:
    return Consent(module=module, given=given, at=AT - HOUR, **to)


@pytest.mark.parametrize("covered", CARERS)
@pytest.mark.parametrize("covering", CARERS)
def test_by_default_it_is_what_both_may_and_nothing_shielded(covered: str, covering: str) -> None:
    for module in MODULES:
        for act in ACTS:
            both = may(covered, module, act) and may(covering, module, act) and module not in SHIELDED
            decision = ask(module, act, by=cover(covered, covering))
            assert decision.allowed is both, (module, act, decision)
            if both:
                assert (decision.ground, decision.covered, decision.noted) == ("cover", "an", "cover:an")


@pytest.mark.parametrize(
    ("words", "module", "why"),
    [
        ((said("plan", False, person="an"),), "plan", "consent_refused"),
        ((said("plan", False, person="bea"),), "plan", "consent_refused"),
        ((said("plan", False),), "plan", "consent_refused"),
        ((said("plan", False, role="maternity_carer"),), "plan", "consent_refused"),
        ((said("prenatal", True, person="an"),), "prenatal", "cover_narrower"),
        ((said("prenatal", True, person="bea"),), "prenatal", "cover"),
        ((said("psychosocial", True, person="an"),), "psychosocial", "cover_narrower"),
        ((said("psychosocial", True, person="bea"),), "psychosocial", "cover"),
        ((said("psychosocial", True),), "psychosocial", "cover"),
    ],
)
def test_her_word_to_the_one_closes_for_the_other_and_opens_for_nobody_else(
    words: tuple[Consent, ...], module: str, why: str
) -> None:
    by = cover("maternity_carer", "maternity_carer")
    assert ask(module, "read", *words, by=by).why == why


def test_given_a_midwife_who_sees_how_life_is_at_home_then_who_covers_for_her_does_not() -> None:
    assert may("midwife", "psychosocial", "read")
    assert ask("psychosocial", "read", by=cover("midwife", "midwife")).why == "shielded"
    agreed = said("psychosocial", True, role="midwife")
    assert ask("psychosocial", "read", agreed, by=cover("midwife", "midwife")).allowed


def test_what_was_agreed_with_the_covered_member_narrows_the_cover_too() -> None:
    narrow = cover("midwife", "midwife", modules=frozenset({"plan"}))
    assert ask("plan", "write", by=narrow).allowed
    assert ask("child", "read", by=narrow).why == "cover_narrower"


@pytest.mark.parametrize(
    ("more", "why"),
    [({"since": AT + HOUR}, "not_begun"), ({"until": AT}, "over"), ({"until": AT + HOUR}, "cover")],
)
def test_it_begins_and_ends_by_itself(more: dict[str, Any], why: str) -> None:
    by = cover("midwife", "midwife", **more)
    assert ask("plan", "read", by=by).why == why
    assert in_force(Standing(person="bea", relations=(by,)), AT) is (why == "cover")


def test_who_stands_there_herself_is_written_down_as_herself() -> None:
    hers = Relation(ground="organisation", role="midwife", since=AT - HOUR)
    standing = Standing(person="bea", relations=(cover("midwife", "midwife"), hers))
    decision = decide(Asked(module="plan", act="read", at=AT), standing)
    assert (decision.ground, decision.noted) == ("organisation", "organisation")


def test_who_belongs_to_the_family_is_covered_by_nobody() -> None:
    assert not any(may_cover(role, "midwife") for role in ("mother", "partner", "buddy", "administrator", ""))
    assert not any(may_cover("midwife", role) for role in ("mother", "partner", "buddy", "administrator", ""))
    assert may_cover("maternity_carer", "planner")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_opens_what_it_says_and_nothing_else(purpose: str) -> None:
    for ground in ("own_record", "care_network", "registered", "organisation", "emergency"):
        by = Relation(ground=ground, role="midwife", since=AT - HOUR)  # type: ignore[arg-type]
        for act in ACTS:
            decision = ask("plan", act, by=by, purpose=purpose)
            opened = ground in PURPOSES[purpose].grounds and act in PURPOSES[purpose].acts
            by_itself = not (ground == "emergency" and act == "write")
            assert decision.allowed is (opened and by_itself), (ground, act)
    assert all(PURPOSES[name].grounds == frozenset() for name in ("quality", "governance", "accountability"))


def test_who_guards_the_log_opens_no_record() -> None:
    assert may_account("privacy_officer")
    assert not may_account("midwife")
    assert may_serve("privacy_officer", "accountability")
    assert not may_serve("midwife", "accountability")
    assert not may_serve("midwife", "research")
    assert "privacy_officer" not in TABLE
