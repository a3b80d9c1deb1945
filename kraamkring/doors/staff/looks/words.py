"""The words for what the audit log keeps in codes. One table each; nothing is decided here."""

from __future__ import annotations

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.core.access import may_plan
from kraamkring.doors.ui.words import Words
from kraamkring.rooms.audit.models import AuditEvent

from ..record.kinds import KINDS_TOLD

DID: Words = {
    "read": _("looked at: %(what)s"),
    "write": _("wrote: %(what)s"),
    "refused": _("asked for: %(what)s"),
}

GROUNDS: Words = {
    "own_record": _("it is her own record"),
    "care_network": _("member of the care network"),
    "registered": _("registered this pregnancy"),
    "organisation": _("works where this pregnancy was registered"),
    "emergency": _("in an emergency"),
    "cover": _("covers for %(whom)s"),
    "accountability": _("guards the log"),
    "quality": _("figures of many families, without names"),
    "comparison": _("figures of her organisation beside those of all"),
    "care_relation": _("for her care"),
    "asked": _("plans where she asked for maternity care"),
}

# Why somebody was not let in: the keys of core.access.SENTENCES, told of somebody else.
REFUSED: Words = {
    "no_relation": _("no part in her care"),
    "not_accepted": _("the invitation was not accepted yet"),
    "not_begun": _("the part in the network had not begun yet"),
    "over": _("the part in the network was over"),
    "purpose": _("a record is not opened for this purpose"),
    "consent_refused": _("she had not agreed to it"),
    "not_agreed": _("this part was not agreed with her"),
    "shielded": _("this part is shielded"),
    "role_does_not_read": _("the role does not see this part"),
    "role_does_not_write": _("the role does not write in this part"),
    "emergency_reads": _("an emergency opens the record for reading only"),
    "cover_narrower": _("this part does not come with covering for a colleague"),
}

# From where: the doors of the house.
DOORS: Words = {
    "staff": _("on the pages for carers"),
    "parents": _("on the pages for parents"),
    "ui": _("on the pages for everybody"),
    "feeds": _("through a calendar"),
    "receipts": _("through the messages"),
    "imports": _("taken over from a file"),
    "wards": _("from the system of the hospital"),
    "visitors": _("on the pages for everybody"),
    "pathway": _("on the pages for everybody"),
    "account": _("while signing in"),
    "fhir": _("through another system"),
}

