"""Why something waits for a person. What waits is never refused away: somebody takes it up, or lets it rest."""

from __future__ import annotations

SENTENCES = {
    "no_relation": "you are not in the care of this family now",
    "not_allowed": "your role, or what she agreed to, does not let you write this now",
    "another_person": "somebody else was signed in on this device when it was sent",
    "signed_out": "it was left at the server while nobody was signed in on this device",
    "revoked": "this device had been revoked",
    "conflict": "somebody else changed this in the meantime",
    "unknown_kind": "this version of the server does not know this kind of note",
    "unreadable": "it could not be read as it was sent",
    "count_used": "this device had used the same number for something else",
    "id_used": "something else was sent under the same name before",
    "after_another": "it changes something that waits itself, or was not taken",
}
USED_TWICE = ("count_used", "id_used")  # rows beside the order of their device
