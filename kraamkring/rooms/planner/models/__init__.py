"""Carers with their contracts; families with their days of care; what was proposed and promised."""

from .carers import Absence, CarerDay, Competence, Contract
from .families import CareDay, CareNeed, CareRequest, KeptApart, Shortening
from .hotel import HotelQuestion, HotelStay, HotelStep
from .plans import Question, Run, Shift, ShiftStep
from .pool import Duty, OnCallTerms, PoolMember, PoolRun, SharedPool

__all__ = [
    "Absence",
    "CareDay",
    "CareNeed",
    "CareRequest",
    "CarerDay",
    "Competence",
    "Contract",
    "Duty",
    "HotelQuestion",
    "HotelStay",
    "HotelStep",
    "KeptApart",
    "OnCallTerms",
    "PoolMember",
    "PoolRun",
    "Question",
    "Run",
    "SharedPool",
    "Shift",
    "ShiftStep",
    "Shortening",
]
