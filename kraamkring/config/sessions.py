"""Sessions in the database that end when nobody used them for some hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase

RENEWED_AT_MOST_EVERY = timedelta(minutes=5)  # one write in that time, not one for each page


class SessionStore(InDatabase):
    """A session that is used is prolonged by SESSION_COOKIE_AGE, at most once in five minutes."""

    def load(self) -> dict[str, Any]:
        found = self._get_session_from_db()  # type: ignore[attr-defined]
        if found is None:
            return {}
        left = found.expire_date - datetime.now(UTC)
        if left < timedelta(seconds=self.get_session_cookie_age()) - RENEWED_AT_MOST_EVERY:
            self.modified = True  # the middleware saves it, with a new end
        return self.decode(found.session_data)
