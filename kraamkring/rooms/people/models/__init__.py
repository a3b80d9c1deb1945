"""Persons with their numbers and links; pregnancies with their subjects."""

from .links import ParentChildLink, PersonMerge
from .persons import Person, PersonIdentifier
from .pregnancies import PregnancyEpisode, Subject

__all__ = [
    "ParentChildLink",
    "Person",
    "PersonIdentifier",
    "PersonMerge",
    "PregnancyEpisode",
    "Subject",
]