# What was looked at, written, or asked for: the names that flows and pages give.
WHAT: Words = {
    "extract": _("figures without names"),
    "figures": _("figures of many families together"),
    "figure": _("which families a figure counts"),
    "capacity": _("births and hours that are coming, without any family"),
    "scenario": _("a scenario of costs or carers, without any family"),
    "activity": _("published hours of maternity care"),
    "dry_run": _("what another edition of the rules would change"),
    "pathway": _("the care that is due, and what it follows from"),
    "promises": _("the care that is promised"),
    "record": _("the record"),
    "record:entry": _("one entry of the record, with its history"),
    "forms": _("forms for registries"),
    "form": _("a form for a registry"),
    "registry_forms": _("forms for registries"),
    "registry_form_xml": _("a form for a registry"),
    "form:answers": _("answers on a form for a registry"),
    "form:sent": _("that a form was sent to a registry"),
    "record:form": _("a form to write in the record"),
    "observations": _("what was measured and seen"),
    "fhir": _("the record, for another system"),
    "token": _("a key for another system"),
    "programs": _("which programs can be opened"),
    "family_program": _("a program of others"),
    "program:opened": _("a program of others"),
    "looks": _("who looked"),
    "network": _("the care network"),
    "network:membership": _("an invitation into the network"),
    "network:membershipstep": _("an answer to an invitation, or an end in the network"),
    "network:consent": _("what she agreed to, or refused"),
    "network:coordination": _("who coordinates"),
    "network:coordinationproposal": _("who is asked to coordinate"),
    "network:proposalanswer": _("an answer to the question whether she coordinates"),
    "consents": _("what she agreed to, or refused"),
    "observation": _("what was measured and seen"),
    "red_flag": _("a sign of danger"),
    "parents_access": _("the access of the parents"),
    "export": _("the whole record, taken along"),
    "parents": _("the access of the parents"),
    "push": _("messages on a device"),
    "sign_in": _("somebody's own account"),
    "signed_in": _("somebody's own account"),
    "": _("that an address works again"),
    "ward": _("what the system of the hospital told"),
    "ward_messages": _("what the system of the hospital told"),
    "ward_message": _("what the system of the hospital told"),
    "who_sees": _("who sees what"),
    "consent": _("what she agreed to, or refused"),
    "invite": _("an invitation into the network"),
    "invitations": _("invitations"),
    "member": _("a member of the network"),
    "intensity": _("who coordinates"),
    "network:breakglass": _("the record was opened in an emergency"),
    "network:emergencyreview": _("whether an emergency was justified"),
    "network:cover": _("who covers for whom"),
    "network:coverstep": _("who covers for whom"),
    "planner:request": _("who is asked for maternity care"),
    "planner:need": _("what maternity care takes"),
    "planner:shortening": _("hours of maternity care"),
    "planner:assigned": _("who comes for maternity care"),
    "planner:pinned": _("who comes for maternity care"),
    "planner:unpinned": _("who comes for maternity care"),
    "planner:published": _("who comes for maternity care"),
    "planner:done": _("who comes for maternity care"),
    "planner:kept_apart": _("a carer who does not come again"),
    "planner:hotel_question": _("what a maternity-care hotel would mean"),
    "planner:hotel_stay": _("whether the family would go to a maternity-care hotel"),
    "planner:question": _("what another plan would mean"),
    "planner:on_call_terms": _("how long a carer can be on call"),
    "planner:pool_member": _("with whom births are shared"),
    "planner:pool_run": _("a roster of births"),
    "planner:duties": _("who is on call for births"),
    "planner:accepted": _("who comes for maternity care"),
    "planner:contract": _("what was agreed with a carer"),
    "planner:competence": _("what a carer can do"),
    "planner:absence": _("when a carer is away"),
    "planner:run": _("a plan of the weeks"),
    "planning": _("a plan of the weeks"),
    "planning:day": _("who comes for maternity care"),
    "maternity_care": _("who is asked for maternity care"),
    "covers": _("who covers for whom"),
    "cover": _("who covers for whom"),
    "emergency": _("what was opened in an emergency"),
    "emergencies": _("what was opened in an emergency"),
    "review": _("what was opened in an emergency"),
    "privacy": _("the log of the organisation"),
    "careplan:postnatalplan": _("the plan for after the birth"),
    "careplan:planitem": _("a point of the plan"),
    "careplan:plancomment": _("a word about the plan"),
    "careplan:appointment": _("an appointment"),
    "careplan:handover": _("a hand-over to a colleague"),
    "careplan:handover_read": _("that a hand-over was read"),
    "careplan:handover_said": _("a word about a hand-over"),
    "careplan:networkmeeting": _("a meeting of the network"),
    "careplan:agendapoint": _("something to talk about in a meeting"),
    "careplan:meetinganswer": _("whether somebody comes to a meeting"),
    "careplan:meetingdecision": _("what was decided in a meeting"),
    "hand_overs": _("a hand-over to a colleague"),
    "hand_over_new": _("a hand-over to a colleague"),
    "hand_over_one": _("a hand-over to a colleague"),
    "hand_over_pdf": _("a hand-over to a colleague"),
    "meetings": _("a meeting of the network"),
    "meeting": _("a meeting of the network"),
    "meeting_new": _("a meeting of the network"),
    "meeting_move": _("a meeting of the network"),
    "appointment": _("an appointment"),
    "letter": _("the transfer letter"),
    "transfer_letter": _("the transfer letter"),
    "person": _("who she is"),
    "person:completed": _("who she is: what was not known was filled in"),
    "person:merged": _("who she is: two records were said to be of one person"),
    "person:merge_undone": _("who she is: two records were said to be of two persons"),
    "same_person": _("whether another record is of the same person"),
    "careplan": _("the plan for after the birth"),
    "entry": _("an entry of the record"),
    "families": _("the list of families"),
    "entries": _("several entries of the record"),
    "plan": _("the plan for after the birth"),
    "family": _("the overview"),
    "birth": _("the birth"),
    "discharge": _("going home"),
    "screening": _("the screenings"),
    "visit": _("a visit"),
    "my_day": _("the day of somebody who visits"),
    "visit_screen": _("a visit"),
    "address": _("where they are at home"),
    "papers": _("the photos of letters"),
    "paper": _("a photo of a letter"),
    "paper:taken_back": _("a photo of a letter was taken back"),
    "loss": _("a loss"),
    "due_date": _("the due date"),
    "arrange": _("an appointment"),
    "waive": _("care that is not needed"),
    "search": _("the search"),
    "undo_same_person": _("two persons who are one"),
    "admission": _("the admission"),
    "back_in_hospital": _("back in hospital"),
    "hand_over": _("the hand-over to youth health care"),
    "outbox": _("the messages"),
    "today": _("the page of today"),
    "seen": _("that an alarm was seen"),
    "account": _("somebody's own account"),
    "accounts": _("who is on call"),
    "calendar_link": _("a link to a calendar"),
    "devices": _("what came from somebody's own device"),
    "quarantine": _("what came from a device and waits for a person"),
    "visit_send": _("what was written at a visit, from a device"),
    "messages": _("the messages"),
    "family_messages": _("the messages"),
    "messages:cancelled": _("messages that were stopped"),
    "message": _("what became of a message"),
}


def what(name: str) -> str:
    """What was looked at, in words. Of a name without words of its own its first part is told, and of an unknown one
    that it is a part of the record: nothing is left out."""
    first, _colon, kind = name.partition(":")
    if first == "entry" and kind in KINDS_TOLD:
        return _t("an entry of the record: %(kind)s") % {"kind": KINDS_TOLD[kind].title}
    stem = first.partition("_")[0]
    said = WHAT.get(name) or WHAT.get(first) or WHAT.get(stem) or _("a part of the record")
    return str(said)


def why(event: AuditEvent) -> str:
    """Why she could look, or why she was not let in. The organisation of who plans is the one that was asked."""
    if event.action == AuditEvent.Action.REFUSED:
        return str(REFUSED.get(event.ground, GROUNDS["care_relation"]))
    asked = event.ground == "organisation" and may_plan(event.actor_role)
    return str(GROUNDS.get("asked" if asked else event.ground, GROUNDS["care_relation"]))


def came_from(door: str, network: str, *, device: bool) -> str:
    """From where, in words: through which door, and from which network, of which the last part is not kept. Empty
    where nothing is known."""
    parts = [str(DOORS[door])] if door in DOORS else []
    if device:
        parts.append(_t("on a device of her own list"))
    if network:
        parts.append(_t("from the network %(network)s") % {"network": network.partition("/")[0]})
    return ", ".join(parts)
