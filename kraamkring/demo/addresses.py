"""Where the families of the demo live: a real town, a street of a name that every town has, and a number of chance."""

from __future__ import annotations

from uuid import UUID

from kraamkring.flows.place_of_care import Address

from .people import spoken_at
from .places import Municipality

STREETS = {
    "nl": ("Kerkstraat", "Molenstraat", "Schoolstraat", "Dorpsstraat", "Veldstraat", "Nieuwstraat"),
    "fr": ("Rue de l’Église", "Rue du Moulin", "Rue de l’École", "Grand-Rue", "Rue des Champs", "Rue Neuve"),
    "de": ("Kirchstraße", "Mühlenweg", "Schulstraße", "Dorfstraße", "Feldweg", "Neustraße"),
}
FINDING = {
    "nl": ("", "", "Tweede bel", "Achterom"),
    "fr": ("", "", "Deuxième sonnette", "Par l’arrière"),
    "de": ("", "", "Zweite Klingel", "Hintereingang"),
}
HIGHEST_NUMBER = 180


def invented_address(family: UUID, place: Municipality) -> Address:
    """The same for the same family. It has no telephone: any number could be somebody's."""
    spoken, chance = spoken_at(place), family.int
    streets, finding = STREETS[spoken], FINDING[spoken]
    number = chance // len(streets) % HIGHEST_NUMBER + 1
    return Address(
        street=f"{streets[chance % len(streets)]} {number}",
        postcode=place.postcode,
        town=place.name,
        finding=finding[chance // 7 % len(finding)],
    )
