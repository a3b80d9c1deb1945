"""Every constraint that the rooms declare, broken once: the database names it and refuses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from kraamkring.config.settings import ROOMS as OPEN
from kraamkring.core.kernel.identifiers import new_id
from kraamkring.flows.record_fact import record_fact
from kraamkring.rooms.accounts.models import (
    AccountInvitation,
    CalendarLink,
    Kept,
    KnownDevice,
    OnCall,
    Organisation,
    ProfessionalNumber,
    User,
)
from kraamkring.rooms.audit.models import AuditEvent, AuditSeal
from kraamkring.rooms.careplan.models import (
    Activity,
    ActivityChange,
    AgendaPoint,
    Alarm,
    AlarmStep,
    Appointment,
    DischargeOverride,
    HandOver,
    HandOverStep,
    HandOverTo,
    MeetingAnswer,
    MeetingDecision,
    NetworkMeeting,
    OpenAlarm,
    PlanComment,
    PlanItem,
    PostnatalPlan,
    Reminder,
    Watch,
)
from kraamkring.rooms.devices.actions import hear
from kraamkring.rooms.devices.models import Device, Received, Settlement
from kraamkring.rooms.exchange.models import SearchKey
from kraamkring.rooms.network.actions import Invited, ask_to_coordinate, coordinate, invite
from kraamkring.rooms.network.models import (
    BreakGlass,
    Consent,
    Coordination,
    CoordinationProposal,
    Cover,
    CoverStep,
    EmergencyReview,
    Membership,
    MembershipStep,
    ProposalAnswer,
)
from kraamkring.rooms.people.models import (
    NameEnding,
    ParentChildLink,
    Person,
    PersonIdentifier,
    PersonMerge,
    PlaceOfCare,
    PregnancyEpisode,
    Subject,
)
from kraamkring.rooms.record.models import Entry, Observation, Paper, TakenOver
from kraamkring.rooms.registry.models import FormAnswer, FormSent
from kraamkring.rooms.wards.models import WardMessage, WardSettlement
from tests.cast import LATER, Cast, booked, born

from . import exchange_rows, planner_rows

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ROOMS = [room for room in OPEN if room != "messages"]  # tests/rooms/messages has its tables
TARGETS = {  # unique only so that composite keys can point at them; their first column is unique already
    "subject_of_its_episode", "entry_version", "activity_of_its_episode", "planitem_of_its_episode",
    "observation_version",
    "planitem_version_in_episode", "postnatalplan_version_in_episode", "appointment_version_in_episode",
    "paper_of_its_episode", "membership_of_its_episode", "coordination_of_its_episode", "proposal_of_its_episode",
    "emergency_of_its_episode", "alarm_of_its_episode", "alarm_of_its_activity",
    "handover_of_its_episode", "networkmeeting_version_in_episode",
    *planner_rows.TARGETS,
}  # fmt: skip
IMPLIED = {"urgency_of_a_family_is_known"}  # `a_need_presses` refuses whatever it would


@dataclass
class World:
    """Two pregnancies with what rows need to point at, and a good row of every table to spoil."""

    user: User
    episode: PregnancyEpisode
    other: PregnancyEpisode
    subject: Subject
    elsewhere: Subject
    child: Person
    entry: Entry
    item: PlanItem
    member: Membership
    their_member: Membership
    handed_over: HandOver
    meeting: NetworkMeeting
    proposal: CoordinationProposal
    alarm: Alarm
    appointment: Appointment
    unwatched: PregnancyEpisode
    device: Device
    received: Received
    told: WardMessage
    emergency: BreakGlass
    cover: Cover
    colleague: User
    planned: planner_rows.Planned

    def good(self, model: type[models.Model]) -> dict[str, Any]:
        signed = {"episode": self.episode, "written_by": self.user, "written_at": LATER, "version": 1}
        about_it = {
            "episode": self.episode, "meeting": self.meeting.item, "by": self.user, "at": LATER,
        }  # fmt: skip
        rows: dict[type[models.Model], dict[str, Any]] = {
            Organisation: {"name": "x", "kind": "practice", "region": "be-vlg"},
            User: {"email": "new@example.org", "profession": "midwife"},
            ProfessionalNumber: {"user": self.user, "system": "nihdi", "value": "1", "checked": False},
            Kept: {"key": "a" * 64, "value": 1},
            KnownDevice: {"user": self.user, "digest": "a" * 64, "first_at": LATER, "last_at": LATER},
            AccountInvitation: {
                "id": new_id(LATER), "user": self.user, "place": self.member.pk, "secret_hash": "a" * 64,
                "spoken": False, "made_by": self.user, "made_at": LATER, "expires_at": LATER + HOUR,
            },
            Person: {"stands_for": self.child},
            NameEnding: {"person": self.child, "ending": "x"},
            PersonIdentifier: {
                "person": self.child, "system": "ssin", "value": "1", "checked": False, "valid_from": LATER,
            },
            ParentChildLink: {
                "parent": self.other.mother, "child": self.child, "kind": "foster", "since": LATER,
                "recorded_by": self.user, "recorded_at": LATER,
            },
            PersonMerge: {
                "kept": self.episode.mother, "merged": self.other.mother, "by": self.user, "at": LATER,
                "reason": "same person",
            },
            PregnancyEpisode: {
                "mother": self.child, "booked_on": LATER.date(), "zone": "Europe/Brussels",
                "registered_by": self.user, "registered_at": LATER, "organisation": self.user.organisation,
            },
            Subject: {"episode": self.episode, "slot": "newborn-2"},
            Paper: {
                "episode": self.episode, "slot": "mother", "module": "postnatal", "title": "x",
                "media_type": "image/jpeg", "content": b"x", "pages": 1, "author": self.user, "role": "midwife",
                "recorded_at": LATER, "received_at": LATER,
            },
            PlaceOfCare: {
                "episode": self.episode, "town": "x", "written_by": self.user, "written_at": LATER,
            },
            AuditEvent: {
                "at": LATER, "actor": self.user, "actor_role": "midwife", "action": "read", "what": "x",
                "purpose": "care", "ground": "care_relation",
            },
            AuditSeal: {
                "number": 1, "since": 0, "until": 10, "rows": 1, "hash": "a" * 64, "sealed_at": LATER,
            },
            Membership: {
                "episode": self.episode, "role": "gp", "name": "x", "since": LATER,
                "invited_by": self.user, "invited_at": LATER,
            },
            MembershipStep: {
                "episode": self.episode, "membership": self.member, "what": "accepted", "at": LATER,
                "by": self.user,
            },
            Coordination: {
                "episode": self.episode, "membership": self.member, "intensity": "usual", "since": LATER,
                "begun_by": self.user,
            },
            CoordinationProposal: {
                "episode": self.episode, "membership": self.member, "intensity": "usual",
                "asked_by": self.user, "asked_at": LATER,
            },
            ProposalAnswer: {
                "episode": self.episode, "proposal": self.proposal, "what": "declined", "at": LATER,
                "by": self.user,
            },
            Consent: {
                "episode": self.episode, "module": "plan", "given": True, "said_by": "mother",
                "by": self.user, "at": LATER,
            },
            BreakGlass: {
                "episode": self.episode, "user": self.user, "reason": "x", "at": LATER,
                "expires_at": LATER + HOUR,
            },
            EmergencyReview: {
                "episode": self.episode, "emergency": self.emergency, "outcome": "justified", "words": "x",
                "by": self.user, "at": LATER,
            },
            Cover: {
                "covered": self.user, "by_whom": self.colleague, "since": LATER, "until": LATER + HOUR,
                "asked_by": self.user, "asked_at": LATER,
            },
            CoverStep: {"cover": self.cover, "what": "accepted", "at": LATER, "by": self.colleague},
            Entry: {
                "episode": self.episode, "kind": "births", "payload": {}, "author": self.user,
                "role": "midwife", "source": "person", "effective_at": LATER, "recorded_at": LATER,
                "received_at": LATER,
            },
            PostnatalPlan: {**signed, "item": self.episode.pk},
            PlanItem: {**signed, "item": new_id(LATER), "topic": "x", "text": "x", "settled": False},
            PlanComment: {
                "episode": self.episode, "about": self.item, "text": "x", "by": self.user, "at": LATER,
            },
            Appointment: {
                **signed, "item": new_id(LATER), "care": "home_visit", "start": LATER, "end": LATER + HOUR,
                "role": "midwife", "made_at": LATER,
            },
            Activity: {
                "episode": self.episode, "subject": self.subject, "key": "x", "activity": "x", "event": "x",
                "ordinal": 1, "role": "midwife", "obligation": "required", "protocol": "be-vlg",
                "edition": LATER.date(), "source": "x", "basis": "recorded", "earliest": LATER,
                "target": LATER, "latest": LATER, "last_counts": True, "contradicted": False,
                "beyond_scope": False,
            },
            ActivityChange: {
                "episode": self.episode, "activity": Activity.objects.filter(episode=self.episode).first(),
                "what": "changed", "before": {}, "after": {}, "because": [], "by": self.user, "at": LATER,
            },
            OnCall: {"organisation": self.user.organisation, "user": self.user, "since": LATER},
            CalendarLink: {"user": self.user, "secret": "x" * 32, "made_as": new_id(LATER), "made_at": LATER},
            TakenOver: {
                "episode": self.episode, "module": "prenatal", "kind": "Observation", "source": "x",
                "content": "x", "author": self.user, "recorded_at": LATER,
            },
            Observation: {
                "episode": self.episode, "slot": "mother", "what": "temperature_c", "module": "postnatal",
                "value": 36.8, "at": LATER, "author": self.user, "role": "midwife", "source": "person",
                "recorded_at": LATER, "received_at": LATER,
            },
            Watch: {"episode": self.unwatched, "urgency": 3, "needs": 0, "looked_at": LATER},
            Alarm: {
                "episode": self.episode, "key": "x", "level": "gap", "role": "midwife", "closes_at": LATER,
                "raised_at": LATER,
            },
            OpenAlarm: {"alarm": self.alarm, "episode": self.episode, "key": "x", "level": "gap"},
            AlarmStep: {
                "episode": self.episode, "alarm": self.alarm, "what": "told", "rung": "owner",
                "user": self.user, "at": LATER,
            },
            HandOver: {
                "episode": self.episode, "how": "written", "about": ["mother"], "modules": ["postnatal"],
                "urgent": False, "situation": "x", "recommendation": "x", "language": "en", "by": self.user,
                "role": "midwife", "at": LATER,
            },
            HandOverTo: {"episode": self.episode, "hand_over": self.handed_over, "member": self.member},
            HandOverStep: {
                "episode": self.episode, "hand_over": self.handed_over, "what": "read", "by": self.user,
                "at": LATER,
            },
            NetworkMeeting: {
                **signed, "item": new_id(LATER), "start": LATER, "end": LATER + HOUR, "where": "x",
            },
            AgendaPoint: {**about_it, "text": "x"},
            MeetingAnswer: {**about_it, "comes": True},
            MeetingDecision: {**about_it, "point": self.item.item},
            Reminder: {"episode": self.episode, "appointment": self.appointment, "at": LATER},
            Device: {
                "user": self.user, "name": "Chrome on Android", "registered_at": LATER, "last_heard_at": LATER,
            },
            Received: {
                "device": self.device, "sequence": 2, "item": self.episode.pk, "family": self.episode.pk,
                "kind": "visit", "body": {}, "digest": "a" * 64, "said_at": LATER, "ahead_ms": 0,
                "received_at": LATER, "outcome": "accepted",
            },
            Settlement: {"received": self.received, "what": "taken_up", "by": self.user, "at": LATER},
            WardMessage: {
                "organisation": self.user.organisation, "by": self.user, "sender": "x", "control_id": "1",
                "code": "A03", "digest": "a" * 64, "told": {}, "received_at": LATER, "outcome": "waits",
                "why": "nobody",
            },
            WardSettlement: {
                "message": self.told, "what": "taken_up", "episode": self.episode, "by": self.user, "at": LATER,
            },
            FormAnswer: {
                "episode": self.episode, "slot": "mother", "item": "height", "value": "170", "by": self.user,
                "role": "midwife", "at": LATER,
            },
            FormSent: {
                "episode": self.episode, "form": "ebirth-medical", "version": 1, "digest": "a" * 64, "told": {},
                "by": self.user, "at": LATER,
            },
            DischargeOverride: {
                "episode": self.episode, "discharge": self.entry, "gates": ["discharge-told/mother"],
                "reason": "x", "by": self.user, "at": LATER,
            },
        }  # fmt: skip
        rows |= planner_rows.good(self.user, self.episode, self.other, self.planned)
        rows |= exchange_rows.good(self.user, self.episode)
        nameless = (
            NameEnding,
            Watch,
            OpenAlarm,
            CalendarLink,
            Kept,
            SearchKey,
        )  # their keys are not ids of their own
        return ({} if model in nameless else {"id": new_id(LATER)}) | rows[model]

    def write(self, model: type[models.Model], **spoiled: Any) -> None:
        """One row, with the spoiled columns in place of the good ones."""
        model._default_manager.bulk_create([model(**(self.good(model) | spoiled))])


@pytest.fixture
def world(people: Cast) -> World:
    episode, other = booked(people.an).episode, booked(people.an).episode
    entry = record_fact(episode_id=episode.pk, value=born(), by=people.an, now=LATER).entry
    subject = Subject.objects.get(episode=episode, slot="newborn-1")
    item = PlanItem.objects.create(
        id=new_id(LATER), episode=episode, item=new_id(LATER), version=1, written_by=people.an,
        written_at=LATER, topic="x", text="x", settled=False,
    )  # fmt: skip
    assert subject.person is not None
    elsewhere = Subject.objects.get(episode=other, slot="newborn-1")
    member = invite(episode=episode, invited=Invited(role="gp", name="x"), by=people.an, now=LATER)
    proposal = ask_to_coordinate(
        membership=member, intensity="usual", instead_of=None, by=people.an, now=LATER
    )
    return World(
        user=people.an, episode=episode, other=other, subject=subject, elsewhere=elsewhere,
        child=subject.person, entry=entry, item=item, member=member, proposal=proposal,
        their_member=invite(episode=other, invited=Invited(role="gp", name="x"), by=people.an, now=LATER),
        alarm=Alarm.objects.create(
            id=new_id(LATER), episode=episode, key="x", level="gap", role="midwife", closes_at=LATER,
            raised_at=LATER,
        ),
        appointment=Appointment.objects.create(
            id=new_id(LATER), episode=episode, item=new_id(LATER), version=1, written_by=people.an,
            written_at=LATER, care="home_visit", start=LATER, end=LATER + HOUR, role="midwife", made_at=LATER,
        ),
        device=(device := hear(device_id=new_id(LATER), name="x", user=people.an, ahead_ms=0, now=LATER)),
        received=Received.objects.create(
            id=new_id(LATER), device=device, sequence=1, item=episode.pk, family=episode.pk, kind="visit", body={},
            digest="a" * 64, said_at=LATER, ahead_ms=0, received_at=LATER, outcome="quarantined", why="conflict",
        ),
        told=WardMessage.objects.create(
            id=new_id(LATER), organisation=people.practice, by=people.an, sender="x", control_id="0", code="A03",
            digest="a" * 64, received_at=LATER, outcome="waits", why="nobody",
        ),
        handed_over=HandOver.objects.create(
            id=new_id(LATER), episode=episode, how="written", about=["mother"], modules=["postnatal"],
            urgent=False, situation="x", recommendation="x", language="en", by=people.an, role="midwife",
            at=LATER,
        ),
        meeting=NetworkMeeting.objects.create(
            id=new_id(LATER), episode=episode, item=new_id(LATER), version=1, written_by=people.an,
            written_at=LATER, start=LATER, end=LATER + HOUR, where="x",
        ),
        unwatched=PregnancyEpisode.objects.create(
            id=new_id(LATER), mother=other.mother, booked_on=LATER.date(), zone="Europe/Brussels",
            registered_by=people.an, registered_at=LATER, organisation=people.practice,
        ),
        emergency=BreakGlass.objects.create(
            id=new_id(LATER), episode=episode, user=people.an, reason="x", at=LATER, expires_at=LATER + HOUR,
        ),
        cover=Cover.objects.create(
            id=new_id(LATER), covered=people.an, by_whom=people.colleague, since=LATER, until=LATER + HOUR,
            asked_by=people.an, asked_at=LATER,
        ),
        colleague=people.colleague,
        planned=planner_rows.planned(people.an, episode),
    )  # fmt: skip


Broken = Callable[[World], object]


def twice(model: type[models.Model], **spoiled: Any) -> Broken:
    """The same row two times, under two ids."""

    def write(w: World) -> None:
        row = w.good(model) | spoiled
        w.write(model, **row)
        w.write(model, **row | {"id": new_id(LATER)})

    return write


def after_nothing(model: type[models.Model], **spoiled: Any) -> Broken:
    return lambda w: w.write(model, version=3, **spoiled)


def _instead_of_another_familys(w: World) -> None:
    theirs = invite(episode=w.other, invited=Invited(role="gp", name="x"), by=w.user, now=LATER)
    task = coordinate(membership=theirs, intensity="usual", by=w.user, now=LATER)
    w.write(CoordinationProposal, instead_of=task)


def _observed_again(w: World, **spoiled: Any) -> None:
    """A correction of an observation, with something wrong."""
    first = new_id(LATER)
    w.write(Observation, id=first)
    w.write(Observation, corrects_id=first, **{"reason": "x", **spoiled})


def _taken_back_elsewhere(w: World) -> None:
    w.write(Paper, id=UUID(int=8))
    back = {"takes_back_id": UUID(int=8), "media_type": "", "pages": 0, "title": "", "reason": "x"}
    w.write(Paper, episode=w.other, **back)


CASES: dict[str, Broken] = {
    "organisation_has_a_name": lambda w: w.write(Organisation, name=""),
    "user_email_in_lower_case": lambda w: w.write(User, email="An@example.org"),
    "user_has_a_profession": lambda w: w.write(User, profession=""),
    "user_language_is_ours": lambda w: w.write(User, language="xx"),
    "user_phone_is_e164": lambda w: w.write(User, phone="0470 12 34 56"),
    "user_is_told_where_she_can_be_reached": lambda w: w.write(User, told_by="sms"),
    "one_person_on_call_at_a_time": twice(OnCall),
    "on_call_ends_later": lambda w: w.write(OnCall, until=LATER - HOUR),
    "calendar_link_leads_to_one_person": lambda w: [
        w.write(CalendarLink),
        w.write(CalendarLink, user=User.objects.exclude(pk=w.user.pk).first()),
    ],
    "calendar_link_cannot_be_guessed": lambda w: w.write(CalendarLink, secret="short"),
    "kept_under_a_hash": lambda w: w.write(Kept, key="who:10.1.2.3"),
    "device_is_known_once": twice(KnownDevice),
    "device_is_known_by_a_hash": lambda w: w.write(KnownDevice, digest="the cookie itself"),
    "device_is_seen_forwards": lambda w: w.write(KnownDevice, last_at=LATER - HOUR),
    "invitation_link_leads_to_one": lambda w: [
        w.write(AccountInvitation),
        w.write(AccountInvitation, user=User.objects.exclude(pk=w.user.pk).first()),
    ],
    "one_open_invitation_a_person": lambda w: [
        w.write(AccountInvitation),
        w.write(AccountInvitation, secret_hash="b" * 64),
    ],
    "invitation_keeps_a_hash": lambda w: w.write(AccountInvitation, secret_hash="the secret itself"),
    "invitation_code_is_a_hash_with_an_end": lambda w: w.write(AccountInvitation, code_hash="c" * 64),
    "invitation_ends_later": lambda w: w.write(AccountInvitation, expires_at=LATER),
    "invitation_is_not_guessed": lambda w: w.write(AccountInvitation, tries=6),
    "invitation_is_used_or_ended": lambda w: w.write(AccountInvitation, used_at=LATER, ended_at=LATER),
    "professional_number_has_one_owner": lambda w: [
        w.write(ProfessionalNumber),
        w.write(ProfessionalNumber, user=User.objects.exclude(pk=w.user.pk).first()),
    ],
    "one_professional_number_per_system": lambda w: [
        w.write(ProfessionalNumber),
        w.write(ProfessionalNumber, value="2"),
    ],
    "professional_number_is_given": lambda w: w.write(ProfessionalNumber, value=""),
    "person_sex_is_a_code": lambda w: w.write(Person, sex="x"),
    "ending_has_letters": lambda w: w.write(NameEnding, ending=""),
    "one_current_identifier_per_system": twice(PersonIdentifier),
    "identifier_ends_after_it_begins": lambda w: w.write(PersonIdentifier, valid_to=LATER - HOUR),
    "identifier_has_a_value": lambda w: w.write(PersonIdentifier, value=""),
    "hospital_number_names_its_hospital": lambda w: w.write(PersonIdentifier, system="hospital"),
    "one_current_link_of_a_kind": twice(ParentChildLink),
    "one_birth_mother_at_a_time": lambda w: w.write(ParentChildLink, kind="birth_mother"),
    "nobody_is_her_own_parent": lambda w: w.write(ParentChildLink, parent=w.child),
    "link_ends_after_it_begins": lambda w: w.write(ParentChildLink, until=LATER - HOUR),
    "link_kind_is_known": lambda w: w.write(ParentChildLink, kind="x"),
    "merged_into_one_person": twice(PersonMerge),
    "nobody_merges_with_herself": lambda w: w.write(PersonMerge, kept=w.other.mother),
    "merge_has_a_reason": lambda w: w.write(PersonMerge, reason=""),
    "undone_by_somebody": lambda w: w.write(PersonMerge, undone_at=LATER),
    "episode_has_a_zone": lambda w: w.write(PregnancyEpisode, zone=""),
    "episode_region_is_a_code": lambda w: w.write(PregnancyEpisode, region=""),
    "one_subject_per_slot": twice(Subject),
    "one_slot_per_person": lambda w: w.write(Subject, person=w.child),
    "slot_is_mother_or_newborn": lambda w: w.write(Subject, slot="newborn-0"),
    "the_mother_is_a_person": lambda w: Subject.objects.filter(slot="mother").update(person=None),
    "paper_taken_back_in_its_episode": lambda w: _taken_back_elsewhere(w),
    "paper_is_there_or_taken_back_for_a_reason": lambda w: w.write(Paper, title=" "),
    "paper_stands_in_a_module": lambda w: w.write(Paper, module="x"),
    "paper_slot_is_mother_or_newborn": lambda w: w.write(Paper, slot="father"),
    "paper_device_sequence_once": twice(Paper, device_id=UUID(int=1), device_sequence=1),
    "place_of_care_says_something": lambda w: w.write(PlaceOfCare, town=""),
    "place_phone_is_e164": lambda w: w.write(PlaceOfCare, phone="0470 12 34 56"),
    "audit_action_is_known": lambda w: w.write(AuditEvent, action="x"),
    "audit_is_complete": lambda w: w.write(AuditEvent, purpose=""),
    "audit_of_a_cover_says_for_whom": lambda w: w.write(AuditEvent, ground="cover"),
    "audit_keeps_no_whole_address": lambda w: w.write(AuditEvent, network="192.0.2.17"),
    "audit_seal_spelling_is_known": lambda w: w.write(AuditSeal, spelling=3),
    "audit_seal_holds_something": lambda w: w.write(AuditSeal, rows=0),
    "audit_seal_goes_forward": lambda w: w.write(AuditSeal, until=0),
    "audit_seal_hash_is_sha_256": lambda w: w.write(AuditSeal, hash="A" * 64),
    "correction_follows_the_version_before": lambda w: w.write(
        Entry, corrects=w.entry, version=3, reason="x"
    ),
    "entry_subject_in_its_episode": lambda w: w.write(Entry, subject=w.elsewhere),
    "a_correction_is_a_later_version": lambda w: w.write(Entry, version=2),
    "a_correction_has_a_reason": lambda w: w.write(Entry, corrects=w.entry, version=2, reason=" "),
    "payload_is_an_object": lambda w: w.write(Entry, payload=[]),
    "payload_schema_is_numbered": lambda w: w.write(Entry, schema_version=0),
    "device_with_its_sequence": lambda w: w.write(Entry, device_id=UUID(int=1)),
    "device_sequence_once": twice(Entry, device_id=UUID(int=1), device_sequence=1),
    "entry_is_complete": lambda w: w.write(Entry, role=""),
    "entry_source_is_known": lambda w: w.write(Entry, source="hearsay"),
    "member_has_a_role": lambda w: w.write(Membership, role="coordinator"),
    "member_has_a_name": lambda w: w.write(Membership, name=" "),
    "membership_ends_after_it_begins": lambda w: w.write(Membership, until=LATER),
    "member_language_is_ours": lambda w: w.write(Membership, language="xx"),
    "member_modules_are_known": lambda w: w.write(Membership, modules=["everything"]),
    "step_in_the_episode_of_its_membership": lambda w: w.write(MembershipStep, episode=w.other),
    "step_is_known": lambda w: w.write(MembershipStep, what="x"),
    "accepted_once": twice(MembershipStep),
    "ended_once": lambda w: [
        w.write(MembershipStep, what="left"),
        w.write(MembershipStep, what="removed"),
    ],
    "one_coordinator_at_a_time": twice(Coordination),
    "coordinator_is_a_member_of_this_episode": lambda w: w.write(Coordination, episode=w.other),
    "intensity_is_known": lambda w: w.write(Coordination, intensity="x"),
    "coordination_ended_by_somebody_later": lambda w: w.write(Coordination, until=LATER + HOUR),
    "who_is_asked_is_a_member_of_this_episode": lambda w: w.write(CoordinationProposal, episode=w.other),
    "proposal_replaces_one_of_this_episode": _instead_of_another_familys,
    "proposed_intensity_is_known": lambda w: w.write(CoordinationProposal, intensity="x"),
    "answer_in_the_episode_of_its_proposal": lambda w: w.write(ProposalAnswer, episode=w.other),
    "answer_is_known": lambda w: w.write(ProposalAnswer, what="x"),
    "proposal_answered_once": twice(ProposalAnswer),
    "consent_module_is_known": lambda w: w.write(Consent, module="x"),
    "consent_to_a_person_or_a_role": lambda w: w.write(Consent, user=w.user, role="gp"),
    "consent_is_somebodys_word": lambda w: w.write(Consent, said_by="neighbour"),
    "emergency_has_a_reason": lambda w: w.write(BreakGlass, reason=" "),
    "emergency_is_short": lambda w: w.write(BreakGlass, expires_at=LATER + 5 * HOUR),
    "review_in_the_episode_of_its_emergency": lambda w: w.write(EmergencyReview, episode=w.other),
    "review_outcome_is_known": lambda w: w.write(EmergencyReview, outcome="x"),
    "review_says_why": lambda w: w.write(EmergencyReview, words=" "),
    "emergency_reviewed_once": twice(EmergencyReview),
    "nobody_covers_for_herself": lambda w: w.write(Cover, by_whom=w.user),
    "cover_is_for_a_time": lambda w: w.write(Cover, until=LATER),
    "cover_step_is_known": lambda w: w.write(CoverStep, what="x"),
    "cover_accepted_once": twice(CoverStep),
    "cover_ended_once": twice(CoverStep, what="ended"),
    "postnatalplan_version_once": twice(PostnatalPlan),
    "postnatalplan_follows_the_version_before": after_nothing(PostnatalPlan),
    "postnatalplan_versions_from_one": lambda w: w.write(PostnatalPlan, version=0),
    "one_plan_per_pregnancy": lambda w: w.write(PostnatalPlan, item=new_id(LATER)),
    "plan_stay_is_known": lambda w: w.write(PostnatalPlan, stay="x"),
    "plan_course_is_known": lambda w: w.write(PostnatalPlan, course="x"),
    "planitem_version_once": twice(PlanItem),
    "planitem_follows_the_version_before": lambda w: w.write(
        PlanItem, item=w.item.item, version=2, episode=w.other
    ),
    "planitem_versions_from_one": lambda w: w.write(PlanItem, version=0),
    "plan_item_says_something": lambda w: w.write(PlanItem, text=" "),
    "comment_in_the_episode_of_its_item": lambda w: w.write(PlanComment, episode=w.other),
    "plan_comment_says_something": lambda w: w.write(PlanComment, text=""),
    "appointment_version_once": twice(Appointment),
    "appointment_follows_the_version_before": after_nothing(Appointment),
    "appointment_versions_from_one": lambda w: w.write(Appointment, version=0),
    "appointment_ends_after_it_starts": lambda w: w.write(Appointment, end=LATER),
    "accepted_by_somebody_at_some_time": lambda w: w.write(Appointment, accepted_at=LATER),
    "appointment_outcome_is_known": lambda w: w.write(Appointment, outcome="x"),
    "appointment_is_for_somebody": lambda w: w.write(Appointment, who=[]),
    "appointment_with_a_member_of_its_episode": lambda w: w.write(
        Appointment, episode=w.other, member=w.member
    ),
    "one_activity_per_key": twice(Activity),
    "activity_subject_in_its_episode": lambda w: w.write(Activity, subject=w.elsewhere),
    "activity_has_an_owner": lambda w: w.write(Activity, role=""),
    "window_runs_from_earliest_to_latest": lambda w: w.write(Activity, earliest=LATER + HOUR),
    "change_in_the_episode_of_its_activity": lambda w: w.write(ActivityChange, episode=w.other),
    "change_is_known": lambda w: w.write(ActivityChange, what="x"),
    "taken_over_stands_in_a_module": lambda w: w.write(TakenOver, module="x"),
    "taken_over_is_complete": lambda w: w.write(TakenOver, content=""),
    "taken_over_slot_is_mother_or_newborn": lambda w: w.write(TakenOver, slot="father"),
    "observation_follows_the_version_before": lambda w: _observed_again(w, version=3),
    "a_corrected_observation_is_a_later_version": lambda w: w.write(Observation, version=2),
    "a_corrected_observation_has_a_reason": lambda w: _observed_again(w, version=2, reason=" "),
    "only_what_was_written_is_taken_back": lambda w: w.write(Observation, value=None),
    "observation_stands_in_a_module": lambda w: w.write(Observation, module="x"),
    "observation_slot_is_mother_or_newborn": lambda w: w.write(Observation, slot="father"),
    "observation_is_complete": lambda w: w.write(Observation, what=""),
    "observation_source_is_known": lambda w: w.write(Observation, source="hearsay"),
    "observing_device_with_its_sequence": lambda w: w.write(Observation, device_id=UUID(int=1)),
    "only_a_device_claims_a_time": lambda w: w.write(Observation, claimed_at=LATER),
    "observing_device_sequence_once": twice(Observation, device_id=UUID(int=1), device_sequence=1),
    "a_need_presses": lambda w: w.write(Watch, urgency=1, needs=1),
    "alarm_level_is_known": lambda w: w.write(Alarm, level="x"),
    "alarm_is_about_something": lambda w: w.write(Alarm, key=""),
    "one_open_alarm_of_a_level": lambda w: [
        w.write(OpenAlarm),
        w.write(Alarm, id=UUID(int=7)),
        w.write(OpenAlarm, alarm=Alarm.objects.get(pk=UUID(int=7))),
    ],
    "open_alarm_is_that_alarm": lambda w: w.write(OpenAlarm, key="y"),
    "step_in_the_episode_of_its_alarm": lambda w: w.write(AlarmStep, episode=w.other),
    "a_user_is_told_once": twice(AlarmStep),
    "a_member_is_told_once": lambda w: twice(AlarmStep, user=None, member=w.member)(w),
    "acknowledged_once": lambda w: twice(AlarmStep, what="acknowledged", rung="", user=None, by=w.user)(w),
    "an_alarm_ends_once": twice(AlarmStep, what="closed", rung="", user=None, because="done"),
    "alarm_step_is_one_of_four": lambda w: w.write(AlarmStep, because="done"),
    "device_has_a_name": lambda w: w.write(Device, name=" "),
    "device_counts_from_one": lambda w: w.write(Device, up_to=-1),
    "device_revoked_by_somebody": lambda w: w.write(Device, revoked_at=LATER),
    "a_device_counts_each_number_once": twice(Received),
    "received_says_what_became_of_it": lambda w: w.write(Received, outcome="refused", why="refused"),
    "received_is_counted_from_one": lambda w: w.write(Received, sequence=0),
    "received_is_of_a_kind": lambda w: w.write(Received, kind=""),
    "received_digest_is_sha_256": lambda w: w.write(Received, digest="a"),
    "received_body_is_an_object": lambda w: w.write(Received, body=[]),
    "ward_message_says_what_became_of_it": lambda w: w.write(WardMessage, why=""),
    "ward_message_is_named": lambda w: w.write(WardMessage, control_id=""),
    "ward_message_digest_is_sha_256": lambda w: w.write(WardMessage, digest="a"),
    "ward_message_is_about_somebody_of_it": lambda w: w.write(WardMessage, slot="mother"),
    "ward_message_told_is_an_object": lambda w: w.write(WardMessage, told=[]),
    "ward_settlement_is_complete": lambda w: w.write(
        WardSettlement, what="set_aside", episode=None, reason=" "
    ),
    "form_answer_is_about_somebody": lambda w: w.write(FormAnswer, slot="father"),
    "form_answer_is_of_an_item": lambda w: w.write(FormAnswer, role=""),
    "form_is_sent_in_one_order": twice(FormSent),
    "form_sent_is_named": lambda w: w.write(FormSent, version=0),
    "form_digest_is_sha_256": lambda w: w.write(FormSent, digest="no hash"),
    "form_told_is_an_object": lambda w: w.write(FormSent, told=[]),
    "what_rests_has_a_reason": lambda w: w.write(Settlement, what="rests", reason=" "),
    "one_override_per_discharge": twice(DischargeOverride),
    "override_has_a_reason": lambda w: w.write(DischargeOverride, reason=" "),
    "handover_is_about_somebody": lambda w: w.write(HandOver, about=[]),
    "handover_stands_in_modules": lambda w: w.write(HandOver, modules=["garden"]),
    "handover_says_something": lambda w: w.write(HandOver, situation=" "),
    "a_call_says_whether_it_was_read_back": lambda w: w.write(HandOver, how="call"),
    "handover_by_somebody_in_a_role": lambda w: w.write(HandOver, role=""),
    "handed_over_once_to_each": twice(HandOverTo),
    "handed_over_in_its_episode": lambda w: w.write(HandOverTo, episode=w.other, member=w.their_member),
    "handed_over_to_a_member_of_its_episode": lambda w: w.write(HandOverTo, member=w.their_member),
    "handover_step_in_its_episode": lambda w: w.write(HandOverStep, episode=w.other),
    "handover_read_once_by_each": twice(HandOverStep),
    "handover_step_is_read_or_words": lambda w: w.write(HandOverStep, what="said"),
    "networkmeeting_version_once": lambda w: w.write(NetworkMeeting, item=w.meeting.item, episode=w.other),
    "networkmeeting_follows_the_version_before": after_nothing(NetworkMeeting),
    "networkmeeting_versions_from_one": lambda w: w.write(NetworkMeeting, version=0),
    "meeting_ends_after_it_starts": lambda w: w.write(NetworkMeeting, end=LATER),
    "meeting_is_somewhere": lambda w: w.write(NetworkMeeting, where=" "),
    "agendapoint_names_the_first_version": lambda w: w.write(AgendaPoint, first=2),
    "agendapoint_in_the_episode_of_its_meeting": lambda w: w.write(AgendaPoint, episode=w.other),
    "agenda_point_says_something": lambda w: w.write(AgendaPoint, text=" "),
    "meetinganswer_names_the_first_version": lambda w: w.write(MeetingAnswer, first=2),
    "meetinganswer_in_the_episode_of_its_meeting": lambda w: w.write(MeetingAnswer, episode=w.other),
    "meetingdecision_names_the_first_version": lambda w: w.write(MeetingDecision, first=2),
    "meetingdecision_in_the_episode_of_its_meeting": lambda w: w.write(
        MeetingDecision, meeting=new_id(LATER)
    ),
    "one_decision_per_point": twice(MeetingDecision),
    "meetingdecision_is_a_point_of_its_plan": lambda w: w.write(MeetingDecision, point=new_id(LATER)),
    "meetingdecision_for_a_member_of_its_episode": lambda w: w.write(MeetingDecision, who=w.their_member),
    "override_names_its_gates": lambda w: w.write(DischargeOverride, gates=[]),
    **planner_rows.cases(twice),
    **exchange_rows.cases(twice),
}


def test_the_database_refuses(world: World) -> None:
    """Each in a savepoint of its own: what one case wrote is gone before the next."""
    let_in = {name: said for name in CASES if f'"{name}"' not in (said := _refusal(world, CASES[name]))}
    assert let_in == {}


def _refusal(world: World, broken: Broken) -> str:
    try:
        with transaction.atomic():
            broken(world)
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return str(refused)
    return "taken"


def test_every_constraint_is_broken_here_once() -> None:
    assert set(CASES) == set(_declared()) - TARGETS - IMPLIED


def test_a_good_row_of_every_table_is_taken(world: World) -> None:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            row = model(**world.good(model))
            before = model._default_manager.count()
            model._default_manager.bulk_create([row])
            assert model._default_manager.count() == before + 1, model


def _declared() -> Iterator[str]:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            yield from (constraint.name for constraint in model._meta.constraints)


NEVER_EMPTY = ("recorded_at", "received_at", "effective_at", "author", "role", "source", "payload")


@pytest.mark.parametrize("column", NEVER_EMPTY)
def test_who_when_and_whence_are_never_empty(world: World, column: str) -> None:
    with pytest.raises(IntegrityError, match="not-null"), transaction.atomic():
        world.write(Entry, **{column: None})


def test_an_entry_is_corrected_at_most_once(world: World) -> None:
    world.write(Entry, corrects=world.entry, version=2, reason="x")
    with pytest.raises(IntegrityError, match="corrects_id"), transaction.atomic():
        world.write(Entry, corrects=world.entry, version=2, reason="y")


@pytest.mark.parametrize("spoiled", [{"kind": "discharges"}, {"episode": "other"}])
def test_a_correction_stays_in_its_kind_and_pregnancy(world: World, spoiled: dict[str, Any]) -> None:
    if "episode" in spoiled:
        spoiled = {"episode": world.other}
    with pytest.raises(IntegrityError, match="correction_follows"), transaction.atomic():
        world.write(Entry, corrects=world.entry, version=2, reason="x", **spoiled)


@pytest.mark.parametrize("versions", [(2, 2), (2, 3), (3, 2)])
def test_corrections_cannot_go_round_in_a_circle(world: World, versions: tuple[int, int]) -> None:
    one, other = new_id(LATER), new_id(LATER)
    rows = [
        Entry(**(world.good(Entry) | {"id": id, "corrects_id": corrects, "version": version, "reason": "x"}))
        for id, corrects, version in ((one, other, versions[0]), (other, one, versions[1]))
    ]
    with pytest.raises(IntegrityError, match="correction_follows"), transaction.atomic():
        Entry.objects.bulk_create(rows)
