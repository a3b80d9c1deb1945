"""Persons with their numbers and links; pregnancies with their subjects."""

from .links import ParentChildLink, PersonMerge
from .persons import NameEnding, Person, PersonIdentifier
from .pregnancies import PregnancyEpisode, Subject

__all__ = [
    "NameEnding",
    "ParentChildLink",
    "Person",
    "PersonIdentifier",
    "PersonMerge",
    "PregnancyEpisode",
    "Subject",
]
