"""A protocol, with every card that it promises by, as a PlanDefinition: for who wants to know by which rules care is
promised, and how sure anybody is of them. What it comes to for one family is its CarePlan.

The windows stand in words (`textEquivalent`), as on the printed page: FHIR has no element for them that is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID, uuid5

from ..pathway.cards import Card, Edition, Protocol, Source
from ..pathway.in_words import conditions_in_words, duty_in_words, lead_in_words, window_in_words
from .defining import ResourceType
from .parameters import Parameter
from .practitioner_role import codes_of_role
from .resource import Json, Made, without_nothing
from .systems import OWN, coding, naming_system
from .task import ACTIVITIES

TYPE = "PlanDefinition"
DEFINED = ResourceType(
    name=TYPE,
    parameters=(
        Parameter("identifier", "token", "identifier"),
        Parameter("name", "string", "name"),
        Parameter("status", "token", "status"),
        Parameter("title", "string", "title"),
        Parameter("version", "token", "version"),
    ),
    mandatory=("status",),
    summary=("url", "identifier", "version", "name", "title", "type", "status", "experimental", "date"),
    directory=True,
)
# The home of what belongs to no family and to nobody who works: whoever holds a key reads it.
NOBODYS = UUID(int=0)
# FHIR R4, binding of PlanDefinition.type.
KINDS = "http://terminology.hl7.org/CodeSystem/plan-definition-type"
LAYPEOPLE: Mapping[str, str] = {"mother": "patient", "partner": "related-person"}
UNCHECKED = "not reviewed"


def url_of(protocol: str) -> str:
    """The canonical address of a protocol of ours."""
    return f"{OWN}/{TYPE}/{protocol}"


def id_of(protocol: str) -> UUID:
    """The id of the PlanDefinition of a protocol."""
    return uuid5(NOBODYS, f"{TYPE}/{protocol}")


def plan_definition(protocol: Protocol) -> Made:
    """The PlanDefinition: a draft, as long as any of its cards was checked by nobody."""
    reviewed = [card.sign.reviewed_on for card in protocol.cards if card.sign.reviewed_on]
    whole = len(reviewed) == len(protocol.cards)
    last = max(edition.valid_from for card in protocol.cards for edition in card.editions)
    elements = {
        "url": url_of(protocol.name),
        "identifier": [{"system": naming_system("protocol"), "value": protocol.name}],
        "version": last.isoformat(),
        "name": protocol.name.upper().replace("-", "_"),
        "title": f"Care around a birth: {protocol.title.en}",
        "type": {"coding": [coding(KINDS, "clinical-protocol", "Clinical Protocol")]},
        "status": "active" if whole else "draft",
        "experimental": False,
        "date": last.isoformat(),
        "description": f"{len(reviewed)} of its {len(protocol.cards)} cards were checked by a clinician.",
        "lastReviewDate": min(reviewed).isoformat() if whole else None,
        "reviewer": [{"name": name} for name in _reviewers(protocol)],
        "relatedArtifact": [_source(id, each) for id, each in sorted(protocol.sources.items())],
        "action": [_card(card, protocol.sources) for card in protocol.cards],
    }
    return Made(
        type=TYPE, id=id_of(protocol.name), home=NOBODYS, module="", elements=elements, of_episode=False
    )


def _reviewers(protocol: Protocol) -> list[str]:
    return sorted({card.sign.checked_by for card in protocol.cards} - {UNCHECKED})


def _source(id: str, source: Source) -> Json:
    year = f", {source.year}" if source.year else ""
    return {
        "type": "citation",
        "label": id,
        "display": source.title,
        "citation": f"{source.publisher}{year}; {source.where}",
    }


def _card(card: Card, sources: Mapping[str, Source]) -> Json:
    return without_nothing(
        {
            "title": card.title.en,
            "description": card.why.en,
            "textEquivalent": f"For {_for(card)}. Checked by: {card.sign.checked_by}. To be seen again on"
            f" {card.sign.next_review.isoformat()}.",
            "code": [{"coding": [coding(ACTIVITIES, card.activity)]}],
            "participant": [_participant(role) for role in dict.fromkeys((card.role, *card.by))],
            "action": [each for edition in card.editions for each in _promises(edition, sources)],
        }
    )


def _for(card: Card) -> str:
    return "the mother and each newborn" if card.for_ == "everyone" else card.for_


def _participant(role: str) -> Json:
    return {"type": LAYPEOPLE.get(role, "practitioner"), "role": {"coding": codes_of_role(role)}}


def _promises(edition: Edition, sources: Mapping[str, Source]) -> Iterator[Json]:
    cited = [
        {
            "type": "citation",
            "label": each.id,
            "display": sources[each.id].title,
            "citation": f"{each.where}: {each.says}",
        }
        for each in edition.sources
    ]
    for rule in edition.promises:
        said = [
            window_in_words(rule.window, "en"),
            *conditions_in_words(rule, "en"),
            duty_in_words(rule, "en"),
            lead_in_words(rule, "en"),
            f"certainty: {edition.certainty}",
        ]
        yield {
            "title": f"Since {edition.valid_from.isoformat()}, number {rule.ordinal}",
            "textEquivalent": "; ".join(said),
            "documentation": cited,
        }
