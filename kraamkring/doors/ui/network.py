"""The circle with what the network says of it."""

from __future__ import annotations

from kraamkring.core.facts.coherence import standing as standing_facts
from kraamkring.core.kernel.moments import local_day

from .looking import Telling


class NetworkTelling(Telling):
    """A look at a record: the circle is drawn from the network, and opened where care that is due has nobody."""

    def presences(self) -> dict[str, str]:
        found = super().presences()
        for role, accepted in self._network().items():
            unmet = found.get(role) == "missing"
            if accepted:
                found[role] = "uncovered" if unmet else "here"
            else:
                found[role] = "missing" if unmet else "asked"
        return found

    def _network(self) -> dict[str, bool]:
        """Of each role that is in the network today, whether somebody accepted."""
        today = local_day(self.now, self.zone)
        facts = self.standing.facts
        found: dict[str, bool] = {}
        for member in standing_facts(facts.network, facts.retracted):
            if member.until is None or member.until > today:
                accepted = member.accepted_on is not None and member.accepted_on <= today
                found[member.role] = accepted or found.get(member.role, False)
        return found
