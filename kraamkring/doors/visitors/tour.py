"""The tour: ten stops of about a minute, each with who signs in, what to click and what to notice.

The people are those of the grown district; `docs/ten-minutes.md` is the same tour on paper, and a journey walks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
PASSWORD = "demo-kraamkring"  # noqa: S105 (visibly the demo's)


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as."""

    name: str
    what: Words
    email: str


@dataclass(frozen=True)
class Stop:
    """where: the page on which it begins. as_whom: who signs in, None where nobody needs to."""

    title: Words
    where: str
    as_whom: Person | None
    do: tuple[Words, ...]
    notice: Words


MIEKE = Person("Mieke Voorbeeld", _("midwife and coordinator"), "mieke@demo.example")
AMINA = Person("Amina Voorbeeld", _("a mother who has just gone home"), "amina@demo.example")

STOPS = (
    Stop(
        _("Who needs somebody now?"),
        "/today/",
        MIEKE,
        (_("Sign in. You stand on Today."),),
        _(
            "The gaps stand on top: what is missing, since when, whose task it is, who was told, and who has seen it. "
            "Nobody reported them. They follow from what was recorded and what the rules promise."
        ),
    ),
    Stop(
        _("Close a gap"),
        "/today/",
        MIEKE,
        (
            _("Below Elif Demir, open the blood spot screening that nobody did."),
            _("Click It took place, say that the test was done, and record it."),
        ),
        _(
            "The promise is now done, late: the gap stays in the history, and in the figures. On Today, Elif no longer "
            "needs somebody for it."
        ),
    ),
    Stop(
        _("Arrange a visit"),
        "/today/",
        MIEKE,
        (
            _("Below Amina Voorbeeld, open her first home visit."),
            _("Click Arrange, choose somebody and a time, and send it."),
        ),
        _(
            "Asked is not arranged: the state changes when the other one accepts. Whoever is asked gets a message, "
            "and an entry for the calendar."
        ),
    ),
    Stop(
        _("One family on one page"),
        "/families/",
        MIEKE,
        (_("Open Sarah Maes: home on a Friday evening after 36 hours."), _("Then open Record.")),
        _(
            "The circle shows who is there and who is missing. The line shows every promise with its window. In the "
            "record nothing is overwritten: a correction stands beside what it replaces."
        ),
    ),
    Stop(
        _("Going home through the gates"),
        "/families/",
        MIEKE,
        (_("Open Sarah Maes again, and then Going home."),),
        _(
            "The ward let her go though no visit was agreed within 24 hours, and had to say why. The reason stands "
            "there, and the coordinator was told at that moment."
        ),
    ),
    Stop(
        _("On her own phone"),
        "/my/",
        AMINA,
        (
            _("Sign out, and sign in as Amina. A narrow window looks as her phone does."),
            _("Read her week. Open Plan, change what she wants, and send it."),
        ),
        _("The same facts, in plain words. She may change her plan at any time."),
    ),
    Stop(
        _("Who looked?"),
        "/my/looks/",
        AMINA,
        (_("Open More, and then Who looked at my record."),),
        _("You were there a moment ago as Mieke: her record says so, with when and on which ground."),
    ),
    Stop(
        _("What was told to whom"),
        "/inbox/",
        None,
        (_("Open the inbox of the demo, and one of the messages."),),
        _(
            "Amina's change goes to everyone in her circle, each in their own language. No medical word stands in a "
            "message; it leads to the record."
        ),
    ),
    Stop(
        _("After a loss"),
        "/families/",
        MIEKE,
        (_("As Mieke, open Hanne Claes."),),
        _(
            "The page is quiet. What was waiting was cancelled, no message about a baby goes out any more, and what is "
            "still due is due to her."
        ),
    ),
    Stop(
        _("On whose authority?"),
        "/cards/",
        None,
        (_("Open the rules, and one of them."),),
        _(
            "Every rule says its source and how sure we are. No clinician has checked them yet, and each says that too."
        ),
    ),
)
