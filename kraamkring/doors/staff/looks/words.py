"""The words for what the audit log keeps in codes. One table each; nothing is decided here."""

from __future__ import annotations

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

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
    "care_relation": _("for her care"),
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
}

# What was looked at, written, or asked for: the names that flows and pages give.
WHAT: Words = {
    "dry_run": _("what another edition of the rules would change"),
    "pathway": _("the care that is due, and what it follows from"),
    "promises": _("the care that is promised"),
    "record": _("the record"),
    "record:entry": _("one entry of the record, with its history"),
    "record:form": _("a form to write in the record"),
    "looks": _("who looked"),
    "network": _("the care network"),
    "network:membership": _("an invitation into the network"),
    "network:membershipstep": _("an answer to an invitation, or an end in the network"),
    "network:consent": _("what she agreed to, or refused"),
    "network:coordination": _("who coordinates"),
    "network:coordinationproposal": _("who is asked to coordinate"),
    "network:proposalanswer": _("an answer to the question whether she coordinates"),
    "consents": _("what she agreed to, or refused"),
    "consent": _("what she agreed to, or refused"),
    "invite": _("an invitation into the network"),
    "invitations": _("invitations"),
    "member": _("a member of the network"),
    "intensity": _("who coordinates"),
    "network:breakglass": _("the record was opened in an emergency"),
    "careplan:postnatalplan": _("the plan for after the birth"),
    "careplan:planitem": _("a point of the plan"),
    "careplan:plancomment": _("a word about the plan"),
    "careplan:appointment": _("an appointment"),
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
