"""Cards, changes and dry runs in the words of these pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kraamkring.core.pathway.card_words import CERTAINTIES, WHOM
from kraamkring.core.pathway.cards import Card, Edition, PromiseRule, Protocol
from kraamkring.core.pathway.cards_report import field_in_words
from kraamkring.core.pathway.editions import Change, InForce, overdue
from kraamkring.core.pathway.in_words import (
    conditions_in_words,
    duty_in_words,
    lead_in_words,
    role_in_words,
    window_in_words,
)
from kraamkring.doors.ui import notation, words
from kraamkring.doors.ui.window_drawing import drawn, of_a_page
from kraamkring.flows.see_cards import SeenCards
from kraamkring.flows.try_edition import HOWS, Effect, TriedOut

from ..banner import name_of


@dataclass(frozen=True)
class Row:
    """A card in the list. begins: the first day of its edition, or from when on there will be one."""

    activity: str
    title: str
    certainty: str
    unsure: bool
    sources: tuple[str, ...]
    checked: str
    review: str
    overdue: bool
    begins: str
    in_force: bool
    follows: str


@dataclass(frozen=True)
class Cards:
    pack: str
    title: str
    packs: tuple[tuple[str, str, bool], ...]
    day: str
    rows: tuple[Row, ...]
    overdue: int
    unreviewed: int
    unsure: int

    @classmethod
    def of(cls, seen: SeenCards, language: str) -> Cards:
        rows = tuple(_row(each, seen.protocol, seen.day, language) for each in seen.cards)
        return cls(
            pack=seen.protocol.name,
            title=getattr(seen.protocol.title, language),
            packs=tuple(
                (pack.name, getattr(pack.title, language), pack.name == seen.protocol.name)
                for pack in seen.packs
            ),
            day=notation.day(seen.day),
            rows=rows,
            overdue=sum(row.overdue for row in rows),
            unreviewed=sum(each.card.sign.reviewed_on is None for each in seen.cards),
            unsure=sum(row.unsure for row in rows),
        )


def _row(found: InForce, protocol: Protocol, day: date, language: str) -> Row:
    card, edition, follows_on = found
    latest = edition or card.editions[0]
    return Row(
        activity=card.activity,
        title=getattr(card.title, language),
        certainty=CERTAINTIES[language][latest.certainty],
        unsure=latest.certainty == "to be confirmed",
        sources=tuple(dict.fromkeys(protocol.sources[cited.id].title for cited in latest.sources)),
        checked=_checked(card),
        review=notation.day(card.sign.next_review),
        overdue=overdue(card, day),
        begins=notation.day(latest.valid_from),
        in_force=edition is not None,
        follows=notation.day(follows_on) if follows_on and edition else "",
    )


def _checked(card: Card) -> str:
    if card.sign.reviewed_on is None:
        return str(words.NOT_REVIEWED)
    return _("%(name)s, %(day)s") % {
        "name": card.sign.checked_by, "day": notation.day(card.sign.reviewed_on),
    }  # fmt: skip


@dataclass(frozen=True)
class RuleShown:
    window: str
    drawing: SafeString
    conditions: tuple[str, ...]
    duty: str
    lead: str


@dataclass(frozen=True)
class EditionShown:
    begins: str
    now: bool
    certainty: str
    note: str
    rules: tuple[RuleShown, ...]
    cited: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class CardShown:
    """One card whole, its editions newest first. pack: of the page; changes: the log on the card, in English."""

    pack: str
    pack_title: str
    activity: str
    title: str
    rule: str
    whom: str
    role: str
    others: str
    checked: str
    review: str
    overdue: bool
    editions: tuple[EditionShown, ...]
    changes: tuple[str, ...]

    @classmethod
    def of(cls, protocol: Protocol, found: InForce, day: date, language: str) -> CardShown:
        card = found.card
        return cls(
            pack=protocol.name,
            pack_title=getattr(protocol.title, language),
            activity=card.activity,
            title=getattr(card.title, language),
            rule=getattr(card.why, language),
            whom=WHOM[language][card.for_],
            role=role_in_words(card.role, protocol, language),
            others=", ".join(
                role_in_words(role, protocol, language) for role in sorted(card.allowed - {card.role})
            ),
            checked=_checked(card),
            review=notation.day(card.sign.next_review),
            overdue=overdue(card, day),
            editions=tuple(
                _edition(each, protocol, each == found.edition, language) for each in reversed(card.editions)
            ),
            changes=card.sign.changes,
        )


def _edition(edition: Edition, protocol: Protocol, now: bool, language: str) -> EditionShown:
    return EditionShown(
        begins=notation.day(edition.valid_from),
        now=now,
        certainty=CERTAINTIES[language][edition.certainty],
        note=edition.note,
        rules=tuple(_rule(rule, language) for rule in edition.promises),
        cited=tuple((protocol.sources[cited.id].title, cited.where, cited.says) for cited in edition.sources),
    )


def _rule(rule: PromiseRule, language: str) -> RuleShown:
    window = window_in_words(rule.window, language)
    binds = rule.lead_hours and rule.obligation != "proposed"
    return RuleShown(
        window=window,
        drawing=mark_safe(drawn([rule], [window], painted=of_a_page)),  # noqa: S308 (every text in it is escaped there)
        conditions=tuple(conditions_in_words(rule, language)),
        duty=duty_in_words(rule, language),
        lead=lead_in_words(rule, language) if binds else "",
    )


@dataclass(frozen=True)
class ChangeShown:
    """What becomes different about a card. fields: in English, as on the card."""

    activity: str
    title: str
    what: str
    fields: tuple[str, ...]

    @classmethod
    def of(cls, change: Change, language: str) -> ChangeShown:
        return cls(
            change.activity,
            getattr(change.card.title, language),
            _what(change),
            tuple(field_in_words(each) for each in change.fields),
        )


def _what(change: Change) -> str:
    first = notation.day(change.before) if change.before else ""
    begins = notation.day(change.after) if change.after else ""
    if not first:
        return _("begins with the edition of %(day)s") % {"day": begins}
    if not begins:
        return _("the edition of %(day)s ends") % {"day": first}
    if first == begins:
        return _("the edition of %(day)s says something else") % {"day": first}
    return _("the edition of %(first)s is followed by that of %(day)s") % {"first": first, "day": begins}


@dataclass(frozen=True)
class EffectShown:
    activity: str
    title: str
    families: str
    how: tuple[str, ...]
    closed: str
    gaps: str


@dataclass(frozen=True)
class Outcome:
    """A dry run. told: how many families were looked at and changed. hers: (id, mother's name)."""

    told: tuple[str, ...]
    changes: tuple[ChangeShown, ...]
    effects: tuple[EffectShown, ...]
    hers: tuple[tuple[UUID, str], ...]
    changed: int
    next_after: UUID | None

    @classmethod
    def of(cls, tried: TriedOut, language: str) -> Outcome:
        return cls(
            told=tuple(_told(tried)),
            changes=tuple(ChangeShown.of(each, language) for each in tried.changes),
            effects=tuple(_effect(each, language) for each in tried.effects),
            hers=tuple((episode.pk, name_of(mother)) for episode, mother in tried.hers),
            changed=tried.changed,
            next_after=tried.next_after,
        )


def _told(tried: TriedOut) -> list[str]:
    said = [
        ngettext("%(count)s family was looked at.", "%(count)s families were looked at.", tried.looked_at)
        % {"count": tried.looked_at},
        ngettext(
            "Something changes for %(count)s of them.",
            "Something changes for %(count)s of them.",
            tried.changed,
        )
        % {"count": tried.changed},
    ]
    if tried.unreadable:
        said.append(
            ngettext(
                "The record of %(count)s family cannot be read; it was left out.",
                "The records of %(count)s families cannot be read; they were left out.",
                tried.unreadable,
            )
            % {"count": tried.unreadable}
        )
    if tried.next_after:
        said.append(_("There are more families; they have not been looked at yet."))
    return said


def _effect(effect: Effect, language: str) -> EffectShown:
    counted = {
        "begins": ngettext("%(count)s begins", "%(count)s begin", effect.how.get("begins", 0)),
        "ends": ngettext("%(count)s ends", "%(count)s end", effect.how.get("ends", 0)),
        "moves": ngettext(
            "%(count)s gets other days", "%(count)s get other days", effect.how.get("moves", 0)
        ),
        "duty": ngettext("%(count)s binds otherwise", "%(count)s bind otherwise", effect.how.get("duty", 0)),
    }
    return EffectShown(
        activity=effect.card.activity,
        title=getattr(effect.card.title, language),
        families=ngettext("%(count)s family", "%(count)s families", effect.families)
        % {"count": effect.families},
        how=tuple(counted[how] % {"count": effect.how[how]} for how in HOWS if effect.how.get(how)),
        closed=ngettext(
            "%(count)s of these lies in days that are over: this would rewrite what was promised.",
            "%(count)s of these lie in days that are over: this would rewrite what was promised.",
            effect.closed,
        )
        % {"count": effect.closed}
        if effect.closed
        else "",
        gaps=ngettext("%(count)s would be a gap at once.", "%(count)s would be gaps at once.", effect.gaps)
        % {"count": effect.gaps}
        if effect.gaps
        else "",
    )
