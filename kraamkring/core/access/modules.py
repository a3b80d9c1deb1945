"""To which module of the record a fact belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .table import Module

OF_KIND: Mapping[str, Module] = {
    "due_dates": "prenatal",
    "expected_newborns": "prenatal",
    "earlier_births": "prenatal",
    "course": "prenatal",
    "losses": "prenatal",
    "births": "birth_and_stay",
    "admissions": "birth_and_stay",
    "discharges": "birth_and_stay",
    "readmissions": "birth_and_stay",
    "mother_condition": "birth_and_stay",
    "screenings": "child",
    "results": "child",
    "appointments": "plan",
    "preferences": "plan",
    "waivers": "plan",
    "moves": "network",
    "network": "network",
}
OF_CONTACT: Mapping[str, Module] = {
    "prenatal": "prenatal",
    "prenatal_home_visit": "prenatal",
    "home_care_intake": "plan",
    "home_visit": "postnatal",
    "phone": "postnatal",
    "video": "postnatal",
    "gynaecological_check": "postnatal",
    "bereavement_talk": "postnatal",
    "paediatric_check": "child",
    "youth_visit": "child",
    "maternity_care_intake": "plan",
    "maternity_care": "postnatal",
    "birth_assistance": "birth_and_stay",
}
OF_STEP: Mapping[str, Module] = {
    "refusal_in_writing": "child",
    "transfer_letter_sent": "birth_and_stay",
    "readmission_registered": "birth_and_stay",
    "kept_together": "birth_and_stay",
    "loss_told": "birth_and_stay",
    "act_registered": "birth_and_stay",
    "network_told": "network",
    "birth_declared": "child",
    "weighed": "child",
    "vitamin_k_given": "child",
    "vitamin_k_drops_explained": "child",
    "rsv_immunised": "child",
    "referred_for_hearing": "child",
    "rsv_talked_over": "prenatal",
    "rsv_vaccine_given": "prenatal",
    "oxygen_measured": "child",
    "birth_notified": "child",
}
OTHER_STEPS: Module = "plan"
ABOUT_ANOTHER = ("decisions", "retractions")  # they belong where the entry belongs that they name


def modules_for(kind: str) -> frozenset[Module]:
    """Every module in which an entry of that kind may stand; none for those about another entry."""
    if kind == "contacts":
        return frozenset(OF_CONTACT.values())
    if kind == "steps":
        return frozenset((*OF_STEP.values(), OTHER_STEPS))
    if kind == "deaths":
        return frozenset(("postnatal", "child"))
    return frozenset((OF_KIND[kind],) if kind in OF_KIND else ())


def together(parts: Iterable[str]) -> str:
    """The name of what stands in several modules at once: whoever reads it must see each of them."""
    return "+".join(sorted(set(parts)))


# What is told when a family is handed over: in its circle, about the mother before or after the birth, and a child.
OF_A_HAND_OVER: tuple[frozenset[Module], ...] = tuple(
    frozenset[Module](("network", *parts))
    for parts in (("prenatal",), ("postnatal",), ("child",), ("child", "prenatal"), ("child", "postnatal"))
)
TOGETHER: Mapping[str, frozenset[Module]] = {together(parts): parts for parts in OF_A_HAND_OVER}


def module_of(kind: str, told: Mapping[str, object]) -> Module:
    """The module of an entry of that kind (a list of `PregnancyFacts`, or one of its single facts). told: the fact as
    JSON. Raises KeyError for a kind that nobody has placed, and for those about another entry."""
    if kind == "contacts":
        return OF_CONTACT[str(told["kind"])]
    if kind == "steps":
        return OF_STEP.get(str(told["step"]), OTHER_STEPS)
    if kind == "deaths":
        return "postnatal" if told["who"] == "mother" else "child"
    return OF_KIND[kind]
