"""A walk over every page that somebody can open: its address, who opens it, in which state of a family.

The addresses come from the URLconf, what stands in them from a small world; an address that is neither walked nor named
in NO_PAGE fails a test. So a new page is looked at in every light from its first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page

from kraamkring.core.facts import DueDate
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.doors.ui import clock
from kraamkring.flows.birth_pool import agree_terms
from kraamkring.flows.carers import note_away
from kraamkring.flows.decide_shift import decide_day
from kraamkring.rooms.accounts.actions import open_organisation
from kraamkring.rooms.accounts.models import User
from kraamkring.rooms.careplan.models import Activity, Appointment, HandOver, NetworkMeeting
from kraamkring.rooms.messages.models import RedFlag
from kraamkring.rooms.network.models import BreakGlass, Membership
from kraamkring.rooms.people.models import PregnancyEpisode
from kraamkring.rooms.planner.models import CareDay, CareRequest, Duty, PoolRun
from kraamkring.rooms.record.models import Entry, Observation, Paper
from kraamkring.rooms.wards.models import WardMessage
from tests.access.addresses import addresses
from tests.access.table import TABLE
from tests.access.world import asked_to_stay
from tests.browser import nobody_is_signed_in
from tests.cast import account, joined
from tests.doors.test_staff_pages import book
from tests.journeys.test_network import PASSWORD
from tests.journeys.test_parents import family
from tests.planner import House, ask, house

from . import brought, entering

PICTURES = Path(__file__).parents[2] / "test-results" / "walk"
PHONE, DESKTOP = (390, 844), (1280, 900)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# Addresses without a page of their own, or whose page asks for what a walk does not bring. Each with the reason.
NO_PAGE = {
    "healthz": "a word for a machine",
    **dict.fromkeys(
        ("fhir_type", "fhir_search", "fhir_instance", "fhir_history", "fhir_version", "fhir_operation"),
        "for programs, with a key of their own",
    ),
    **dict.fromkeys(
        ("fhir_export", "fhir_export_patients", "fhir_export_status", "fhir_export_file"),
        "for programs, with a key of their own",
    ),
    **dict.fromkeys(
        ("fhir_log", "fhir_log_row", "fhir_subscriptions", "fhir_subscription"),
        "for programs, with a key of their own",
    ),
    "fhir_metadata": "for programs",
    "fhir_nothing": "for programs: there is nothing",
    **dict.fromkeys(("smart_configuration", "openid_configuration", "oauth_keys"), "for programs"),
    **dict.fromkeys(("oauth_token", "oauth_revoke", "oauth_introspect"), "for programs"),
    "oauth_authorize": "asked by a program; tests of its own (tests/exchange)",
    "worker": "a script",
    "manifest": "for the browser",
    "sms_report": "a word for a machine",
    "calendar": "a file",
    "letter_pdf": "a file",
    "figure_pdf": "a file",
    "registry_form_xml": "a file",
    "my_record_pdf": "a file",
    "my_record_json": "a file",
    "paper": "a file",
    "welcome_link": "leads to welcome",
    "hand_over_pdf": "a file",
    "mfa_download_recovery_codes": "a file",
    "visit_bundle": "for the browser",
    "visit_standing": "for the browser",
    "tour": "demo only; its own journey",
    "inbox": "demo only; its own journey",
    "inbox_letter": "demo only; its own journey",
    "account_email": "leads to one's own settings",
    "account_confirm_email": "the key in the address",
    "account_confirm_login_code": "leads elsewhere",
    "account_set_password": "leads elsewhere: everybody has one",
    "mfa_login_webauthn": "for the browser",
    "openid_connect_login": "another's page",
    "openid_connect_callback": "another's page",
    "socialaccount_signup": "halfway through signing in at an organisation",
    "alarm_signs": "leads to the one of a language",
}
WHO = ("nobody", "halfway", "parent", "carer", "governor", "officer", "planner")
FOUR = ("pathway", "cards", "visit_offline")  # pages for everybody that do not speak Turkish and Arabic
# Pages about oneself, and what begins with account or mfa: a mother has them, and whoever cares for her.
ONES_OWN = ("me", "devices", "programs", "account_logout")
PUBLIC = ("pathway", "cards", "alarm_signs_in", "visit_offline")
STATUS = {"socialaccount_login_error": 401, "welcome": 410}  # without an invitation
GOVERNING = (
    "governance", "governance_cards", "governance_changes", "governance_try", "governance_card",
    "capacity", "capacity_stay", "capacity_payment", "capacity_workforce", "capacity_activity",
    "figures", "figure", "figure_families",
)  # fmt: skip


class Stop(NamedTuple):
    """One page. who: one of WHO. six: whether it speaks the languages of parents. status: with which it answers."""

    who: str
    name: str
    address: str
    six: bool
    status: int = 200


class World(NamedTuple):
    """One family in one state, and those who look at its pages."""

    state: str
    episode: PregnancyEpisode
    carer: User
    parent: User
    governor: User
    officer: User
    planner: User

    def signs_in_as(self, who: str) -> User | None:
        people = {
            "carer": self.carer,
            "parent": self.parent,
            "halfway": self.parent,
            "governor": self.governor,
            "officer": self.officer,
            "planner": self.planner,
        }
        return people.get(who)


def usual() -> World:
    """Leen's child is three days old; her week is half arranged. This morning she has a fever."""
    home = family()
    now = clock.now()
    brought.everything(home.episode, home.an, home.leen, (_named("mia"), _named("bea")), now)
    entering.secured(home.leen)
    return _world("usual", home)


