"""Sessions in the database that end when nobody used them for some time, and at last whatever she does.

How long depends on the door and on how somebody signed in; that is decided once, at sign-in (`config.sign_in`), and
stands in the session itself. Our choice, not verified: docs/security.md.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase

RENEWED_AT_MOST_EVERY = timedelta(minutes=5)  # one write in that time, not one for each page
IDLE, LAST, KEPT = "idle_s", "last_until", "kept_by_browser"


class SessionStore(InDatabase):
    """A session that is used is prolonged by its idle time, at most once in five minutes, and never past its end."""

    def load(self) -> dict[str, Any]:
        found = self._get_session_from_db()  # type: ignore[attr-defined]
        if found is None:
            return {}
        data: dict[str, Any] = self.decode(found.session_data)
        idle = timedelta(seconds=data.get(IDLE, self.get_session_cookie_age()))
        left, now = found.expire_date - datetime.now(UTC), datetime.now(UTC)
        whole = min(idle, datetime.fromtimestamp(data[LAST], UTC) - now) if LAST in data else idle
        if left < whole - RENEWED_AT_MOST_EVERY:
            self.modified = True  # the middleware saves it, with a new end
            self.renewed = True  # ... and `config.last_seen` notes when
        return data

    def lasts(self, *, idle: timedelta, whole: timedelta, kept: bool) -> None:
        """From now on: it ends after `idle` without a look, and after `whole` in any case. kept: the browser keeps it
        when it is closed."""
        self[IDLE], self[KEPT] = int(idle.total_seconds()), kept
        self[LAST] = int((datetime.now(UTC) + whole).timestamp())

    def get_expiry_age(self, **known: Any) -> int:
        if IDLE not in self:
            age: int = super().get_expiry_age(**known)
            return age
        left = self[LAST] - datetime.now(UTC).timestamp()
        return max(0, min(int(self[IDLE]), int(left)))

    def get_expiry_date(self, **known: Any) -> datetime:
        if IDLE not in self:
            return super().get_expiry_date(**known)
        return datetime.now(UTC) + timedelta(seconds=self.get_expiry_age())

    def get_expire_at_browser_close(self) -> bool:
        return not self[KEPT] if KEPT in self else super().get_expire_at_browser_close()
