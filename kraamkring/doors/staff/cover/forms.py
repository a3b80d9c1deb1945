"""For whom, who, and from which day to which."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.kernel.moments import start_of_day
from kraamkring.doors.ui.fields import choice_field, date_field
from kraamkring.flows.cover import SeenCovers
from kraamkring.rooms.accounts.models import User

from ..asking import Asking
from ..words import role_word

DAY = timedelta(days=1)


class CoverForm(Asking):
    """Whole days in the zone of her organisation. Whom it is for is asked only where there is a choice."""

    places = {"since": "first", "until": "last"}  # noqa: RUF012 (forms are classes of constants)

    first = date_field(_("First day"), _("Give the first day."))
    last = date_field(_("Last day"), _("Give the last day."))

    def __init__(self, *args: Any, seen: SeenCovers, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = seen.covered[0].pk if len(seen.covered) == 1 else None
        if self.only is None:
            whose = [(str(user.pk), _t("me") if user.pk == by.pk else named(user)) for user in seen.covered]
            self.fields["covered"] = choice_field(
                _("Whose work is it?"), [("", _("Choose")), *whose], _("Say whose work it is.")
            )
        colleagues = [(str(user.pk), named(user)) for user in seen.colleagues]
        self.fields["by_whom"] = choice_field(
            _("Who does it?"), [("", _("Choose")), *colleagues], _("Say who does it.")
        )
        self.order_fields(["id", "covered", "by_whom", "first", "last"])

    def asked(self) -> dict[str, Any]:
        """What was said, as the flow takes it."""
        said = self.cleaned_data
        return {
            "covered": self.only or UUID(said["covered"]),
            "by_whom": UUID(said["by_whom"]),
            "since": self._midnight(said["first"]),
            "until": self._midnight(said["last"] + DAY),
            "id": self.written_id,
        }

    def _midnight(self, day: Any) -> datetime:
        return start_of_day(day, self.zone)


def named(user: User) -> str:
    """Name, role and where she works."""
    where = f" · {user.organisation.name}" if user.organisation else ""
    return f"{user.name or user.email}, {role_word(user.profession)}{where}"
