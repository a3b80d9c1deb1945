"""The Netherlands: its protocol and holidays as data, and what data cannot say."""

from __future__ import annotations

from kraamkring.core.facts.model import PregnancyFacts

from .identifiers import check_bsn


def check_numbers(facts: PregnancyFacts) -> None:
    """Nothing, if every citizen service number in the facts passes the test of eleven. Raises ImpossibleFact, naming
    the field. The numbers of professionals are kept as they are."""
    if facts.mother_number is not None:
        check_bsn(facts.mother_number, "mother_number")
    for index, birth in enumerate(facts.births):
        if birth.number is not None:
            check_bsn(birth.number, f"births[{index}].number")
