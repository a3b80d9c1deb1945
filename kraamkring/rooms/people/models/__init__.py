"""Persons with their numbers and links; pregnancies with their subjects."""

from .links import ParentChildLink, PersonMerge
from .persons import NameEnding, Person, PersonIdentifier
from .places import PlaceOfCare
from .pregnancies import PregnancyEpisode, Subject

__all__ = [
    "NameEnding",
    "ParentChildLink",
    "Person",
    "PersonIdentifier",
    "PersonMerge",
    "PlaceOfCare",
    "PregnancyEpisode",
    "Subject",
]
