"""Where a family is at home, as somebody writes it down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.fields import line_field
from kraamkring.flows.place_of_care import Address
from kraamkring.rooms.people.models import PlaceOfCare

from ..asking import Asking


class AddressForm(Asking):
    """What is not known stays empty."""

    street = line_field(_("Street and number"))
    postcode = line_field(_("Postcode"), longest=12)
    town = line_field(_("Town"), longest=100)
    phone = line_field(_("Telephone at home"), longest=30)
    finding = line_field(_("What helps to find it"), longest=300)

    @property
    def address(self) -> Address:
        """What was written."""
        said = self.cleaned_data
        return Address(**{name: said[name] for name in ("street", "postcode", "town", "phone", "finding")})

    @staticmethod
    def of(place: PlaceOfCare | None) -> dict[str, str]:
        """What was written before, to be changed."""
        if place is None:
            return {}
        return {
            "street": place.street,
            "postcode": place.postcode,
            "town": place.town,
            "phone": place.phone,
            "finding": place.finding,
        }
