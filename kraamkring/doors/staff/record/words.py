"""The words for what the facts of a record say in codes. One table each; nothing is decided here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kraamkring.doors.ui.words import Words

PARTS: Words = {
    "prenatal": _("Pregnancy"),
    "birth_and_stay": _("Birth and stay"),
    "postnatal": _("After the birth"),
    "child": _("Child"),
    "plan": _("Plan"),
    "network": _("Care network"),
}
SOURCES: Words = {
    "person": _("written here"),
    "device": _("written on a device"),
    "import": _("taken over from another system"),
    "self_report": _("told by herself"),
}

METHODS: Words = {
    "last_period": _("from the last period"),
    "ultrasound": _("by ultrasound"),
    "ivf": _("from the day of the treatment (IVF)"),
    "taken_over": _("taken over from elsewhere"),
}
OUTCOMES: Words = {"live": _("born alive"), "stillborn": _("stillborn")}
CONDITIONS: Words = {"good": _("good"), "concern": _("a concern")}
COURSES: Words = {"uncomplicated": _("without complications"), "complicated": _("with complications")}
LOSSES: Words = {
    "miscarriage": _("miscarriage"),
    "ectopic": _("ectopic pregnancy"),
    "termination": _("ended pregnancy"),
    "vanished_twin": _("one of several children was lost"),
}
CONTACTS: Words = {
    "prenatal": _("prenatal contact"),
    "prenatal_home_visit": _("prenatal home visit"),
    "home_care_intake": _("first talk with maternity care"),
    "home_visit": _("home visit"),
    "paediatric_check": _("check of the child by a doctor"),
    "gynaecological_check": _("check of the mother by a doctor"),
    "youth_visit": _("visit of youth health care"),
    "bereavement_talk": _("talk after the loss"),
    "phone": _("telephone call"),
    "video": _("video call"),
    "maternity_care_intake": _("intake of maternity care"),
    "maternity_care": _("maternity care at home"),
    "birth_assistance": _("assistance at the birth"),
}
CAME: Words = {"held": _("took place"), "missed": _("did not take place")}
AGREED: Words = {"held": _("took place"), "missed": _("did not take place"), "cancelled": _("cancelled")}
SCREENINGS: Words = {"blood_spot": _("blood spot"), "hearing": _("hearing test")}
SCREENED: Words = {
    "done": _("done"),
    "unusable": _("done, must be repeated"),
    "refused": _("refused by the parents"),
}
RESULTS: Words = {
    "normal": _("normal"),
    "no_news": _("no news came within the time for it"),
    "refer": _("to be examined further"),
    "abnormal": _("abnormal"),
}
STEPS: Words = {
    "birth_plan_made": _("birth plan made"),
    "postnatal_plan_made": _("plan for after the birth made"),
    "short_stay_assessed": _("judged whether a short stay is possible"),
    "needs_assessed": _("needs before going home assessed"),
    "maternity_care_requested": _("maternity care requested"),
    "alarm_signs_explained": _("alarm signs explained"),
    "network_told": _("network told of going home"),
    "transfer_letter_sent": _("transfer letter sent"),
    "handed_over": _("care handed over"),
    "readmission_registered": _("readmission registered"),
    "kept_together": _("mother and child kept together"),
    "refusal_in_writing": _("refusal put in writing"),
    "loss_told": _("the loss told to everybody concerned"),
    "act_registered": _("the act registered"),
    "birth_declared": _("birth declared to the municipality"),
    "maternity_care_indicated": _("hours of maternity care indicated"),
    "weighed": _("child weighed"),
    "vitamin_k_given": _("vitamin K given"),
    "vitamin_k_drops_explained": _("daily vitamin K drops explained"),
    "rsv_immunised": _("immunised against RSV"),
    "referred_for_hearing": _("referred to an audiological centre"),
    "rsv_talked_over": _("protection against RSV talked over"),
    "rsv_vaccine_given": _("mother vaccinated against RSV"),
    "oxygen_measured": _("oxygen in the blood measured"),
    "birth_notified": _("birth notified to the municipality"),
}
WARDS: Words = {
    "maternity": _("maternity ward"),
    "neonatal": _("ward for newborns"),
    "nicu": _("intensive care for newborns"),
}
STAYS: Words = {"short": _("short stay"), "classic": _("classic stay")}
FEEDING: Words = {"breast": _("breastfeeding"), "formula": _("formula"), "mixed": _("breast and formula")}
YES_NO: Words = {"yes": _("yes"), "no": _("no")}
PLANNED: Words = {"yes": _("going home, planned"), "no": _("went home")}
ACCEPTED: Words = {"yes": _("accepted by who will come"), "no": _("not accepted yet")}
REGIONS: Words = {
    "be-vlg": _("Flanders"),
    "be-bru": _("Brussels"),
    "be-wal": _("Wallonia"),
    "be-dg": _("East Belgium"),
    "nl": _("the Netherlands"),
}
LANGUAGES = (
    "nl", "fr", "de", "en", "ar", "tr", "pl", "ro", "bg", "es", "it", "pt", "ru", "uk", "fa", "sq", "hi", "zh-hans",
)  # fmt: skip

# What an entry did to an activity: the codes of careplan.ActivityChange.
FOLLOWED: Words = {
    "promised": _("promised"),
    "changed": _("moved to another time, or changed"),
    "withdrawn": _("no longer needed"),
    "restored": _("needed again"),
}
