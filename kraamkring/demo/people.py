"""Invented people: who cares for families in an area, and what mothers are called. Nobody here is real."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from .places import Hospital, Municipality, area, distance_km, nearest_hospital

HOME = "demo.example"
REGION = "be-vlg"  # the one region of Belgium whose protocol is known here
INFANTS_A_PRACTICE = 600
MIDWIVES, DOCTORS_OF_A_WARD, CARERS = 3, 2, 3

# our choice, in the manner of each community; no list of real persons
GIVEN = {
    "nl": "Lies Eva Noor Julie Sofie Hanne Lore Ine Femke Jolien Charlotte Marie Elke Silke Annelies Laura Nele Kaat "
    "Lien Sarah Astrid Griet Tine Fien Jana Emma Louise Britt Karen Veerle",
    "fr": "Camille Manon Chloé Élodie Pauline Justine Aurélie Margaux Céline Amandine Sophie Clémence",
    "tr": "Zeynep Elif Ayşe Merve Büşra Esra Fatma Derya Hatice Gül",
    "ar": "Yasmina Fatima Salma Nora Hanan Samira Imane Meryem Khadija Rania",
    "en": "Grace Priya Blessing Emily Ruth Anita Joy Sunita",
    "pl": "Agnieszka Katarzyna Magdalena Joanna Ewa",
    "ro": "Andreea Ioana Elena Mihaela Raluca",
    "ti": "Selam Rahel Miriam Saba",
}
FAMILY = {
    "nl": "Peeters Janssens Maes Jacobs Willems Claes Goossens Wouters Vermeulen Mertens Aerts Nijs Smets Baert Cools "
    "Lambrechts Stevens Bogaerts Coppens Verhoeven Vandeput Daems Geerts Luyten Reynders Vanhove",
    "fr": "Dubois Lambert Martin Dupont Leroy Simon Laurent Renard Gérard Denis",
    "tr": "Yılmaz Demir Kaya Şahin Çelik Aydın Öztürk Arslan",
    "ar": "El_Amrani Benali Ouali Haddad El_Idrissi Chaoui Bouazza Mansouri",
    "en": "Okafor Sharma Mensah Taylor Patel Owusu Gurung",
    "pl": "Kowalska Nowak Wiśniewska Zielińska",
    "ro": "Popescu Ionescu Stan Dumitru",
    "ti": "Tesfay Haile Gebremedhin",
}
SPEAK = {"nl": 76, "fr": 6, "tr": 4, "ar": 5, "en": 4, "pl": 2, "ro": 2, "ti": 1}  # mothers; our choice
NEEDS_INTERPRETER = {"tr": 0.4, "ar": 0.5, "pl": 0.4, "ro": 0.5, "ti": 0.9, "en": 0.1}
OURS = ("nl", "fr", "de", "en")


class Carer(NamedTuple):
    """Somebody with an account. office: the name of her organisation; kind: what that is. at: where it is."""

    email: str
    name: str
    profession: str
    office: str
    kind: str
    at: Municipality | Hospital


class Woman(NamedTuple):
    """A mother: her name, her language (ISO 639-1), and whether she needs an interpreter."""

    given_name: str
    family_name: str
    language: str
    interpreter: bool


def woman(chance: Random) -> Woman:
    """Somebody who is pregnant."""
    language = chance.choices(list(SPEAK), list(SPEAK.values()))[0]
    return Woman(
        chance.choice(GIVEN[language].split()),
        chance.choice(FAMILY[language].split()).replace("_", " "),
        language,
        chance.random() < NEEDS_INTERPRETER.get(language, 0),
    )


@lru_cache(maxsize=4)
def carers(where: str, seed: int) -> tuple[Carer, ...]:
    """Everybody who cares for families in an area, the same for a seed. Those called Voorbeeld are in every area."""
    chance = Random(f"{seed}/carers/{where}")  # noqa: S311 (not a secret)
    places = served(where)
    found = list(_named(places))
    taken = {each.email for each in found}

    def somebody(profession: str, office: str, kind: str, at: Municipality | Hospital) -> Carer:
        while True:
            given, family = chance.choice(GIVEN["nl"].split()), chance.choice(FAMILY["nl"].split())
            if (email := address(given, family)) not in taken:
                taken.add(email)
                return Carer(email, f"{given} {family}", profession, office, kind, at)
            if len(taken) > len(GIVEN["nl"].split()) * len(FAMILY["nl"].split()) // 2:
                number = len(taken)
                taken.add(email := address(given, family, number))
                return Carer(email, f"{given} {family}", profession, office, kind, at)

    for place in _seats(places):
        practice = f"Vroedvrouwen {place.name}"
        found += [somebody("midwife", practice, "midwife_practice", place) for _ in range(MIDWIVES)]
        found.append(somebody("gp", f"Huisartsen {place.name}", "practice", place))
        found.append(somebody("maternity_carer", f"Kraamzorg {place.name}", "maternity_care", place))
        found.append(somebody("youth_health", f"Consultatiebureau {place.name}", "youth_health", place))
    for hospital in sorted({nearest_hospital(place) for place in places}):
        ward = hospital.called
        for profession in ("ward_midwife", "gynaecologist", "paediatrician"):
            found += [
                somebody(profession, ward, "hospital", hospital)
                for _ in range(DOCTORS_OF_A_WARD if profession != "paediatrician" else 1)
            ]
    return tuple(found)


def _named(places: Sequence[Municipality]) -> Iterator[Carer]:
    """Those with fixed names, whose sign-ins are printed."""
    seat = max(places, key=lambda place: place.infants)
    ward = nearest_hospital(seat)
    yield Carer(
        f"mieke@{HOME}", "Mieke Voorbeeld", "midwife", "Vroedvrouwen Voorbeeld", "midwife_practice", seat
    )
    yield Carer(f"bea@{HOME}", "Bea Voorbeeld", "midwife", "Vroedvrouwen Voorbeeld", "midwife_practice", seat)
    yield Carer(f"wies@{HOME}", "Wies Voorbeeld", "ward_midwife", ward.called, "hospital", ward)
    yield Carer(f"griet@{HOME}", "Griet Voorbeeld", "gynaecologist", ward.called, "hospital", ward)
    yield Carer(f"karel@{HOME}", "Karel Voorbeeld", "paediatrician", ward.called, "hospital", ward)
    yield Carer(f"joris@{HOME}", "Joris Voorbeeld", "gp", "Huisartsen Voorbeeld", "practice", seat)
    yield Carer(
        f"yara@{HOME}", "Yara Voorbeeld", "maternity_carer", "Kraamzorg Voorbeeld", "maternity_care", seat
    )
    yield Carer(
        f"kaat@{HOME}", "Kaat Voorbeeld", "youth_health", "Consultatiebureau Voorbeeld", "youth_health", seat
    )


def served(where: str) -> tuple[Municipality, ...]:
    """The municipalities of an area whose protocol is known: those of Flanders."""
    return tuple(place for place in area(where) if place.region == "vlg")


def _seats(places: Sequence[Municipality]) -> list[Municipality]:
    """Where practices are: one for so many infants, in the largest places."""
    number = max(1, round(sum(place.infants for place in places) / INFANTS_A_PRACTICE))
    return sorted(places, key=lambda place: -place.infants)[:number]


def near(profession: str, to: Municipality | Hospital, who: Sequence[Carer], chance: Random) -> Carer:
    """One of those of this profession who work nearest."""
    fitting = [each for each in who if each.profession == profession and not each.name.endswith("Voorbeeld")]
    nearest = min(distance_km(each.at, to) for each in fitting)
    return chance.choice([each for each in fitting if distance_km(each.at, to) <= nearest + 1])


def address(given: str, family: str, number: int | None = None) -> str:
    """An address that nobody has."""
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z.]', '', plain)}{'' if number is None else number}@{HOME}"


def told_in(language: str) -> str:
    """The language in which she is written to: her own if we have it, else Dutch."""
    return language if language in OURS else "nl"
