"""Who belongs to the network, who coordinates it, who covers for whom, and what was agreed to."""

from .agreements import BreakGlass, Consent, EmergencyReview
from .coordination import Coordination, CoordinationProposal, ProposalAnswer
from .covers import Cover, CoverStep
from .members import Membership, MembershipStep

__all__ = [
    "BreakGlass",
    "Consent",
    "Coordination",
    "CoordinationProposal",
    "Cover",
    "CoverStep",
    "EmergencyReview",
    "Membership",
    "MembershipStep",
    "ProposalAnswer",
]
