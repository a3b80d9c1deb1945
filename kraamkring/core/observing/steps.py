"""What an observation does for the pathway: a child that was weighed is weighed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from ..facts.model import PregnancyFacts
from ..pathway.evidence import deeds, matched
from ..pathway.promises import Promise


def calls_for(
    promises: Iterable[Promise],
    facts: PregnancyFacts,
    *,
    step: str,
    who: str,
    role: str,
    at: datetime,
    now: datetime,
    zone: tzinfo,
) -> bool:
    """Whether a promise that nothing keeps yet asks for this step, of this person, by this role, at that moment."""
    listed = list(promises)
    asking = [
        promise
        for promise in listed
        if promise.card.done_by.pair == ("step", step)
        and (who == "mother" or promise.subject == who)
        and role in promise.card.allowed
        and promise.withdrawn is None
        and (promise.card.early_counts or at >= promise.window.earliest)
    ]
    if not asking:
        return False
    kept = matched(listed, deeds(facts, now, zone))
    return any(promise.key not in kept for promise in asking)
