"""Why a message of a ward waits for a person. Nothing that waits is lost: somebody takes it up, or sets it aside."""

from __future__ import annotations

SENTENCES = {
    "nobody": "nobody in the care of this hospital has these numbers",
    "several": "it may be about more than one pregnancy",
    "contradiction": "a number or a date of birth says otherwise than what is known here",
    "not_open": "she has not agreed that the hospital's system writes in this part",
    "which_child": "it is not clear which of the children it is about",
    "not_born": "the birth of this child is not recorded yet",
    "birth_incomplete": "it does not say all that belongs to a birth",
    "born_otherwise": "the birth is recorded at another time",
    "no_time": "it does not say when",
    "skipped_hour": "the clock jumped over this time",
    "hour_twice": "the clock showed this time twice",
    "not_home": "it does not say that she went home",
    "died": "it tells of a death",
    "undone": "it takes back what was told before",
    "refused": "it does not go together with what is recorded",
}