def after_a_loss() -> World:
    """Leen's child was stillborn."""
    home = family("stillborn")
    brought.after_a_loss(home.episode, home.an, home.leen, _named("mia"), clock.now())
    return _world("loss", home)


def empty() -> World:
    """Nothing is known but that a child is coming; whoever looks is new here."""
    now = clock.now()
    practice = open_organisation(name="Praktijk De Linde", kind="practice", region="be-vlg", now=now - DAY)
    carer, parent = account("nora", "midwife", practice), account("zoe", "mother")
    for user in (carer, parent):
        _reading_english(user)
    due = DueDate(due_on=now.date() + 210 * DAY, set_on=now.date())
    episode = book(carer, now, booked_on=now.date(), due_dates=(due,))
    joined(episode, parent, carer, at=now)
    return World("empty", episode, carer, parent, _governor(), _officer(carer), _planner(episode, carer))


def _world(state: str, home: Any) -> World:
    planner = _planner(home.episode, home.an)
    return World(state, home.episode, home.an, home.leen, _governor(), _officer(home.an), planner)


def _governor() -> User:
    return _reading_english(account("greet", "governor"))


def _officer(carer: User) -> User:
    return _reading_english(account("olga", "privacy_officer", carer.organisation))


def _planner(episode: PregnancyEpisode, an: User) -> User:
    """Who plans for an organisation that this family asked; a day of it is agreed by hand, one carer is on leave."""
    now = clock.now()
    at = house(an, now, carers="yara zora", families="")
    ask(episode, at.organisation, an, now)
    care = (
        CareDay.objects.filter(episode=episode, expected=False, day__gte=now.date()).order_by("day").first()
    )
    if care is not None:
        decide_day(
            request_id=_request(episode).pk, day=care.day, carer_id=at.carers["yara"].pk, pinned=True, by=at.planner,
            now=now, id=new_id(now),
        )  # fmt: skip
    note_away(
        carer_id=at.carers["zora"].pk, kind="leave", first_day=now.date(), last_day=now.date() + DAY, by=at.planner,
        now=now, id=new_id(now),
    )  # fmt: skip
    _roster(at, now)
    asked_to_stay(episode, at.planner, at.organisation, now)
    return _reading_english(at.planner)


