"""The words of parents for what is known in codes: short, of every day. One table each; nothing is decided here."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

ROLES: Words = {
    "mother": _("mother"),
    "partner": _("partner"),
    "coordinator": _("the person who keeps your care together"),
    "midwife": _("midwife"),
    "ward_midwife": _("midwife in the hospital"),
    "gp": _("family doctor"),
    "gynaecologist": _("doctor for pregnancy and birth"),
    "paediatrician": _("children’s doctor"),
    "maternity_carer": _("maternity carer"),
    "youth_health": _("youth health care"),
    "lactation_consultant": _("breastfeeding adviser"),
    "physiotherapist": _("physiotherapist"),
    "social_worker": _("social worker"),
    "buddy": _("buddy"),
    "planner": _("planner of visits"),
    "administrator": _("administrator"),
    "privacy_officer": _("privacy officer"),
    "governor": _("governor of the rules of care"),
    "ward_system": _("computer system of the hospital"),
}

# Beside the picture there is little room. She herself stands in the middle of it.
ON_THE_RING: Words = {
    **{
        role: word
        for role, word in ROLES.items()
        if role not in ("mother", "planner", "administrator", "privacy_officer", "governor", "ward_system")
    },
    "coordinator": _("keeps care together"),
    "gynaecologist": _("doctor for the birth"),
}
PRESENCES: Words = {
    "here": _("is there"),
    "asked": _("still to come"),
    "missing": _("nobody yet"),
    "uncovered": _("is there, and a visit is not agreed yet"),
}

# What an appointment is for: core.facts.ContactKind and ScreeningKind.
CARES: Words = {
    "prenatal": _("check-up during the pregnancy"),
    "prenatal_home_visit": _("visit at home during the pregnancy"),
    "home_care_intake": _("first talk about help at home"),
    "home_visit": _("visit at home"),
    "paediatric_check": _("a doctor checks your baby"),
    "gynaecological_check": _("a doctor checks how you are"),
    "youth_visit": _("visit of youth health care"),
    "bereavement_talk": _("a talk about your loss"),
    "phone": _("a call by telephone"),
    "video": _("a call by video"),
    "maternity_care_intake": _("talk about the maternity carer who will come"),
    "maternity_care": _("care by your maternity carer"),
    "birth_assistance": _("a maternity carer helps at the birth"),
    "blood_spot": _("heel prick of your baby"),
    "hearing": _("hearing test of your baby"),
}

CAME: Words = {
    "held": _("It took place."),
    "missed": _("It did not take place."),
    "cancelled": _("It was cancelled."),
}

# Promised care that she meets, by the activity of its card. What stands in no list keeps the card's own title.
PROMISES: Words = {
    "prenatal-contact": _("A check-up during the pregnancy"),
    "prenatal-home-visit": _("A visit at home during the pregnancy"),
    "home-care-intake": _("A first talk about help at home"),
    "coordinator": _("One person who keeps your care together"),
    "home-midwife": _("A midwife for the days at home"),
    "postnatal-plan": _("Your plan for after the birth"),
    "alarm-signs": _("Somebody explains when you must call, and whom"),
    "discharge-visit-agreed": _("Before you go home: when the midwife comes"),
    "discharge-check-agreed": _("Before you go home: when the doctor sees your baby"),
    "discharge-maternity-care-requested": _("Help at home is asked for"),
    "first-home-visit": _("A midwife comes to your home"),
    "first-home-visit-newborn": _("A midwife comes for your baby who came home later"),
    "first-visit-after-home-birth": _("A midwife comes after the birth at home"),
    "further-home-visit": _("A midwife comes again"),
    "closing-home-visit": _("The last visit of the midwife"),
    "home-visit-after-readmission": _("A midwife comes after you were back in hospital"),
    "blood-spot": _("The heel prick of your baby"),
    "hearing-test": _("The hearing test of your baby"),
    "doctor-check": _("A doctor checks your baby"),
    "six-week-check": _("A doctor checks how you are"),
    "youth-first-visit": _("First visit of youth health care"),
    "youth-second-visit": _("Second visit of youth health care"),
    "maternity-care-intake": _("A talk about the maternity carer who will come"),
    "birth-assistance": _("A maternity carer helps at the birth"),
    "maternity-care-start": _("Your maternity carer begins"),
    "maternity-care-day": _("A day with your maternity carer"),
    "midwife-visit": _("A midwife comes to your home"),
    "hearing-test-second-round": _("The hearing test of your baby, once more"),
    "hearing-test-third-round": _("The hearing test of your baby, a third time"),
    "youth-clinic-visit": _("Your baby at youth health care"),
    "loss-talk": _("A talk about your loss"),
    "loss-act": _("A paper from the town hall for your child"),
}
OF_HERS = ("contact", "screening", "member")  # ways of being done that she meets: core.pathway.cards.DoneBy

# The things of the plan (KCE 232As, 3.2) that parents read and change. The expected course of the birth is not one.
PLAN: Words = {
    "stay": _("How long you want to stay in the hospital"),
    "paediatric_check": _("Which doctor checks the baby, and where"),
    "youth_visit": _("First visit of youth health care"),
    "six_week_check": _("Which doctor checks how you are later, and where"),
    "network": _("Who cares for you, and how to reach them"),
    "to_be_told": _("Who is told when you go home"),
    "maternity_care": _("Help at home in the first days"),
    "estimated_hours": _("How many hours of help, a first guess"),
}
STAYS: Words = {"short": _("a short time"), "classic": _("the usual time")}
WANTED: dict[bool | None, str | Promise] = {True: _("we want it"), False: _("we do not want it")}
CHOSEN: dict[str, Any] = {"stay": STAYS, "maternity_care": WANTED}

# What parents may want to talk about. The list is ours, not checked by a care professional.
TOPICS: Words = {
    "feeding": _("Feeding"),
    "sleep": _("Sleep and rest"),
    "household": _("Help in the house"),
    "other_children": _("Your other children"),
    "visits": _("Visitors and quiet"),
    "language": _("Language and interpreter"),
    "transport": _("Getting there"),
    "worries": _("How you feel, and worries"),
    "work": _("Work and leave"),
    "baby_things": _("Things for the baby"),
    "appointment": _("An appointment"),
    "other": _("Something else"),
}
# The parts of the record: core.access.MODULES.
PARTS: Words = {
    "prenatal": _("your pregnancy"),
    "birth_and_stay": _("the birth and the days in hospital"),
    "postnatal": _("how you are after the birth"),
    "plan": _("your plan and your appointments"),
    "network": _("who is in your circle"),
    "psychosocial": _("how life is at home (extra protected)"),
    "child": _("your child"),
}
MAY: Words = {"write": _("may read it and write in it"), "read": _("may read it"), "": _("may not see it")}

# Why somebody was not let in: the keys of core.access.SENTENCES.
REFUSED: Words = {
    "no_relation": _("This person has no part in your care."),
    "not_accepted": _("This person had not said yes to your circle yet."),
    "not_begun": _("The part in your circle had not begun yet."),
    "over": _("The part in your circle was over."),
    "consent_refused": _("You did not allow it."),
    "not_agreed": _("This was not agreed with you."),
    "shielded": _("This part is extra protected."),
    "role_does_not_read": _("People with this task do not see this part."),
    "role_does_not_write": _("People with this task do not write in this part."),
    "cover_narrower": _("This part does not come with taking somebody’s place."),
    "emergency_reads": _("In an emergency a record is only read."),
}
NOT_LET_IN = _("It was not allowed.")

# Why somebody could look: core.access.GROUNDS.
GROUNDS: Words = {
    "own_record": _("It is your own record."),
    "care_network": _("Is in your circle."),
    "registered": _("Began your record."),
    "organisation": _("Works where your record was begun."),
    "emergency": _("In an emergency."),
    "cover": _("Takes the place of %(whom)s for a time."),
    "accountability": _("Checks who looks at records."),
    "quality": _("Counts many families together, without names."),
    "asked": _("Works where you asked for help at home."),
}
JUDGED: Words = {
    "justified": _("Somebody else looked at this: it was needed."),
    "not_justified": _("Somebody else looked at this: it was not needed."),
}

# From where somebody looked: the doors of the house.
CAME_THROUGH: Words = {
    "staff": _("on the pages for carers"),
    "parents": _("on the pages for parents"),
    "feeds": _("through a calendar"),
    "imports": _("taken over from a file"),
    "fhir": _("through another system"),
}
FOR_CARE = _("For your care.")

# What was looked at or written: the first word of the names that flows and pages give.
LOOKED_AT: Words = {
    "extract": _("numbers, without your name"),
    "entry": _("your record"),
    "record": _("your record"),
    "fhir": _("your record"),
    "entries": _("your record"),
    "pathway": _("the care that you can expect"),
    "promises": _("the care that you can expect"),
    "family": _("the care that you can expect"),
    "plan": _("your plan"),
    "careplan": _("your plan and your appointments"),
    "appointment": _("your appointments"),
    "planning": _("who comes to help you at home, and when"),
    "planner": _("who comes to help you at home, and when"),
    "maternity_care": _("who comes to help you at home, and when"),
    "quarantine": _("what was written at a visit and waits for a person"),
    "devices": _("what was written at a visit and waits for a person"),
    "visit_send": _("what was written at a visit and waits for a person"),
    "network": _("your circle"),
    "member": _("your circle"),
    "invite": _("your circle"),
    "consent": _("what you allowed"),
    "who_sees": _("what you allowed"),
    "ward": _("what the hospital told"),
    "ward_messages": _("what the hospital told"),
    "ward_message": _("what the hospital told"),
    "consents": _("what you allowed"),
    "observations": _("what was measured and seen"),
    "looks": _("this list"),
    "letter": _("the letter for who takes over your care"),
    "transfer_letter": _("the letter for who takes over your care"),
    "hand_overs": _("what one colleague told another about you"),
    "meetings": _("a meeting of your circle"),
    "messages": _("messages about you"),
    "message": _("messages about you"),
    "person": _("who you are"),
    "emergency": _("what was opened in an emergency"),
    "review": _("what was opened in an emergency"),
    "privacy": _("who looked at records"),
}
ANOTHER_PART = _("a part of your record")
OF_A_BABY = ("feeding", "baby_things")  # topics that are not offered after a loss


def role_word(role: str) -> str:
    """A role or a profession; the code itself of one that nobody has named."""
    return str(ROLES.get(role, role))


def care_word(care: str) -> str:
    """What an appointment is for, as a title."""
    said = str(CARES.get(care, care))
    return said[:1].upper() + said[1:]
