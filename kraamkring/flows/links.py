"""The page that a message leads to, by what it is about: for carers, and for a mother or a partner."""

from __future__ import annotations

from collections.abc import Mapping

LINKS: Mapping[str, str] = {
    "today": "/today/",
    "invitations": "/invitations/",
    "family": "/families/{episode}/",
    "plan": "/families/{episode}/plan/",
    "network": "/families/{episode}/network/",
    "discharge": "/families/{episode}/going-home/",
    "messages": "/families/{episode}/messages/",
    "looks": "/families/{episode}/looks/",
    "hand_overs": "/families/{episode}/hand-overs/",
    "meetings": "/families/{episode}/meetings/",
    "cover": "/me/cover/",
    "who_sees": "/families/{episode}/consent/",
    "review": "/emergency/review/",
    "pool": "/planning/pool/",
    "appointments": "/families/{episode}/plan/",
    "roster": "/visits/",
    "care": "/families/{episode}/plan/",
    "hotel": "/families/{episode}/plan/",
}
TO_PARENTS: Mapping[str, str] = {  # the same, for a mother or a partner: they have pages of their own
    "today": "/my/",
    "invitations": "/invitations/",
    "family": "/my/{episode}/",
    "plan": "/my/{episode}/plan/",
    "network": "/my/{episode}/circle/",
    "discharge": "/my/{episode}/",
    "messages": "/my/{episode}/",
    "looks": "/my/{episode}/looks/",
    "hand_overs": "/my/{episode}/",
    "meetings": "/my/{episode}/meetings/",
    "cover": "/me/cover/",
    "who_sees": "/my/{episode}/circle/who-sees-what/",
    "review": "/my/{episode}/looks/",
    "appointments": "/my/{episode}/appointments/",
    "roster": "/my/",
    "pool": "/my/",
    "care": "/my/{episode}/care/",
    "hotel": "/my/{episode}/hotel/",
}