def _roster(at: House, now: datetime) -> None:
    """Yara is promised to be on call tonight, and would be tomorrow; a roster was found."""
    yara = at.carers["yara"]
    agree_terms(
        carer_id=yara.pk, hours_a_fortnight=48, nights="wanted", weekends="any", by=at.planner, now=now,
        id=new_id(now),
    )  # fmt: skip
    first = now.replace(hour=19, minute=0, second=0, microsecond=0)
    run = PoolRun.objects.create(
        id=new_id(now), organisation=at.organisation, first_day=now.date(), days=14, share=25, more_a_week=3,
        steps=10, asked_by=at.planner, asked_at=now, done_at=now, carers=1, missed=1.5, evenly=2.0,
        hours=[[0.02, hour % 24 // 12, 1 - hour % 24 / 40] for hour in range(14 * 24)],
    )  # fmt: skip
    for number, state in enumerate(("promised", "proposed")):
        begins = first + number * DAY
        Duty.objects.create(
            id=new_id(now), organisation=at.organisation, carer=yara, from_at=begins, until_at=begins + 12 * HOUR,
            night=True, weekend=False, state=state, run=run, promised_by=at.planner if not number else None,
            promised_at=now if not number else None,
        )  # fmt: skip


def _request(episode: PregnancyEpisode) -> CareRequest:
    return CareRequest.objects.get(episode=episode, ended_at=None)


def _reading_english(user: User) -> User:
    user.language = "en"
    user.set_password(PASSWORD)
    user.save()
    return user


def _named(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def stops(world: World) -> Iterator[Stop]:
    """Every page of this world that has an address now, once for each who has it."""
    seen = set()
    for address in addresses():
        name = address.name
        if name in seen or name in NO_PAGE or TABLE[name].get == ".":
            continue
        seen.add(name)
        for who in _who(name):
            user = world.signs_in_as(who)
            if user and not entering.opens(user, name):
                continue
            try:
                where = reverse(name, kwargs=_filled(world, name, [*address.asks], user) or None)
            except (LookupError, NoReverseMatch):
                continue
            six = who in ("nobody", "halfway", "parent") and name not in FOUR
            yield Stop(who, name, where, six, STATUS.get(name, 200))
    for who, name, where, status in entering.doors(world.episode, world.carer, world.parent, clock.now()):
        yield Stop(who, name, where, True, status)


def _who(name: str) -> tuple[str, ...]:
    if name == "mfa_authenticate":
        return ("halfway",)
    if name in ONES_OWN or (name.startswith(("account", "mfa", "social")) and TABLE[name].whose == "user"):
        return ("parent", "carer")
    if name.startswith("my_") and name != "my_day":
        return ("parent",)
    if name in GOVERNING:
        return ("governor",)
    if name == "privacy":
        return ("officer",)
    if TABLE[name].whose == "plan":
        return ("planner",)
    public = TABLE[name].whose in ("anybody", "visitor") or name in PUBLIC
    return ("nobody",) if public else ("carer",)


def _filled(world: World, name: str, asks: list[str], user: User | None) -> dict[str, Any]:
    """What stands in the address. Raises LookupError where this world has no such thing."""
    if "pk" in asks and user is not None:
        return {"pk": _there(entering.key_of(user), name).pk}
    return {ask: _one(world.episode, name, ask) for ask in asks}


def _one(episode: PregnancyEpisode, name: str, ask: str) -> Any:
    fixed = {
        "family": episode.pk, "module": "postnatal", "kind": "contacts", "pack": "be-vlg", "code": "ar",
        "day": clock.now().date().isoformat(), "name": "kce-first-visit",
    }  # fmt: skip
    if name == "my_measure":
        return {"who": "mother", "thing": "temperature"}[ask]
    if ask in fixed:
        return fixed[ask]
    found: Any = None
    if ask in ("who", "what"):
        seen = Observation.objects.filter(episode=episode).order_by("-slot", "-what").first()
        return (
            {"who": seen.slot, "what": seen.what}[ask]
            if seen
            else {"who": "mother", "what": "temperature_c"}[ask]
        )
    if ask == "activity":
        if name.startswith("governance"):
            return "first-home-visit"
        activities = Activity.objects.filter(episode=episode).order_by("key")
        found = activities.filter(key__contains="home-visit").first() or activities.first()
    elif ask == "entry":
        found = Entry.objects.filter(episode=episode, kind="births").first()
    elif ask == "member":
        places = Membership.objects.filter(episode=episode).order_by("id")
        if name == "member_leave":
            places = places.filter(user=episode.registered_by)
        elif name == "my_partner_end":
            places = places.filter(role="partner")
        found = places.last()
    elif ask == "observation":
        found = Observation.objects.filter(episode=episode).first()
    elif ask == "item" and name in ("appointment", "my_appointment"):
        visit = Appointment.objects.filter(episode=episode).first()
        found = visit and visit.item
        return _there(found, name)
    elif ask in BROUGHT:
        found = BROUGHT[ask](episode)
    elif ask == "item" and name.startswith("hand_over"):
        found = HandOver.objects.filter(episode=episode).first()
    elif ask == "item":
        meeting = NetworkMeeting.objects.filter(episode=episode).first()
        return _there(meeting and meeting.item, name)
    return _there(found, name).pk


BROUGHT: dict[str, Callable[[PregnancyEpisode], Any]] = {
    "request_id": _request,
    "carer": lambda _: User.objects.filter(profession="maternity_carer", email__startswith="zora").first(),
    "flag": lambda episode: RedFlag.objects.filter(about=episode.pk).first(),
    "emergency": lambda episode: BreakGlass.objects.filter(episode=episode).first(),
    "told": lambda _: WardMessage.objects.first(),
    "paper": lambda episode: Paper.objects.filter(episode=episode).first(),
}


def _there(found: Any, name: str) -> Any:
    if found is None:
        raise LookupError(name)
    return found


def sign_in(page: Page, user: User | None, site: str, who: str = "") -> None:
    """A fresh session of this person; of nobody, none. Not by the page of signing in, which counts who tries often."""
    nobody_is_signed_in(page)
    if session := entering.session_of(user, who):
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def off_the_device(page: Page) -> None:
    """Nothing is fetched behind the page: it would still be under way when the next page, or the test, is done."""
    page.route("**/visits/bundle/**", lambda asked: asked.abort())


def speak(page: Page, language: str) -> None:
    """From the next page on, the pages are in this language."""
    address = page.url if page.url.startswith("http") else ""
    origin = "/".join(address.split("/")[:3])
    page.context.add_cookies([{"name": "language", "value": language, "url": origin}])
