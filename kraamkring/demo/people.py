"""Invented people: who cares for families in an area, and what mothers are called. Nobody here is real."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from .places import Hospital, Municipality, area, distance_km, municipalities, nearest_hospital, region_of
from .sayings import OFFICES

HOME = "demo.example"
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
    "de": "Anna Julia Katharina Lena Sabrina Nadine Melanie Jessica Vanessa Martina",
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
    "de": "Schmitz Müller Heinen Theis Kohnen Lambertz Pauels Peters Hilgers Schröder",
    "ti": "Tesfay Haile Gebremedhin",
}
SPEAK: Mapping[str, Mapping[str, int]] = {  # mothers, by region; our choice
    "be-vlg": {"nl": 76, "fr": 6, "tr": 4, "ar": 5, "en": 4, "pl": 2, "ro": 2, "ti": 1},
    "be-wal": {"fr": 82, "nl": 2, "ar": 6, "tr": 3, "en": 2, "pl": 1, "ro": 3, "ti": 1},
    "be-bru": {"fr": 50, "nl": 8, "ar": 17, "tr": 6, "en": 8, "pl": 4, "ro": 6, "ti": 1},
    "be-dg": {"de": 84, "fr": 10, "nl": 2, "ar": 2, "ro": 2},
}
SPOKEN = {"be-vlg": "nl", "be-wal": "fr", "be-bru": "fr", "be-dg": "de"}  # by who cares, and in messages
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


def woman(chance: Random, region: str) -> Woman:
    """Somebody who is pregnant there."""
    speak = SPEAK[region]
    language = chance.choices(list(speak), list(speak.values()))[0]
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
    places = area(where)
    found = list(_named(seat(where)))
    taken = {each.email for each in found}

    def somebody(profession: str, office: str, kind: str, at: Municipality | Hospital) -> Carer:
        language = spoken_at(at)
        names, families = GIVEN[language].split(), FAMILY[language].split()
        while True:
            given, family = chance.choice(names), chance.choice(families)
            if (email := address(given, family)) not in taken:
                taken.add(email)
                return Carer(email, f"{given} {family}", profession, office, kind, at)
            if len(taken) > len(names) * len(families) // 2:
                number = len(taken)
                taken.add(email := address(given, family, number))
                return Carer(email, f"{given} {family}", profession, office, kind, at)

    for place in _seats(places):
        called = {who: f"{words} {place.name}" for who, words in OFFICES[spoken_at(place)].items()}
        found += [somebody("midwife", called["midwife"], "midwife_practice", place) for _ in range(MIDWIVES)]
        found.append(somebody("gp", called["gp"], "practice", place))
        found.append(somebody("maternity_carer", called["maternity_carer"], "maternity_care", place))
        found.append(somebody("youth_health", called["youth_health"], "youth_health", place))
    for hospital in sorted({nearest_hospital(place) for place in places}):
        ward = hospital.called
        for profession in ("ward_midwife", "gynaecologist", "paediatrician"):
            found += [
                somebody(profession, ward, "hospital", hospital)
                for _ in range(DOCTORS_OF_A_WARD if profession != "paediatrician" else 1)
            ]
    return tuple(found)


def _named(place: Municipality) -> Iterator[Carer]:
    """Those with fixed names, whose sign-ins are printed."""
    ward = nearest_hospital(place)
    yield Carer(
        f"mieke@{HOME}", "Mieke Voorbeeld", "midwife", "Vroedvrouwen Voorbeeld", "midwife_practice", place
    )
    yield Carer(
        f"bea@{HOME}", "Bea Voorbeeld", "midwife", "Vroedvrouwen Voorbeeld", "midwife_practice", place
    )
    yield Carer(f"wies@{HOME}", "Wies Voorbeeld", "ward_midwife", ward.called, "hospital", ward)
    yield Carer(f"griet@{HOME}", "Griet Voorbeeld", "gynaecologist", ward.called, "hospital", ward)
    yield Carer(f"karel@{HOME}", "Karel Voorbeeld", "paediatrician", ward.called, "hospital", ward)
    yield Carer(f"joris@{HOME}", "Joris Voorbeeld", "gp", "Huisartsen Voorbeeld", "practice", place)
    yield Carer(
        f"yara@{HOME}", "Yara Voorbeeld", "maternity_carer", "Kraamzorg Voorbeeld", "maternity_care", place
    )
    yield Carer(
        f"kaat@{HOME}", "Kaat Voorbeeld", "youth_health", "Consultatiebureau Voorbeeld", "youth_health", place
    )
    namur = next(each for each in municipalities() if each.name == "Namur")
    yield Carer(
        f"camille@{HOME}",
        "Camille Voorbeeld",
        "midwife",
        "Sages-femmes Voorbeeld, Namur",
        "midwife_practice",
        namur,
    )


def seat(where: str) -> Municipality:
    """The largest place of an area: there the families of the stories live."""
    return max(area(where), key=lambda place: place.infants)


def spoken_at(place: Municipality | Hospital) -> str:
    """The language in which carers write there."""
    return SPOKEN[region_of(place)]


def _seats(places: Sequence[Municipality]) -> list[Municipality]:
    """Where practices are: one for so many infants, in the largest places of each region."""
    found: list[Municipality] = []
    for region in sorted({region_of(place) for place in places}):
        there = [place for place in places if region_of(place) == region]
        number = max(1, round(sum(place.infants for place in there) / INFANTS_A_PRACTICE))
        found += sorted(there, key=lambda place: -place.infants)[:number]
    return found


def near(profession: str, to: Municipality | Hospital, who: Sequence[Carer], chance: Random) -> Carer:
    """One of those of this profession who work nearest."""
    fitting = [each for each in who if each.profession == profession and not each.name.endswith("Voorbeeld")]
    here = [each for each in fitting if region_of(each.at) == region_of(to)] or fitting
    nearest = min(distance_km(each.at, to) for each in here)
    return chance.choice([each for each in here if distance_km(each.at, to) <= nearest + 1])


def address(given: str, family: str, number: int | None = None) -> str:
    """An address that nobody has."""
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z.]', '', plain)}{'' if number is None else number}@{HOME}"


def told_in(language: str, place: Municipality | Hospital) -> str:
    """The language in which she is written to: her own if we have it, else that of the place."""
    return language if language in OURS else spoken_at(place)
