"""Belgium: its protocols and criteria as data, and what data cannot say."""

from __future__ import annotations

from kraamkring.core.facts.model import PregnancyFacts

from .identifiers import check_national_number, check_nihdi


def check_numbers(facts: PregnancyFacts) -> None:
    """Nothing, if every number in the facts has its check digits right. Raises ImpossibleFact, naming the field."""
    if facts.mother_number is not None:
        check_national_number(facts.mother_number, "mother_number")
    for index, birth in enumerate(facts.births):
        if birth.number is not None:
            check_national_number(birth.number, f"births[{index}].number")
    for index, member in enumerate(facts.network):
        if member.number is not None:
            check_nihdi(member.number, f"network[{index}].number")
