"""Who belongs to the network, who coordinates it, and what was agreed to."""

from .agreements import BreakGlass, Consent
from .coordination import Coordination, CoordinationProposal, ProposalAnswer
from .members import Membership, MembershipStep

__all__ = [
    "BreakGlass",
    "Consent",
    "Coordination",
    "CoordinationProposal",
    "Membership",
    "MembershipStep",
    "ProposalAnswer",
]
