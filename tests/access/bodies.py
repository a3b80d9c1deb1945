"""What is sent where: a form that is right, so that only the right to send it decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kraamkring.core.kernel.identifiers import new_id
from tests.flows.test_papers import picture

from .world import World


def body(here: World, page: str) -> dict[str, Any]:
    """The form of a page, filled in; a lone id where who may not send it may not open it either: that comes first."""
    today = here.now.date()
    known: dict[str, dict[str, Any]] = {
        "appointment": {"act": "accept", "version": "1"},
        "consent_say": {"whom": "everybody", "given": "yes", "said_by": "mother", "sure": "on"},
        "my_say": {"whom": "everybody", "given": "yes", "sure": "on"},
        "plan_point": {"act": "comment", "said": "a word", "version": "1"},
        "plan_add_point": {"topic": "feeding", "text": "a word"},
        "my_points": {"topic": "feeding", "text": "a word"},
        "my_point": {"act": "comment", "said": "a word", "version": "1"},
        "member_remove": {"reason": "x"},
        "member_leave": {"reason": "x"},
        "member_coordinate": {"seen": "", "intensity": "usual"},
        "intensity": {"seen": str(here.episode.pk), "intensity": "usual"},
        "record_correct": here.correction,
        "record_take_back": {"why": "x", "whole": "on"},
        "record_stands": {},
        "discharge": {
            "do": "leave", "who": ["mother", "newborn-1"], "how": "now", "override_reason": "x", "letter": "on",
        },
        "screening": {"do": "test", "newborn": "newborn-1", "screening": "blood_spot", "outcome": "done"},
        "family_messages": {"message": here.message, "seen": "1", "verdict": "given_up", "why": "x"},
        "address": {"street": "x 1"},
        "papers": {"who": "mother", "title": "x", "file": SimpleUploadedFile("x.jpg", picture())},
        "paper_take_back": {"reason": "x"},
        "hand_over_one": {"words": "a word"},
        "meeting": {"act": "agenda", "text": "a word"},
        "my_meeting": {"act": "agenda", "text": "a word"},
        "my_measure": {"temperature_c": "37,2"},
        "due_date": {"due_on": today + timedelta(days=90), "set_on": today},
        "my_hotel": {"answer": "yes", "stay": here.nested["stay"]},
        "my_appointment": {"version": "1", "said": "I cannot"},
        "registry_forms": {"fill": "1"},
        "waive": {"why": "she does not need it"},
    }  # fmt: skip
    return {**known.get(page, {}), "id": new_id(here.now)}
